"""Casting a ballot: the busiest address of the service, and the one that must lose nothing.

It looks up nobody and nothing by itself: the session's signature says who it is, and the
writer's one transaction decides the rest. It is under no limit of how often, because a hall
may sit behind one address, and no log is kept of it.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized, UnprocessableEntity

from webapp.blueprints.ballots.blueprint import bp
from webapp.blueprints.ballots.voters import voter_for
from webapp.extensions import limiter
from webapp.procedure.errors import NotPermitted
from webapp.procedure.polls import Answer
from webapp.procedure.ranking import MARK
from webapp.services.ballot_recording import Sent
from webapp.web.answers import wants_json
from webapp.web.ballot_box import ballot_writer
from webapp.web.poll_words import read_choice

if TYPE_CHECKING:
    from webapp.services.ballot_recording import Told

RECEIPT = "receipt"
LONGEST = 80
JSON = "application/json"
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")

STATUSES = {
    Answer.RECORDED: HTTPStatus.OK,
    Answer.CHANGED: HTTPStatus.OK,
    Answer.SENT_BEFORE: HTTPStatus.OK,
    Answer.REPLACED: HTTPStatus.OK,
    Answer.CAST_ALREADY: HTTPStatus.CONFLICT,
    Answer.CLOSED: HTTPStatus.GONE,
    Answer.UNKNOWN_CHOICE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Answer.NOT_ON_ROLL: HTTPStatus.FORBIDDEN,
    Answer.SIGNED_OUT: HTTPStatus.UNAUTHORIZED,
}
IN_THE_BOX = (Answer.RECORDED, Answer.CHANGED, Answer.SENT_BEFORE)


class ChoiceUnknown(Exception):
    """A ballot that is none of the answers of its poll: nothing was recorded."""

    def __init__(self, poll_id: str, place: str, choice: str) -> None:
        super().__init__(poll_id)
        self.poll_id = poll_id
        self.place = place
        self.choice = choice


@limiter.request_filter
def is_a_ballot() -> bool:
    """Tell Flask-Limiter to let it through before it works out which limits there might be."""
    return request.endpoint == "ballots.cast"


@bp.post("/<poll_id>")
def cast(poll_id: str) -> ResponseReturnValue:
    """Keep a ballot, and answer once it is on the disk."""
    voter = voter_for(poll_id)
    if voter is None:
        raise Unauthorized
    form = request.form
    token, place, choice = (form.get(name, "") for name in ("token", "place", "choice"))
    if not choice and (ranks := form.getlist("rank")):
        choice = MARK + "".join(ranks)
    if not TOKEN.fullmatch(token) or max(len(place), len(choice)) > LONGEST:
        raise UnprocessableEntity
    told = ballot_writer().cast(
        Sent(poll_id, place, voter.person_id, voter.epoch, token, read_choice(choice))
    )
    if told.answer is Answer.UNKNOWN_CHOICE:
        raise ChoiceUnknown(poll_id, place, choice)
    # What the page's script sends needs no weighing against what else could be wanted.
    if request.headers.get("Accept") == JSON or wants_json():
        return Response(json.dumps(as_json(told)), STATUSES[told.answer], mimetype=JSON)
    if told.answer is Answer.SIGNED_OUT:
        raise Unauthorized
    if told.answer is Answer.NOT_ON_ROLL:
        raise NotPermitted("ballot:cast")
    return to_receipt(poll_id, told)


def to_receipt(poll_id: str, told: Told) -> ResponseReturnValue:
    session[RECEIPT] = [poll_id, as_json(told)]
    return redirect(url_for(".receipt", poll_id=poll_id), HTTPStatus.SEE_OTHER)


def as_json(told: Told) -> dict[str, Any]:
    """Return what a voter is told, as the page's script and the receipt read it."""
    said: dict[str, Any] = {
        "state": "recorded" if told.answer in IN_THE_BOX else told.answer.value,
        "answer": told.answer.value,
        "receipt": told.receipt,
        "at": told.at.isoformat(timespec="seconds") if told.at else None,
    }
    if told.choice:
        said["choice"] = told.choice
    return said
