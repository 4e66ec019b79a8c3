"""A redline as plain values: what stood, what was struck and what was put in, in reading order.

Whatever shows changes is drawn from this: two versions compared, a what-if, the effect of one
amendment, the changes since a print on its lines. All are two texts of one weave, with the
origins of their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from webapp.text.clause import ATOM, ClauseId, Document
from webapp.text.diff import changes
from webapp.text.numbering import Numbering, number
from webapp.text.operation import ChangeSet, JoinClauses
from webapp.text.origins import ClauseOrigins, Origin
from webapp.text.references import Lines, render_reference
from webapp.text.weave import Weave

Names = frozenset[str]
Neighbours = dict[ClauseId | None, ClauseId | None]


class PieceKind(StrEnum):
    """What became of some words."""

    SAME = "same"
    INSERTED = "inserted"
    STRUCK = "struck"


class ClauseKind(StrEnum):
    """What became of a clause, its words aside. A split one begins where words stood before."""

    SAME = "same"
    INSERTED = "inserted"
    STRUCK = "struck"
    MOVED = "moved"
    SPLIT = "split"


class Part(NamedTuple):
    """Words as printed; those of a reference are one sign of the stored text."""

    shown: str
    is_reference: bool = False


@dataclass(frozen=True, slots=True)
class RedlinePiece:
    """Words of a clause that share a fate; `by` are the change sets that put in or struck them.

    Struck words are shown as the text before had them, the others as the text after has them.
    Those that `came_since` stood in neither, but in one between. `begins` tells the first of a
    clause, whose space before it is not shown.
    """

    kind: PieceKind
    parts: tuple[Part, ...]
    by: Names = frozenset()
    came_since: bool = False
    begins: bool = False

    @property
    def shown(self) -> str:
        words = "".join(part.shown for part in self.parts)
        return words.removeprefix(" ") if self.begins else words

    @property
    def text(self) -> str:
        """The words as stored."""
        return "".join(ATOM if part.is_reference else part.shown for part in self.parts)


@dataclass(frozen=True, slots=True)
class RedlineClause:
    """One clause, standing or struck, at its place in the text after.

    `label` is that of the text after ("" when struck), `label_before` that of the text
    before; `citation` and `anchor` are of the text after, or of a struck clause before.
    `moved_from` is what a moved clause was cited as, `joined` what those were that were run on to
    its end. `by` are the change sets that struck it or put it here.
    """

    id: ClauseId
    parent: ClauseId | None
    depth: int
    kind: ClauseKind
    label: str
    label_before: str
    citation: str
    anchor: str
    pieces: tuple[RedlinePiece, ...]
    by: Names = frozenset()
    moved_from: str = ""
    joined: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Tell whether there is anything to mark; a label that only counts on is nothing."""
        return (
            self.kind is not ClauseKind.SAME
            or bool(self.joined)
            or any(piece.kind is not PieceKind.SAME for piece in self.pieces)
        )


@dataclass(frozen=True, slots=True)
class Redline:
    """All clauses of two texts in one reading order."""

    clauses: tuple[RedlineClause, ...]

    @property
    def is_changed(self) -> bool:
        return any(clause.is_changed for clause in self.clauses)


def compare(old: Document, new: Document) -> Redline:
    """Return the redline from one version to another; clauses have the ids that `old` gave them."""
    change = replace(changes(old, new, id="new"), context=frozenset())
    before = Document(old.clauses)
    weave = Weave(before, [change])
    origins = weave.origins({change.id})
    return redline(origins, before=before, after=weave.text({change.id}), change_sets=[change])


def redline(
    origins: Iterable[ClauseOrigins],
    *,
    before: Document,
    after: Document,
    seen: Document | None = None,
    change_sets: Iterable[ChangeSet] = (),
    layout: Lines | None = None,
) -> Redline:
    """Return the redline from the text before to the text after.

    `origins` are those under all that either text is under. `seen` is a text between the two:
    what came in since the one before and stands in it, but not in the one after, is struck.
    `change_sets` are asked for what was joined.
    """
    drawing = _Drawing(before, after, seen or before, layout)
    return Redline(tuple(drawing.draw(origins, change_sets)))


class _Drawing:
    """Two texts, and one between them, numbered and with what each is under."""

    def __init__(
        self, before: Document, after: Document, seen: Document, layout: Lines | None
    ) -> None:
        self.then, self.between, self.now = before.under, seen.under, after.under
        self.before, self.after = number(before), number(after)
        self.seen = self.before if seen is before else number(seen)
        self.layout = layout
        self.depths: dict[ClauseId, int] = {}

    def draw(
        self, origins: Iterable[ClauseOrigins], change_sets: Iterable[ChangeSet]
    ) -> Iterator[RedlineClause]:
        joined = self._joined(change_sets)
        for each in origins:
            name = each.clause.id
            self.depths[name] = self.depths.get(each.parent, -1) + 1 if each.parent else 0
            numbering = next((one for one in self._numberings() if name in one), None)
            if numbering is None:
                continue
            kind = self._kind(each)
            is_struck = kind is ClauseKind.STRUCK
            yield RedlineClause(
                name,
                each.parent,
                self.depths[name],
                kind,
                "" if is_struck else self.after.label(name),
                _label(self.before if name in self.before else self.seen, name),
                numbering.citation(name),
                numbering.anchor(name),
                tuple(self._pieces(each)),
                (each.struck_by & self.now if is_struck else each.placed_by) - self.then,
                self._cited(name) if kind is ClauseKind.MOVED else "",
                tuple(joined.get(name, ())),
            )

    def _numberings(self) -> tuple[Numbering, ...]:
        """Return what a clause is cited by, in the first of these that has it."""
        return self.after, self.before, self.seen

    def _kind(self, origins: ClauseOrigins) -> ClauseKind:
        """Return what became of a clause that one of the texts has."""
        name = origins.clause.id
        if name not in self.after:
            return ClauseKind.STRUCK
        if name in self.before:
            moved = origins.moved_from and origins.placed_by - self.then
            again = origins.placed_by & self.then and self._stays(name)
            return ClauseKind.MOVED if moved and not again else ClauseKind.SAME
        is_split = any(_came(run, self.then) for run in origins.runs)
        return ClauseKind.SPLIT if is_split else ClauseKind.INSERTED

    def _stays(self, clause: ClauseId) -> bool:
        """Tell whether a clause follows the same one as before, though it was moved there anew."""
        was, now = self.neighbours
        return clause in was and was[clause] == now[clause]

    @cached_property
    def neighbours(self) -> tuple[Neighbours, Neighbours]:
        return _neighbours(self.before, self.after), _neighbours(self.after, self.before)

    def _pieces(self, origins: ClauseOrigins) -> Iterator[RedlinePiece]:
        """Yield what shares a fate; runs of one fate are one piece."""
        waiting: RedlinePiece | None = None
        for run in origins.runs:
            piece = self._piece(run)
            if piece is None:
                continue
            if waiting is None:
                waiting = replace(piece, begins=True)
            elif _fate(waiting) == _fate(piece):
                waiting = replace(waiting, parts=_run_on(waiting.parts, piece.parts))
            else:
                yield waiting
                waiting = piece
        if waiting is not None:
            yield waiting

    def _piece(self, run: Origin) -> RedlinePiece | None:
        stood, stands = _shows(run, self.then), _shows(run, self.now)
        if stood and stands:
            return RedlinePiece(PieceKind.SAME, self._parts(run, self.after))
        if stands:
            by = run.inserted_by & self.now
            return RedlinePiece(PieceKind.INSERTED, self._parts(run, self.after), by)
        if stood:
            by = run.struck_by & self.now - self.then
            return RedlinePiece(PieceKind.STRUCK, self._parts(run, self.before), by)
        if _shows(run, self.between):
            by = run.struck_by & self.now - self.between
            parts = self._parts(run, self.seen)
            return RedlinePiece(PieceKind.STRUCK, parts, by, came_since=True)
        return None

    def _parts(self, run: Origin, numbering: Numbering) -> tuple[Part, ...]:
        """Return the words between references, and each reference as it is printed."""
        references = iter(run.references)
        parts: list[Part] = []
        for place, words in enumerate(run.text.split(ATOM)):
            reference = next(references, None) if place else None
            if place:
                cited = render_reference(reference, numbering, self.layout) if reference else ""
                parts.append(Part(cited, is_reference=True))
            if words:
                parts.append(Part(words))
        return tuple(parts)

    def _joined(self, change_sets: Iterable[ChangeSet]) -> dict[ClauseId, list[str]]:
        """Return what was joined to each clause, cited as in the text before."""
        joined: dict[ClauseId, list[str]] = {}
        for change_set in change_sets:
            if change_set.id in self.then:
                continue
            for operation in change_set.operations:
                if isinstance(operation, JoinClauses) and operation.joined not in self.after:
                    cited = self._cited(operation.joined)
                    joined.setdefault(operation.receiver, []).append(cited)
        return joined

    def _cited(self, clause: ClauseId) -> str:
        return self.before.citation(clause) if clause in self.before else ""


def _neighbours(here: Numbering, there: Numbering) -> Neighbours:
    """Return which clause each follows in a text, of those that have the same place in both."""
    last: Neighbours = {}
    found: Neighbours = {}
    for name in here:
        parent = here.place(name).parent
        if name in there and there.place(name).parent == parent:
            found[name] = last.get(parent)
            last[parent] = name
    return found


def _came(run: Origin, under: Names) -> bool:
    return not run.inserted_by or not run.inserted_by.isdisjoint(under)


def _shows(run: Origin, under: Names) -> bool:
    """Tell whether words stand in the text under these change sets."""
    return _came(run, under) and run.struck_by.isdisjoint(under)


def _fate(piece: RedlinePiece) -> tuple[PieceKind, Names, bool]:
    return piece.kind, piece.by, piece.came_since


def _run_on(parts: tuple[Part, ...], more: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts in one row, words that now stand side by side made one."""
    if not parts or not more or parts[-1].is_reference or more[0].is_reference:
        return parts + more
    return (*parts[:-1], Part(parts[-1].shown + more[0].shown), *more[1:])


def _label(numbering: Numbering, clause: ClauseId) -> str:
    return numbering.label(clause) if clause in numbering else ""
