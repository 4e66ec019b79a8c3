"""The final text of one motion, as every export takes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from webapp.text.clause import Clause, Document
from webapp.text.lines import Layout
from webapp.text.numbering import Numbering, number
from webapp.text.reading import Back, Front
from webapp.text.references import dangling, plain_text, render_reference


@dataclass(frozen=True, slots=True)
class Provenance:
    """Words of a clause that one change set brought in or struck, and the vote behind it."""

    clause: str
    words: str
    is_struck: bool
    by: tuple[str, ...]
    vote: str = ""


@dataclass(frozen=True, slots=True)
class BallotRecord:
    """Where the public record is of a vote by ballot: the poll, and the hash of its closing."""

    question: str
    poll: str
    hash: str


@dataclass(frozen=True)
class PassedText:
    """A motion as conference left it: text, lines, status line and notes on each decision.

    `notes` are sentences ("Amendment 2: Lost, 119 to 170"), `provenance` is in reading order.
    """

    title: str
    document: Document
    layout: Layout
    code: str = ""
    status_line: str = ""
    state: str = ""
    conference: str = ""
    submitted_by: str = ""
    version: int | None = None
    back: Back = field(default_factory=Back)
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    ballot_records: tuple[BallotRecord, ...] = ()

    @cached_property
    def numbering(self) -> Numbering:
        return number(self.document)

    @property
    def heading(self) -> str:
        return " ".join(part for part in (self.code, self.title) if part)

    @property
    def front(self) -> Front:
        return Front.of(title=self.title, code=self.code, status=self.status_line)

    @property
    def applicability(self) -> str:
        """The statement with the clauses' present labels and lines; "" where there is none."""
        stated = self.back.applicability
        if stated is None:
            return ""
        return stated.present_in(self.numbering).render(self.numbering, self.layout)

    @cached_property
    def dangling(self) -> tuple[tuple[str, str], ...]:
        """The references to struck clauses: the citation of each place, and what it reads."""
        return tuple(
            (self.numbering.citation(clause), render_reference(one, self.numbering, self.layout))
            for clause, one in dangling(self.document)
        )

    def words_of(self, clause: Clause) -> str:
        return plain_text(clause, self.numbering, self.layout)

    def levels(self) -> Iterator[tuple[int, Clause]]:
        """Yield each clause with its depth, from 0, in reading order."""
        stack = [(0, clause) for clause in reversed(self.document.clauses)]
        while stack:
            depth, clause = stack.pop()
            yield depth, clause
            stack.extend((depth + 1, child) for child in reversed(clause.children))
