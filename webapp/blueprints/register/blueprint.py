"""The blueprint that every page of the register adds itself to, and what they share."""

from __future__ import annotations

from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from webapp.extensions import db
from webapp.queries.standing import must
from webapp.web.conference import here_or_404
from webapp.web.identity import current_actor
from webapp.web.transactions import unit_of_work

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Conference

bp = Blueprint("register", __name__, url_prefix="/register")


def here(slug: str, activity: str) -> Conference:
    """Return the conference whose register this is; raise unless the activity is open there."""
    conference = here_or_404(slug)
    must(current_actor(), activity, conference)
    return conference


def at_work() -> AbstractContextManager[Session]:
    return unit_of_work(db.session())


def on_to(address: str) -> ResponseReturnValue:
    """Lead on from a form that was sent."""
    return redirect(address, HTTPStatus.SEE_OTHER)
