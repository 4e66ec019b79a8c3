"""What standing orders say of votes, in words: motions about a debate, counts and phones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from webapp.procedure.rules import BallotForm, ProceduralEffect
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.selections import kinds_chosen_by_ballot
from webapp.web.lateness import parts_played
from webapp.web.ranked_results import tie_rule_words

if TYPE_CHECKING:
    from typing import Any

    from webapp.models import Conference
    from webapp.procedure.rules import BallotRules, ProceduralRule, Rulebook

EFFECTS: dict[ProceduralEffect, Any] = {
    ProceduralEffect.REFER_BACK: lazy_gettext("The motion goes back to those who brought it"),
    ProceduralEffect.NEXT_BUSINESS: lazy_gettext("Conference leaves the motion and goes on"),
    ProceduralEffect.CLOSURE: lazy_gettext("The debate ends and the votes are taken"),
    ProceduralEffect.SUSPEND: lazy_gettext("Standing orders do not hold, for what was named"),
    ProceduralEffect.ADJOURN: lazy_gettext("The sitting ends for now"),
    ProceduralEffect.NONE: lazy_gettext("It is recorded, and people do the rest"),
}


@dataclass(frozen=True, slots=True)
class ProceduralRow:
    """One motion that may be moved about a debate, in words."""

    name: str
    effect: str
    moved_by: str
    majority: str
    notes: str


def procedural(conference: Conference) -> list[ProceduralRow]:
    rules = rulebook_of(conference)
    return [
        ProceduralRow(
            name=rule.name[:1].upper() + rule.name[1:],
            effect=str(EFFECTS[rule.effect]),
            moved_by=_movers(rule),
            majority=rules.majority(rule.majority).words,
            notes=" ".join(_notes(rules, rule)),
        )
        for rule in rules.procedural
    ]


def by_houses(conference: Conference) -> list[str]:
    """Say which majorities each of several houses has to reach by itself."""
    return [
        _(
            "Where %(majority)s is needed, each house decides by itself: %(houses)s. One that "
            "falls short is enough for the question to be lost.",
            majority=one.words,
            houses=", ".join(one.rule.houses),
        )
        for one in rulebook_of(conference).majorities
        if one.rule.houses
    ]


def counting(conference: Conference) -> list[str]:
    """Say how a hall is counted."""
    rules = rulebook_of(conference).counting
    said = [
        *by_houses(conference),
        _("The hall is counted in these blocks: %(blocks)s.", blocks=", ".join(rules.blocks)),
        ngettext(
            "One teller counts each block.",
            "%(num)d tellers count each block, and must agree.",
            rules.tellers_per_block,
        ),
        ngettext(
            "One delegate may demand a count.",
            "%(num)d delegates together may demand a count.",
            rules.division_on_request_of,
        )
        if rules.division_on_request_of
        else _("The chair alone asks for a count."),
        ngettext(
            "A question may be counted again once.",
            "A question may be counted again %(num)d times.",
            rules.recounts,
        )
        if rules.recounts
        else _("A question is not counted again."),
        _("Abstentions are counted and recorded; they are no votes.")
        if rules.abstentions
        else _("Abstentions are not counted."),
    ]
    return [str(one) for one in said]


def ballots(conference: Conference) -> list[str]:
    """Say how votes are taken on phones."""
    rules = rulebook_of(conference).ballots
    if not rules.allowed:
        return [_("No votes are taken on phones.")]
    said = [
        _("The chair may have a vote taken on phones, open or secret; open if nothing is said.")
        if rules.form is BallotForm.OPEN
        else _("The chair may have a vote taken on phones, open or secret; secret if not said."),
        _("An open ballot may be changed until the close; the last one counts.")
        if rules.changeable
        else _("A ballot once cast is not changed."),
        _("Ballots weigh as much as the card of the delegate.")
        if rules.weighted
        else _("Every ballot weighs the same, unless the chair asks for a card vote."),
        ngettext(
            "A delegate may hold one proxy for another.",
            "A delegate may hold %(num)d proxies for others.",
            rules.proxies,
        )
        if rules.proxies
        else _("Nobody votes for somebody else."),
        *(
            [_("Whoever is to hold one is asked first.")]
            if rules.proxies and rules.proxies_accepted
            else []
        ),
        _(
            "No secret vote is taken among fewer than %(num)d.",
            num=rules.smallest_secret,
        ),
        *_published(rules),
        _("It is closed by hand.")
        if not rules.seconds
        else ngettext(
            "It closes after one second, or after the time the chair sets.",
            "It closes after %(num)d seconds, or after the time the chair sets.",
            rules.seconds,
        ),
        ngettext(
            "Ballots are kept for one day after the conference.",
            "Ballots are kept for %(num)d days after the conference.",
            rules.retention_days,
        ),
    ]
    return [str(one) for one in said]


def selection(conference: Conference) -> list[str]:
    """Say how members choose business by a ballot; nothing where they choose none."""
    kinds = kinds_chosen_by_ballot(conference)
    if not kinds:
        return []
    rules = rulebook_of(conference).selection
    said = [
        _(
            "A ballot of members chooses which are heard: %(kinds)s.",
            kinds=", ".join(kind.name for kind in kinds),
        ),
        ngettext(
            "There is one place, unless something else is said when it is opened.",
            "There are %(num)d places, unless something else is said when it is opened.",
            rules.places,
        ),
        _(
            "Each delegate ranks the motions; equal ranks are allowed. They are counted by the "
            "Schulze method."
        ),
        _("“None of these” is on the ballot; what members do not put before it is not heard.")
        if rules.none_of_these
        else _("All of them may be chosen; “none of these” is not on the ballot."),
        tie_rule_words(rules.tie),
        _("Those passed over may appeal.")
        if rules.appeals
        else _("There is no appeal against what members chose."),
    ]
    return [str(one) for one in said]


def _published(rules: BallotRules) -> list[str]:
    said = [
        _("The record of an open vote says who voted how.")
        if rules.publish_names
        else _("The record of an open vote gives figures and no names.")
    ]
    if rules.publish_trackers:
        said.append(_("Secret ballots are published each with its tracker."))
    return said


def _movers(rule: ProceduralRule) -> str:
    people = parts_played(rule.moved_by)
    if rule.supporters == 1:
        return people
    together = ngettext("%(num)d together", "%(num)d together", rule.supporters)
    return _("%(people)s, %(together)s", people=people, together=together)


def _notes(rules: Rulebook, rule: ProceduralRule) -> list[str]:
    said = []
    if rule.preliminary:
        majority = rules.majority(rule.preliminary_majority).words
        said.append(
            _("Conference first votes on whether to hear it, by %(majority)s.", majority=majority)
        )
    if rule.of_parts:
        said.append(_("Also of parts."))
    if rule.reasons:
        said.append(_("With reasons in writing."))
    return [str(one) for one in said]
