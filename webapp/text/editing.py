"""What an editor does to a document: each act returns another document, ids kept.

The change that the acts amount to is `changes(published, edited, id=…)`; doing
nothing, or sending a form back as it came, is no change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from webapp.text.clause import (
    ATOM,
    UNLABELLED,
    Clause,
    ClauseId,
    Document,
    Marker,
    MarkerStyle,
)
from webapp.text.errors import ImpossibleEdit
from webapp.text.identity import new_clause_id
from webapp.text.references import Lines
from webapp.text.tree import (
    absent,
    children_of,
    get_clause,
    place_after,
    where,
    with_children,
    with_clause,
    with_targets,
)
from webapp.text.typed_words import Piece, count_shown, read_typed, stored_offset
from webapp.text.words import settle_words

NewId = Callable[[], ClauseId]

_BLANK_LINE: Final = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)\s*")

# The style of a list that is the first below another.
_NEXT_STYLE: Final = {
    MarkerStyle.NONE: Marker(MarkerStyle.DECIMAL, "{}."),
    MarkerStyle.DECIMAL: Marker(MarkerStyle.ALPHA, "{})"),
    MarkerStyle.ALPHA: Marker(MarkerStyle.ROMAN, "{})"),
}


def set_text(
    document: Document, clause_id: ClauseId, typed: str, *, layout: Lines | None = None
) -> Document:
    """Give a clause the words that a text box sent back.

    `layout` is the one that the box was filled with. References whose printed words
    came back untouched stay references.
    """
    clause = get_clause(document, clause_id)
    return _with_pieces(document, clause, read_typed(document, clause, typed, layout))


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
    pieces = read_typed(document, clause, " ".join(paragraphs), layout)
    edited = _with_pieces(document, clause, pieces)
    for end in reversed([*accumulate(map(count_shown, paragraphs))][:-1]):
        edited = split_clause(edited, clause_id, stored_offset(pieces, end), new_id=new_id)
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
    siblings = children_of(document, parent)
    place = place_after(siblings, after)
    marker = _style_at(siblings, place) if siblings else _style_below(document, parent)
    clause = Clause(new_id(), settle_words(text), marker)
    return with_children(document, parent, (*siblings[:place], clause, *siblings[place:]))


def strike_clause(document: Document, clause_id: ClauseId) -> Document:
    """Take a clause away, with all it leads in."""
    get_clause(document, clause_id)
    return with_clause(document, clause_id, lambda _: ())


def restore_clause(document: Document, original: Document, clause_id: ClauseId) -> Document:
    """Put a struck clause back where it stood, with all it led in that is nowhere else now.

    Raises ImpossibleEdit where what it stood under is gone as well.
    """
    parent, siblings, place = where(original, clause_id)
    present = {clause.id for clause in document.walk()}
    if clause_id in present or (parent is not None and parent not in present):
        raise ImpossibleEdit("restore", clause_id)
    now = children_of(document, parent)
    here = {clause.id for clause in now}
    before = next((one.id for one in reversed(siblings[:place]) if one.id in here), None)
    at = place_after(now, before)
    (restored,) = absent((siblings[place],), present)
    return with_children(document, parent, (*now[:at], restored, *now[at:]))


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
    split = with_clause(document, clause_id, lambda _: pieces)
    return with_targets(split, clause_id, (clause_id, tail.id))


def join_clauses(document: Document, receiver: ClauseId, joined: ClauseId) -> Document:
    """Run a clause on to the end of another; what it led in becomes the receiver's last.

    References to it now point to the receiver.
    """
    taken = get_clause(document, joined)
    if any(clause.id == receiver for clause in taken.walk()):
        raise ImpossibleEdit("join", joined)
    rest = with_clause(document, joined, lambda _: ())
    kept = get_clause(rest, receiver)
    marker = _style_at(kept.children, len(kept.children)) if kept.children else None
    led_in = tuple(replace(child, marker=marker or child.marker) for child in taken.children)
    longer = replace(
        kept,
        text=kept.text + taken.text,
        references=kept.references + taken.references,
        children=kept.children + led_in,
    )
    return with_targets(with_clause(rest, receiver, lambda _: (longer,)), joined, (receiver,))


def move_clause(
    document: Document, clause_id: ClauseId, parent: ClauseId | None, after: ClauseId | None
) -> Document:
    """Put a clause, with all it leads in, under `parent` after its child `after` (None: first)."""
    moved = get_clause(document, clause_id)
    within = {clause.id for clause in moved.walk()}
    if parent in within or after in within:
        raise ImpossibleEdit("move", clause_id)
    rest = with_clause(document, clause_id, lambda _: ())
    siblings = children_of(rest, parent)
    place = place_after(siblings, after)
    if siblings:
        moved = replace(moved, marker=_style_at(siblings, place))
    return with_children(rest, parent, (*siblings[:place], moved, *siblings[place:]))


def nest_clause(document: Document, clause_id: ClauseId) -> Document:
    """Place a clause under the sibling before it, as its last."""
    _, siblings, place = where(document, clause_id)
    if not place:
        raise ImpossibleEdit("nest", clause_id)
    above = siblings[place - 1]
    last = above.children[-1].id if above.children else None
    return move_clause(document, clause_id, above.id, last)


def unnest_clause(document: Document, clause_id: ClauseId) -> Document:
    """Place a clause after the one that it stands under."""
    parent, _, _ = where(document, clause_id)
    if parent is None:
        raise ImpossibleEdit("unnest", clause_id)
    grandparent, _, _ = where(document, parent)
    return move_clause(document, clause_id, grandparent, parent)


def restyle(document: Document, parent: ClauseId | None, marker: Marker) -> Document:
    """Label the children of `parent` (None: the top level) in another style."""
    children = tuple(replace(child, marker=marker) for child in children_of(document, parent))
    return with_children(document, parent, children)


def without_empty(document: Document) -> Document:
    """Return the document without clauses that nobody wrote anything in."""

    def kept(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        pruned = (clause.with_children(kept(clause.children)) for clause in clauses)
        return tuple(clause for clause in pruned if clause.text.strip() or clause.children)

    found = kept(document.clauses)
    return document if found == document.clauses else replace(document, clauses=found)


def _with_pieces(document: Document, clause: Clause, pieces: Sequence[Piece]) -> Document:
    text = "".join(piece.stored for piece in pieces)
    references = tuple(piece.reference for piece in pieces if piece.reference is not None)
    if (text, references) == (clause.text, clause.references):
        return document
    edited = replace(clause, text=text, references=references)
    return with_clause(document, clause.id, lambda _: (edited,))


def _style_at(siblings: Sequence[Clause], place: int) -> Marker:
    """Return the style that a clause takes at a place in a list that is not empty."""
    return siblings[max(place - 1, 0)].marker


def _style_below(document: Document, parent: ClauseId | None) -> Marker:
    """Return the style of a list that has no member yet: that of its cousins, or the next."""
    if parent is None:
        return UNLABELLED
    _, siblings, place = where(document, parent)
    for sibling in siblings:
        if sibling.children:
            return sibling.children[0].marker
    return _NEXT_STYLE.get(siblings[place].marker.style, siblings[place].marker)
