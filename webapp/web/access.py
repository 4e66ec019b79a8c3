"""Closed by default: every page wants somebody signed in unless a table opens it.

The tables stand in `webapp.blueprints`. What may be *seen* on a page that is open, and what
may be *done*, is not decided here: the one is part of the query, the other of the standing
orders.
"""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Unauthorized

from webapp.web.answers import wants_json

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(app: Flask, *, public: Collection[str], readable: Collection[str]) -> None:
    """Ask for a sign-in before every request but those to the endpoints named.

    A public endpoint serves everybody. A readable one serves everybody who only reads;
    its query shows nothing of a closed conference to people who do not belong to it.
    """

    def demand_sign_in() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint in public:
            return None
        if request.endpoint in readable and request.method in READING:
            return None
        if current_user.is_authenticated:
            return None
        return ask_to_sign_in()

    app.before_request(demand_sign_in)


def ask_to_sign_in() -> ResponseReturnValue:
    """Lead to the sign-in page, and from there back to the page that was asked for."""
    if wants_json() or request.method not in READING:
        raise Unauthorized
    return redirect(url_for("accounts.sign_in", after=request.full_path.rstrip("?")))


def is_own_address(address: str) -> bool:
    """Whether an address leads to this service: a path, and no other host.

    >>> is_own_address("/motions/3?lines=1"), is_own_address("//elsewhere"), is_own_address("")
    (True, False, False)
    """
    return (
        address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    )
