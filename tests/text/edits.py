"""Documents, and the acts of an editor upon them, drawn by Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

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


@st.composite
def sentences(draw: st.DrawFn, max_words: int = 8) -> str:
    """Draw a clause's stored text, without references: each word with its leading space."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=max_words))
    return "".join(f" {word}" for word in words)


@st.composite
def trees(draw: st.DrawFn, max_clauses: int = 8) -> list[tuple[int, str]]:
    """Draw clauses as (depth, text) in reading order; none is deeper than its parent's child."""
    clauses: list[tuple[int, str]] = []
    for text in draw(st.lists(sentences(), max_size=max_clauses)):
        deepest = clauses[-1][0] + 1 if clauses else 0
        clauses.append((draw(st.integers(0, min(deepest, 4))), text))
    return clauses


def nest(draw: st.DrawFn, rows: list[tuple[int, Clause]]) -> tuple[Clause, ...]:
    """Return the rows as a tree, each list in a style of its own."""
    top: list[Clause] = []
    marker = draw(markers)
    place = 0
    while place < len(rows):
        depth, clause = rows[place]
        end = place + 1
        while end < len(rows) and rows[end][0] > depth:
            end += 1
        children = nest(draw, rows[place + 1 : end])
        top.append(Clause(clause.id, clause.text, marker, clause.references, children))
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
