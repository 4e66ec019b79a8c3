"""Sources and documents for the reader, drawn by Hypothesis, and what the laws count."""

from __future__ import annotations

import re
from itertools import count

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
from webapp.text.label_forms import PARENT_SLOT

PHRASES = [
    "Conference believes that:",
    "Conference calls for more trees",
    "in custody.",
    "To plant hedges by:",
    "as set out in 2 b)–c) above",
    "under clause 3 and 1 a) (lines 2-3)",
    "see line 4",
    "a “quoted” word;",
    "עצים ופארקים",
    "cafe\u0301 au lait",
    "👩‍👩‍👧 families",
    "<b>bold</b> {{ name }} {% end %}",
    "tab\there and nul\x00 there",
    f"an atom {ATOM} of old",
    "no\u00a0break space",
    "F13: Planting",
    "(Passed with Amendment 1)",
    "Applicability: England, except 1 a) (line 3) which is Federal.",
    "Mover: A Person",
    "## Motion",
    "### Amendment #1",
    "[[AMENDMENT status=lost]]",
    "2.5 million trees",
    "\u2009\u2003level",
]
LABELS = [
    "", "", "", "1. ", "2. ", "3.", "4. ", "10. ", "a) ", "b) ", "c)", "h) ", "i) ", "ii) ",
    "iii) ", "viii) ", "(a) ", "(i) ", "A. ", "B. ", "I. ", "II. ", "• ", "- ", "* ", "1.1 ",
    "1.2 ", "1.1.1 ", "4.3 (b) ", "aa) ", "iV. ", "2019. ", "a.", "99) ", "0. ", "()", "1.1.",
    "12345. ", "7.To ",
]  # fmt: skip
GAPS = ["\n\n", "\n\n", "\n\n", "\n", "", " ", ".7. ", "\r\n\r\n", "\n   ", "\u2028"]

WORD = re.compile(r"[^\W_]+")
TAME_WORDS = [
    "trees",
    "and",
    "hedges,",
    "of",
    "every",
    "city;",
    "naïve",
    "“shade”",
    "עץ",
    "half-way",
]

MARKERS = [
    UNLABELLED,
    Marker(MarkerStyle.DECIMAL, "{}."),
    Marker(MarkerStyle.DECIMAL, "{})"),
    Marker(MarkerStyle.DECIMAL, f"{PARENT_SLOT}.{{}}"),
    Marker(MarkerStyle.ALPHA, "{})"),
    Marker(MarkerStyle.ALPHA, "({})"),
    Marker(MarkerStyle.ROMAN, "{})"),
    Marker(MarkerStyle.ROMAN, "({})"),
    Marker(MarkerStyle.UPPER_ALPHA, "{}."),
    Marker(MarkerStyle.UPPER_ROMAN, "{}."),
    Marker(MarkerStyle.BULLET, "•"),
    Marker(MarkerStyle.BULLET, "-"),
    Marker(MarkerStyle.FIXED, "4.3 (b)"),
]


def words_of(text: str) -> list[str]:
    """Return the runs of letters and digits, in order."""
    return WORD.findall(text)


@st.composite
def messy_sources(draw: st.DrawFn) -> str:
    """Draw what a paste may look like: labels, phrases and gaps of every broken kind."""
    pieces = draw(
        st.lists(
            st.tuples(
                st.sampled_from(LABELS),
                st.one_of(st.sampled_from(PHRASES), st.text(max_size=12)),
                st.sampled_from(GAPS),
            ),
            max_size=14,
        )
    )
    return "".join(label + phrase + gap for label, phrase, gap in pieces)


sources = st.one_of(messy_sources(), st.text())


@st.composite
def plain_documents(draw: st.DrawFn, *, most: int = 12) -> Document:
    """Draw trees in which every list has one style and some clauses point to others."""
    size = draw(st.integers(1, most))
    parents = [draw(st.integers(-1, number - 1)) for number in range(size)]
    styles = {parent: draw(st.sampled_from(MARKERS)) for parent in sorted({*parents})}
    styles = {
        parent: marker if parent >= 0 or PARENT_SLOT not in marker.form else UNLABELLED
        for parent, marker in styles.items()
    }
    for parent, above in enumerate(parents):
        if PARENT_SLOT in styles.get(parent, UNLABELLED).form and not _numbered(styles[above]):
            styles[parent] = UNLABELLED
    ids = [ClauseId(f"c{number}") for number in range(size)]

    def grow(parent: int) -> tuple[Clause, ...]:
        clauses = []
        for number, above in enumerate(parents):
            if above == parent:
                text, references = draw(_texts(ids))
                clauses.append(Clause(ids[number], text, styles[parent], references, grow(number)))
        return tuple(clauses)

    return Document(grow(-1))


def _numbered(marker: Marker) -> bool:
    return marker.style is MarkerStyle.DECIMAL


@st.composite
def _texts(draw: st.DrawFn, ids: list[ClauseId]) -> tuple[str, tuple[Reference, ...]]:
    chosen = draw(st.lists(st.sampled_from(TAME_WORDS), min_size=1, max_size=25))
    text = "".join(f" {word}" for word in chosen)
    if draw(st.integers(0, 4)):
        return text, ()
    target = draw(st.sampled_from(ids))
    return f"{text} (see clause {ATOM} below)", (Reference((target,), ReferenceForm.LABEL),)


def deep_document(depth: int) -> Document:
    """Return one clause in another, so many deep."""
    ids = count()
    clause = Clause(ClauseId(f"c{next(ids)}"), " the innermost")
    for level in range(1, depth):
        marker = MARKERS[4 if level % 2 else 1]
        clause = Clause(ClauseId(f"c{next(ids)}"), f" level {level}:", marker, (), (clause,))
    return Document((clause,))
