"""The final text as plain text, in the style in which motions are pasted and read."""

from __future__ import annotations

from webapp.rendering.passed_text import PassedText
from webapp.text.writing import write_plain


def render_plain(passed: PassedText) -> str:
    """Return heading, status line, clauses and Applicability, with a blank line between each."""
    text = write_plain(passed.document, passed.front, layout=passed.layout)
    stated = passed.applicability
    return f"{text}\n{stated}\n" if stated else text
