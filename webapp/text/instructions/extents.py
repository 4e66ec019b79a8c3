"""Which clauses a scope names or covers with its lines."""

from __future__ import annotations

from webapp.text.clause import ClauseId
from webapp.text.instructions.motion import Motion
from webapp.text.instructions.scopes import Scope


def whole_clauses(motion: Motion, scope: Scope) -> list[ClauseId]:
    """Return the clauses that a scope names, or whose lines it covers from first to last."""
    if scope.stretches or (scope.clauses and scope.lines):
        return []
    if scope.clauses:
        numbering = motion.numbering
        return [
            clause
            for clause in dict.fromkeys(scope.clauses)
            if not any(above in scope.clauses for above in numbering.lineage(clause)[:-1])
        ]
    return _covered(motion, scope) if scope.lines else []


def _covered(motion: Motion, scope: Scope) -> list[ClauseId]:
    """Return the clauses of which every line is among those named, outermost only."""
    lines = scope.lines
    found: list[ClauseId] = []
    for clause in motion.clauses_in(scope.intervals):
        extent = motion.extent(clause)
        if lines is None or extent is None:
            continue
        numbering = motion.numbering
        inside = lines.first <= extent[0] and extent[1] <= lines.last
        if inside and not any(above in found for above in numbering.lineage(clause)):
            found.append(clause)
    return found
