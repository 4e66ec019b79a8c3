"""Weaving in structure: clauses inserted, moved, joined, restyled and struck."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from webapp.text.author import Author, Deed
from webapp.text.clause import Clause, ClauseId
from webapp.text.errors import NoSuchClause
from webapp.text.fabric import point
from webapp.text.marks import Join, Mark, Restyle, Siblings, Slot
from webapp.text.neighbourhood import Neighbourhood
from webapp.text.operation import (
    InsertClauses,
    JoinClauses,
    MoveClause,
    RestyleClauses,
    StrikeClause,
)

# New and moved clauses sort after the tails in the gap after a clause.
PLACED: Final = 1


class Placing:
    """What one change set does to the clauses of the tree."""

    def __init__(self, author: Author, around: Neighbourhood) -> None:
        self.author = author
        self.around = around
        self.standing = author.sight.standing
        self.elsewhere: set[Mark] = set()
        self.written: list[tuple[Mark, Clause]] = []

    def insert(self, seq: int, operation: InsertClauses) -> None:
        """Put new clauses at a gap, each after the one before it."""
        author = self.author
        place = self.around.gap(operation.parent, operation.after)
        last: Slot | None = None
        for clause in operation.clauses:
            twins = author.twins.setdefault((id(place.gap), self._shape(clause)), [])
            found = next((each for each in twins if author.is_news(each[0].inserted)), None)
            if found is None:
                found = self._grown(place.siblings, clause)
                twins.append(found)
            else:
                self._share(found, clause)
            mark = found[0]
            key = (PLACED, author.order, seq)
            place.siblings.put(place.gap, mark.slot, key, author.bit, place.before)
            if last is not None:
                self.around.chained[last] = place.gap[-1]
            author.deeds.append(Deed(operation, place.parent, mark, id(place.gap)))
            last = mark.slot
            place = place._replace(gap=mark.slot.gap, before=None)

    def _grown(self, siblings: Siblings, clause: Clause) -> list[Mark]:
        author = self.author
        mark = author.fabric.grow_one(siblings, clause, author.bit)
        grown = [(mark, clause)]
        if clause.children:
            children = mark.own_children()
            grown.extend(author.fabric.grow(children, clause.children, author.bit))
        for each, written in grown:
            author.made[written.id] = each
        marks = [each for each, _ in grown]
        author.placed.extend(marks)
        self.written.extend(grown)
        return marks

    def _share(self, marks: list[Mark], clause: Clause) -> None:
        """Join in somebody else's insertion of the same clauses."""
        author = self.author
        for mark, written in zip(marks, clause.walk(), strict=True):
            mark.inserted |= author.bit
            mark.slot.inserted |= author.bit
            mark.own_strand.inserted |= author.bit
            author.fabric.call(mark, written.id, author.bit)
            author.made[written.id] = mark
        author.placed.extend(marks)

    def move(self, seq: int, operation: MoveClause) -> None:
        """Give a clause another place."""
        author = self.author
        mark = author.find(operation.clause)
        place = self.around.gap(operation.parent, operation.after, mark)
        twins = author.twins.setdefault((id(place.gap), "move", mark), [])
        slot = next((each for each in twins if author.is_news(each.inserted)), None)
        if slot is None:
            slot = Slot(place.siblings, mark, author.bit, place.marker, is_move=True)
            twins.append(slot)
            self.author.add_option(mark, slot)
        slot.inserted |= author.bit
        slot.seqs[author.bit] = seq
        key = (PLACED, author.order, seq)
        place.siblings.put(place.gap, slot, key, author.bit, place.before)
        self.around.moved[operation.clause] = slot
        self.elsewhere.add(mark)
        parent = self.standing.parents.get(mark)
        if parent is not None:
            author.touch(parent)
        author.touch(mark)
        author.placed.append(mark)
        author.deeds.append(Deed(operation, mark, slot, id(place.gap)))

    def join(self, seq: int, operation: JoinClauses) -> None:
        """Run a clause on to the end of another."""
        author = self.author
        receiver, mark = author.find(operation.receiver), author.find(operation.joined)
        end = list(author.sight.marks_of(receiver))[-1]
        kept = [each for each in self.standing.children.get(receiver, ()) if each is not mark]
        marker = self.standing.markers[kept[-1]] if kept else None
        twins = author.twins.setdefault(("join", mark, receiver, end, marker), [])
        join = next((each for each in twins if author.is_news(each.inserted)), None)
        if join is None:
            join = Join(mark, receiver, end, marker)
            twins.append(join)
            self.author.add_option(mark, join)
        join.inserted |= author.bit
        join.seqs[author.bit] = seq
        receiver.own_children()
        self.elsewhere.add(mark)
        for each in (receiver, mark, end):
            author.touch(each)
            author.placed.append(each)
        author.deeds.append(Deed(operation, mark, join))

    def restyle(self, seq: int, operation: RestyleClauses) -> None:
        """Label the clauses of a list in another style."""
        author = self.author
        parent = None if operation.parent is None else author.find(operation.parent)
        if parent is not None:
            author.touch(parent)
            author.placed.append(parent)
        lists = self.around.lists(parent)
        for siblings in lists:
            same = (each for each in siblings.restyles if each.marker == operation.marker)
            restyle = next((each for each in same if author.is_news(each.inserted)), None)
            if restyle is None:
                restyle = Restyle(operation.marker)
                siblings.restyles.append(restyle)
            restyle.inserted |= author.bit
            restyle.seqs[author.bit] = seq
        author.deeds.append(Deed(operation, parent, lists))

    def strike(self, _: int, operation: StrikeClause) -> None:
        """Strike a clause and all under it as the author saw it, but what they put elsewhere."""
        author, standing = self.author, self.standing
        struck = author.find(operation.clause)
        found = author.sight.passage(struck).text
        author.verify(operation.clause, 0, operation.quote, found)
        stack = [struck]
        while stack:
            mark = stack.pop()
            for each in author.sight.marks_of(mark):
                each.struck |= author.bit
                author.touch(each)
                author.placed.append(each)
            below = standing.children.get(mark, ())
            stack.extend(each for each in below if each not in self.elsewhere)
        author.deeds.append(Deed(operation, struck))

    def point(self) -> None:
        """Tie the references of the new clauses, once all of them are there."""
        for mark, clause in self.written:
            if clause.references:
                known = self.author.known(clause.references)
                point(mark.own_strand, clause.references, known)

    def _shape(self, clause: Clause) -> Hashable:
        """Return what makes two new clauses the same: all but their ids."""
        places = {each.id: place for place, each in enumerate(clause.walk())}

        def target(clause_id: ClauseId) -> Hashable:
            if clause_id in places:
                return places[clause_id]
            try:
                return self.author.find(clause_id)
            except NoSuchClause:
                return clause_id

        return tuple(
            (
                each.text,
                each.marker,
                len(each.children),
                tuple(
                    (reference.form, tuple(map(target, reference.targets)))
                    for reference in each.references
                ),
            )
            for each in clause.walk()
        )
