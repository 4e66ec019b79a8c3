"""Documents, and the acts of an editor upon them, drawn by Hypothesis.

`edited(document)` is the document after some acts; `edits(document)` are such acts one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from hypothesis import strategies as st

from webapp.text import editing
from webapp.text.clause import (
    ATOM,
    UNLABELLED,
    Clause,
    ClauseId,
    Document,
    Marker,
    MarkerStyle,
    Reference,
    ReferenceForm,
)
from webapp.text.errors import ImpossibleEdit
from webapp.text.numbering import number
from webapp.text.references import plain_text

WORDS = [
    "we", "call", "on", "the", "party", "to", "act", "and", "of", "a", "courts,", "police;",
    "(magistrates)", "“harm”", "2030.", "cafe\u0301", "👩‍👩‍👧", "שלום", "now:", "self-rule", "—",
]  # fmt: skip

LIST_MARKERS = [
    UNLABELLED,
    Marker(MarkerStyle.DECIMAL, "{}."),
    Marker(MarkerStyle.ALPHA, "{})"),
    Marker(MarkerStyle.ROMAN, "({})"),
    Marker(MarkerStyle.BULLET, "•"),
]

markers = st.sampled_from(LIST_MARKERS)


def sentences(max_words: int = 8) -> st.SearchStrategy[str]:
    """Draw a clause's stored text, without references: each word with its leading space."""
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=max_words)
    return words.map(lambda drawn: "".join(f" {word}" for word in drawn))


def trees(max_clauses: int = 8) -> st.SearchStrategy[list[tuple[int, str]]]:
    """Draw clauses as (depth, text) in reading order; none is deeper than its parent's child."""
    return st.lists(st.tuples(st.integers(0, 4), sentences()), max_size=max_clauses).map(_stepwise)


def _stepwise(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    clauses: list[tuple[int, str]] = []
    for depth, text in rows:
        deepest = clauses[-1][0] + 1 if clauses else 0
        clauses.append((min(depth, deepest), text))
    return clauses


def nest(draw: st.DrawFn, rows: list[tuple[int, Clause]]) -> tuple[Clause, ...]:
    """Return the rows as a tree, each list in a style of its own, a few of them in two."""
    top: list[Clause] = []
    marker, other = draw(markers), draw(markers)
    mixed = draw(st.integers(0, 9)) == 0
    place = 0
    while place < len(rows):
        depth, clause = rows[place]
        end = place + 1
        while end < len(rows) and rows[end][0] > depth:
            end += 1
        children = nest(draw, rows[place + 1 : end])
        style = other if mixed and place else marker
        top.append(Clause(clause.id, clause.text, style, clause.references, children))
        place = end
    return tuple(top)


@st.composite
def documents(draw: st.DrawFn, max_clauses: int = 8, prefix: str = "c") -> Document:
    """Draw a document whose clauses are `c0`, `c1`, … in reading order, some with references."""
    tree = draw(trees(max_clauses))
    ids = [ClauseId(f"{prefix}{place}") for place in range(len(tree))]
    rows = [
        (depth, draw(with_references(Clause(clause_id, text), ids)))
        for clause_id, (depth, text) in zip(ids, tree, strict=True)
    ]
    return Document(nest(draw, rows))


@st.composite
def with_references(draw: st.DrawFn, clause: Clause, ids: list[ClauseId]) -> Clause:
    """Draw the clause with up to two references put between its words."""
    text, references = clause.text, []
    for _ in range(draw(st.integers(0, 2)) if draw(st.integers(0, 3)) == 0 else 0):
        references.append(draw(references_to(ids)))
        gap = draw(st.sampled_from([i for i, char in enumerate(text) if char == " "]))
        text = f"{text[:gap]} {ATOM}{text[gap:]}"
    return Clause(clause.id, text, references=tuple(references))


@st.composite
def references_to(draw: st.DrawFn, ids: list[ClauseId]) -> Reference:
    targets = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
    return Reference(
        tuple(targets), draw(st.sampled_from(ReferenceForm)), draw(st.sampled_from(["", "2 b)–c)"]))
    )


Act = Callable[[st.DrawFn, Document, Callable[[], ClauseId]], Document]


@st.composite
def edited(draw: st.DrawFn, document: Document, *, prefix: str = "n", most: int = 5) -> Document:
    """Draw the document after up to `most` acts; clauses it adds are `n0`, `n1`, …"""
    new_id = (ClauseId(f"{prefix}{number}") for number in count()).__next__
    for act in draw(st.lists(st.sampled_from(ACTS), max_size=most)):
        try:
            document = act(draw, document, new_id)
        except ImpossibleEdit:
            continue
    return document


def retype(draw: st.DrawFn, document: Document, new_id: Callable[[], ClauseId]) -> Document:
    """Strike some words of a clause, or put some in, or both, in one or two places."""
    clause = pick(draw, document)
    if clause is None:
        return document
    shown = shown_text(document, clause)
    for _ in range(draw(st.integers(1, 2))):
        words = shown.split(" ")
        start = draw(st.integers(0, len(words)))
        end = draw(st.integers(start, min(start + 3, len(words))))
        typed = draw(st.lists(st.sampled_from(WORDS), max_size=3))
        shown = " ".join([*words[:start], *typed, *words[end:]])
    return editing.set_text(document, clause.id, shown) if shown.strip() else document


def add(draw: st.DrawFn, document: Document, new_id: Callable[[], ClauseId]) -> Document:
    parent, after = gap(draw, document)
    return editing.add_clause(document, parent, after, draw(sentences()), new_id=new_id)


def strike(draw: st.DrawFn, document: Document, new_id: Callable[[], ClauseId]) -> Document:
    clause = pick(draw, document)
    return editing.strike_clause(document, clause.id) if clause else document


def split(draw: st.DrawFn, document: Document, new_id: Callable[[], ClauseId]) -> Document:
    clause = pick(draw, document)
    if clause is None:
        return document
    offset = draw(st.sampled_from([i for i, c in enumerate(clause.text) if c == " "] or [0]))
    nested, follow = draw(st.booleans()), draw(st.booleans())
    return editing.split_clause(
        document, clause.id, offset, nested=nested, children_follow=follow, new_id=new_id
    )


def join(draw: st.DrawFn, document: Document, new_id: Callable[[], ClauseId]) -> Document:
    """Join a clause to the one before it, as an editor's page offers."""
    clauses = list(document.walk())
    if len(clauses) < 2:
        return document
    place = draw(st.integers(1, len(clauses) - 1))
    return editing.join_clauses(document, clauses[place - 1].id, clauses[place].id)


def move(draw: st.DrawFn, document: Document, new_id: Callable[[], ClauseId]) -> Document:
    clause = pick(draw, document)
    parent, after = gap(draw, document)
    if clause is None or clause.id == after:
        return document
    return editing.move_clause(document, clause.id, parent, after)


def nest_under_sibling(
    draw: st.DrawFn, document: Document, new_id: Callable[[], ClauseId]
) -> Document:
    clause = pick(draw, document)
    return editing.nest_clause(document, clause.id) if clause else document


def unnest(draw: st.DrawFn, document: Document, new_id: Callable[[], ClauseId]) -> Document:
    clause = pick(draw, document)
    return editing.unnest_clause(document, clause.id) if clause else document


def restyle(draw: st.DrawFn, document: Document, new_id: Callable[[], ClauseId]) -> Document:
    parent, _ = gap(draw, document)
    return editing.restyle(document, parent, draw(markers))


ACTS: list[Act] = [
    retype, retype, retype, add, strike, split, join, move, nest_under_sibling, unnest, restyle,
]  # fmt: skip


def pick(draw: st.DrawFn, document: Document) -> Clause | None:
    clauses = list(document.walk())
    return draw(st.sampled_from(clauses)) if clauses else None


def gap(draw: st.DrawFn, document: Document) -> tuple[ClauseId | None, ClauseId | None]:
    """Draw a place for a clause: what it stands under, and after which."""
    gaps: list[tuple[ClauseId | None, ClauseId | None]] = [(None, None)]
    gaps.extend((None, clause.id) for clause in document.clauses)
    for clause in document.walk():
        gaps.append((clause.id, None))
        gaps.extend((clause.id, child.id) for child in clause.children)
    return draw(st.sampled_from(gaps))


def shown_text(document: Document, clause: Clause) -> str:
    return plain_text(clause, number(document))
