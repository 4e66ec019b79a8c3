"""The three ways to read a published motion, with the lines of the printed version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.extensions import db
from webapp.queries.texts import load_weave
from webapp.rendering.changed_paper import changed_paper, without_struck
from webapp.rendering.paper import Paper, plain_paper
from webapp.text.records import load_back, load_document, load_layout
from webapp.web.credits import chips_of, credits_of

if TYPE_CHECKING:
    from webapp.models import Motion, TextVersion
    from webapp.text.clause import Document
    from webapp.text.lines import Layout
    from webapp.text.reading import Back


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a motion: its paper, and the text, lines and back matter it shows.

    It is `flowing` where the lines are no longer those of the print.
    """

    paper: Paper
    document: Document
    layout: Layout
    back: Back
    flowing: bool = False
    has_changed: bool = False


def public_reading(motion: Motion, published: TextVersion, now: TextVersion, view: str) -> Reading:
    """Return a motion as printed, with what was changed since, or as it stands now."""
    has_changed = set(now.under) != set(published.under)
    if view == "published" or not has_changed:
        version = published if view == "published" or now.layout is None else now
        return _as_printed(motion, version, has_changed=has_changed)
    if view == "now" and now.layout is not None:
        return _as_printed(motion, now, has_changed=True)
    marked = redline(motion, published, now)
    document, layout = load_document(now.document), load_layout(published.layout or {})
    paper = marked if view == "changes" else without_struck(marked)
    flowing = view == "now"
    return Reading(paper, document, layout, load_back(now.back), flowing, has_changed=True)


def redline(motion: Motion, printed: TextVersion, now: TextVersion) -> Paper:
    """Return what leads from a printed version to a later one, on the lines of the print."""
    then, later = load_document(printed.document), load_document(now.document)
    origins = load_weave(db.session(), motion).origins(then.under | later.under)
    return changed_paper(
        origins, then, later, load_layout(printed.layout or {}), credits_of(motion)
    )


def _as_printed(motion: Motion, version: TextVersion, *, has_changed: bool) -> Reading:
    document, layout = load_document(version.document), load_layout(version.layout or {})
    chips = chips_of(motion, load_weave(db.session(), motion))
    return Reading(
        plain_paper(document, layout, chips=chips),
        document,
        layout,
        load_back(version.back),
        has_changed=has_changed,
    )
