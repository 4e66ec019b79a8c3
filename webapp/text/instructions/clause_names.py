"""What the clauses of one amendment are called in its instructions, also those it brings in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from webapp.text.citations import tokens
from webapp.text.clause import Clause, ClauseId
from webapp.text.instructions.block_writer import labels_of
from webapp.text.instructions.locating import Places, new_name
from webapp.text.instructions.style import InstructionStyle

# What a name with labels alone looks like: "3", "2 b) ii)".
_PLAIN: Final = re.compile(r"\d+(?: ?\(?[a-z]{1,6}\))*")


class ClauseNames:
    """The names of clauses, as a reader will find them; `made` are the new ones named so far."""

    def __init__(self, places: Places, style: InstructionStyle) -> None:
        self.places = places
        self.motion = places.motion
        self.style = style
        self.made: set[ClauseId] = set()
        self._named: dict[ClauseId, tuple[str, str]] = {}
        self._heads_of: dict[ClauseId, ClauseId] = {}

    def cite(self, clause: ClauseId) -> str:
        if clause in self.motion.clauses:
            return self.motion.cite(clause)
        head, label = self._named.get(clause, ("", "paragraph"))
        name = new_name(head, label)
        word = name.removeprefix(head).strip().rstrip(".")
        said = self.style.new.format(name=f"{head} {word}".strip())
        if head and not (_PLAIN.fullmatch(head) and tokens(label)):
            said = self.style.new_under.format(name=word, place=self._said_head(clause))
        alike = self.places.new_name_members(name)
        place = alike.index(clause) + 1 if clause in alike else 1
        if place == 1:
            return said
        return self.style.nth.format(ordinal=self.style.ordinal(place), words=said)

    def _said_head(self, clause: ClauseId) -> str:
        head = self._heads_of.get(clause)
        return self.cite(head) if head is not None else self._named[clause][0]

    def place(self, clause: ClauseId) -> str:
        if clause not in self.motion.clauses:
            return self.cite(clause)
        return self.places.offers.place(clause)

    def end(self, clause: ClauseId) -> str:
        """Return a clause with its last line, for what comes after it."""
        extent = self.motion.extent(clause) if clause in self.motion.clauses else None
        if extent is None:
            return self.cite(clause)
        return self.places.offers.place(clause, lines=(extent[1], extent[1]))

    def name(self, clause: ClauseId, parent: ClauseId | None, label: str) -> None:
        """Remember what a new clause under a parent is called, as a reader will."""
        head = self.places.head(parent)
        self.places.name_new(new_name(head, label), clause)
        self._named[clause] = (head, label)
        if parent is not None and parent not in self.motion.clauses:
            self._heads_of[clause] = parent
        self.made.add(clause)

    def name_inserted(
        self, clauses: Sequence[Clause], labels: Sequence[str], parent: ClauseId | None
    ) -> None:
        for clause, label in zip(clauses, labels, strict=True):
            self.name(clause.id, parent, label)
            self.name_inserted(clause.children, labels_of(clause.children, label), clause.id)
