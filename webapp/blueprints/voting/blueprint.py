"""The blueprint that the chair's pages add themselves to, and what they share."""

from __future__ import annotations

from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.voting.words import recorded_words
from webapp.extensions import db
from webapp.models import Declaration
from webapp.queries.errors import NotThere
from webapp.queries.motions import get_motion, is_printed
from webapp.queries.standing import must
from webapp.services.errors import AlreadyDeclared, TooLateToUndo
from webapp.web.identity import current_actor
from webapp.web.transactions import unit_of_work

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Motion

bp = Blueprint("voting", __name__, url_prefix="/voting")


def printed_motion(motion_id: int) -> Motion:
    """Return a motion that was put before conference. Raises NotThere for any other."""
    motion = get_motion(db.session(), current_actor(), motion_id)
    if not is_printed(db.session(), motion):
        raise NotThere("motion", motion_id)
    return motion


def desk_of(motion_id: int, activity: str = "desk:view") -> Motion:
    """Return the motion whose desk this is; raise unless the activity is open there."""
    motion = printed_motion(motion_id)
    must(current_actor(), activity, motion)
    return motion


def at_work() -> AbstractContextManager[Session]:
    return unit_of_work(db.session())


@bp.errorhandler(AlreadyDeclared)
def say_what_stands(error: AlreadyDeclared) -> ResponseReturnValue:
    """Say what was recorded before this, and lead to its correction."""
    return _standing(
        error.declaration_id,
        title=_("Already declared"),
        remedy=_("Nothing was changed. If what stands is mistaken, correct it, with a reason."),
    )


@bp.errorhandler(TooLateToUndo)
def say_it_is_too_late(error: TooLateToUndo) -> ResponseReturnValue:
    """Say that the result stands, and lead to its correction."""
    return _standing(
        error.declaration_id,
        title=_("Too late to undo"),
        remedy=_(
            "It is public, or something was decided on it since. If it is mistaken, correct it, "
            "with a reason."
        ),
    )


def _standing(declaration_id: int, *, title: str, remedy: str) -> ResponseReturnValue:
    declaration = db.session().get_one(Declaration, declaration_id)
    vote = declaration.vote
    page = render_template(
        "errors/error.html",
        status=int(HTTPStatus.CONFLICT),
        title=title,
        sentence=recorded_words(declaration),
        remedy=remedy,
        places=[(_("Correct this result"), url_for("voting.correct", vote_id=vote.id))],
        back_url=url_for("voting.desk", motion_id=vote.motion_id),
    )
    return page, HTTPStatus.CONFLICT
