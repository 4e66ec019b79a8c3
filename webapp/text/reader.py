"""Reading a weave: the words and references of its clauses under one mask."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.text.clause import ClauseId, Reference
from webapp.text.marks import Join, Mark
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

    def _trace(self, target: Mark, pointer: Pointer) -> list[Mark]:
        """Return the standing clauses that a reference's target has become since it was made."""
        standing, tails = self.standing, self.standing.tails
        found: dict[Mark, None] = {}
        met: set[Mark] = set()
        waiting = [target]
        while waiting:
            mark = waiting.pop()
            if mark in met:
                continue
            met.add(mark)
            if mark in standing.parents:
                found.setdefault(standing.holder(mark))
            after = tails.after.get(mark)
            parts = [*tails.of_head.get(mark, ()), *([] if after is None else [after])]
            spot = standing.spots.get(mark)
            if isinstance(spot, Join) and mark in standing.parents:
                # Whoever splits what it was joined to splits it too.
                joint = [
                    tail
                    for tail in tails.of_head.get(spot.receiver, ())
                    if standing.fabric.has_seen(tail.inserted & self.mask, spot.inserted)
                ]
                parts += [spot.receiver, *joint] if joint else []
            waiting.extend(part for part in reversed(parts) if self._is_new_to(pointer, part))
        return list(found)

    def _is_new_to(self, pointer: Pointer, part: Mark) -> bool:
        """Tell whether who made a reference had not seen that this was split off."""
        if part.head is None:
            return True
        movers, thing = pointer.strand.inserted & self.mask & ~BASE, part.inserted & self.mask
        return not movers & thing and not self.standing.fabric.has_seen(movers, thing)
