"""The motions and amendments of the demo conference, and what has become of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far the demo takes a motion."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    OUT_OF_ORDER = "out_of_order"
    IN_ORDER = "in_order"
    REJECTED = "rejected"
    SELECTED = "selected"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class DemoAmendment:
    """An amendment by instruction. `number` is "" until it is selected; `votes` decides it.

    `to` is the number of the amendment that it amends, `parts` how it is split.
    """

    words: str
    mover: str
    body: str
    number: str = ""
    stage: str = "selected"
    votes: tuple[int, int] | None = None
    carried: bool | None = None
    by_ballot: bool = False
    reason: str = ""
    rationale: str = ""
    to: str = ""
    parts: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class DemoWords:
    """Words of one clause that a delegate asks to vote on by themselves; all of it where empty."""

    citation: str
    asker: str
    words: str = ""
    rationale: str = ""
    is_selected: bool = True


@dataclass(frozen=True, slots=True)
class DemoProcedural:
    """Something moved about a debate; `is_allowed` by the chair, and then carried or lost."""

    rule: str
    mover: str
    reasons: str = ""
    is_allowed: bool = True
    carried: bool | None = None


@dataclass(frozen=True, slots=True)
class DemoRuling:
    """What the committee rules of two amendments, by their numbers."""

    carried: str
    other: str
    falls: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DemoMotion:
    """A motion from `texts/`, how far it has come, and its amendments.

    `appeal` holds the reasons against a verdict, and the answer with which it was dismissed, ""
    while it waits. `redraft` is done before it is published, `redraft_after` once amendments
    are in: the clause, the words left out of it, and why. `votes` are counted by tellers, after a
    mistaken `first_count` where there is one.
    """

    file: str
    mover: str
    body: str
    stage: Stage
    kind: str = "policy_motion"
    code: str = ""
    reason: str = ""
    appeal: tuple[str, str] | None = None
    amendments: tuple[DemoAmendment, ...] = ()
    redraft: tuple[str, str, str] | None = None
    redraft_after: tuple[str, str, str] | None = None
    rulings: tuple[DemoRuling, ...] = ()
    separate_votes: tuple[DemoWords, ...] = ()
    procedural: tuple[DemoProcedural, ...] = ()
    votes: tuple[int, int] | None = None
    first_count: tuple[int, int] | None = None
    is_being_counted: bool = False
    outcome: str = ""


MOTIONS = (
    DemoMotion(
        "warm-homes.txt",
        "marta@example.org",
        "Alliance Tenants",
        Stage.PUBLISHED,
        code="F5",
        redraft=(
            "1 c)",
            "without the tenant's name, ",
            "The committee leaves out what 1 b) already secures.",
        ),
        amendments=(
            DemoAmendment(
                "In 1 a), after “2029” insert “, or within one year of a change of tenant,”.",
                "jonah@example.org",
                "Upper Wend Local Party",
                number="1",
                rationale="Empty homes are the easiest to mend.",
            ),
            DemoAmendment(
                "Delete 1 d).",
                "tomasz@example.org",
                "Young Alliance",
                number="2",
                rationale="Listed buildings are where the cold is worst.",
            ),
            DemoAmendment(
                "In 1 d), replace “two further years” with “five further years”.",
                "hannah@example.org",
                "Parliamentary Group",
                number="3",
            ),
            DemoAmendment(
                "In 2 a):\nreplace ‘fifteen years’ with ‘twenty years’, as that is how long a"
                " roof lasts.",
                "priya@example.org",
                "Ferrygate Local Party",
                number="4",
            ),
            DemoAmendment(
                "In 2 a), replace “fifteen years” with “ten years”.",
                "elif@example.org",
                "Policy Committee",
                number="5",
            ),
            DemoAmendment(
                "After 3 b) insert: c) Giving every tenant who is moved out for the work the right"
                " to come back at the same rent.",
                "marta@example.org",
                "Alliance Tenants",
                number="6",
            ),
            DemoAmendment(
                "Move 4 b) to follow 4 c).",
                "niamh@example.org",
                "Upper Wend Local Party",
                number="7",
            ),
            DemoAmendment(
                "Delete 2 b).",
                "ioana@example.org",
                "Alliance Tenants",
                number="8",
                rationale="A loan is no help to whoever may be gone next year.",
            ),
            DemoAmendment(
                "In 4 c), replace “eight” with “five”.",
                "delegate@example.org",
                "Saltmarsh Local Party",
                stage="submitted",
                rationale="One in eight is what firms do already.",
            ),
            DemoAmendment(
                "In 2 c), replace “1945” with “1965”.",
                "lars@example.org",
                "Ferrygate Local Party",
                stage="submitted",
            ),
            DemoAmendment(
                "After 4 c) insert: d) A register of fitters, kept by each council and open to"
                " every tenant.",
                "yusuf@example.org",
                "Young Alliance",
                stage="submitted",
            ),
            DemoAmendment(
                "After 4 c) insert: d) A register of fitters, kept by the council and open to"
                " every tenant.",
                "delegate@example.org",
                "Saltmarsh Local Party",
                stage="submitted",
                rationale="A tenant should know who comes into the house. Somebody else asks for"
                " nearly the same: the committee can offer both movers one of the two.",
            ),
            DemoAmendment(
                "In line 17, after “2029” add “, or within one year of a change of tenant,”.",
                "delegate@example.org",
                "Saltmarsh Local Party",
                stage="draft",
                rationale="It asks for the same as Amendment 1: join it.",
            ),
            DemoAmendment(
                "At the end of 3 add: c) Giving each tenant who is moved out for the work the"
                " right to come back at the same rent.",
                "delegate@example.org",
                "Saltmarsh Local Party",
                stage="draft",
                rationale="It asks for nearly what Amendment 6 does: offer its mover one of both.",
            ),
            DemoAmendment(
                "Delete 3 c).",
                "yusuf@example.org",
                "Young Alliance",
                stage="not_selected",
                reason="It only deletes words: ask for a separate vote instead",
            ),
            DemoAmendment(
                "In ii), delete “, and are too seldom asked”.",
                "beth@example.org",
                "Saltmarsh Local Party",
                stage="withdrawn",
            ),
        ),
        redraft_after=(
            "4 c)",
            " for every eight fitters",
            "The committee keeps to what a buyer can check.",
        ),
        rulings=(
            DemoRuling("2", "3", falls=True),
            DemoRuling(
                "3",
                "2",
                falls=False,
                reason="Conference may lengthen the time and then still do without it.",
            ),
            DemoRuling("4", "8", falls=True, reason="Twenty years were meant for both loans."),
        ),
    ),
    DemoMotion(
        "buses.txt",
        "priya@example.org",
        "Ferrygate Local Party",
        Stage.PUBLISHED,
        code="F6",
        amendments=(
            DemoAmendment(
                "In 2 a), replace “ten at night” with “eleven at night, and until one in the"
                " morning on Fridays and Saturdays,”.",
                "tomasz@example.org",
                "Young Alliance",
                number="1",
                carried=True,
            ),
            DemoAmendment(
                "In 2 c), replace “two pounds” with “one pound”.",
                "beth@example.org",
                "Saltmarsh Local Party",
                number="2",
                votes=(119, 170),
                carried=False,
            ),
            DemoAmendment(
                "After 3 c) insert: d) Giving guide dogs, and those who train them, their own"
                " place on board.",
                "ioana@example.org",
                "Alliance Tenants",
                number="3",
                by_ballot=True,
            ),
            DemoAmendment(
                "In 2 a), replace “ten at night” with “midnight”.",
                "jonah@example.org",
                "Upper Wend Local Party",
                number="4",  # it falls, because Amendment 1 is carried
            ),
        ),
        outcome="carried",
    ),
    DemoMotion(
        "standing-orders.txt",
        "george@example.org",
        "Saltmarsh Local Party",
        Stage.PUBLISHED,
        kind="standing_order_amendment",
        code="S1",
        votes=(66, 34),
        first_count=(67, 34),
        outcome="lost",
    ),
    DemoMotion(
        "carers.txt",
        "elif@example.org",
        "Policy Committee",
        Stage.PUBLISHED,
        code="F8",
        is_being_counted=True,
        procedural=(
            DemoProcedural(
                "next_business",
                "lars@example.org",
                "The county decides on this next month in any case.",
                carried=False,
            ),
            DemoProcedural("closure", "delegate@example.org", is_allowed=False),
        ),
        amendments=(
            DemoAmendment(
                "In 3 b), replace “in the same way as” with “exactly like”.",
                "elif@example.org",
                "Policy Committee",
                stage="written_in",
                reason="It says the same in fewer words, and nobody disputes it.",
            ),
            DemoAmendment(
                "In 2 a), replace “ten days” with “fifteen days”.",
                "beth@example.org",
                "Saltmarsh Local Party",
                number="1",
            ),
            DemoAmendment(
                "In 2 a), replace “fifteen days” with “twelve days”.",
                "jonah@example.org",
                "Upper Wend Local Party",
                number="1.1",
                to="1",
                rationale="Twelve is what three counties have tried.",
            ),
            DemoAmendment(
                "In 1 b), replace “one pound” with “five pounds”.\n"
                "In 3 a), replace “one adult” with “two adults”.",
                "priya@example.org",
                "Ferrygate Local Party",
                number="2",
                parts=((0,), (1,)),
            ),
        ),
        separate_votes=(
            DemoWords("1 c)", "tomasz@example.org"),
            DemoWords("2 b)", "lars@example.org", ", arranged and paid for by the council"),
            DemoWords(
                "3 a)",
                "delegate@example.org",
                rationale="Schools are short of adults as it is.",
                is_selected=False,
            ),
        ),
    ),
    DemoMotion(
        "rivers.txt",
        "niamh@example.org",
        "Upper Wend Local Party",
        Stage.PUBLISHED,
        code="F9",
        procedural=(
            DemoProcedural(
                "reference_back",
                "beth@example.org",
                "Nobody has asked the water companies what they can do, and by when.",
                carried=True,
            ),
        ),
    ),
    DemoMotion(
        "libraries.txt", "lars@example.org", "Ferrygate Local Party", Stage.SELECTED, code="F10"
    ),
    DemoMotion(
        "ferries.txt",
        "ioana@example.org",
        "Alliance Tenants",
        Stage.PUBLISHED,
        code="F11",
        outcome="not_reached",
    ),
    DemoMotion(
        "lighthouse.txt",
        "hannah@example.org",
        "Saltmarsh Local Party",
        Stage.PUBLISHED,
        code="F12",
        procedural=(
            DemoProcedural(
                "next_business",
                "lars@example.org",
                "The Board has advertised for a keeper since this was printed.",
                carried=True,
            ),
        ),
    ),
    DemoMotion("markets.txt", "tomasz@example.org", "Young Alliance", Stage.WITHDRAWN),
    DemoMotion("broadband.txt", "yusuf@example.org", "Young Alliance", Stage.IN_ORDER),
    DemoMotion("farms.txt", "jonah@example.org", "Upper Wend Local Party", Stage.SUBMITTED),
    DemoMotion(
        "timetable.txt",
        "beth@example.org",
        "Saltmarsh Local Party",
        Stage.OUT_OF_ORDER,
        reason="It has no effect that conference can decide on",
        appeal=(
            "Conference can say that the railway should be better. The debate finds out how.",
            "",
        ),
    ),
    DemoMotion(
        "hospitals.txt",
        "hannah@example.org",
        "Parliamentary Group",
        Stage.REJECTED,
        reason="Other motions had a stronger case for the time there is",
        appeal=(
            "Visitors pay more for an afternoon than for the bus of a week. It cannot wait a year.",
            "We share the concern and have asked for a report. The agenda has no hour left for it.",
        ),
    ),
    DemoMotion("allotments.txt", "delegate@example.org", "Saltmarsh Local Party", Stage.DRAFT),
)
