"""From forms to a proposal, and from a reading to what its page shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from webapp.blueprints.motions.blueprint import at_work
from webapp.extensions import db
from webapp.queries.rulebooks import rulebook_of
from webapp.rendering.paper import plain_paper
from webapp.services.motions import Proposal, draft_motion, revise_motion
from webapp.text.clause import ATOM, same_text
from webapp.text.lines import LineProfile, lay_out
from webapp.text.numbering import number
from webapp.text.reading import Applicability, Back, Front, Part, PartKind, WarningKind, read_plain
from webapp.text.reading.citations import Cited, cite_applicability
from webapp.text.records import load_back, load_document
from webapp.text.references import dangling, render_reference
from webapp.text.writing import write_plain
from webapp.web.clock import utc_now
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.blueprints.motions.forms import MotionForm
    from webapp.models import Conference, Motion
    from webapp.rendering.paper import Paper
    from webapp.text.clause import Document
    from webapp.text.lines import Layout
    from webapp.text.numbering import Numbering
    from webapp.text.reading import Reading, ReadingWarning
    from webapp.web.backing import People

MEANWHILE = lazy_gettext(
    "Somebody else saved this draft while you were working on it. What you typed is below; it is"
    " not saved yet. Saving now puts it in place of theirs."
)

# A doubt about what stands apart from the clauses is told by showing what was left aside.
TOLD_ELSEWHERE = frozenset({WarningKind.UNRECOGNISED})


@dataclass(frozen=True, slots=True)
class Understood:
    """What a page shows of a text that was read: all of it before anything is kept."""

    paper: Paper
    doubts: list[dict[str, Any]]
    values: list[tuple[str, list[tuple[str, str]]]]
    references: list[tuple[str, str, str]]
    left_aside: list[str]
    summary: str


def understood(reading: Reading, conference: Conference) -> Understood:
    document, back = reading.document, reading.back
    layout = lay_out(document, line_profile(conference))
    numbering = number(document)
    return Understood(
        plain_paper(document, layout),
        [doubt(warning, numbering) for warning in reading.warnings if not told_elsewhere(warning)],
        applicability_values(back.applicability, numbering),
        references(document, numbering, layout),
        [*reading.front.remainder, *back.remainder],
        summary(document, layout),
    )


def told_elsewhere(warning: ReadingWarning) -> bool:
    return warning.kind in TOLD_ELSEWHERE


def line_profile(conference: Conference) -> LineProfile:
    lines = rulebook_of(conference).lines
    return LineProfile(lines.unlabelled, lines.numbered, lines.lettered)


def doubt(warning: ReadingWarning, numbering: Numbering) -> dict[str, Any]:
    """Return a warning as the macro `warnings` shows it, with the way to its clause."""
    known = warning.clause is not None and warning.clause in numbering
    place = warning.citation or _("line %(line)s of what you pasted", line=warning.line)
    return {
        "sentence": warning.sentence,
        "words": warning.words,
        "place": place,
        "url": f"#{numbering.anchor(warning.clause)}" if known and warning.clause else None,
    }


def applicability_values(
    stated: Applicability | None, numbering: Numbering
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each value with the clauses that have it, as (citation, anchor); the default first."""
    if stated is None:
        return []
    found: list[tuple[str, list[tuple[str, str]]]] = [(stated.default, [])]
    for value, clauses in stated.exceptions:
        present = [clause for clause in clauses if clause in numbering]
        named = [(numbering.citation(one), numbering.anchor(one)) for one in present]
        found.append((value, named))
    return found


def references(
    document: Document, numbering: Numbering, layout: Layout
) -> list[tuple[str, str, str]]:
    """Return each reference between clauses: where it stands (citation, anchor), what it says."""
    return [
        (
            numbering.citation(clause.id),
            numbering.anchor(clause.id),
            render_reference(reference, numbering, layout),
        )
        for clause in document.walk()
        if ATOM in clause.text
        for reference in clause.references
    ]


def summary(document: Document, layout: Layout) -> str:
    clauses = sum(1 for _clause in document.walk())
    return _(
        "%(clauses)s on %(lines)s",
        clauses=ngettext("%(num)d clause", "%(num)d clauses", clauses),
        lines=ngettext("%(num)d printed line", "%(num)d printed lines", len(layout.lines)),
    )


def proposal(
    form: MotionForm, people: People, document: Document, back: Back, source: str = ""
) -> Proposal:
    """Return what a drafter says of a motion."""
    return Proposal(
        kind=str(form.kind.data),
        title=str(form.title.data or ""),
        document=document,
        back=back,
        source=source,
        mover_id=people.mover,
        summator_id=people.summator,
        body_id=int(form.body.data) if form.body.data else None,
        supporter_ids=people.signed,
    )


def read_statement(
    typed: str, document: Document, kept: Back
) -> tuple[Back, tuple[ReadingWarning, ...]]:
    """Return back matter with the Applicability as typed; untouched, it is what was kept."""
    numbering = number(document)
    settled = " ".join(typed.split())
    if kept.applicability is not None and settled == statement(kept, numbering):
        return kept, ()
    others = tuple(part for part in kept.parts if part.kind is not PartKind.APPLICABILITY)
    if not settled:
        return Back(others), ()
    stated, doubts = cite_applicability(settled, 1, Cited(document))
    part = Part(PartKind.APPLICABILITY, settled)
    return replace(kept, parts=(part, *others), applicability=stated), tuple(doubts)


def statement(back: Back, numbering: Numbering, layout: Layout | None = None) -> str:
    """Return the Applicability as a text box shows it."""
    if back.applicability is None:
        return ""
    return " ".join(back.applicability.render(numbering, layout).split())


def keep(conference: Conference, motion: Motion | None, kept: Proposal, *, seen: int) -> int:
    """Begin a draft, or write one anew; return its number. Raises ChangedMeanwhile."""
    with at_work() as session:
        if motion is None:
            motion = draft_motion(session, current_actor(), conference, kept, now=utc_now())
        else:
            revise_motion(session, current_actor(), motion, kept, seen_version=seen, now=utc_now())
        return motion.id


def seen_now(motion: Motion | None) -> str:
    """Return what a form says it saw once it shows what somebody else has saved."""
    assert motion is not None  # noqa: S101 - only a draft there already can have changed
    db.session.refresh(motion)
    return str(motion.version)


def source_of(motion: Motion) -> str:
    """Return a draft as a text to paste again: what was pasted, unless it was edited since."""
    document = load_document(motion.draft)
    if motion.source and same_text(read_plain(motion.source).document, document):
        return motion.source
    return write_plain(document, Front.of(motion.title), load_back(motion.back))


def doubts_about(document: Document, back: Back) -> list[dict[str, Any]]:
    """Return what a draft's own words leave in doubt: references that lead nowhere."""
    numbering = number(document)
    stated = back.applicability
    found = [
        {
            "place": numbering.citation(clause),
            "url": f"#{numbering.anchor(clause)}",
            "sentence": _("It refers to a clause that is gone."),
            "words": reference.printed,
        }
        for clause, reference in dangling(document)
    ]
    if stated is not None:
        _again, doubts = cite_applicability(stated.render(numbering), 1, Cited(document))
        found += [
            {
                "place": _("Applicability"),
                "url": "#applicability",
                "sentence": doubt.sentence,
                "words": doubt.words,
            }
            for doubt in doubts
            if doubt.kind is not WarningKind.STALE_LINES
        ]
    return found
