"""What an editor does to a document: each act returns another document, ids kept.

The change that the acts amount to is `changes(published, edited, id=…)`; doing
nothing, or sending a form back as it came, is no change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, zip_longest
from typing import Final, NamedTuple

from webapp.text.clause import (
    ATOM,
    UNLABELLED,
    Clause,
    ClauseId,
    Document,
    Marker,
    MarkerStyle,
    Reference,
)
from webapp.text.errors import ImpossibleEdit, NoSuchClause
from webapp.text.identity import new_clause_id
from webapp.text.numbering import number
from webapp.text.references import Lines, print_text
from webapp.text.words import settle_words, word_changes

NewId = Callable[[], ClauseId]

_BLANK_LINE: Final = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)\s*")

# The style of a list that is the first below another.
_NEXT_STYLE: Final = {
    MarkerStyle.NONE: Marker(MarkerStyle.DECIMAL, "{}."),
    MarkerStyle.DECIMAL: Marker(MarkerStyle.ALPHA, "{})"),
    MarkerStyle.ALPHA: Marker(MarkerStyle.ROMAN, "{})"),
}


class Piece(NamedTuple):
    """Part of a clause's text as stored and as shown: a reference, or plain words."""

    stored: str
    shown: str
    reference: Reference | None = None


def set_text(
    document: Document, clause_id: ClauseId, typed: str, *, layout: Lines | None = None
) -> Document:
    """Give a clause the words that a text box sent back.

    `layout` is the one that the box was filled with. References whose printed words
    came back untouched stay references.
    """
    clause = get_clause(document, clause_id)
    return _with_pieces(document, clause, _read_typed(document, clause, typed, layout))


def set_paragraphs(
    document: Document,
    clause_id: ClauseId,
    typed: str,
    *,
    layout: Lines | None = None,
    new_id: NewId = new_clause_id,
) -> Document:
    """Give a clause the words of a text box, beginning a new clause after each blank line.

    The children of the clause stay with the first.
    """
    clause = get_clause(document, clause_id)
    paragraphs = [part for part in _BLANK_LINE.split(typed.strip()) if part]
    pieces = _read_typed(document, clause, " ".join(paragraphs), layout)
    edited = _with_pieces(document, clause, pieces)
    for end in reversed([*accumulate(map(_count_shown, paragraphs))][:-1]):
        edited = split_clause(edited, clause_id, _stored_offset(pieces, end), new_id=new_id)
    return edited


def add_clause(
    document: Document,
    parent: ClauseId | None,
    after: ClauseId | None,
    text: str,
    *,
    new_id: NewId = new_clause_id,
) -> Document:
    """Put a new clause under `parent` after its child `after` (None: first), in its style."""
    siblings = _children(document, parent)
    place = _place_after(siblings, after)
    marker = _style_at(siblings, place) if siblings else _style_below(document, parent)
    clause = Clause(new_id(), settle_words(text), marker)
    return _with_children(document, parent, (*siblings[:place], clause, *siblings[place:]))


def strike_clause(document: Document, clause_id: ClauseId) -> Document:
    """Take a clause away, with all it leads in."""
    get_clause(document, clause_id)
    return _with(document, clause_id, lambda _: ())


def restore_clause(document: Document, original: Document, clause_id: ClauseId) -> Document:
    """Put a struck clause back where it stood, with all it led in that is nowhere else now.

    Raises ImpossibleEdit where what it stood under is gone as well.
    """
    parent, siblings, place = _where(original, clause_id)
    present = {clause.id for clause in document.walk()}
    if clause_id in present or (parent is not None and parent not in present):
        raise ImpossibleEdit("restore", clause_id)
    now = _children(document, parent)
    here = {clause.id for clause in now}
    before = next((one.id for one in reversed(siblings[:place]) if one.id in here), None)
    at = _place_after(now, before)
    (restored,) = _absent((siblings[place],), present)
    return _with_children(document, parent, (*now[:at], restored, *now[at:]))


def split_clause(
    document: Document,
    clause_id: ClauseId,
    offset: int,
    *,
    nested: bool = False,
    children_follow: bool = False,
    new_id: NewId = new_clause_id,
) -> Document:
    """Begin a new clause at an offset of the stored text; the head keeps the id.

    The space before the new clause's first word goes with it. References to the clause
    now point to both.
    """
    clause = get_clause(document, clause_id)
    offset = len(clause.text[:offset].rstrip())
    if not clause.text[:offset].strip() or not clause.text[offset:].strip():
        raise ImpossibleEdit("split", clause_id)
    before = clause.text[:offset].count(ATOM)
    head = replace(clause, text=clause.text[:offset], references=clause.references[:before])
    tail = Clause(new_id(), clause.text[offset:], clause.marker, clause.references[before:])
    if children_follow:
        head, tail = head.with_children(()), tail.with_children(clause.children)
    if nested:
        marker = _style_at(head.children, 0) if head.children else _style_below(document, head.id)
        nested_tail = replace(tail, marker=marker)
        pieces: tuple[Clause, ...] = (head.with_children((nested_tail, *head.children)),)
    else:
        pieces = (head, tail)
    split = _with(document, clause_id, lambda _: pieces)
    return _with_targets(split, clause_id, (clause_id, tail.id))


def join_clauses(document: Document, receiver: ClauseId, joined: ClauseId) -> Document:
    """Run a clause on to the end of another; what it led in becomes the receiver's last.

    References to it now point to the receiver.
    """
    taken = get_clause(document, joined)
    if any(clause.id == receiver for clause in taken.walk()):
        raise ImpossibleEdit("join", joined)
    rest = _with(document, joined, lambda _: ())
    kept = get_clause(rest, receiver)
    marker = _style_at(kept.children, len(kept.children)) if kept.children else None
    led_in = tuple(replace(child, marker=marker or child.marker) for child in taken.children)
    longer = replace(
        kept,
        text=kept.text + taken.text,
        references=kept.references + taken.references,
        children=kept.children + led_in,
    )
    return _with_targets(_with(rest, receiver, lambda _: (longer,)), joined, (receiver,))


def move_clause(
    document: Document, clause_id: ClauseId, parent: ClauseId | None, after: ClauseId | None
) -> Document:
    """Put a clause, with all it leads in, under `parent` after its child `after` (None: first)."""
    moved = get_clause(document, clause_id)
    within = {clause.id for clause in moved.walk()}
    if parent in within or after in within:
        raise ImpossibleEdit("move", clause_id)
    rest = _with(document, clause_id, lambda _: ())
    siblings = _children(rest, parent)
    place = _place_after(siblings, after)
    if siblings:
        moved = replace(moved, marker=_style_at(siblings, place))
    return _with_children(rest, parent, (*siblings[:place], moved, *siblings[place:]))


def nest_clause(document: Document, clause_id: ClauseId) -> Document:
    """Place a clause under the sibling before it, as its last."""
    _, siblings, place = _where(document, clause_id)
    if not place:
        raise ImpossibleEdit("nest", clause_id)
    above = siblings[place - 1]
    last = above.children[-1].id if above.children else None
    return move_clause(document, clause_id, above.id, last)


def unnest_clause(document: Document, clause_id: ClauseId) -> Document:
    """Place a clause after the one that it stands under."""
    parent, _, _ = _where(document, clause_id)
    if parent is None:
        raise ImpossibleEdit("unnest", clause_id)
    grandparent, _, _ = _where(document, parent)
    return move_clause(document, clause_id, grandparent, parent)


def restyle(document: Document, parent: ClauseId | None, marker: Marker) -> Document:
    """Label the children of `parent` (None: the top level) in another style."""
    children = tuple(replace(child, marker=marker) for child in _children(document, parent))
    return _with_children(document, parent, children)


def without_empty(document: Document) -> Document:
    """Return the document without clauses that nobody wrote anything in."""

    def kept(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        pruned = (clause.with_children(kept(clause.children)) for clause in clauses)
        return tuple(clause for clause in pruned if clause.text.strip() or clause.children)

    found = kept(document.clauses)
    return document if found == document.clauses else replace(document, clauses=found)


def get_clause(document: Document, clause_id: ClauseId) -> Clause:
    """Return the clause with this id. Raises NoSuchClause."""
    for clause in document.walk():
        if clause.id == clause_id:
            return clause
    raise NoSuchClause(clause_id)


def _read_typed(
    document: Document, clause: Clause, typed: str, layout: Lines | None
) -> list[Piece]:
    """Return the words typed over a clause's shown text, with the references they left alone."""
    was = _shown_pieces(document, clause, layout)
    shown = "".join(piece.shown for piece in was)
    settled = settle_words(typed, shown)
    pieces: list[Piece] = []
    kept_from = 0
    for hunk in word_changes(shown, settled):
        pieces.extend(_cut(was, kept_from, hunk.old_start))
        words = settled[hunk.new_start : hunk.new_end]
        pieces.append(Piece(words, words))
        kept_from = hunk.old_end
    pieces.extend(_cut(was, kept_from, len(shown)))
    return pieces


def _shown_pieces(document: Document, clause: Clause, layout: Lines | None) -> list[Piece]:
    if ATOM not in clause.text:
        return [Piece(clause.text, clause.text)]
    shown, atoms = print_text(clause, number(document), layout)
    shown = " " + shown if clause.text.startswith(" ") else shown
    pieces = []
    stored_at = shown_at = 0
    for (offset, length), reference in zip_longest(atoms, clause.references[: len(atoms)]):
        words = clause.text[stored_at:offset]
        pieces.append(Piece(words, words))
        shown_at += len(words)
        pieces.append(Piece(ATOM, shown[shown_at : shown_at + length], reference))
        stored_at, shown_at = offset + 1, shown_at + length
    pieces.append(Piece(clause.text[stored_at:], clause.text[stored_at:]))
    return pieces


def _cut(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    """Yield what stands between two shown offsets; of a reference cut through, only its words."""
    at = 0
    for piece in pieces:
        first, last = max(start, at), min(end, at + len(piece.shown))
        if (first, last) == (at, at + len(piece.shown)):
            yield piece
        elif first < last:
            words = piece.shown[first - at : last - at]
            yield Piece(words, words)
        at += len(piece.shown)


def _with_pieces(document: Document, clause: Clause, pieces: Sequence[Piece]) -> Document:
    text = "".join(piece.stored for piece in pieces)
    references = tuple(piece.reference for piece in pieces if piece.reference is not None)
    if (text, references) == (clause.text, clause.references):
        return document
    edited = replace(clause, text=text, references=references)
    return _with(document, clause.id, lambda _: (edited,))


def _count_shown(text: str) -> int:
    return len("".join(text.split()))


def _stored_offset(pieces: Sequence[Piece], shown: int) -> int:
    """Return the stored offset after so many shown characters, blanks not counted."""
    offset = 0
    for piece in pieces:
        if shown <= 0:
            break
        if piece.reference is not None:
            shown -= _count_shown(piece.shown)
            offset += len(piece.stored)
            continue
        for char in piece.stored:
            if shown <= 0:
                break
            shown -= not char.isspace()
            offset += 1
    return offset


def _where(
    document: Document, clause_id: ClauseId
) -> tuple[ClauseId | None, tuple[Clause, ...], int]:
    """Return what a clause stands under, that one's children, and its place among them."""
    stack: list[tuple[ClauseId | None, tuple[Clause, ...]]] = [(None, document.clauses)]
    while stack:
        parent, siblings = stack.pop()
        for place, clause in enumerate(siblings):
            if clause.id == clause_id:
                return parent, siblings, place
            if clause.children:
                stack.append((clause.id, clause.children))
    raise NoSuchClause(clause_id)


def _absent(clauses: tuple[Clause, ...], present: set[ClauseId]) -> tuple[Clause, ...]:
    """Return the clauses without those that stand elsewhere already."""
    return tuple(
        clause.with_children(_absent(clause.children, present))
        for clause in clauses
        if clause.id not in present
    )


def _children(document: Document, parent: ClauseId | None) -> tuple[Clause, ...]:
    return document.clauses if parent is None else get_clause(document, parent).children


def _place_after(siblings: Sequence[Clause], after: ClauseId | None) -> int:
    if after is None:
        return 0
    for place, clause in enumerate(siblings, start=1):
        if clause.id == after:
            return place
    raise NoSuchClause(after)


def _style_at(siblings: Sequence[Clause], place: int) -> Marker:
    """Return the style that a clause takes at a place in a list that is not empty."""
    return siblings[max(place - 1, 0)].marker


def _style_below(document: Document, parent: ClauseId | None) -> Marker:
    """Return the style of a list that has no member yet: that of its cousins, or the next."""
    if parent is None:
        return UNLABELLED
    _, siblings, place = _where(document, parent)
    for sibling in siblings:
        if sibling.children:
            return sibling.children[0].marker
    return _NEXT_STYLE.get(siblings[place].marker.style, siblings[place].marker)


def _with_children(
    document: Document, parent: ClauseId | None, children: tuple[Clause, ...]
) -> Document:
    if parent is None:
        return replace(document, clauses=children)
    return _with(document, parent, lambda clause: (clause.with_children(children),))


def _with(
    document: Document, clause_id: ClauseId, change: Callable[[Clause], tuple[Clause, ...]]
) -> Document:
    """Return the document with what `change` makes of one clause in its place."""
    return replace(document, clauses=_changed(document.clauses, clause_id, change))


def _changed(
    clauses: tuple[Clause, ...],
    clause_id: ClauseId,
    change: Callable[[Clause], tuple[Clause, ...]],
) -> tuple[Clause, ...]:
    result: list[Clause] = []
    for clause in clauses:
        if clause.id == clause_id:
            result.extend(change(clause))
            continue
        children = _changed(clause.children, clause_id, change) if clause.children else ()
        same = len(children) == len(clause.children) and all(
            one is other for one, other in zip(children, clause.children, strict=True)
        )
        result.append(clause if same else clause.with_children(children))
    return tuple(result)


def _with_targets(document: Document, target: ClauseId, instead: tuple[ClauseId, ...]) -> Document:
    """Return the document with each reference to `target` pointing to others instead."""
    return replace(document, clauses=_retargeted(document.clauses, target, instead))


def _retargeted(
    clauses: tuple[Clause, ...], target: ClauseId, instead: tuple[ClauseId, ...]
) -> tuple[Clause, ...]:
    result = []
    for clause in clauses:
        changed = clause
        if any(target in reference.targets for reference in clause.references):
            references = tuple(
                _pointing(reference, target, instead) for reference in clause.references
            )
            changed = replace(changed, references=references)
        if clause.children:
            changed = changed.with_children(_retargeted(clause.children, target, instead))
        result.append(changed)
    return tuple(result)


def _pointing(reference: Reference, target: ClauseId, instead: tuple[ClauseId, ...]) -> Reference:
    if target not in reference.targets:
        return reference
    targets = [each for old in reference.targets for each in (instead if old == target else (old,))]
    return replace(reference, targets=tuple(dict.fromkeys(targets)))
