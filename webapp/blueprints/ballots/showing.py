"""The page on which a delegate votes, and the receipt they take away."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from webapp.blueprints.ballots.blueprint import bp
from webapp.blueprints.ballots.casting import (
    RECEIPT,
    STATUSES,
    ChoiceUnknown,
    as_json,
    to_receipt,
)
from webapp.blueprints.ballots.chairing import lead_address
from webapp.blueprints.ballots.voters import (
    is_inside,
    leave_device,
    lent_to,
    poll_shown,
    recognised_voter,
)
from webapp.extensions import db
from webapp.models import Amendment, MembersSelection, OpenBallot, Person, SeparateVote
from webapp.procedure.polls import Answer
from webapp.procedure.ranking import MARK
from webapp.queries.polls import asked_by, places_of, takes_ballots
from webapp.queries.standing import may
from webapp.services.ballot_recording import Told
from webapp.web.answers import wants_json
from webapp.web.chance import new_token
from webapp.web.clock import utc_now
from webapp.web.conference import local, way_to
from webapp.web.identity import current_actor
from webapp.web.poll_closing import close_what_is_due
from webapp.web.poll_results import result_of
from webapp.web.poll_words import (
    TOLD,
    answer_words,
    choice_words,
    fault_words,
    how_words,
    in_groups,
    poll_name,
    ranking_fault,
    ranking_form,
    ranks_in,
    sent_as,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.blueprints.ballots.voters import Voter
    from webapp.models import Poll, PollPlace

LONGEST_EXCERPT = 1200


@bp.get("/<poll_id>")
def show(poll_id: str) -> ResponseReturnValue:
    """Show one poll: to whoever has a place on its roll with the ballot to cast."""
    poll = close_what_is_due(poll_shown(poll_id))
    return voting_page(poll)


@bp.errorhandler(ChoiceUnknown)
def choice_unknown(refusal: ChoiceUnknown) -> ResponseReturnValue:
    """Say what is wrong with a ballot; a ranking comes back as it was filled in."""
    poll = poll_shown(refusal.poll_id)
    told = Told(Answer.UNKNOWN_CHOICE)
    if wants_json():
        said = as_json(told) | ranking_fault(poll, refusal.choice)
        return said, HTTPStatus.UNPROCESSABLE_ENTITY
    if not poll.ranked:
        return to_receipt(refusal.poll_id, told)
    return voting_page(poll, refusal), HTTPStatus.UNPROCESSABLE_ENTITY


def voting_page(poll: Poll, refused: ChoiceUnknown | None = None) -> str:
    """Return the page to vote on, with what stood in a form that was refused."""
    voter = recognised_voter(poll.public_id)
    is_open = takes_ballots(poll, utc_now())
    return render_template(
        "ballots/show.html",
        **what_is_asked(poll),
        is_open=is_open,
        voter=voter,
        places=ballots_of(poll, voter, refused) if voter else [],
        choices=choice_words(poll),
        sent_as=sent_as(poll),
        ranked=ranking_form(poll),
        result=result_of(poll),
        may_lead=may(current_actor(), "poll:close", poll.place),
        lead_url=lead_address(poll),
    )


@bp.get("/<poll_id>/receipt")
def receipt(poll_id: str) -> ResponseReturnValue:
    """Show what became of the ballot just sent; a shared device then forgets its voter."""
    poll = poll_shown(poll_id)
    kept = session.get(RECEIPT)
    if kept is None or kept[0] != poll_id:
        return redirect(url_for(".show", poll_id=poll_id), HTTPStatus.SEE_OTHER)
    said = kept[1]
    if poll.is_secret:  # not to travel along with who it is any longer than it must
        session.pop(RECEIPT)
    answer = Answer(said["answer"])
    voter = recognised_voter(poll_id)
    is_shared = voter is not None and voter.is_shared
    others = others_to_cast(poll, voter)
    is_over = is_shared and not others and answer is not Answer.UNKNOWN_CHOICE
    if is_over:
        leave_device()
    title, sentence = TOLD[answer]
    page = render_template(
        "ballots/receipt.html",
        **what_is_asked(poll),
        title=title,
        sentence=sentence,
        is_recorded=bool(said["receipt"]),
        receipt=in_groups(said["receipt"]),
        record_url=way_to("bulletins.show", slug=poll.conference.slug, poll_id=poll_id),
        choice=answer_words(poll, said["choice"]) if said.get("choice") else "",
        moment=moment_of(poll, said["at"]),
        is_shared=is_shared,
        is_lent=lent_to(utc_now()) == poll.conference_id,
        is_over=is_over,
        others=others,
    )
    return page, STATUSES[answer]


def what_is_asked(poll: Poll) -> dict[str, Any]:
    """Return what stands above every ballot: the question, its words, how votes are taken."""
    asked = asked_by(poll)
    return {
        "poll": poll,
        "is_inside": is_inside(poll),
        "name": poll_name(poll),
        "about": about(poll),
        "instruction": excerpt_of(asked),
        "how": how_words(poll),
        "text_url": text_address(asked, poll.motion_id),
        "closes": f"{local(poll.closes_at, poll.conference):%H:%M:%S}" if poll.closes_at else "",
    }


def about(poll: Poll) -> str:
    """Return what the question belongs to: a motion, or the whole conference."""
    motion = poll.motion
    if motion is None:
        return poll.conference.name
    return " ".join(part for part in (motion.code, motion.title) if part)


def excerpt_of(asked: object) -> str:
    """Return the words that are voted on, as far as a phone in a full hall gets them quickly."""
    words = ""
    if isinstance(asked, Amendment):
        words = asked.submitted_words or ""
    elif isinstance(asked, SeparateVote):
        words = asked.words
    return words if len(words) <= LONGEST_EXCERPT else f"{words[:LONGEST_EXCERPT].rstrip()} …"


def text_address(asked: object, motion_id: int | None) -> str:
    if isinstance(asked, MembersSelection):
        return url_for("selections.show", slug=asked.conference.slug, selection_id=asked.id)
    if isinstance(asked, Amendment):
        return url_for("amendments.show", amendment_id=asked.id)
    if isinstance(asked, SeparateVote):
        return url_for("voting.separate_vote", separate_vote_id=asked.id)
    return url_for("motions.show", motion_id=motion_id)


def ballots_of(
    poll: Poll, voter: Voter, refused: ChoiceUnknown | None = None
) -> list[dict[str, Any]]:
    found = [
        ballot_of(poll, place, voter) for place in places_of(db.session(), poll, voter.person_id)
    ]
    for one in found:
        if refused is not None and one["place"] == refused.place:
            one["ranks"] = dict(enumerate(refused.choice.removeprefix(MARK), start=1))
            one["wrong"] = fault_words(poll, refused.choice)
    return found


def ballot_of(poll: Poll, place: PollPlace, voter: Voter) -> dict[str, Any]:
    """Return one ballot of the page: whose place it is, and what is recorded for it."""
    own = place.person_id == voter.person_id
    standing = db.session.get(OpenBallot, (poll.id, place.place)) if not poll.is_secret else None
    return {
        "place": place.place,
        "token": new_token(),
        "title": _("Your vote") if own else _("For %(name)s, by proxy", name=name_of(place)),
        "weight": place.weight if poll.weighted else 1,
        "voted": place.voted,
        "standing": standing,
        "said": answer_words(poll, standing.choice) if standing else "",
        "ranks": ranks_in(poll, standing.choice) if standing else {},
        "receipt": in_groups(standing.receipt) if standing else "",
        "recorded": f"{local(standing.cast_at, poll.conference):%H:%M:%S}" if standing else "",
        "may_cast": not place.voted or poll.changeable,
    }


def others_to_cast(poll: Poll, voter: Voter | None) -> int:
    """Return for how many more places this person has still to vote."""
    if voter is None or not takes_ballots(poll, utc_now()):
        return 0
    places: Sequence[PollPlace] = places_of(db.session(), poll, voter.person_id)
    return sum(not place.voted for place in places)


def name_of(place: PollPlace) -> str:
    return db.session.scalars(select(Person.name).where(Person.id == place.person_id)).one()


def moment_of(poll: Poll, kept: str | None) -> str:
    """Return the time as the conference's clocks show it; "" where none was kept."""
    if not kept:
        return ""
    return f"{local(datetime.fromisoformat(kept), poll.conference):%H:%M:%S}"
