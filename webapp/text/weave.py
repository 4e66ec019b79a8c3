"""The weave: a base text and all change sets at once, and the text under any set of them.

A run of text is visible when the base or one of its inserters is in the set and nobody in
the set strikes it. Nothing is rebased or replayed: one pass answers what the text was, is,
or would be.
"""

from __future__ import annotations

from collections.abc import Iterable

from webapp.text.author import Author, Twins
from webapp.text.clause import Clause, ClauseId, Document, Reference
from webapp.text.errors import NoSuchChangeSet, NotClosed, TwiceNamed
from webapp.text.fabric import Fabric, bits
from webapp.text.marks import Mark
from webapp.text.operation import (
    ChangeSet,
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    RestyleClauses,
    SplitClause,
    StrikeClause,
    StrikeText,
    place_order,
)
from webapp.text.placing import Placing
from webapp.text.sight import Sight, segments
from webapp.text.standing import Standing
from webapp.text.strands import BASE, Piece, Pointer, walk
from webapp.text.wording import Wording

UNSETTLING = (StrikeClause, MoveClause, JoinClauses)


class Weave:
    """A base document and change sets to it, in any order: their contexts say who saw what.

    Raises WrongAnchor or NoSuchClause for an operation that does not fit what its author saw,
    NoSuchChangeSet or NotClosed for a context that cannot be.
    """

    def __init__(self, base: Document, change_sets: Iterable[ChangeSet]) -> None:
        self.base = base
        self.change_sets: dict[str, ChangeSet] = {}
        for change_set in change_sets:
            if self.change_sets.setdefault(change_set.id, change_set) != change_set:
                raise TwiceNamed(change_set.id)
        self._fabric = Fabric(base)
        self._standings: dict[int, Standing] = {}
        self._bits: dict[str, int] = {}
        self._needs: dict[int, int] = {}
        self._authors: dict[int, Author] = {}
        self._weave_all()

    def text(self, under: Iterable[str], *, drop: bool = False) -> Document:
        """Return the document as it reads under these change sets.

        Raises NotClosed where one needs another that is left out, unless `drop` leaves
        out what cannot stand; the document's `under` says what was applied.
        """
        members = frozenset(under)
        kept, dropped = self.closure(members)
        if dropped and not drop:
            raise NotClosed(dropped)
        return self._document(self._mask(kept), kept)

    def closure(self, under: Iterable[str]) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
        """Return which of these can stand together, and what each of the others lacks."""
        mask = self._mask(under)
        dropped: dict[str, frozenset[str]] = {}
        while True:
            lacking = [bit for bit in bits(mask & ~BASE) if self._needs[bit] & ~mask]
            if not lacking:
                return self._ids(mask), dropped
            for bit in lacking:
                dropped[self._id(bit)] = self._ids(self._needs[bit] & ~mask)
            mask &= ~sum(lacking)

    def requires(self, change_set: str) -> frozenset[str]:
        """Return those that this one cannot do without: they touched what it touches."""
        return self._ids(self._needs[self._bit(change_set)])

    def extended(self, change_sets: Iterable[ChangeSet]) -> Weave:
        """Return a weave of these change sets beside its own."""
        return Weave(self.base, [*self.change_sets.values(), *change_sets])

    # Building

    def _weave_all(self) -> None:
        sets = self.change_sets
        keys = {each.id: (place_order(each.place), each.place, each.id) for each in sets.values()}
        printed = sorted(sets, key=keys.__getitem__)
        self._bits = {name: BASE << place for place, name in enumerate(printed, start=1)}
        twins: Twins = {}
        sights: dict[int, Sight] = {}
        for name in self._by_context(printed):
            change_set, bit = sets[name], self._bits[name]
            saw = self._mask(change_set.context)
            self._fabric.add(bit, bit.bit_length(), saw)
            sight = sights.get(saw)
            if sight is None:
                _, lacking = self.closure(change_set.context)
                if lacking:
                    raise NotClosed(lacking)
                sight = sights[saw] = Sight(self._fabric, saw, self._standing(saw))
            author = Author(self._fabric, sight, twins, change_set, bit)
            weave_in(author)
            self._authors[bit] = author
            self._needs[bit] = author.needs & ~BASE
            if change_set.amends is not None:
                self._needs[bit] |= self._bit(change_set.amends)

    def _by_context(self, printed: list[str]) -> list[str]:
        """Return the change sets so that each comes after those its author saw."""
        sets = self.change_sets
        if not any(each.context for each in sets.values()):
            return printed
        for change_set in sets.values():
            self._mask(change_set.context)
        depths: dict[str, int] = {}
        waiting = printed
        depth = 0
        while waiting:
            ready = [name for name in waiting if sets[name].context <= depths.keys()]
            if not ready:
                raise NotClosed({name: sets[name].context for name in waiting})
            depths.update(dict.fromkeys(ready, depth))
            waiting = [name for name in waiting if name not in depths]
            depth += 1
        return list(depths)

    # Masks

    def _bit(self, name: str) -> int:
        try:
            return self._bits[name]
        except KeyError:
            raise NoSuchChangeSet(name) from None

    def _mask(self, names: Iterable[str]) -> int:
        mask = BASE
        for name in names:
            mask |= self._bit(name)
        return mask

    def _id(self, bit: int) -> str:
        return self._authors[bit].change_set.id

    def _ids(self, mask: int) -> frozenset[str]:
        return frozenset(self._id(bit) for bit in bits(mask & ~BASE))

    def _standing(self, mask: int) -> Standing:
        key = mask & (self._fabric.structural | BASE)
        found = self._standings.get(key)
        if found is None:
            found = self._standings[key] = Standing(self._fabric, key)
        return found

    # Reading

    def _document(self, mask: int, under: frozenset[str]) -> Document:
        standing = self._standing(mask)
        reader = Reader(standing, mask)
        names, markers, children = standing.names, standing.markers, standing.children
        built: dict[Mark | None, Clause] = {}
        for mark in reversed(standing.reading):
            text, references = reader.words(mark)
            below = children.get(mark)
            built[mark] = Clause(
                names[mark],
                text,
                markers[mark],
                references,
                tuple([built[child] for child in below]) if below else (),
            )
        return Document(tuple(built[mark] for mark in children.get(None, ())), under)


class Reader:
    """Reads the words and references of clauses under one mask."""

    def __init__(self, standing: Standing, mask: int) -> None:
        self.standing = standing
        self.mask = mask
        self._segments: dict[Mark, dict[Mark, list[Piece]]] = {}

    def words(self, mark: Mark) -> tuple[str, tuple[Reference, ...]]:
        mask = self.mask
        texts: list[str] = []
        pointers: list[Pointer] = []
        for piece in self.pieces(mark):
            if not piece.struck & mask:
                texts.append(piece.text)
                if piece.pointers:
                    pointers.extend(piece.pointers)
        references = tuple([self.reference(pointer) for pointer in pointers]) if pointers else ()
        return "".join(texts), references

    def pieces(self, mark: Mark) -> Iterable[Piece]:
        """Return what stands in a clause, struck pieces too, with what was run on to it."""
        flows = self.standing.flows
        if mark not in flows:
            return self._segment(mark)
        found: list[Piece] = []
        stack = [mark]
        while stack:
            each = stack.pop()
            found.extend(self._segment(each))
            stack.extend(reversed(flows.get(each, ())))
        return found

    def _segment(self, mark: Mark) -> Iterable[Piece]:
        if not mark.root.tails:
            return walk(mark, self.mask)
        found = self._segments.get(mark.root)
        if found is None:
            found = self._segments[mark.root] = segments(mark.root, self.mask)
        return found[mark]

    def reference(self, pointer: Pointer) -> Reference:
        """Return a reference to what has become of its clauses.

        To both parts of a split its author had not seen; to the receiver of a join; and
        still to a clause that is gone, so that it is seen to dangle.
        """
        targets: dict[ClauseId, None] = {}
        names = self.standing.names
        for target in pointer.targets:
            if isinstance(target, Mark):
                found = [names[mark] for mark in self._trace(target, pointer)]
                targets.update(dict.fromkeys(found or [target.name(self.mask)]))
            else:
                targets.setdefault(target)
        reference = pointer.reference
        if tuple(targets) == reference.targets:
            return reference
        return Reference(tuple(targets), reference.form, reference.printed)

    def _trace(self, target: Mark, pointer: Pointer) -> Iterable[Mark]:
        """Yield the standing clauses in which the words of a reference's target are read."""
        standing = self.standing
        movers = pointer.strand.inserted & self.mask
        mark: Mark | None = target
        while mark is not None:
            if mark in standing.parents:
                yield standing.holder(mark)
            mark = standing.after.get(mark)
            if mark is None:
                break
            thing = mark.inserted & self.mask
            if movers & ~BASE & thing or standing.fabric.has_seen(movers, thing):
                break


def weave_in(author: Author) -> None:
    """Put all that one change set does into the fabric."""
    wording = Wording(author)
    operations = author.change_set.operations
    if any(not isinstance(each, InsertText | StrikeText) for each in operations):
        place_all(author, wording)
    strikes = [each for each in operations if isinstance(each, StrikeText)]
    if strikes:
        wording.strike(strikes)
    for seq, operation in enumerate(operations):
        if isinstance(operation, InsertText):
            wording.insert(seq, operation)
    author.commit()


def place_all(author: Author, wording: Wording) -> None:
    """Weave in what a change set does to the clauses themselves: tails first, strikes last."""
    placing = Placing(author, wording)
    numbered = list(enumerate(author.change_set.operations))
    for seq, operation in numbered:
        if isinstance(operation, SplitClause):
            placing.split(seq, operation)
        elif isinstance(operation, InsertClauses | MoveClause):
            placing.expect(seq, operation)
    for seq, operation in numbered:
        if isinstance(operation, InsertClauses):
            placing.insert(seq, operation)
    for seq, operation in numbered:
        if isinstance(operation, MoveClause):
            placing.move(seq, operation)
        elif isinstance(operation, JoinClauses):
            placing.join(seq, operation)
        elif isinstance(operation, RestyleClauses):
            placing.restyle(seq, operation)
    for _, operation in numbered:
        if isinstance(operation, StrikeClause):
            placing.strike(operation)
    placing.point()
    author.fabric.structural |= author.bit
    if any(isinstance(operation, UNSETTLING) for _, operation in numbered):
        author.fabric.unsettling |= author.bit
