"""The three ways to read a published motion, with the lines of the printed version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webapp.queries.texts import printed_version
from webapp.rendering.paper import Paper, plain_paper
from webapp.text.records import load_back, load_document, load_layout

if TYPE_CHECKING:
    from webapp.models import Motion, TextVersion
    from webapp.text.clause import Document
    from webapp.text.lines import Layout
    from webapp.text.reading import Back


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a motion: its paper, and the text, lines and back matter it shows."""

    paper: Paper
    document: Document
    layout: Layout
    back: Back
    flowing: bool = False
    has_changed: bool = False
    origins: tuple[Any, ...] = ()


def public_reading(motion: Motion, published: TextVersion, now: TextVersion, view: str) -> Reading:
    """Return a motion as printed, with what was changed since, or as it stands now."""
    version = published if view == "published" else now
    document, back = load_document(version.document), load_back(version.back)
    layout = load_layout(printed_version(version).layout or {})
    changed = sorted(now.under) != sorted(published.under)
    return Reading(plain_paper(document, layout), document, layout, back, has_changed=changed)
