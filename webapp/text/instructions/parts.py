"""What an instruction says, before anybody has looked where its places are.

`start` and `end` of a part are where it stands in the words of the amendment.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from webapp.text.instructions.tokens import Quotation

LAST = -1
PENULTIMATE = -2
HEADING = "heading"
SECTION = "section"
WORD = "word"


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """Lines by number: "line 14", "lines 28–31"."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """Clauses by label: "4 d)", "2 b)–e)", "items 3, 4, 6 and 7", "new 3 f)".

    `words` has no word like "clause" before it; `kind` is that word. `new` counts from 1
    among the new clauses that this amendment itself brings in under that name.
    """

    words: str
    start: int
    end: int
    kind: str = ""
    new: int = 0


@dataclass(frozen=True, slots=True)
class Nth:
    """A unit by its place: "the second sentence", "the last paragraph", "the 14th word"."""

    number: int
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """A unit by its words: "the paragraph beginning “Many…”", "the section “Actions”".

    A `SECTION` goes on after its heading, a `HEADING` does not; "this section" has no words.
    """

    kind: str
    quotation: Quotation
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Everything:
    """All of it: "the motion", "the text"."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Clauses by the whole of their words, a line each; `named` is what they are called as well."""

    lines: tuple[Quotation, ...]
    start: int
    end: int
    named: Locator | None = None


Unit = Named | Nth | Beginning | Everything | Passage


@dataclass(frozen=True, slots=True)
class Locator:
    """Where to look, from the outermost unit inwards; nothing at all is the whole motion.

    `reading` are the words that the unit is said to have now.
    """

    units: tuple[Unit, ...]
    lines: LineNumbers | None
    start: int
    end: int
    reading: Quotation | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Which of several: the second (2), the last (-1), or with `number` 0 all, `stated` in number.

    `stated` is 0 when the words do not say how many.
    """

    number: int
    stated: int = 0


class Side(StrEnum):
    """On which side of words something stands."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Words:
    """Quoted words of the motion: which of them, beside what, and within what.

    `rest` is what stands between the words and what was said of them last: "… with “b”".
    They are said to be a `sentence`, whose stop then goes with it.
    """

    quotation: Quotation
    start: int
    end: int
    occurrence: Occurrence | None = None
    beside: tuple[Side, Quotation] | None = None
    within: Locator | None = None
    rest: tuple[int, int] = (0, 0)
    sentence: bool = False


@dataclass(frozen=True, slots=True)
class FromTo:
    """Words by their ends: "from “in the” to “as required”"; without a `last`, to the end."""

    first: Words
    last: Words | None
    start: int
    end: int
    within: Locator | None = None


@dataclass(frozen=True, slots=True)
class AllBeside:
    """All on one side of words: "all after “believes”", or with them (`included`): "all from …"."""

    side: Side
    words: Words
    included: bool
    start: int
    end: int
    within: Locator | None = None


@dataclass(frozen=True, slots=True)
class OwnWords:
    """All words of a clause and none of what it leads in: "the words of 4 d)"."""

    unit: Locator
    start: int
    end: int


Span = Words | FromTo | AllBeside | OwnWords | Locator


class Where(StrEnum):
    """Where new matter goes."""

    AFTER = "after"
    BEFORE = "before"
    BETWEEN = "between"
    START = "start"
    END = "end"
    UNDER = "under"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Position:
    """A place: "after “workers”", "before 3 a)", "at the end of 4", "between “to” and “win”"."""

    where: Where
    at: Words | Locator | None
    start: int
    end: int
    and_then: Words | None = None


@dataclass(frozen=True, slots=True)
class Payload:
    """The words to put in: quoted, or a block of lines as they stand.

    `said` are the words before them: "new clause", "the word". A block keeps its line ends.
    """

    text: str
    start: int
    end: int
    quoted: bool
    flaw: str = ""
    said: str = ""
    block: bool = False


@dataclass(frozen=True, slots=True)
class Delete:
    """Strike words or clauses."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Substitute:
    """Strike something and put something else in its place."""

    span: Span
    payload: Payload


@dataclass(frozen=True, slots=True)
class Insert:
    """No position: where the instruction before it deleted something."""

    position: Position | None
    payload: Payload


@dataclass(frozen=True, slots=True)
class Amend:
    """Reword: "amend 3.2 to read: …": the clause stays, its words change."""

    unit: Locator | None
    payload: Payload


@dataclass(frozen=True, slots=True)
class Move:
    """Put clauses elsewhere."""

    what: Locator
    position: Position


@dataclass(frozen=True, slots=True)
class Join:
    """Run one clause on to the end of another."""

    joined: Locator
    receiver: Locator


@dataclass(frozen=True, slots=True)
class Split:
    """Begin a new clause within one."""

    position: Position
    label: str
    nested: bool
    children_follow: bool


@dataclass(frozen=True, slots=True)
class Restyle:
    """No unit: the top level. `labels` is what was printed: "1., 2., …", "" for none."""

    unit: Locator | None
    labels: str


@dataclass(frozen=True, slots=True)
class Renumber:
    """Count anew: "renumber accordingly", or a claim to check: "renumber 10–14 as 11–15"."""

    claimed: str = ""
    becomes: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """The result as its author sees it: "so that it reads: …"."""

    payload: Payload


@dataclass(frozen=True, slots=True)
class Open:
    """A locator alone, which holds for what follows."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """An instruction understood and not to be carried out; `why` names the reason."""

    why: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Why, or a remark in brackets: it asks for nothing."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that say nothing we know."""


Act = (
    Delete
    | Substitute
    | Insert
    | Amend
    | Move
    | Join
    | Split
    | Restyle
    | Renumber
    | Control
    | Open
    | Refuse
    | Aside
    | Unread
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One instruction: what to do and where.

    It may go on from the one before (`continues`); "In 2: …" holds for those after (`opens`).
    `label` is what it has in a list of instructions, with the blanks before it.
    """

    act: Act
    locator: Locator | None
    start: int
    end: int
    continues: bool = False
    opens: bool = False
    label: str = ""
