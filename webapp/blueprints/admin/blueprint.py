"""The blueprint that every module of the office adds its pages to, and what they share."""

from __future__ import annotations

from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint

from webapp.extensions import db
from webapp.queries.standing import must
from webapp.web.conference import here_or_404
from webapp.web.identity import current_actor
from webapp.web.transactions import unit_of_work

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from wtforms import Field, Form

    from webapp.models import Conference

bp = Blueprint("admin", __name__, url_prefix="/admin")


def office(slug: str, activity: str) -> Conference:
    """Return the conference whose office this is; raise unless the activity is open there."""
    conference = here_or_404(slug)
    must(current_actor(), activity, conference)
    return conference


def at_work() -> AbstractContextManager[Session]:
    return unit_of_work(db.session())


def answering(form: Form) -> HTTPStatus:
    """Return the status of a page that shows a form, right or wrong."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def find_fault(field: Field, sentence: str) -> None:
    """Say beside a field what a service refused."""
    field.errors = [*field.errors, sentence]
