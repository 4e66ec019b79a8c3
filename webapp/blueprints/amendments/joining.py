"""Bringing one amendment together: joining the same one, offering and answering a composite."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.amendments.blueprint import (
    amendment_for,
    amendment_or_404,
    at_work,
    bp,
)
from webapp.blueprints.amendments.composing import answered_to_committee
from webapp.blueprints.amendments.redlines import shown
from webapp.blueprints.amendments.words import name_of
from webapp.extensions import db
from webapp.models import OfferAnswer
from webapp.procedure.states import AmendmentState
from webapp.queries.alike import find_alike
from webapp.queries.amending import text_seen
from webapp.queries.amendments import may_see
from webapp.queries.composites import BRING, get_offer, offers_of, offers_to
from webapp.queries.proposals import read_proposal
from webapp.queries.texts import load_changes
from webapp.services.composites import answer_composite, offer_composite
from webapp.services.errors import ChangedMeanwhile, NotUnderstood
from webapp.services.joining import OPEN_TO_MOVERS, NotTheSame, join_amendment, put_together
from webapp.web.clock import utc_now
from webapp.web.conference import date_words
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Amendment, CompositeOffer
    from webapp.text.weave import Weave


def _join(own: Amendment, other_id: int) -> ResponseReturnValue:
    """Become a mover of an amendment that asks for the same as one's own draft."""
    other = amendment_or_404(other_id)
    try:
        with at_work() as session:
            join_amendment(session, current_actor(), own, other, now=utc_now())
    except NotTheSame:
        flash(_("The two no longer ask for the same. Look at it again."), "warning")
        return _to_draft(own)
    flash(_("You now move it together. Your draft is withdrawn; its words are kept."), "success")
    return redirect(url_for(".show", amendment_id=other_id), HTTPStatus.SEE_OTHER)


def _offer(own: Amendment, other_id: int) -> ResponseReturnValue:
    """Offer one's own draft to another's mover as the composite of both."""
    other = amendment_or_404(other_id)
    try:
        with at_work() as session:
            offer_composite(session, current_actor(), own, other, now=utc_now())
    except NotUnderstood:
        flash(_("Answer the questions first; then it can be offered."), "warning")
        return _to_draft(own)
    flash(_("Offered. Its mover finds it on the page of %(name)s.", name=name_of(other)), "success")
    return _to_draft(own)


# What the buttons of the form do that has another amendment in it, by the word they send.
WITH_OTHERS: Final[Mapping[str, Callable[[Amendment, int], ResponseReturnValue]]] = {
    "join": _join,
    "offer": _offer,
}


@bp.post("/<int:amendment_id>/join")
def join(amendment_id: int) -> ResponseReturnValue:
    """Put a submitted amendment together with another that asks for the same."""
    one = amendment_for("join", amendment_id)
    other = amendment_or_404(request.form.get("other", type=int) or one.id)
    motion_id = one.motion_id
    try:
        with at_work() as session:
            put_together(session, current_actor(), one, other, now=utc_now())
    except NotTheSame:
        flash(_("The two do not ask for the same. Nothing was changed."), "warning")
    else:
        flash(_("They are one amendment now, moved by both."), "success")
    return redirect(url_for(".desk", motion_id=motion_id), HTTPStatus.SEE_OTHER)


@bp.post("/composite/<int:offer_id>", endpoint="answer_composite")
def answer(offer_id: int) -> ResponseReturnValue:
    """Agree to bring one amendment with somebody else, or decline."""
    offer = get_offer(db.session(), current_actor(), offer_id)
    if offer.by_committee:
        return answered_to_committee(offer, agrees=request.form.get("answer") == "agree")
    other_id, agrees = offer.other_id, request.form.get("answer") == "agree"
    try:
        with at_work() as session:
            answer_composite(session, current_actor(), offer, agrees=agrees, now=utc_now())
    except ChangedMeanwhile:
        flash(_("It no longer says what you were offered. Nothing was agreed."), "warning")
    else:
        flash(_("You move it together now.") if agrees else _("Declined."), "success")
    return redirect(url_for(".show", amendment_id=other_id), HTTPStatus.SEE_OTHER)


@dataclass(frozen=True)
class AlikeOnTheDesk:
    """Which amendments are one proposal, or nearly: what could be put together, what offered.

    `same` names for each submitted amendment those it could be put to; of two that were both
    only submitted the later one is put to the earlier. `nearly` are pairs, the earlier first.
    """

    same: dict[int, list[Amendment]] = field(default_factory=dict)
    nearly: list[tuple[Amendment, Amendment]] = field(default_factory=list)


def alike_on_the_desk(found: Sequence[Amendment], weave: Weave) -> AlikeOnTheDesk:
    """Hold each submitted amendment against the others that are before the committee."""
    on_the_desk = AlikeOnTheDesk()
    if len(found) < 2:  # noqa: PLR2004 - it takes two
        return on_the_desk
    session, motion = db.session(), found[0].motion
    changes = load_changes(session, motion)
    standing = [one for one in found if one.state in OPEN_TO_MOVERS and one.change is not None]
    by_key = {one.change.key: one for one in standing if one.change is not None}
    for one in standing:
        if one.state is not AmendmentState.SUBMITTED:
            continue
        proposed = read_proposal(session, one, weave=weave)
        alike = find_alike(session, motion, one.text_version, proposed, frozenset(by_key), changes)
        earlier = [by_key[key] for key in alike.same if _goes_first(by_key[key], one)]
        if earlier:
            on_the_desk.same[one.id] = earlier
        on_the_desk.nearly.extend(
            (by_key[key], one) for key in alike.nearly if _may_become_one(by_key[key], one)
        )
    return on_the_desk


def _goes_first(other: Amendment, one: Amendment) -> bool:
    return other.state is AmendmentState.SELECTED or other.id < one.id


def _may_become_one(other: Amendment, one: Amendment) -> bool:
    return (
        other.state is AmendmentState.SUBMITTED
        and other.id < one.id
        and other.amends_id == one.amends_id
    )


def offers_made(draft: Amendment) -> list[dict[str, str]]:
    """Return what was offered with a draft, and how it was answered, in sentences.

    Only those who bring it are told of an offer before it is agreed to.
    """
    brings = not BRING.isdisjoint(current_actor().roles_towards(draft))
    return [
        _made(offer)
        for offer in offers_of(db.session(), draft)
        if brings or offer.answer is OfferAnswer.AGREED
    ]


def offers_received(amendment: Amendment) -> list[dict[str, Any]]:
    """Return what is offered to those who bring an amendment, with what it would do."""
    offers = offers_to(db.session(), current_actor(), amendment)
    return [_received(offer) for offer in offers]


def _made(offer: CompositeOffer) -> dict[str, str]:
    name = name_of(offer.other)
    when = date_words(offer.offered_at, offer.draft.motion.conference)
    sentence = {
        OfferAnswer.OPEN: _("Offered as a composite with %(name)s on %(when)s; not answered yet."),
        OfferAnswer.AGREED: _("A composite with %(name)s: its mover has agreed to these words."),
        OfferAnswer.DECLINED: _("The mover of %(name)s declined a composite."),
    }[offer.answer]
    return {
        "sentence": str(sentence) % {"name": name, "when": when},
        "url": url_for("amendments.show", amendment_id=offer.other_id)
        if may_see(db.session(), current_actor(), offer.other)
        else "",
        "link": _("Read it"),
    }


def _received(offer: CompositeOffer) -> dict[str, Any]:
    proposed = read_proposal(db.session(), offer.draft)
    is_open = offer.answer is OfferAnswer.OPEN and proposed.words == offer.words
    return {
        "id": offer.id,
        "from": offer.offered_by.name,
        "words": offer.words,
        "printed": shown(text_seen(offer.draft), proposed) if is_open else None,
        "is_open": is_open,
        "answer": offer.answer.value,
    }


def _to_draft(own: Amendment) -> ResponseReturnValue:
    address = url_for(".edit", amendment_id=own.id, _anchor="printed")
    return redirect(address, HTTPStatus.SEE_OTHER)
