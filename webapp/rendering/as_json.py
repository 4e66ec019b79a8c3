"""The final text as JSON, for whoever keeps a policy book of their own."""

from __future__ import annotations

import json
from typing import Any

from webapp.rendering.passed_text import PassedText
from webapp.text.clause import Clause

FORMAT = 1


def render_json(passed: PassedText) -> str:
    """Return the text with ids, labels, citations, lines, references and provenance."""
    return json.dumps(passed_record(passed), ensure_ascii=False, indent=2) + "\n"


def passed_record(passed: PassedText) -> dict[str, Any]:
    """Return what `render_json` writes, as plain values."""
    return {
        "format": FORMAT,
        "conference": passed.conference,
        "code": passed.code,
        "title": passed.title,
        "state": passed.state,
        "status": passed.status_line,
        "submitted_by": passed.submitted_by,
        "version": passed.version,
        "clauses": [clause_record(passed, clause) for clause in passed.document.clauses],
        "applicability": {
            "text": passed.applicability,
            "clauses": _applicability(passed),
        },
        "dangling": [{"clause": place, "reads": words} for place, words in passed.dangling],
        "notes": list(passed.notes),
        "provenance": [
            {
                "clause": one.clause,
                "words": one.words,
                "what": "struck" if one.is_struck else "inserted",
                "by": list(one.by),
                "vote": one.vote,
            }
            for one in passed.provenance
        ],
        "votes_by_ballot": [
            {"question": one.question, "poll": one.poll, "record": one.hash}
            for one in passed.ballot_records
        ],
    }


def clause_record(passed: PassedText, clause: Clause) -> dict[str, Any]:
    """Return one clause with all it leads in."""
    lines = passed.layout.of(clause.id)
    return {
        "id": clause.id,
        "label": passed.numbering.label(clause.id),
        "citation": passed.numbering.citation(clause.id),
        "text": passed.words_of(clause),
        "first_line": lines[0] if lines else None,
        "last_line": lines[1] if lines else None,
        "references": [
            {
                "clauses": [one for one in reference.targets if one in passed.numbering],
                "struck": [one for one in reference.targets if one not in passed.numbering],
                "form": reference.form.value,
            }
            for reference in clause.references
        ],
        "clauses": [clause_record(passed, child) for child in clause.children],
    }


def _applicability(passed: PassedText) -> dict[str, str]:
    stated = passed.back.applicability
    if stated is None:
        return {}
    return {clause.id: stated.of(clause.id, passed.numbering) for clause in passed.document.walk()}
