"""Whole conferences, drawn by Hypothesis: a motion, amendments as people write them, outcomes.

Each amendment is written as the pages let it be: by editing the clauses in place, or by
typing the instruction that says the same. Some amend another, upon the text it would make.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from tests.text.edits import documents, edited
from webapp.text.clause import ATOM, Clause, ClauseId, Document
from webapp.text.diff import changes
from webapp.text.instructions import read_instructions, write_instructions
from webapp.text.lines import LineProfile, lay_out
from webapp.text.operation import ChangeSet, InsertClauses, InsertText
from webapp.text.weave import Weave

NARROW = LineProfile(24, 20, 18)
MOST_CLAUSES = 5
MOST_ACTS = 3


class Amendment(NamedTuple):
    """A change set, the text its author saw, what they made of it, and how they said so."""

    change_set: ChangeSet
    seen: Document
    meant: Document
    instruction: str = ""

    @property
    def id(self) -> str:
        return self.change_set.id

    @property
    def amends(self) -> str | None:
        return self.change_set.amends


class Conference(NamedTuple):
    """A motion, its amendments in the order they came in, and those carried, in theirs."""

    motion: Document
    amendments: list[Amendment]
    carried: list[str]

    @property
    def change_sets(self) -> list[ChangeSet]:
        return [each.change_set for each in self.amendments]


@st.composite
def whole_conferences(draw: st.DrawFn, *, fewest: int = 1, most: int = 30) -> Conference:
    """Draw a conference of up to so many amendments; most have few."""
    motion = draw(documents(MOST_CLAUSES))
    assume(motion.clauses)
    many = draw(st.integers(0, 4)) == 0
    wanted = draw(st.integers(fewest, most if many else min(most, 6)))
    amendments: list[Amendment] = []
    for number in range(1, wanted + 1):
        parents = [each for each in amendments if each.amends is None]
        parent = (
            draw(st.sampled_from(parents)) if parents and draw(st.integers(0, 4)) == 0 else None
        )
        amendments.append(draw(written(motion, parent, number)))
    names = {each.id: each.amends for each in amendments}
    decided = draw(st.lists(st.sampled_from(sorted(names)), unique=True))
    carried = [name for name in decided if names[name] is None or names[name] in decided]
    return Conference(motion, amendments, carried)


@st.composite
def written(draw: st.DrawFn, motion: Document, parent: Amendment | None, number: int) -> Amendment:
    """Draw an amendment to the motion or, upon the text that it would make, to another."""
    name = f"A{number}"
    seen = motion if parent is None else Weave(motion, [parent.change_set]).text({parent.id})
    amends = None if parent is None else parent.id
    halves = draw(st.integers(0, 4)) == 0
    meant = draw(halved(seen) if halves else edited(seen, prefix=f"n{number}x", most=MOST_ACTS))
    change_set = changes(seen, meant, id=name, place=str(number), amends=amends)
    if not change_set.operations or brings_references(change_set) or draw(st.booleans()):
        return Amendment(change_set, seen, meant)
    layout = lay_out(seen, NARROW)
    words = write_instructions(change_set, seen, layout)
    found = read_instructions(
        words, seen, layout, id=name, place=str(number), new_id=fresh(number)
    ).change_set
    assert found is not None, words
    found = ChangeSet(name, found.operations, str(number), seen.under, amends)
    return Amendment(found, seen, meant, words)


@st.composite
def halved(draw: st.DrawFn, document: Document) -> Document:
    """Draw the document without one half of a clause; somebody else may strike the other."""
    clauses = [clause for clause in document.walk() if clause.text.count(" ") > 1]
    if not clauses:
        return document
    clause = draw(st.sampled_from(clauses))
    words = clause.text.split(" ")[1:]
    middle = len(words) // 2
    kept = draw(st.sampled_from((words[:middle], words[middle:])))
    text = "".join(f" {word}" for word in kept)
    if text.count(ATOM) != len(clause.references):
        return document
    return with_text(document, clause.id, text)


def with_text(document: Document, name: ClauseId, text: str) -> Document:
    def of(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(
            replace(each, text=text if each.id == name else each.text, children=of(each.children))
            for each in clauses
        )

    return replace(document, clauses=of(document.clauses))


def fresh(number: int) -> Callable[[], ClauseId]:
    return (ClauseId(f"i{number}x{each}") for each in count()).__next__


def brings_references(change_set: ChangeSet) -> bool:
    """Tell whether a change set puts in references: an instruction has but their words."""
    return any(ATOM in text for operation in change_set.operations for text in put_in(operation))


def put_in(operation: object) -> list[str]:
    """Return the texts that an operation puts in."""
    if isinstance(operation, InsertText):
        return [operation.text]
    if isinstance(operation, InsertClauses):
        return [inner.text for clause in operation.clauses for inner in clause.walk()]
    return []
