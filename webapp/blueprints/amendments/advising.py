"""Drafting advice in words, with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.blueprints.amendments.words import movers, name_of
from webapp.extensions import db
from webapp.procedure.advice import Advice, AdviceKind, advise
from webapp.queries.advising import drafted
from webapp.queries.composites import may_be_offered, offers_of
from webapp.queries.proposals import seen_layout, visible_keys
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.services.joining import may_be_joined
from webapp.text.operation import StrikeClause, StrikeText
from webapp.web.conference import way_to
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Amendment, Motion, TextVersion
    from webapp.queries.proposals import Proposed
    from webapp.text.operation import ChangeSet


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of advice: a sentence, a way to what it speaks of, and a button of the form."""

    sentence: str
    url: str = ""
    link: str = ""
    step: str = ""
    button: str = ""


def advice_on(
    motion: Motion, version: TextVersion, proposed: Proposed, draft: Amendment | None = None
) -> list[Told]:
    """Return what its author is told of an amendment as written so far."""
    if proposed.change is not None and not proposed.change.operations:
        return []
    keys = visible_keys(db.session(), current_actor(), motion)
    facts = drafted(db.session(), motion, version, proposed, keys)
    told: list[Told] = []
    for advice in advise(facts, rulebook_of(motion.conference), motion.kind):
        if advice.kind is AdviceKind.SAME_AS:
            told += [_same(one) for one in _named(motion, advice.what)]
        elif advice.kind is AdviceKind.NEARLY_AS:
            offered = _offered(draft, proposed.words)
            told += [_nearly(one, offered) for one in _named(motion, advice.what)]
        elif advice.kind is AdviceKind.ONLY_STRIKES:
            told.append(_only_strikes(motion, version, proposed.change))
        else:
            told.append(Told(_sentence(advice)))
    return told


def _sentence(advice: Advice) -> str:
    places = ", ".join(advice.what)
    match advice.kind:
        case AdviceKind.LINE_DISAGREES:
            return _("The line and the label do not name the same place: %(words)s.", words=places)
        case AdviceKind.REVERSES:
            return _(
                "It makes the motion say the opposite, in %(places)s. To oppose the motion, speak"
                " and vote against it; the committee may rule this out of order.",
                places=places,
            )
        case AdviceKind.REPLACES_MOTION:
            return _(
                "It strikes %(share)s%% of the motion: that is another motion in its place.",
                share=advice.found,
            )
        case AdviceKind.TOO_MANY_WORDS:
            return ngettext(
                "It puts in %(found)s words. Standing orders ask for %(num)d at most.",
                "It puts in %(found)s words. Standing orders ask for %(num)d at most.",
                advice.limit,
                found=advice.found,
            )
        case AdviceKind.NEEDS_MAJORITY:
            return _("To be carried it needs %(majority)s.", majority=places)
    return _("The motion needs %(majority)s, with or without this.", majority=places)


def _same(other: Amendment) -> Told:
    name, actor = name_of(other), current_actor()
    url = url_for("amendments.show", amendment_id=other.id)
    if not may_be_joined(actor, other) or not may(actor, "amendment:support", other):
        return Told(_("%(amendment)s asks for the same.", amendment=name), url, name)
    return Told(
        _(
            "%(amendment)s asks for the same (%(movers)s). Join it: you then move it together,"
            " and conference debates it once.",
            amendment=name,
            movers=movers(other),
        ),
        url,
        name,
        f"join:{other.id}",
        _("Join %(amendment)s", amendment=name),
    )


def _offered(draft: Amendment | None, words: str) -> frozenset[int]:
    """Return those whose movers have these very words before them."""
    offers = offers_of(db.session(), draft) if draft is not None else ()
    return frozenset(offer.other_id for offer in offers if offer.words == words)


def _nearly(other: Amendment, offered: frozenset[int]) -> Told:
    name = name_of(other)
    url = url_for("amendments.show", amendment_id=other.id)
    sentence = _(
        "%(amendment)s asks for nearly the same (%(movers)s).",
        amendment=name,
        movers=movers(other),
    )
    if other.id in offered or not may_be_offered(current_actor(), other):
        return Told(sentence, url, name)
    return Told(
        sentence
        + " "
        + _("You can offer its mover to bring one together, in your words as they stand here."),
        url,
        name,
        f"offer:{other.id}",
        _("Offer a composite with %(amendment)s", amendment=name),
    )


def _only_strikes(motion: Motion, version: TextVersion, change: ChangeSet | None) -> Told:
    lines = _lines_struck(version, change)
    url = way_to("voting.ask", motion_id=motion.id, **lines)
    allowed = url and may(current_actor(), "separate_vote:ask", motion)
    return Told(
        _("It only strikes words. A separate vote asks conference whether they shall stay."),
        url if allowed else "",
        _("Ask for a separate vote on these lines") if allowed else "",
    )


def _lines_struck(version: TextVersion, change: ChangeSet | None) -> dict[str, int]:
    """Return the first and the last printed line of what is struck."""
    layout = seen_layout(version)
    found: list[int] = []
    for operation in change.operations if change is not None else ():
        if isinstance(operation, StrikeText):
            ends = (operation.start, max(operation.start, operation.end - 1))
            found += [line for at in ends if (line := layout.at(operation.clause, at)) is not None]
        elif isinstance(operation, StrikeClause):
            found += layout.of(operation.clause) or ()
    return {"first": min(found), "last": max(found)} if found else {}


def _named(motion: Motion, keys: tuple[str, ...]) -> list[Amendment]:
    return [
        amendment
        for amendment in motion.amendments
        if amendment.change is not None and amendment.change.key in keys
    ]
