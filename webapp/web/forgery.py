"""A word in every form that only pages of this service can put there.

The word is bound to the session. A form without it changes nothing; its fields are shown
again under a button that sends them with the right word, so that a page left open too long
loses nothing.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from hashlib import sha256

from flask import Flask, current_app, request, session
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.form import BaseForm as AnyForm
from wtforms.validators import ValidationError

from webapp.web.access import READING
from webapp.web.chance import new_token

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
_KEPT = "forgery"


class Forged(Exception):
    """A form was sent without the word of this session."""

    def fields(self) -> list[tuple[str, str]]:
        """Return what was sent, so that it can be sent again."""
        return [pair for pair in request.form.items(multi=True) if pair[0] != FIELD]


def csrf_token() -> str:
    """Return this session's word, for a hidden field or a header."""
    if _KEPT not in session:
        session[_KEPT] = new_token()
    key = str(current_app.secret_key).encode()
    return hmac.new(key, str(session[_KEPT]).encode(), sha256).hexdigest()


def is_token(sent: str | None) -> bool:
    known = _KEPT in session and sent is not None
    return known and hmac.compare_digest(csrf_token().encode(), str(sent).encode())


class SessionToken(CSRF):
    """The same word as a field of a WTForms form."""

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        return csrf_token()

    def validate_csrf_token(self, form: AnyForm, field: CSRFTokenField) -> None:
        if not is_token(field.data):
            raise ValidationError(field.gettext("Send the form again."))


def refuse_forgeries(app: Flask, *, but_at: Collection[str] = ()) -> None:
    """Refuse every change sent without the word, except to the endpoints named."""

    def demand_token() -> None:
        if request.endpoint is None or request.method in READING or request.endpoint in but_at:
            return
        if not is_token(request.headers.get(HEADER) or request.form.get(FIELD)):
            raise Forged

    app.before_request(demand_token)
    app.jinja_env.globals["csrf_token"] = csrf_token


def came_from_elsewhere() -> bool:
    """Whether the browser says that another site sent this."""
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} or (
        origin not in {None, "null", request.host_url.rstrip("/")}
    )
