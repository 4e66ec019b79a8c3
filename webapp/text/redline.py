"""A redline as plain values: what stood, what was struck and what was put in, in reading order.

Two published versions compared and a what-if have one shape, because both are drawn from
the origins of a weave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from webapp.text.clause import ATOM, ClauseId, Document, Reference
from webapp.text.diff import changes
from webapp.text.numbering import Numbering, number
from webapp.text.operation import ChangeSet, JoinClauses
from webapp.text.origins import ClauseOrigins, Origin
from webapp.text.references import Lines, render_reference
from webapp.text.weave import Weave

Names = frozenset[str]


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


@dataclass(frozen=True, slots=True)
class RedlinePiece:
    """Words of a clause that share a fate; `by` are the change sets that put in or struck them.

    `text` is as stored, with `references` for its atoms; `shown` is as printed: struck
    words as the text before had them, the others as the text after has them.
    """

    kind: PieceKind
    text: str
    shown: str
    references: tuple[Reference, ...] = ()
    by: Names = frozenset()


@dataclass(frozen=True, slots=True)
class RedlineClause:
    """One clause, standing or struck, at its place in the text after.

    `label` is that of the text after ("" when struck), `label_before` that of the text
    before. `moved_from` is what a moved clause was cited as, `joined` what those were that
    were run on to its end. `by` are the change sets that struck it or put it here.
    """

    id: ClauseId
    depth: int
    kind: ClauseKind
    label: str
    label_before: str
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
    weave = Weave(Document(old.clauses), [change])
    origins = weave.origins({change.id})
    return redline(origins, before=old, after=weave.text({change.id}), change_sets=[change])


def redline(
    origins: Iterable[ClauseOrigins],
    *,
    before: Document,
    after: Document,
    known: Iterable[str] = (),
    change_sets: Iterable[ChangeSet] = (),
    layout: Lines | None = None,
) -> Redline:
    """Return the redline from the text before to the text after.

    `origins` are those of the text after. `known` are the change sets that the text before
    shows: what they did is not marked. `change_sets` are those in force, asked for what was joined.
    """
    return Redline(
        tuple(_Drawing(before, after, frozenset(known), layout).draw(origins, change_sets))
    )


class _Drawing:
    def __init__(
        self, before: Document, after: Document, known: Names, layout: Lines | None
    ) -> None:
        self.before = number(before)
        self.after = number(after)
        self.known = known
        self.layout = layout
        self.depths: dict[ClauseId, int] = {}

    def draw(
        self, origins: Iterable[ClauseOrigins], change_sets: Iterable[ChangeSet]
    ) -> Iterator[RedlineClause]:
        joined = self._joined(change_sets)
        for each in origins:
            self.depths[each.clause.id] = self.depths.get(each.parent, -1) + 1 if each.parent else 0
            kind = self._kind(each)
            if kind is None:
                continue
            clause_id = each.clause.id
            yield RedlineClause(
                clause_id,
                self.depths[clause_id],
                kind,
                "" if kind is ClauseKind.STRUCK else _label(self.after, clause_id),
                _label(self.before, clause_id),
                tuple(self._pieces(each)),
                (each.struck_by if kind is ClauseKind.STRUCK else each.placed_by) - self.known,
                self._cited(clause_id) if kind is ClauseKind.MOVED else "",
                tuple(joined.get(clause_id, ())),
            )

    def _kind(self, origins: ClauseOrigins) -> ClauseKind | None:
        """Return what became of a clause; None when neither text has it."""
        stood = origins.clause.id in self.before
        if origins.struck_by:
            return ClauseKind.STRUCK if stood and not origins.struck_by & self.known else None
        if not origins.placed_by or origins.placed_by & self.known:
            return ClauseKind.SAME
        if stood:
            return ClauseKind.MOVED if origins.moved_from else ClauseKind.SAME
        is_split = any(self._stood(run) for run in origins.runs)
        return ClauseKind.SPLIT if is_split else ClauseKind.INSERTED

    def _stood(self, run: Origin) -> bool:
        """Tell whether the text before showed some words, as far as their coming in decides."""
        return not run.inserted_by or bool(run.inserted_by & self.known)

    def _pieces(self, origins: ClauseOrigins) -> Iterator[RedlinePiece]:
        waiting: RedlinePiece | None = None
        for run in origins.runs:
            piece = self._piece(run)
            if piece is None:
                continue
            if waiting is None:
                waiting = replace(piece, shown=piece.shown.removeprefix(" "))
            elif (waiting.kind, waiting.by) == (piece.kind, piece.by):
                waiting = replace(
                    waiting,
                    text=waiting.text + piece.text,
                    shown=waiting.shown + piece.shown,
                    references=waiting.references + piece.references,
                )
            else:
                yield waiting
                waiting = piece
        if waiting is not None:
            yield waiting

    def _piece(self, run: Origin) -> RedlinePiece | None:
        stood = self._stood(run)
        if run.struck_by:
            if not stood or run.struck_by & self.known:
                return None
            kind, by, numbering = PieceKind.STRUCK, run.struck_by, self.before
        elif stood:
            kind, by, numbering = PieceKind.SAME, frozenset(), self.after
        else:
            kind, by, numbering = PieceKind.INSERTED, run.inserted_by, self.after
        return RedlinePiece(kind, run.text, self._shown(run, numbering), run.references, by)

    def _shown(self, run: Origin, numbering: Numbering) -> str:
        if ATOM not in run.text:
            return run.text
        first, *parts = run.text.split(ATOM)
        printed = [
            render_reference(reference, numbering, self.layout) for reference in run.references
        ]
        return first + "".join(map("".join, zip(printed, parts, strict=True)))

    def _joined(self, change_sets: Iterable[ChangeSet]) -> dict[ClauseId, list[str]]:
        """Return what was joined to each clause, cited as in the text before."""
        joined: dict[ClauseId, list[str]] = {}
        for change_set in change_sets:
            if change_set.id in self.known:
                continue
            for operation in change_set.operations:
                if isinstance(operation, JoinClauses) and operation.joined not in self.after:
                    cited = self._cited(operation.joined)
                    joined.setdefault(operation.receiver, []).append(cited)
        return joined

    def _cited(self, clause: ClauseId) -> str:
        return self.before.citation(clause) if clause in self.before else ""


def _label(numbering: Numbering, clause: ClauseId) -> str:
    return numbering.label(clause) if clause in numbering else ""
