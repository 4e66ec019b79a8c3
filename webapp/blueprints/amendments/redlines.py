"""What an amendment does to the text, as its pages show it: redline, collisions, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from webapp.queries.proposals import seen_document, seen_layout
from webapp.queries.texts import printed_version
from webapp.rendering.changed_paper import Credit, changed_paper
from webapp.rendering.in_context import in_context, only_by
from webapp.text.numbering import number
from webapp.text.operation import StrikeClause
from webapp.text.records import load_document
from webapp.text.references import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.models import TextVersion
    from webapp.queries.proposals import Proposed
    from webapp.rendering.paper import Paper
    from webapp.text.clause import ClauseId, Document
    from webapp.text.collisions import Collision
    from webapp.text.instructions import Problem
    from webapp.text.numbering import Numbering

OURS = "ours"
SHORT = 60


def shown(version: TextVersion, proposed: Proposed, typed: str = "") -> dict[str, Any]:
    """Return what the macro `printed` shows of an amendment as it is written so far."""
    change = proposed.change
    is_blank = change is None and not typed.strip()
    is_changed = change is not None and bool(change.operations)
    return {
        "is_changed": is_changed,
        "words": proposed.words,
        "redline": in_context(redline(version, proposed)) if is_changed else None,
        "meets": met(version, proposed.collisions),
        "problems": [
            _problem(at, problem, typed)
            for at, problem in enumerate(() if is_blank else proposed.problems)
        ],
        "notes": [note.sentence for note in proposed.notes],
    }


def struck_clauses(
    version: TextVersion, proposed: Proposed, here: Document
) -> list[dict[str, str]]:
    """Return the clauses that can be put back, by their place in the published text."""
    document = seen_document(version)
    numbering = number(document)
    present = {clause.id for clause in here.walk()}
    operations = proposed.change.operations if proposed.change is not None else ()
    gone = {
        one.clause
        for one in operations
        if isinstance(one, StrikeClause) and one.clause not in present
    }
    return [
        {
            "id": clause.id,
            "citation": numbering.citation(clause.id),
            "words": shortened(plain_text(clause, numbering, seen_layout(version))),
        }
        for clause in document.walk()
        if clause.id in gone
    ]


def redline(version: TextVersion, proposed: Proposed) -> Paper:
    """Return the whole text its author saw with the amendment marked, on the lines of the print."""
    assert proposed.change is not None  # noqa: S101 - the caller has looked
    assert proposed.weave is not None  # noqa: S101
    seen = seen_document(version)
    under = seen.under | {proposed.change.id}
    printed = load_document(printed_version(version).document)
    marked = changed_paper(
        proposed.weave.origins(under | printed.under),
        printed,
        proposed.weave.text(under),
        seen_layout(version),
        {proposed.change.id: Credit(OURS)},
        seen,
    )
    return only_by(marked, OURS)


def met(version: TextVersion, collisions: Iterable[Collision]) -> list[dict[str, Any]]:
    """Return collisions as the macro `warnings` shows them, those to be decided first."""
    numbering = number(seen_document(version))
    return [
        {
            "hard": collision.hard,
            "sentence": capitalised(collision.sentence),
            "place": cited(numbering, collision.clause),
        }
        for collision in sorted(collisions, key=lambda one: not one.hard)
    ]


def capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def cited(numbering: Numbering, clause: ClauseId | None) -> str:
    """Return the citation of a clause; "" for one that the text does not have."""
    return numbering.citation(clause) if clause is not None and clause in numbering else ""


def _problem(at: int, problem: Problem, typed: str) -> dict[str, Any]:
    return {
        "sentence": problem.sentence,
        "words": shortened(problem.words),
        "before": typed[max(0, problem.start - SHORT) : problem.start],
        "candidates": [
            {
                "value": f"{at}:{number_}",
                "where": _place(
                    "" if candidate.citation == candidate.replacement else candidate.citation,
                    candidate.line,
                ),
                "words": shortened(candidate.words),
                "replacement": candidate.replacement,
            }
            for number_, candidate in enumerate(problem.candidates)
        ],
    }


def shortened(words: str) -> str:
    return words if len(words) <= 4 * SHORT else f"{words[: 3 * SHORT]} … {words[-SHORT // 2 :]}"


def _place(citation: str, line: int | None) -> str:
    if line is None:
        return citation
    if not citation:
        return _("line %(line)s", line=line)
    return _("%(clause)s, line %(line)s", clause=citation, line=line)
