"""The values a rulebook is made of: what one body's standing orders say, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from webapp.procedure.deadlines import DeadlineRule
from webapp.procedure.majority import MajorityRule, Put, TieRule
from webapp.procedure.procedural import (
    BallotForm,
    BallotRules,
    CountingRules,
    ProceduralEffect,
    ProceduralRule,
)
from webapp.procedure.quorum import QuorumRule
from webapp.procedure.selecting import SelectionRules
from webapp.procedure.states import AmendmentState, MotionState

__all__ = [
    "AdmissionRules", "AmendmentRules", "AppealsTo", "BallotForm", "BallotRules", "BodyKind",
    "Bounds", "ChairWords", "CountingRules", "ItemKind", "Lines", "NamedMajority", "OptionsRule",
    "Order", "ProceduralEffect", "ProceduralRule", "Quotes", "Rulebook", "Selection",
    "SeparateVotes", "StatusWords", "SubmissionRule", "VotingRules", "Wording", "WordsQuestion",
]  # fmt: skip


class Selection(StrEnum):
    """How an item in order comes to be debated."""

    COMMITTEE = "committee"
    BALLOT = "ballot"
    ALWAYS = "always"


class Order(StrEnum):
    """In which order amendments are put."""

    PLACE_IN_TEXT = "place_in_text"
    PRINTED = "printed"
    FURTHEST_REMOVED = "furthest_removed"
    RANKED = "ranked"
    """In the order of the text; those of which only one can be carried by one ranked ballot."""


class SeparateVotes(StrEnum):
    """When conference decides on the words it votes on by themselves."""

    AFTER_AMENDMENTS = "after_amendments"
    BEFORE_AMENDMENTS = "before_amendments"
    NEVER = "never"


class WordsQuestion(StrEnum):
    """Which way round a separate vote on certain words is put."""

    SHALL_STAY = "shall_stay"
    SHALL_BE_DELETED = "shall_be_deleted"

    @property
    def put(self) -> Put:
        return Put.TO_KEEP if self is WordsQuestion.SHALL_STAY else Put.TO_CHANGE


class OptionsRule(StrEnum):
    """How conference chooses among the options printed in a motion: exactly one survives."""

    ONE_OF = "one_of"
    """It votes for one of them."""
    IN_TURN = "in_turn"
    """Each is put until one stands; the last one left stands without a vote."""


class Bounds(StrEnum):
    """Whether "from x to y" takes the words it quotes."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class Quotes(StrEnum):
    """The marks printed around quoted words."""

    CURLY_DOUBLE = "curly_double"
    CURLY_SINGLE = "curly_single"
    STRAIGHT_DOUBLE = "straight_double"
    LOW_HIGH = "low_high"
    GUILLEMETS = "guillemets"


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of body that may submit things, such as a local branch."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedMajority:
    """A majority with the words the chair reads out for it."""

    key: str
    words: str
    rule: MajorityRule


@dataclass(frozen=True, slots=True)
class SubmissionRule:
    """Who may submit: certain bodies, or members together, the mover counted among them.

    Where `supporters` is 0 members cannot submit without a body.
    """

    bodies: tuple[str, ...]
    supporters: int

    def accepts(self, body: str | None, supporters: int) -> bool:
        """Tell whether a body of this kind, or so many members without one, may submit."""
        if body is not None:
            return body in self.bodies
        return self.missing(supporters) == 0 and self.supporters > 0

    def missing(self, supporters: int) -> int:
        """Return how many more members must sign where no body submits."""
        return max(0, self.supporters - supporters)


@dataclass(frozen=True, slots=True)
class ItemKind:
    """A kind of business. What conference does not decide has no majority.

    The committee advises on drafts that ask for it until `advice_deadline`; "" where it does not.
    """

    key: str
    name: str
    code: str
    decided: bool
    majority: str
    amendable: bool
    amendment_majority: str
    selection: Selection
    deadline: str
    advice_deadline: str
    amendment_deadline: str
    submission: SubmissionRule


@dataclass(frozen=True, slots=True)
class AmendmentRules:
    """What holds for amendments of every kind. A depth of 1 allows amendments to amendments.

    Where `mover_accepts` an amendment that the motion's mover accepts is in force without a vote.
    `most_words_added` is a limit its author is reminded of; 0 is no limit.
    """

    submission: SubmissionRule
    depth: int
    most_words_added: int
    mover_accepts: bool
    hide_movers_until_selected: bool
    from_to: Bounds
    quotes: Quotes


class AppealsTo(StrEnum):
    """Who decides when submitters do not accept a verdict of the committee."""

    COMMITTEE = "committee"
    CONFERENCE = "conference"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class AdmissionRules:
    """The reasons the committee may give, and who hears an appeal against its verdicts.

    An empty list allows any reason. Where conference hears appeals, `appeal_majority` is what
    it takes to overrule the committee. An appeal is made within `appeal_hours` of the verdict;
    with 0 there is no limit.
    """

    appeals: AppealsTo
    appeal_hours: int
    appeal_majority: str
    motion_out_of_order: tuple[str, ...]
    motion_rejected: tuple[str, ...]
    amendment_out_of_order: tuple[str, ...]
    amendment_not_selected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VotingRules:
    """How questions are put and decided."""

    order: Order
    tie: TieRule
    separate_votes: SeparateVotes
    separate_vote_question: WordsQuestion
    separate_vote_majority: str
    separate_vote_tie: TieRule
    options: OptionsRule
    en_bloc: bool
    """Whether amendments that nobody speaks against may be put together."""
    undo_seconds: int


@dataclass(frozen=True, slots=True)
class Lines:
    """How many characters a printed line holds, by the level of its clause's label."""

    unlabelled: int
    numbered: int
    lettered: int


def _words(*places: str) -> Any:
    """Declare words with the only places in braces they may have."""
    return field(metadata={"places": places})


@dataclass(frozen=True, slots=True)
class StatusWords:
    """How the outcome of a motion is written in one line."""

    passed: str = _words()
    passed_with: str = _words("amendments")
    passed_with_none: str = _words()
    passed_as_amended: str = _words()
    lost_separately: str = _words("places")
    lost_in_separate_votes: str = _words("places")
    accepted: str = _words("amendments")
    option: str = _words("options")
    options: str = _words("options")
    words_kept: str = _words()
    words_lost: str = _words()
    note: str = _words("what", "outcome")
    note_counted: str = _words("what", "outcome", "in_favour", "against")


@dataclass(frozen=True, slots=True)
class ChairWords:
    """What the chair reads out, a sentence at a time."""

    amendment: str = _words("amendment", "motion")
    separate_vote: str = _words("places", "motion")
    option: str = _words("places", "motion")
    motion: str = _words("motion")
    motion_as_amended: str = _words("motion")
    majority: str = _words("majority")
    one_falls: str = _words("question")
    several_fall: str = _words("questions")
    one_falls_if_lost: str = _words("question")
    several_fall_if_lost: str = _words("questions")
    ask: str = _words()


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of the body: its nouns, its outcomes and its sentences."""

    motion_states: Mapping[MotionState, str]
    amendment_states: Mapping[AmendmentState, str]
    status: StatusWords
    chair: ChairWords
    motion: str = _words()
    motions: str = _words()
    motion_citation: str = _words("code", "title")
    amendment: str = _words()
    amendments: str = _words()
    amendment_to: str = _words("number", "parent")
    conjunction: str = _words()
    line: str = _words()
    lines: str = _words()
    separate_vote: str = _words("places")
    option: str = _words("option", "places")


Keyed = TypeVar("Keyed", BodyKind, NamedMajority, DeadlineRule, ItemKind, ProceduralRule)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One body's standing orders."""

    name: str
    summary: str
    bodies: tuple[BodyKind, ...]
    majorities: tuple[NamedMajority, ...]
    deadlines: tuple[DeadlineRule, ...]
    kinds: tuple[ItemKind, ...]
    amendments: AmendmentRules
    admission: AdmissionRules
    voting: VotingRules
    procedural: tuple[ProceduralRule, ...]
    counting: CountingRules
    ballots: BallotRules
    selection: SelectionRules
    quorum: QuorumRule
    lines: Lines
    words: Wording

    def kind(self, key: str) -> ItemKind:
        """Return the kind of item with this key, or raise LookupError."""
        return _keyed(self.kinds, key)

    def majority(self, key: str) -> NamedMajority:
        """Return the majority with this key, or raise LookupError."""
        return _keyed(self.majorities, key)

    def deadline(self, key: str) -> DeadlineRule:
        """Return the deadline with this key, or raise LookupError."""
        return _keyed(self.deadlines, key)

    def body(self, key: str) -> BodyKind:
        """Return the kind of body with this key, or raise LookupError."""
        return _keyed(self.bodies, key)

    def procedural_rule(self, key: str) -> ProceduralRule:
        """Return the procedural motion with this key, or raise LookupError."""
        return _keyed(self.procedural, key)

    @property
    def reference_back(self) -> ProceduralRule | None:
        """The one procedural motion that refers a motion back, if standing orders have it."""
        rows = (row for row in self.procedural if row.effect is ProceduralEffect.REFER_BACK)
        return next(rows, None)


def _keyed(rows: tuple[Keyed, ...], key: str) -> Keyed:
    for row in rows:
        if row.key == key:
            return row
    raise LookupError(key)
