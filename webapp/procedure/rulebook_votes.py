"""Reading what a rulebook says of procedural motions, counting, ballots and selections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.procedure.procedural import (
    LEAST_SECRET,
    BallotForm,
    BallotRules,
    CountingRules,
    ProceduralEffect,
    ProceduralRule,
)
from webapp.procedure.ranking import MOST_OPTIONS
from webapp.procedure.roles import CONFERENCE_ROLES, Role
from webapp.procedure.selecting import SelectionRules, TieAtBorder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.procedure.toml_section import Section


HEARD_BY = "preliminary_majority"
NEEDS_A_HEARING = {
    HEARD_BY: "is needed only for a preliminary vote.",
    "preliminary_words": "is read out only before a preliminary vote.",
}


def read_procedural(section: Section, majorities: Sequence[str]) -> ProceduralRule:
    """Read one [[procedural]] table."""
    rule = ProceduralRule(
        key=section.text("key"),
        name=section.words("name"),
        effect=section.choice("effect", ProceduralEffect),
        majority=(majority := section.text("majority")),
        preliminary=(preliminary := section.flag("preliminary")),
        preliminary_majority=(heard_by := section.text(HEARD_BY) if preliminary else ""),
        of_parts=section.flag("of_parts"),
        moved_by=_movers(section),
        supporters=section.whole("supporters", least=1, most=1000),
        reasons=section.flag("reasons"),
        words=section.words("words", ("motion",)),
        preliminary_words=section.words("preliminary_words", ("motion",)) if preliminary else "",
    )
    section.known("majority", majority, majorities, may_be_empty=True)
    if preliminary:
        section.known(HEARD_BY, heard_by, majorities, may_be_empty=True)
    for key, wrong in NEEDS_A_HEARING.items():
        if not preliminary and section.has(key):
            section.fault(key, wrong, "Take it out, or write preliminary = true.")
    if rule.of_parts and rule.effect is not ProceduralEffect.REFER_BACK:
        section.fault("of_parts", "only a reference back may be of parts.", "Write false.")
    section.finish()
    return rule


def refuse_two_references(sections: Sequence[Section]) -> None:
    """Find fault with a second way to refer a motion back: the plan would not know which."""
    rows = [one for one in sections if one.values.get("effect") == ProceduralEffect.REFER_BACK]
    for section in rows[1:]:
        section.fault("effect", "another row refers back already.", "Keep one of the two.")


def read_counting(section: Section) -> CountingRules:
    """Read the table [counting]."""
    rules = CountingRules(
        blocks=section.texts("blocks"),
        tellers_per_block=section.whole("tellers_per_block", least=1, most=20),
        division_on_request_of=section.whole("division_on_request_of"),
        recounts=section.whole("recounts", most=20),
        abstentions=section.flag("abstentions"),
    )
    if len({block.casefold() for block in rules.blocks}) < len(rules.blocks):
        section.fault("blocks", "a name stands there twice.", "Give each block its own.")
    if not rules.blocks and isinstance(section.values.get("blocks"), list):
        section.fault("blocks", "there is nothing to count.", 'Write ["The hall"] for one block.')
    section.finish()
    return rules


def read_ballots(section: Section) -> BallotRules:
    """Read the table [ballots]."""
    rules = BallotRules(
        allowed=section.flag("allowed"),
        form=section.choice("form", BallotForm),
        changeable=section.flag("changeable"),
        weighted=section.flag("weighted"),
        proxies=section.whole("proxies", most=100),
        proxies_accepted=section.flag("proxies_accepted"),
        smallest_secret=section.whole("smallest_secret", least=LEAST_SECRET),
        publish_trackers=section.flag("publish_trackers"),
        publish_names=section.flag("publish_names"),
        seconds=section.whole("seconds", most=86_400),
        retention_days=section.whole("retention_days", least=1, most=3650),
    )
    if rules.weighted and rules.form is BallotForm.SECRET:
        section.fault(
            "weighted",
            "secret ballots that weigh more than others give their voters away.",
            'Write weighted = false, or form = "open".',
        )
    section.finish()
    return rules


def read_selection(section: Section) -> SelectionRules:
    """Read the table [selection]."""
    rules = SelectionRules(
        places=section.whole("places", least=1, most=MOST_OPTIONS),
        tie=section.choice("tie", TieAtBorder),
        none_of_these=section.flag("none_of_these"),
        appeals=section.flag("appeals"),
        words=section.words("words", ("places",)),
    )
    section.finish()
    return rules


def _movers(section: Section) -> frozenset[Role]:
    roles = section.choices("moved_by", Role)
    strange = roles - (CONFERENCE_ROLES - {Role.PUBLIC})
    for role in sorted(strange):
        section.fault("moved_by", f"{role.value!r} is nobody at a conference.", "Take it out.")
    if not roles and section.values.get("moved_by") == []:
        section.fault("moved_by", "nobody could move this.", 'Write ["delegate"], or others.')
    return roles - strange
