"""How a refusal is told: as a page to people, as JSON to programs."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import RequestEntityTooLarge

SHORTEST_KEPT = 12  # shorter values are choices and numbers, not something typed
SECRETS = ("csrf_token", "password", "new_password", "repeated", "code")


def wants_json() -> bool:
    accept = request.accept_mimetypes
    return request.path.startswith("/api/") or (
        accept.best_match(["text/html", "application/json"]) == "application/json"
    )


def answer(
    status: HTTPStatus,
    *,
    code: str,
    title: object,
    sentence: object,
    remedy: object = None,
) -> ResponseReturnValue:
    """Say why the request was not done, and give back what was typed."""
    if wants_json():
        return jsonify(code=code, message=str(sentence)), status
    try:
        page = render_template(
            "errors/error.html",
            status=int(status),
            title=title,
            sentence=sentence,
            remedy=remedy,
            kept="\n\n".join(typed()),
        )
    except SQLAlchemyError:  # the frame wants to know who is asking, and the database is away
        return f"{title}. {sentence}", status, {"Content-Type": "text/plain; charset=utf-8"}
    return page, status


def typed() -> Iterator[str]:
    """Yield what somebody wrote into the form that was sent, secrets left out."""
    try:
        sent = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return
    for name, value in sent:
        if name not in SECRETS and len(value) >= SHORTEST_KEPT:
            yield value
