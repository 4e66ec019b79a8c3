"""Ids for clauses: random-looking, never positional, never used twice."""

from __future__ import annotations

from uuid import uuid4

from webapp.text.clause import ClauseId


def new_clause_id() -> ClauseId:
    """Return an id that no clause has had."""
    return ClauseId(uuid4().hex[:12])
