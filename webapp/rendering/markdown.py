"""The final text as Markdown: labels are written out, because Markdown would renumber them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.rendering.passed_text import PassedText

# What Markdown or HTML could take for more than a letter, and line heads it takes for lists.
MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
LIST_HEAD = re.compile(r"^(\d+)([.)])|^([-+=])")
INDENT = "    "


def render_markdown(passed: PassedText) -> str:
    """Return a document that reads as the motion does, in any Markdown reader."""
    return "\n\n".join(_paragraphs(passed)) + "\n"


def _paragraphs(passed: PassedText) -> Iterator[str]:
    yield f"# {escape(passed.heading)}"
    if passed.conference:
        yield escape(passed.conference)
    if passed.status_line:
        yield f"*({escape(passed.status_line)})*"
    for depth, clause in passed.levels():
        label = passed.numbering.label(clause.id)
        words = escape(passed.words_of(clause))
        # Quotation levels, because indented text would turn into code.
        lead = "> " * depth
        yield f"{lead}**{escape(label)}** {words}" if label else f"{lead}{at_line_head(words)}"
    if stated := passed.applicability:
        yield escape(stated)
    if passed.dangling:
        places = ", ".join(escape(place) for place, _ in passed.dangling)
        yield f"*References to clauses that were struck stand in: {places}*"
    if passed.notes:
        yield "\n".join(f"- {escape(note)}" for note in passed.notes)


def escape(text: str) -> str:
    r"""Return text in which nothing is Markdown or HTML any more.

    >>> print(escape("2 * 3 <b>"))
    2 \* 3 \<b\>
    """
    return MARKS.sub(r"\\\1", text)


def at_line_head(text: str) -> str:
    """Return escaped text that no Markdown reader takes for a list, a rule or a heading."""
    return LIST_HEAD.sub(lambda head: f"{head[1]}\\{head[2]}" if head[1] else f"\\{head[3]}", text)
