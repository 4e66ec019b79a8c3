"""Composites that the committee offers: from its desk, and what their movers are shown of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.amendments.blueprint import amendment_or_404, at_work, bp
from webapp.blueprints.amendments.redlines import shown
from webapp.blueprints.amendments.words import movers, name_of
from webapp.extensions import db
from webapp.models import OfferAnswer
from webapp.procedure.states import AmendmentState
from webapp.queries.alike import are_nearly_the_same, share_in_common
from webapp.queries.amending import text_seen
from webapp.queries.amendments import list_submitted, may_see
from webapp.queries.composites import (
    Standing,
    brought_by,
    committees_offers,
    made_of,
    offers_between,
    standing_of,
)
from webapp.queries.proposals import read_proposal
from webapp.queries.standing import must
from webapp.services.errors import ChangedMeanwhile
from webapp.services.joining import NotTheSame
from webapp.services.offering_composites import (
    answer_to_committee,
    demand_two_submitted,
    offer_to_both,
)
from webapp.web.clock import utc_now
from webapp.web.conference import around, date_words
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webapp.models import Amendment, CompositeOffer, Motion


@bp.get("/<int:amendment_id>/composite/<int:other_id>")
def composing(amendment_id: int, other_id: int) -> ResponseReturnValue:
    """Show what is offered to the movers of two amendments, before it is sent."""
    kept, other = _two(amendment_id, other_id)
    demand_two_submitted(kept, other)
    session = db.session()
    if not are_nearly_the_same(session, kept, other):
        return _not_alike(kept)
    return render_template(
        "amendments/compose.html",
        **around(kept.motion.conference, "committee"),
        motion=kept.motion,
        kept=kept,
        other=other,
        called=entry_names(list_submitted(session, kept.motion)),
        printed=shown(text_seen(kept), read_proposal(session, kept)),
    )


@bp.post("/<int:amendment_id>/composite/<int:other_id>")
def compose(amendment_id: int, other_id: int) -> ResponseReturnValue:
    """Offer the movers of two amendments one of both, in the words of the first."""
    kept, other = _two(amendment_id, other_id)
    motion_id = kept.motion_id
    try:
        with at_work() as session:
            offer_to_both(session, current_actor(), kept, other, now=utc_now())
    except NotTheSame:
        return _not_alike(kept)
    except ChangedMeanwhile:
        flash(_("The two were offered a composite meanwhile. Nothing was sent."), "warning")
    else:
        flash(_("Offered to both movers. It is made when both have agreed."), "success")
    return _to_desk(motion_id)


def answered_to_committee(offer: CompositeOffer, *, agrees: bool) -> ResponseReturnValue:
    """Take the answer of one mover to what the committee offers to two."""
    own_id = brought_by(current_actor(), offer)[0].id
    try:
        with at_work() as session:
            composite = answer_to_committee(
                session, current_actor(), offer, agrees=agrees, now=utc_now()
            )
            is_made = composite is not None
    except ChangedMeanwhile:
        flash(_("This offer has ended. Nothing was agreed."), "warning")
    else:
        flash(_said_on_answering(agrees=agrees, is_made=is_made), "success")
    return redirect(url_for(".show", amendment_id=own_id), HTTPStatus.SEE_OTHER)


def pairs_on_the_desk(
    motion: Motion, nearly: Sequence[tuple[Amendment, Amendment]], called: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Return the pairs that are nearly the same: why, in which words, and what was offered."""
    if not nearly:
        return []
    offered = offers_between(db.session(), motion)
    return [
        _pair(one, other, called, offered.get(frozenset({one.id, other.id}), []))
        for one, other in nearly
    ]


def offered_by_committee(amendment: Amendment) -> list[dict[str, Any]]:
    """Return what the committee offers to those who bring an amendment, with what it would do."""
    offers = committees_offers(db.session(), current_actor(), amendment)
    return [_to_its_mover(offer, amendment) for offer in offers]


def composed_of(composite: Amendment) -> list[dict[str, str]]:
    """Say of a composite what it was made of; two lines where the reader may see the two."""
    offer = made_of(db.session(), composite)
    if offer is None:
        return []
    sentence = _("A composite of two amendments: the movers of both have agreed to these words.")
    seen = [
        url_for("amendments.show", amendment_id=one.id)
        for one in (offer.draft, offer.other)
        if may_see(db.session(), current_actor(), one)
    ]
    first = {"sentence": sentence, "url": "", "link": ""}
    return [
        first,
        *(
            {"sentence": _("In place of one that is withdrawn."), "url": url, "link": _("Read it")}
            for url in seen
        ),
    ]


def entry_names(found: Sequence[Amendment]) -> dict[int, str]:
    """Return what the committee calls each: its number, or which it was in order of submission."""
    return {
        one.id: name_of(one)
        if one.number is not None or one.state is AmendmentState.WRITTEN_IN
        else _("Entry %(number)s", number=at)
        for at, one in enumerate(found, start=1)
    }


def _two(amendment_id: int, other_id: int) -> tuple[Amendment, Amendment]:
    kept, other = amendment_or_404(amendment_id), amendment_or_404(other_id)
    must(current_actor(), "amendment:number", kept.motion)
    return kept, other


def _pair(
    one: Amendment,
    other: Amendment,
    called: Mapping[int, str],
    offers: Sequence[CompositeOffer],
) -> dict[str, Any]:
    standing = {offer.draft_id: standing_of(offer) for offer in offers}
    is_open = Standing.OPEN in standing.values()
    may_still = [
        kept
        for kept in (one, other)
        if not is_open and standing.get(kept.id) is not Standing.DECLINED
    ]
    return {
        "both": [(each, called[each.id], movers(each)) for each in (one, other)],
        "sentence": _why(one, other, called),
        "offers": [_on_the_desk(offer, called) for offer in offers],
        "ways": [
            (
                called[kept.id],
                url_for(
                    ".composing",
                    amendment_id=kept.id,
                    other_id=other.id if kept is one else one.id,
                ),
            )
            for kept in may_still
        ],
    }


def _why(one: Amendment, other: Amendment, called: Mapping[int, str]) -> str:
    names = {"one": called[one.id], "other": called[other.id]}
    share = int(share_in_common(one, other) * 100)
    if share == 100:  # noqa: PLR2004 - all of it
        return _("%(one)s and %(other)s ask for the same words in another order.", **names)
    return _(
        "%(one)s and %(other)s ask for nearly the same: %(share)s%% of what they strike and put in"
        " is common to both, and they differ in no number and in nothing denied.",
        share=share,
        **names,
    )


def _on_the_desk(offer: CompositeOffer, called: Mapping[int, str]) -> str:
    words_of = called[offer.draft_id]
    standing = standing_of(offer)
    if standing is Standing.DECLINED:
        return _("Offered in the words of %(entry)s, and declined.", entry=words_of)
    if standing is Standing.ENDED:
        return _(
            "Offered in the words of %(entry)s; it ended, because one of the two was changed or"
            " decided upon.",
            entry=words_of,
        )
    when = date_words(offer.offered_at, offer.draft.motion.conference)
    agreed = [
        called[each.id]
        for each, answer in ((offer.draft, offer.draft_answer), (offer.other, offer.answer))
        if answer is OfferAnswer.AGREED
    ]
    if agreed:
        return _(
            "Offered in the words of %(entry)s on %(when)s. The mover of %(agreed)s has agreed;"
            " the other has not answered yet.",
            entry=words_of,
            when=when,
            agreed=agreed[0],
        )
    return _(
        "Offered in the words of %(entry)s on %(when)s; neither mover has answered yet.",
        entry=words_of,
        when=when,
    )


def _to_its_mover(offer: CompositeOffer, own: Amendment) -> dict[str, Any]:
    session, standing = db.session(), standing_of(offer)
    is_kept = own.id == offer.draft_id
    answer = offer.draft_answer if is_kept else offer.answer
    is_open = standing is Standing.OPEN
    printed = shown(text_seen(offer.draft), read_proposal(session, offer.draft))
    composite = offer.composite
    return {
        "id": offer.id,
        "amendment_id": own.id,
        "standing": standing.value,
        "answer": answer.value if answer is not None else "",
        "own_words": is_kept,
        "from": movers(offer.other if is_kept else offer.draft),
        "words": offer.words,
        "rationale": offer.draft.rationale if is_open else "",
        "redline": printed["redline"] if is_open else None,
        "composite_url": url_for("amendments.show", amendment_id=composite.id)
        if composite is not None and may_see(session, current_actor(), composite)
        else "",
    }


def _said_on_answering(*, agrees: bool, is_made: bool) -> str:
    if is_made and agrees:
        return _("Both have agreed: there is one amendment now, and you both move it.")
    if agrees:
        return _("You have agreed. There is one amendment when the other mover has agreed too.")
    return _("Declined. Your amendment stands as it is.")


def _not_alike(kept: Amendment) -> ResponseReturnValue:
    flash(_("The two do not ask for nearly the same. Nothing was sent."), "warning")
    return _to_desk(kept.motion_id)


def _to_desk(motion_id: int) -> ResponseReturnValue:
    address = url_for(".desk", motion_id=motion_id, _anchor="alike")
    return redirect(address, HTTPStatus.SEE_OTHER)
