"""Each clause's own history, and who put each word of the text where it is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.history.blueprint import bp, kind_words, motion_or_404
from webapp.extensions import db
from webapp.queries.errors import NotThere
from webapp.queries.histories import clause_history, list_versions
from webapp.queries.texts import load_weave, printed_version
from webapp.rendering.provenance import Stretch, find_words, stretches
from webapp.text.numbering import number
from webapp.text.records import load_document, load_layout
from webapp.web.clock import utc_now
from webapp.web.conference import date_words
from webapp.web.credits import credits_of, result_sentence
from webapp.web.identity import current_actor
from webapp.web.motion_page import about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from webapp.models import ClauseVersion, Motion, TextVersion
    from webapp.rendering.changed_paper import Credit

LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a clause's history, in words."""

    version: int
    url: str
    kind: str
    when: str
    citation: str
    lines: str
    text: str
    is_struck: bool
    by: tuple[Credit, ...]
    vote: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one clause with one story, and whose doing it was.

    A piece says whether it goes on from the one before it, or words between were left out.
    """

    citation: str
    url: str
    pieces: tuple[tuple[bool, Stretch], ...]
    by: tuple[Credit, ...]


@bp.get("/<int:motion_id>/clause/<clause_id>")
def clause(motion_id: int, clause_id: str) -> ResponseReturnValue:
    """Show what one clause said in each version that changed it, and why."""
    motion = motion_or_404(motion_id)
    rows = clause_history(db.session(), current_actor(), motion, clause_id, now=utc_now())
    known = credits_of(motion)
    seen = {one.id: one for one in _seen(motion)}
    return render_template(
        "history/clause.html",
        **about(motion, "history"),
        citation=rows[-1].citation,
        steps=[_step(motion, row, known, seen) for row in rows],
    )


@bp.get("/<int:motion_id>/origins")
def origins(motion_id: int) -> ResponseReturnValue:
    """Say, for all words or those searched for, who put them there and by which vote."""
    motion = motion_or_404(motion_id)
    seen = _seen(motion)
    if not seen:
        raise NotThere("version", motion_id)
    wanted = " ".join(request.args.get("words", "")[:LONGEST_SEARCH].split())
    words = _words(motion, seen[-1], wanted)
    return render_template(
        "history/origins.html",
        **about(motion, "history"),
        wanted=wanted,
        version=seen[-1],
        words=words,
    )


def _seen(motion: Motion) -> Sequence[TextVersion]:
    return list_versions(db.session(), current_actor(), motion, now=utc_now())


def _step(
    motion: Motion, row: ClauseVersion, known: dict[str, Credit], seen: dict[int, TextVersion]
) -> Step:
    # What stood before anybody could see it is told of the first version that is seen.
    version = seen.get(row.version_id) or next(iter(seen.values()))
    return Step(
        version=version.number,
        url=url_for(".version", motion_id=motion.id, version_number=version.number),
        kind=kind_words(version),
        when=date_words(version.made_at, motion.conference),
        citation=row.citation,
        lines=_lines(row),
        text=row.text,
        is_struck=row.is_struck,
        by=tuple(known[key] for key in row.change_keys if key in known),
        vote=result_sentence(motion, version.declaration),
    )


def _lines(row: ClauseVersion) -> str:
    if row.first_line is None:
        return ""
    if row.first_line == row.last_line:
        return _("line %(line)s", line=row.first_line)
    return _("lines %(first)s–%(last)s", first=row.first_line, last=row.last_line)


def _words(motion: Motion, version: TextVersion, wanted: str) -> list[Words]:
    """Return the stretches that hold the words wanted; without any, all that somebody changed."""
    numbering = number(load_document(version.document))
    layout = load_layout(printed_version(version).layout or {})
    known = credits_of(motion)
    origins = load_weave(db.session(), motion).origins(frozenset(version.under))
    asked_for = [
        one
        for clause in stretches(origins, numbering, layout)
        for one in _asked_for(wanted, clause)
    ]
    return [
        Words(
            citation=numbering.citation(name) if name in numbering else _("struck"),
            url=url_for(".clause", motion_id=motion.id, clause_id=name),
            pieces=tuple(pieces),
            by=tuple(known[key] for key in keys if key in known),
        )
        for (name, keys), pieces in groupby(asked_for, key=lambda it: (it[1].clause, it[1].keys))
    ]


def _asked_for(wanted: str, clause: tuple[Stretch, ...]) -> Iterator[tuple[bool, Stretch]]:
    """Yield the stretches to tell of, each with whether it goes on from the one told before."""
    found = find_words(wanted, clause) if wanted else [one for one in clause if one.keys]
    before: Stretch | None = None
    for left, one in pairwise([None, *clause]):
        if one is not None and any(one is each for each in found):
            yield before is not None and before is left, one
            before = one
