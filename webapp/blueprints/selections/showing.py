"""What members are asked to choose, and what they chose, with all its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.blueprints.selections.blueprint import address_of, bp, selection_here
from webapp.extensions import db
from webapp.procedure.polls import PollState
from webapp.queries.polls import places_of, takes_ballots
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.selections import (
    chosen_in,
    kinds_chosen_by_ballot,
    list_selections,
    open_selection_of,
    to_choose_from,
)
from webapp.queries.standing import may
from webapp.web.clock import utc_now
from webapp.web.conference import around, date_words, here_or_404, local, way_to
from webapp.web.identity import current_actor
from webapp.web.poll_closing import close_what_is_due
from webapp.web.poll_results import result_of, turnout_words
from webapp.web.poll_words import asked_name, how_words
from webapp.web.ranked_results import chosen_words, tie_rule_words

if TYPE_CHECKING:
    from webapp.models import Conference, MembersSelection, Poll
    from webapp.procedure.rules import ItemKind


@bp.get("/<slug>")
def index(slug: str) -> ResponseReturnValue:
    """Show what members choose or chose at a conference, and what could be put to them."""
    conference = here_or_404(slug)
    may_open = may(current_actor(), "selection:open", conference)
    return render_template(
        "selections/index.html",
        **around(conference),
        shown=conference,
        lines=[line_of(one) for one in list_selections(db.session(), conference)],
        kinds=[waiting_of(conference, kind) for kind in kinds_chosen_by_ballot(conference)]
        if may_open
        else [],
    )


@bp.get("/<slug>/<int:selection_id>")
def show(slug: str, selection_id: int) -> ResponseReturnValue:
    """Show one: the motions, the way to vote, and in the end the order and the table."""
    conference = here_or_404(slug)
    return showing_page(selection_here(conference, selection_id))


def showing_page(
    selection: MembersSelection,
    *,
    fault: str = "",
    reason: str = "",
    picked: frozenset[int] = frozenset(),
) -> str:
    """Return the page of one selection, with what the chair typed and why it was refused."""
    conference = selection.conference
    poll = close_what_is_due(selection.poll) if selection.poll is not None else None
    may_lead = may(current_actor(), "selection:decide", conference)
    return render_template(
        "selections/show.html",
        **around(conference),
        shown=conference,
        selection=selection,
        poll=poll,
        name=asked_name(selection),
        is_open=poll is not None and takes_ballots(poll, utc_now()),
        closes=f"{local(poll.closes_at, conference):%H:%M:%S}" if poll and poll.closes_at else "",
        how=how_words(poll) if poll is not None else "",
        tie=tie_rule_words(selection.tie),
        motions=[
            {"title": one.title, "code": one.code, "url": motion_address(one.id)}
            for one in selection.motions
        ],
        to_cast=to_cast(poll),
        result=result_of(poll) if poll is not None else None,
        tied=tied_in(selection) if may_lead else [],
        left=chosen_in(selection).left,
        may_lead=may_lead,
        may_show=may(current_actor(), "floor:set", conference),
        fault=fault,
        reason=reason,
        picked=picked,
    )


def motion_address(motion_id: int) -> str:
    return way_to("motions.show", motion_id=motion_id)


def to_cast(poll: Poll | None) -> str:
    """Say what whoever asks has still to do in it."""
    person_id = current_actor().person_id
    if poll is None or person_id is None or not takes_ballots(poll, utc_now()):
        return ""
    places = places_of(db.session(), poll, person_id)
    waiting = sum(not place.voted for place in places)
    if waiting:
        return ngettext(
            "You have %(num)d vote to cast.", "You have %(num)d votes to cast.", waiting
        )
    return _("You have voted.") if places else ""


def tied_in(selection: MembersSelection) -> list[dict[str, Any]]:
    """Return the motions tied for the last places, while the chair has to decide."""
    poll = selection.poll
    if poll is None or poll.state is not PollState.CLOSED or selection.decided_at is not None:
        return []
    tied = set(chosen_in(selection).tied)
    return [
        {"id": one.motion_id, "title": one.motion.title}
        for one in selection.candidates
        if one.number in tied
    ]


def line_of(selection: MembersSelection) -> dict[str, Any]:
    """Return one selection as the list shows it."""
    poll = close_what_is_due(selection.poll) if selection.poll is not None else None
    is_open = poll is not None and takes_ballots(poll, utc_now())
    said = ""
    if poll is not None:
        said = chosen_words(selection) or (to_cast(poll) if is_open else turnout_words(poll))
    when = date_words(poll.opened_at, selection.conference) if poll is not None else ""
    is_void = poll is not None and poll.state is PollState.VOID
    return {
        "code": "",
        "title": asked_name(selection),
        "url": address_of(selection),
        "under": f"{when}. {_('Ended without a result.') if is_void else said}",
        "state": _("Open") if is_open else "",
        "kind": "published",
    }


def waiting_of(conference: Conference, kind: ItemKind) -> dict[str, Any]:
    """Return how many motions of a kind wait to be chosen, and the way to ask members."""
    motions = to_choose_from(db.session(), conference, kind.key)
    is_asked = open_selection_of(db.session(), conference, kind.key) is not None
    may_be_asked = rulebook_of(conference).ballots.allowed and not is_asked and bool(motions)
    return {
        "name": kind.name,
        "number": len(motions),
        "is_asked": is_asked,
        "url": url_for("selections.prepare", slug=conference.slug, kind=kind.key)
        if may_be_asked
        else "",
    }
