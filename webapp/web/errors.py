"""Every error becomes an answer that people and programs understand."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from webapp.extensions import db
from webapp.web.answers import answer
from webapp.web.forgery import Forged, came_from_elsewhere
from webapp.web.refusals import ANSWERS, STATUSES


def answer_errors(app: Flask) -> None:
    """Have every error answered from the tables of `refusals`."""
    for error in ANSWERS:
        app.register_error_handler(error, answer_error)
    app.register_error_handler(HTTPException, answer_status)
    app.register_error_handler(Forged, answer_forged)


def answer_error(error: Exception) -> ResponseReturnValue:
    found = next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)
    if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        current_app.logger.error("answered %d", found.status, exc_info=error)
    leave_transaction()
    return answer(code=type(error).__name__, **found._asdict())


def answer_status(error: HTTPException) -> ResponseReturnValue:
    """Answer Flask's own errors; redirections pass."""
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    leave_transaction()
    found = STATUSES.get(error.code) or STATUSES[InternalServerError.code]
    if error.code not in STATUSES and error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
        found = STATUSES[HTTPStatus.BAD_REQUEST]
    return answer(code=type(error).__name__, **found._asdict())


def leave_transaction() -> None:
    """End a transaction that failed, so that the page of the error can look things up."""
    if "sqlalchemy" in current_app.extensions:
        db.session.rollback()


def answer_forged(error: Forged) -> ResponseReturnValue:
    """Offer to send the form again, unless it came from another site."""
    fields = [] if came_from_elsewhere() else error.fields()
    page = render_template("errors/send_again.html", fields=fields, address=request.full_path)
    return page, HTTPStatus.FORBIDDEN
