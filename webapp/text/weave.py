"""The weave: a base text and all change sets at once, and the text under any set of them.

A run of text is visible when the base or one of its inserters is in the set and nobody in
the set strikes it. Nothing is rebased or replayed: one pass answers what the text was, is,
or would be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from webapp.text.author import Author, Twins, Work
from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.colliding import Finder
from webapp.text.collisions import Collision, told
from webapp.text.errors import NoSuchChangeSet, NotClosed, TwiceNamed
from webapp.text.fabric import Fabric, bits, point
from webapp.text.marks import Mark
from webapp.text.numbering import Numbering, number
from webapp.text.operation import ChangeSet, place_order
from webapp.text.origins import ClauseOrigins, OriginsReader
from webapp.text.reader import Reader
from webapp.text.sight import Sight
from webapp.text.standing import Standing
from webapp.text.strands import BASE, Strand
from webapp.text.unapplied import Unapplied, without_effect
from webapp.text.weaving import weave_in

if TYPE_CHECKING:
    from webapp.text.reading.values import Back


class Weave:
    """A base document and change sets to it, in any order: their contexts say who saw what.

    Raises WrongAnchor or NoSuchClause for an operation that does not fit what its author saw,
    NoSuchChangeSet or NotClosed for a context that cannot be.
    """

    def __init__(self, base: Document, change_sets: Iterable[ChangeSet]) -> None:
        self.base = base
        self.change_sets: dict[str, ChangeSet] = {}
        for change_set in change_sets:
            same = self.change_sets.setdefault(change_set.id, change_set)
            if same is not change_set and same != change_set:
                raise TwiceNamed(change_set.id)
        self._fabric = Fabric(base)
        self._standings: dict[int, Standing] = {}
        self._bits: dict[str, int] = {}
        self._needs: dict[int, int] = {}
        self._works: dict[int, Work] = {}
        self._weave_all()

    def text(self, under: Iterable[str], *, drop: bool = False) -> Document:
        """Return the document as it reads under these change sets.

        Raises NotClosed where one needs another that is left out, unless `drop` leaves
        out what cannot stand; the document's `under` says what was applied.
        """
        mask = self._closed(under, drop=drop)
        return self._document(mask, self._ids(mask))

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

    def origins(self, under: Iterable[str], *, drop: bool = False) -> list[ClauseOrigins]:
        """Return every clause in reading order, also what is struck, with who did what to it.

        Raises NotClosed as `text` does.
        """
        mask = self._closed(under, drop=drop)
        return list(OriginsReader(self._reader(mask), self._ids).read())

    def collisions(
        self,
        among: Iterable[str],
        *,
        names: Mapping[str, str] | None = None,
        cite: Callable[[ClauseId], str] | None = None,
    ) -> list[Collision]:
        """Return how these change sets meet, the hard collisions first, each in reading order.

        `names` are what the sentences call the change sets (their ids, else), `cite` what they
        call a clause (its citation in the base; of a new clause, in the text of all these).
        """
        members = self._mask(among)
        mask = self._with_grounds(members)
        found = Finder(self._fabric, self._works, self._reader(mask), members).find()
        if not found:
            return []
        cite = cite or self._citer(mask)
        met = [told(each, self._id, names or {}, cite) for each in found]
        return sorted(met, key=lambda each: not each.hard)

    def unapplied(self, under: Iterable[str]) -> list[Unapplied]:
        """Return the operations of these change sets that show no effect, with why."""
        mask = self._closed(under, drop=False)
        works = [self._works[bit] for bit in bits(mask & ~BASE)]
        return list(without_effect(self._fabric, works, self._reader(mask)))

    def resettle(self, back: Back, under: Iterable[str], *, drop: bool = False) -> Back:
        """Return back matter with its references led to what became of the base's clauses."""
        if back.applicability is None:
            return back
        reader = self._reader(self._closed(under, drop=drop))
        strand = Strand("", BASE, Mark(BASE, -1))
        known = {name: marks[0] for name, marks in self._fabric.by_name.items()}
        point(strand, back.applicability.references, known)
        references = tuple(reader.reference(pointer) for pointer in strand.pointers)
        return replace(back, applicability=replace(back.applicability, references=references))

    def touched_by(self, change_sets: Iterable[str]) -> dict[ClauseId, frozenset[str]]:
        """Return which of these change sets touched each clause that any of them touched."""
        mask = self._mask(change_sets) & ~BASE
        touched: dict[ClauseId, int] = {}
        for mark in self._fabric.marks:
            if found := mark.touched & mask:
                for _, _, name in mark.names:
                    touched[name] = touched.get(name, 0) | found
        return {name: self._ids(found) for name, found in touched.items()}

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
        for name, depth in self._by_context(printed).items():
            change_set, bit = sets[name], self._bits[name]
            saw = self._mask(change_set.context)
            self._fabric.add(bit, bit.bit_length(), depth, saw)
            sight = sights.get(saw)
            if sight is None:
                _, lacking = self.closure(change_set.context)
                if lacking:
                    raise NotClosed(lacking)
                sight = sights[saw] = Sight(self._fabric, saw, self._standing(saw))
            author = Author(self._fabric, sight, twins, change_set, bit)
            self._works[bit] = weave_in(author)
            self._needs[bit] = author.needs & ~BASE
            if change_set.amends is not None:
                self._needs[bit] |= self._bit(change_set.amends)

        # What each author saw has served its purpose.
        self._standings.clear()

    def _by_context(self, printed: list[str]) -> dict[str, int]:
        """Return the change sets, each after those its author saw, with how deep it stands."""
        sets = self.change_sets
        if not any(each.context for each in sets.values()):
            return dict.fromkeys(printed, 0)
        waits = {name: len(each.context) for name, each in sets.items()}
        seen_by: dict[str, list[str]] = {name: [] for name in printed}
        for name in printed:
            for seen in sets[name].context:
                self._bit(seen)
                seen_by[seen].append(name)
        depths: dict[str, int] = {}
        ready = [name for name in printed if not waits[name]]
        for depth in count():
            depths.update(dict.fromkeys(ready, depth))
            freed = [name for seen in ready for name in seen_by[seen]]
            for name in freed:
                waits[name] -= 1
            ready = sorted({name for name in freed if not waits[name]}, key=self._bits.__getitem__)
            if not ready:
                break
        if len(depths) < len(sets):
            raise NotClosed({name: sets[name].context for name in printed if name not in depths})
        return depths

    # Masks

    def _closed(self, under: Iterable[str], *, drop: bool) -> int:
        kept, dropped = self.closure(under)
        if dropped and not drop:
            raise NotClosed(dropped)
        return self._mask(kept)

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
        return self._works[bit].change_set.id

    def _ids(self, mask: int) -> frozenset[str]:
        return frozenset(self._id(bit) for bit in bits(mask & ~BASE))

    def _standing(self, mask: int) -> Standing:
        key = mask & (self._fabric.structural | BASE)
        found = self._standings.get(key)
        if found is None:
            found = self._standings[key] = Standing(self._fabric, key)
        return found

    # Reading

    def _reader(self, mask: int) -> Reader:
        return Reader(self._standing(mask), mask)

    def _with_grounds(self, mask: int) -> int:
        """Return the mask with whatever its members need."""
        while True:
            needed = mask
            for bit in bits(mask & ~BASE):
                needed |= self._needs[bit]
            if needed == mask:
                return mask
            mask = needed

    def _citer(self, mask: int) -> Callable[[ClauseId], str]:
        printed = number(self.base)
        present: list[Numbering] = []

        def cite(clause: ClauseId) -> str:
            if clause in printed:
                return printed.citation(clause)
            if not present:
                present.append(number(self._document(mask, self._ids(mask))))
            return present[0].citation(clause) if clause in present[0] else "a new clause"

        return cite

    def _document(self, mask: int, under: frozenset[str]) -> Document:
        standing = self._standing(mask)
        reader = self._reader(mask)
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
