"""Standing orders as a TOML file: reading one, checking it, and the presets.

Nothing is guessed and nothing has a hidden default: a rulebook says everything, and
what it says that nobody asked for is a fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from enum import StrEnum
from importlib.resources import files
from typing import TypeVar

from webapp.procedure.deadlines import DeadlineRule
from webapp.procedure.majority import Base, MajorityRule, TieRule
from webapp.procedure.quorum import QuorumRule
from webapp.procedure.roles import Role
from webapp.procedure.rulebook_votes import (
    read_ballots,
    read_counting,
    read_procedural,
    read_selection,
    refuse_two_references,
)
from webapp.procedure.rules import (
    AdmissionRules,
    AmendmentRules,
    AppealsTo,
    BodyKind,
    Bounds,
    ChairWords,
    ItemKind,
    Lines,
    NamedMajority,
    OptionsRule,
    Order,
    Quotes,
    Rulebook,
    Selection,
    SeparateVotes,
    StatusWords,
    SubmissionRule,
    VotingRules,
    Wording,
    WordsQuestion,
)
from webapp.procedure.states import AmendmentState, MotionState
from webapp.procedure.toml_section import FaultyRulebook, RulebookFault, Section, read_section

__all__ = [
    "PRESETS",
    "FaultyRulebook",
    "Rulebook",
    "RulebookFault",
    "load_preset",
    "load_rulebook",
    "preset_text",
]

State = TypeVar("State", bound=StrEnum)

NO_ADVICE = "none"
PRESETS = ("federal_conference", "small_association")


def preset_text(name: str) -> str:
    """Return the TOML of a preset, to start a conference's own from."""
    if name not in PRESETS:
        raise LookupError(name)
    return (files("webapp.procedure") / "rulebooks" / f"{name}.toml").read_text(encoding="utf-8")


def load_preset(name: str) -> Rulebook:
    """Return the rulebook of a preset, or raise LookupError."""
    return load_rulebook(preset_text(name))


def load_rulebook(text: str) -> Rulebook:
    """Return the rulebook the text says, or raise FaultyRulebook with everything wrong in it."""
    book = read_section(text)
    bodies = book.tables("bodies")
    majorities = book.tables("majorities")
    deadlines = book.tables("deadlines")
    kinds = book.tables("kinds")
    procedural = book.tables("procedural", may_be_none=True)
    names = _Names(
        bodies=_keys(bodies),
        majorities=_keys(majorities),
        deadlines=_keys(deadlines),
        of_houses=_keys([one for one in majorities if one.values.get("houses")]),
    )
    _keys(kinds)
    _keys(procedural)
    refuse_two_references(procedural)
    rulebook = Rulebook(
        name=book.text("name"),
        summary=book.text("summary"),
        bodies=tuple(map(_body, bodies)),
        majorities=tuple(map(_majority, majorities)),
        deadlines=tuple(map(_deadline, deadlines)),
        kinds=tuple(_kind(section, names) for section in kinds),
        amendments=_amendments(book.table("amendments"), names),
        admission=_admission(book.table("admission"), names),
        voting=_voting(book.table("voting"), names),
        procedural=tuple(read_procedural(section, names.majorities) for section in procedural),
        counting=read_counting(book.table("counting")),
        ballots=read_ballots(book.table("ballots")),
        selection=read_selection(book.table("selection")),
        quorum=_quorum(book.table("quorum")),
        lines=_lines(book.table("lines")),
        words=_wording(book.table("words")),
    )
    book.finish()
    if book.faults:
        raise FaultyRulebook(book.faults)
    return rulebook


class _Names:
    """The keys the rest of a rulebook may refer to."""

    def __init__(
        self,
        *,
        bodies: Sequence[str],
        majorities: Sequence[str],
        deadlines: Sequence[str],
        of_houses: Sequence[str],
    ) -> None:
        self.bodies = bodies
        self.majorities = majorities
        self.deadlines = deadlines
        self.of_houses = of_houses


def _keys(sections: Sequence[Section]) -> list[str]:
    """Return the keys of a list of tables, finding fault with one used twice."""
    keys = [section.values.get("key") for section in sections]
    named = [key for key in keys if isinstance(key, str)]
    for section, key in zip(sections, keys, strict=True):
        if isinstance(key, str) and Counter(named)[key] > 1:
            section.fault("key", f"{key!r} is used twice.", "Give each its own.")
    return named


def _body(section: Section) -> BodyKind:
    body = BodyKind(section.text("key"), section.text("name"))
    section.finish()
    return body


def _majority(section: Section) -> NamedMajority:
    majority = NamedMajority(
        key=section.text("key"),
        words=section.words("words"),
        rule=MajorityRule(
            section.share("share"),
            section.flag("must_exceed"),
            section.choice("base", Base),
            section.texts("houses"),
        ),
    )
    _check_houses(section, majority.rule)
    if majority.rule.must_exceed and majority.rule.share == 1:
        section.fault("must_exceed", "nobody can exceed the whole.", "Write must_exceed = false.")
    section.finish()
    return majority


def _check_houses(section: Section, rule: MajorityRule) -> None:
    if len({house.casefold() for house in rule.houses}) < len(rule.houses):
        section.fault("houses", "a name stands there twice.", "Give each house its own.")
    if rule.houses and rule.base is not Base.VOTES_CAST:
        section.fault(
            "houses", "houses decide by the votes cast in each.", 'Write base = "votes_cast".'
        )


def _deadline(section: Section) -> DeadlineRule:
    deadline = DeadlineRule(
        key=section.text("key"),
        name=section.text("name"),
        days_before=section.whole("days_before", most=1000),
        at=section.clock("at"),
        override=section.choices("override", Role),
    )
    section.finish()
    return deadline


def _kind(section: Section, names: _Names) -> ItemKind:
    kind = ItemKind(
        key=section.text("key"),
        name=section.text("name"),
        code=section.code("code"),
        decided=(decided := section.flag("decided")),
        majority=_named(section, "majority", names.majorities) if decided else "",
        amendable=(amendable := section.flag("amendable")),
        amendment_majority=(
            _named(section, "amendment_majority", names.majorities) if amendable else ""
        ),
        selection=section.choice("selection", Selection),
        deadline=_named(section, "deadline", names.deadlines),
        advice_deadline=_advice_deadline(section, names),
        amendment_deadline=(
            _named(section, "amendment_deadline", names.deadlines) if amendable else ""
        ),
        submission=_submission(section, names),
    )
    if amendable and not decided:
        section.fault("amendable", "what is not decided is not amended.", "Write false.")
    section.finish()
    return kind


def _advice_deadline(section: Section, names: _Names) -> str:
    word = section.text("advice_deadline")
    section.known("advice_deadline", word, [NO_ADVICE, *names.deadlines], may_be_empty=True)
    return "" if word == NO_ADVICE else word


def _named(section: Section, key: str, names: Sequence[str]) -> str:
    word = section.text(key)
    section.known(key, word, names, may_be_empty=True)
    return word


def _submission(section: Section, names: _Names) -> SubmissionRule:
    rule = SubmissionRule(section.texts("bodies"), section.whole("supporters", most=1000))
    for body in rule.bodies:
        section.known("bodies", body, names.bodies, may_be_empty=False)
    if not rule.bodies and rule.supporters == 0 and {"bodies", "supporters"} <= set(section.values):
        section.fault("supporters", "nobody could submit this.", "Write 1 or more, or name bodies.")
    return rule


def _amendments(section: Section, names: _Names) -> AmendmentRules:
    rules = AmendmentRules(
        submission=_submission(section, names),
        depth=section.whole("depth", most=2),
        most_words_added=section.whole("most_words_added"),
        mover_accepts=section.flag("mover_accepts"),
        hide_movers_until_selected=section.flag("hide_movers_until_selected"),
        from_to=section.choice("from_to", Bounds),
        quotes=section.choice("quotes", Quotes),
    )
    section.finish()
    return rules


def _admission(section: Section, names: _Names) -> AdmissionRules:
    appeals = section.choice("appeals", AppealsTo)
    by_conference = appeals is AppealsTo.CONFERENCE
    rules = AdmissionRules(
        appeals=appeals,
        appeal_hours=section.whole("appeal_hours", most=8784),
        appeal_majority=(
            _named(section, "appeal_majority", names.majorities) if by_conference else ""
        ),
        motion_out_of_order=section.texts("motion_out_of_order"),
        motion_rejected=section.texts("motion_rejected"),
        amendment_out_of_order=section.texts("amendment_out_of_order"),
        amendment_not_selected=section.texts("amendment_not_selected"),
    )
    if rules.appeal_majority in names.of_houses:
        section.fault(
            "appeal_majority",
            "an appeal is decided by all together.",
            "Name a majority whose houses are [].",
        )
    if not by_conference and section.has("appeal_majority"):
        section.fault(
            "appeal_majority",
            "is needed only where conference decides.",
            'Take it out, or write appeals = "conference".',
        )
    section.finish()
    return rules


def _voting(section: Section, names: _Names) -> VotingRules:
    rules = VotingRules(
        order=section.choice("order", Order),
        tie=section.choice("tie", TieRule),
        separate_votes=section.choice("separate_votes", SeparateVotes),
        separate_vote_question=section.choice("separate_vote_question", WordsQuestion),
        separate_vote_majority=_named(section, "separate_vote_majority", names.majorities),
        separate_vote_tie=section.choice("separate_vote_tie", TieRule),
        options=section.choice("options", OptionsRule),
        en_bloc=section.flag("en_bloc"),
        undo_seconds=section.whole("undo_seconds", most=300),
    )
    section.finish()
    return rules


def _quorum(section: Section) -> QuorumRule:
    quorum = QuorumRule(
        section.share("share"),
        section.whole("at_least"),
        section.flag("tested"),
        section.flag("proxies_count"),
    )
    section.finish()
    return quorum


def _lines(section: Section) -> Lines:
    lines = Lines(
        unlabelled=section.whole("unlabelled", least=20, most=200),
        numbered=section.whole("numbered", least=20, most=200),
        lettered=section.whole("lettered", least=20, most=200),
    )
    section.finish()
    return lines


def _wording(section: Section) -> Wording:
    """Read the words, each with the places its field declares."""
    wording = Wording(
        **_declared_words(section, Wording),
        motion_states=_states(section.table("motion_states"), MotionState),
        amendment_states=_states(section.table("amendment_states"), AmendmentState),
        status=_status_words(section.table("status")),
        chair=_chair_words(section.table("chair")),
    )
    section.finish()
    return wording


def _status_words(section: Section) -> StatusWords:
    words = StatusWords(**_declared_words(section, StatusWords))
    section.finish()
    return words


def _chair_words(section: Section) -> ChairWords:
    words = ChairWords(**_declared_words(section, ChairWords))
    section.finish()
    return words


def _declared_words(
    section: Section, of: type[Wording] | type[StatusWords] | type[ChairWords]
) -> dict[str, str]:
    return {
        one.name: section.words(one.name, one.metadata["places"])
        for one in fields(of)
        if "places" in one.metadata
    }


def _states(section: Section, states: type[State]) -> dict[State, str]:
    words = {state: section.words(state) for state in states}
    section.finish()
    return words
