"""A redline on the lines of the print: what was changed since, where it stood.

Words that stood in print keep their printed line; words added since stand on the line
they were put into; a clause that the print did not have has no line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from webapp.rendering.paper import KINDS, SAME, STRUCK, Paper, PaperClause, Piece, PrintedLine
from webapp.text.redline import ClauseKind, PieceKind, redline

if TYPE_CHECKING:
    from webapp.text.clause import ClauseId, Document
    from webapp.text.lines import Layout
    from webapp.text.origins import ClauseOrigins
    from webapp.text.redline import Redline, RedlineClause, RedlinePiece


@dataclass(frozen=True, slots=True)
class Credit:
    """What a change set is called at its words, the sentence about it, and where it leads."""

    name: str
    sentence: str = ""
    href: str | None = None


Credits = Mapping[str, Credit]


def changed_paper(
    origins: Sequence[ClauseOrigins],
    printed: Document,
    now: Document,
    layout: Layout,
    credits_: Credits,
    seen: Document | None = None,
) -> Paper:
    """Return the printed text with the changes that lead to `now` marked in it.

    `origins` are the weave's under all that either text is under. `seen` is a text between the
    two: what came in since the print and stands in it, but not in `now`, is marked as struck.
    """
    drawn = redline(origins, before=printed, after=now, seen=seen, layout=layout)
    press = _Press(drawn, printed, layout, credits_)
    clauses: dict[ClauseId | None, PaperClause] = {}
    paper = Paper()
    for one in drawn.clauses:
        above = clauses.get(one.parent)
        clause = clauses[one.id] = press.clause(one, above)
        (above.children if above is not None else paper.clauses).append(clause)
    return paper


def without_struck(paper: Paper) -> Paper:
    """Return the same paper as it reads now: struck words gone, added ones set as the rest.

    What a word was brought in by is kept, for whoever touches it.
    """
    return Paper([kept for clause in paper.clauses if (kept := _as_it_reads(clause))], paper.title)


def only_changed(paper: Paper) -> Paper:
    """Return the clauses that were changed, each under those that lead it in."""
    return Paper([kept for clause in paper.clauses if (kept := _if_changed(clause))], paper.title)


def _if_changed(clause: PaperClause) -> PaperClause | None:
    children = [kept for child in clause.children if (kept := _if_changed(child))]
    pieces = (piece for _, pieces in clause.lines for piece in pieces)
    is_changed = clause.is_struck or bool(clause.moved_from) or any(_changes(one) for one in pieces)
    return replace(clause, children=children) if is_changed or children else None


def _changes(piece: Piece) -> bool:
    return piece.kind != SAME


def _as_it_reads(clause: PaperClause) -> PaperClause | None:
    if clause.is_struck:
        return None
    lines = [
        (line, [_set_as_same(piece) for piece in pieces if piece.kind != STRUCK])
        for line, pieces in clause.lines
    ]
    lines = [line for line in lines if line[1]]
    if (
        lines and clause.lines[0][1] and clause.lines[0][1][0].kind == STRUCK
    ):  # the space after it is now the first
        lines[0] = (lines[0][0], _without_lead(0, lines[0][1]))
    children = [kept for child in clause.children if (kept := _as_it_reads(child))]
    return PaperClause(
        clause.anchor,
        clause.label,
        clause.citation,
        clause.level,
        lines or [(None, [])],
        clause.first_line,
        clause.last_line,
        chips=clause.chips,
        children=children,
    )


def without_credits(paper: Paper) -> Paper:
    """Return the same paper without saying whose doing any word is."""
    return Paper([_uncredited(clause) for clause in paper.clauses], paper.title)


def _uncredited(clause: PaperClause) -> PaperClause:
    lines = [
        (line, [Piece(piece.text, piece.kind) for piece in pieces]) for line, pieces in clause.lines
    ]
    children = [_uncredited(child) for child in clause.children]
    return replace(clause, lines=lines, children=children)


def _set_as_same(piece: Piece) -> Piece:
    return Piece(piece.text, SAME, piece.by, piece.titles, piece.href)


class _Press:
    """Sets clause after clause, remembering how much of the print has been set."""

    def __init__(
        self, drawn: Redline, printed: Document, layout: Layout, credits_: Credits
    ) -> None:
        self.layout = layout
        self.credits = credits_
        self.texts = {clause.id: clause.text for clause in printed.walk()}
        self.set_up_to = dict.fromkeys(self.texts, 0)
        here = {one.id for one in drawn.clauses}
        self.run_on = [name for name in self.texts if name not in here]
        self.split: list[ClauseId] = []
        self.numbered: set[int] = set()

    def clause(self, one: RedlineClause, above: PaperClause | None) -> PaperClause:
        is_struck = one.kind is ClauseKind.STRUCK
        first, last = self.layout.of(one.id) or (None, None)
        return PaperClause(
            f"was-{one.anchor}" if is_struck else one.anchor,
            one.label_before if is_struck else one.label,
            one.citation,
            above.level + 1 if above else 0,
            self._lines(one),
            first,
            last,
            moved_from=one.moved_from,
            is_struck=is_struck,
        )

    def _lines(self, one: RedlineClause) -> list[PrintedLine]:
        spans = self._locate(one.id, "".join(p.text for p in one.pieces if _is_printed(p)))
        lines: list[PrintedLine] = []
        waiting: list[Piece] = []
        for piece, line in self._pieces(one.pieces, spans):
            if line is None and not lines:
                waiting.append(piece)
            elif line is None or (lines and lines[-1][0] == line):
                lines[-1][1].append(piece)
            else:
                lines.append((line, [*waiting, piece]))
                waiting = []
        if waiting:
            lines.append((None, waiting))
        return [
            (self._once(line), _without_lead(at, pieces)) for at, (line, pieces) in enumerate(lines)
        ]

    def _once(self, line: int | None) -> int | None:
        """Return a line's number the first time it is set: a split clause may begin within one."""
        if line is None or line in self.numbered:
            return None
        self.numbered.add(line)
        return line

    def _pieces(
        self, drawn: Sequence[RedlinePiece], spans: Iterator[tuple[ClauseId, int, int]]
    ) -> Iterator[tuple[Piece, int | None]]:
        """Yield pieces with their printed line; None for words the print did not have."""
        where = _Walk(spans, self.layout)
        for one in drawn:
            make = self._maker(one)
            for part in one.parts:
                if not _is_printed(one):
                    yield make(part.shown), None
                elif part.is_reference:
                    yield from where.atom(part.shown, make)
                else:
                    yield from where.words(part.shown, make)

    def _maker(self, one: RedlinePiece) -> Callable[[str], Piece]:
        credits_ = [self.credits.get(key, Credit(key)) for key in sorted(one.by)]
        by = tuple(credit.name for credit in credits_)
        titles = tuple(credit.sentence for credit in credits_ if credit.sentence)
        href = next((credit.href for credit in credits_ if credit.href), None)
        return lambda text: Piece(text, KINDS[one.kind], by, titles, href)

    def _locate(self, name: ClauseId, text: str) -> Iterator[tuple[ClauseId, int, int]]:
        """Yield where in print the words stood: clause, start and length of each stretch.

        A clause begins with its own print; after that comes what ran on from a clause joined
        to it. A clause split off goes on where the print of another was left.
        """
        found: list[tuple[ClauseId, int, int]] = []
        for candidate in (name, *self.split, *self.run_on):
            at = self.set_up_to.get(candidate)
            rest = self.texts.get(candidate, "")[at or 0 :]
            if at is None or not rest or not text:
                continue
            length = len(rest) if text.startswith(rest) else len(text)
            if not rest.startswith(text[:length]):
                continue
            found.append((candidate, at, length))
            self.set_up_to[candidate] = at + length
            text = text[length:]
            if length < len(rest) and candidate not in self.split:
                self.split.append(candidate)
        return iter(found)


class _Walk:
    """Goes through the print of one clause, telling the line of each stretch of words."""

    def __init__(self, spans: Iterator[tuple[ClauseId, int, int]], layout: Layout) -> None:
        self.layout = layout
        self.spans = list(spans)
        self.used = 0

    def words(self, text: str, make: Callable[[str], Piece]) -> Iterator[tuple[Piece, int | None]]:
        while text:
            clause, offset, left = self._here()
            if clause is None:
                yield make(text), None
                return
            taken, text = text[:left], text[left:]
            shown = self.layout.shown_offset(clause, offset)
            # The leading space of a clause is not in print: it stands with the first word.
            lead = 1 if offset == 0 and taken.startswith(" ") else 0
            yield from self._cut(taken, clause, shown - lead, make)
            self._advance(len(taken))

    def atom(self, words: str, make: Callable[[str], Piece]) -> Iterator[tuple[Piece, int | None]]:
        clause, offset, _ = self._here()
        if clause is None:
            yield make(words), None
            return
        shown = self.layout.shown_offset(clause, offset)
        length = self.layout.shown_offset(clause, offset + 1) - shown
        if length == len(words):
            yield from self._cut(words, clause, shown, make)
        else:
            yield make(words), self._line(clause, shown)[0]
        self._advance(1)

    def _cut(
        self, text: str, clause: ClauseId, shown: int, make: Callable[[str], Piece]
    ) -> Iterator[tuple[Piece, int | None]]:
        """Yield the pieces of a stretch, cut where printed lines begin."""
        while text:
            line, end = self._line(clause, max(shown, 0))
            length = len(text) if end is None else max(1, min(len(text), end - shown))
            yield make(text[:length]), line
            text, shown = text[length:], shown + length

    def _line(self, clause: ClauseId, shown: int) -> tuple[int | None, int | None]:
        """Return the line of a printed character, and where the next line begins."""
        lines = self.layout.lines_of(clause)
        if not lines:
            return None, None
        starts = [line.start for line in lines[1:]]
        at = bisect_right(starts, shown)
        return lines[at].number, starts[at] if at < len(starts) else None

    def _here(self) -> tuple[ClauseId | None, int, int]:
        used = self.used
        for clause, start, length in self.spans:
            if used < length:
                return clause, start + used, length - used
            used -= length
        return None, 0, 0

    def _advance(self, stored: int) -> None:
        self.used += stored


def _is_printed(piece: RedlinePiece) -> bool:
    return piece.kind is not PieceKind.INSERTED and not piece.came_since


def _without_lead(at: int, pieces: list[Piece]) -> list[Piece]:
    """Strip the space before the first word of a clause, and one struck by itself."""
    while not at and pieces and pieces[0].kind == STRUCK and pieces[0].text == " ":
        pieces = pieces[1:]
    if at or not pieces or not pieces[0].text.startswith(" "):
        return pieces
    first = pieces[0]
    stripped = Piece(first.text[1:], first.kind, first.by, first.titles, first.href)
    return [stripped, *pieces[1:]] if stripped.text else pieces[1:]
