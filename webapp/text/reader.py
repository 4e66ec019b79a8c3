"""Reading a weave: the words and references of its clauses under one mask."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.text.clause import ClauseId, Reference
from webapp.text.marks import Mark
from webapp.text.sight import segments
from webapp.text.standing import Standing
from webapp.text.strands import BASE, Piece, Pointer, Strand, walk


class Reader:
    """Reads the words and references of clauses under one mask."""

    def __init__(self, standing: Standing, mask: int) -> None:
        self.standing = standing
        self.mask = mask
        self._segments: dict[Mark, dict[Mark, list[Piece]]] = {}
        self._homes: dict[Mark, dict[Strand, Mark]] = {}

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
        return self.segments(mark.root)[mark]

    def segments(self, root: Mark) -> dict[Mark, list[Piece]]:
        """Return what stands on a strand by the mark that it follows, struck pieces too."""
        found = self._segments.get(root)
        if found is None:
            found = self._segments[root] = segments(root, self.mask)
        return found

    def home(self, strand: Strand) -> Mark:
        """Return the mark among whose words an insertion stands."""
        if not strand.root.tails:
            return strand.root
        found = self._homes.get(strand.root)
        if found is None:
            found = self._homes[strand.root] = {}
            for mark, pieces in self.segments(strand.root).items():
                for piece in pieces:
                    found.setdefault(piece.strand, mark)
        return found.get(strand, strand.root)

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
            mark = standing.tails.after.get(mark)
            if mark is None:
                break
            thing = mark.inserted & self.mask
            if movers & ~BASE & thing or standing.fabric.has_seen(movers, thing):
                break
