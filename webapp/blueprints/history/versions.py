"""Every version at its own address, and any two of them side by side in one redline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.history.blueprint import bp, motion_or_404, title_of
from webapp.extensions import db
from webapp.models import VersionKind
from webapp.procedure.phrases import cite_amendment
from webapp.procedure.states import Outcome
from webapp.queries.histories import get_version, list_versions
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.texts import load_weave, printed_version
from webapp.rendering.changed_paper import (
    changed_paper,
    only_changed,
    without_credits,
    without_struck,
)
from webapp.rendering.paper import plain_paper
from webapp.services.versions import line_profile
from webapp.text.lines import lay_out
from webapp.text.numbering import number
from webapp.text.records import load_back, load_document, load_layout
from webapp.web.clock import utc_now
from webapp.web.conference import date_words, number_asked
from webapp.web.credits import credits_of, passage_words, result_sentence
from webapp.web.identity import current_actor
from webapp.web.motion_page import about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.models import Amendment, Motion, TextVersion
    from webapp.rendering.paper import Paper


@bp.get("/<int:motion_id>")
def versions(motion_id: int) -> ResponseReturnValue:
    """List every version, the newest first, and offer to compare two."""
    motion = motion_or_404(motion_id)
    found = _seen(motion)
    return render_template(
        "history/versions.html",
        **about(motion, "history"),
        versions=[_entry(motion, version) for version in reversed(found)],
        choices=[(version.number, title_of(version)) for version in found],
    )


@bp.get("/<int:motion_id>/<int:version_number>")
def version(motion_id: int, version_number: int) -> ResponseReturnValue:
    """Show one version for ever as it was: text, lines, status line and Applicability."""
    motion = motion_or_404(motion_id)
    found = get_version(db.session(), current_actor(), motion, version_number, now=utc_now())
    document = load_document(found.document)
    printed = printed_version(found)
    lines = load_layout(printed.layout or {})
    stated = load_back(found.back).applicability
    is_printed = printed is found
    return render_template(
        "history/version.html",
        **about(motion, "history"),
        version=found,
        title=title_of(found),
        frozen_heading=" ".join(filter(None, (motion.code, found.title))),
        made=date_words(found.made_at, motion.conference),
        is_printed=is_printed,
        printed_number=printed.number,
        paper_view=plain_paper(document, lines) if is_printed else _on_print(motion, found),
        applicability=stated.render(number(document), lines) if stated else "",
        # Only earlier ones: this page is the same for ever.
        earlier=[one.number for one in _seen(motion) if one.number < found.number],
    )


@bp.get("/<int:motion_id>/compare")
def compare(motion_id: int) -> ResponseReturnValue:
    """Show what leads from one version to another."""
    motion = motion_or_404(motion_id)
    seen = _seen(motion)
    if not seen:
        return redirect(url_for(".versions", motion_id=motion_id))
    first = _asked("from", seen, seen[0])
    second = _asked("to", seen, seen[-1])
    older, newer = sorted((first, second), key=lambda one: one.number)
    marked = _redline(motion, older, newer)
    return render_template(
        "history/compare.html",
        **about(motion, "history"),
        older=older,
        newer=newer,
        older_title=title_of(older),
        newer_title=title_of(newer),
        choices=[(one.number, title_of(one)) for one in seen],
        paper_view=marked,
        is_changed=bool(only_changed(marked).clauses),
        is_printed=older.layout is not None,
    )


def _seen(motion: Motion) -> Sequence[TextVersion]:
    return list_versions(db.session(), current_actor(), motion, now=utc_now())


def _asked(name: str, seen: Sequence[TextVersion], otherwise: TextVersion) -> TextVersion:
    wanted = number_asked(name)
    return next((one for one in seen if one.number == wanted), otherwise)


def _redline(motion: Motion, older: TextVersion, newer: TextVersion) -> Paper:
    """Return the redline on the older version's lines; without numbers where it was not printed."""
    then, later = load_document(older.document), load_document(newer.document)
    lines = load_layout(older.layout) if older.layout else lay_out(then, line_profile(motion))
    origins = load_weave(db.session(), motion).origins(then.under | later.under)
    marked = changed_paper(origins, then, later, lines, credits_of(motion))
    return marked if older.layout else without_numbers(marked)


def _on_print(motion: Motion, found: TextVersion) -> Paper:
    """Return a version between two prints as it reads, on the lines of the print before it."""
    return without_credits(without_struck(_redline(motion, printed_version(found), found)))


def without_numbers(paper: Paper) -> Paper:
    """Return the same paper without line numbers: those of a text that was never printed."""
    for clause in paper.walk():
        clause.lines = [(None, [piece for _, pieces in clause.lines for piece in pieces])]
        clause.first_line = clause.last_line = None
    return replace(paper)


def _amendment_sentence(found: TextVersion, amendment: Amendment) -> str:
    """Say what the result on an amendment was that made a version."""
    words = rulebook_of(amendment.motion.conference).words
    name = cite_amendment(amendment.number or "", words)
    outcome = found.declaration.outcome if found.declaration else Outcome.CARRIED
    if outcome is Outcome.CARRIED:
        return _("%(name)s carried.", name=name)
    if outcome is Outcome.ACCEPTED:
        return _("%(name)s accepted by the mover.", name=name)
    if outcome is Outcome.NOT_PUT:
        return _("%(name)s was not put.", name=name)
    return _("%(name)s not carried.", name=name)


def _entry(motion: Motion, found: TextVersion) -> dict[str, Any]:
    vote = found.declaration.vote if found.declaration else None
    amendment = vote.amendment if vote else None
    words = vote.separate_vote if vote else None
    parts = [
        _amendment_sentence(found, amendment) if amendment else "",
        _("%(passage)s: a separate vote.", passage=passage_words(words)) if words else "",
        result_sentence(motion, found.declaration),
        found.reason,
    ]
    return {
        "title": title_of(found),
        "url": url_for(".version", motion_id=motion.id, version_number=found.number),
        "when": date_words(found.made_at, motion.conference),
        "when_iso": found.made_at.isoformat(),
        "sentence": " ".join(filter(None, parts)),
        "state": found.status_line if found.kind is VersionKind.FINAL else None,
        "kind": "passed",
        "current": False,
    }
