"""Where the ids of new clauses come from.

The text package makes no id by itself: whoever creates clauses passes a
`new_id`, and this is the one it passes outside of tests.
"""

from __future__ import annotations

from uuid import uuid4

from webapp.text.clause import ClauseId


def new_clause_id() -> ClauseId:
    """Return an id that no other clause has and that says nothing of its place."""
    return ClauseId(uuid4().hex[:12])
