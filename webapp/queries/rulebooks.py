"""The standing orders a conference runs by, read once for each text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from webapp.procedure.rulebook import Rulebook, load_rulebook

if TYPE_CHECKING:
    from webapp.models import Conference

# Room for every conference of a busy service and for the last edits of each.
REMEMBERED = 64


def rulebook_of(conference: Conference) -> Rulebook:
    """Return the conference's standing orders as values."""
    return read_rulebook(conference.rulebook)


@lru_cache(maxsize=REMEMBERED)
def read_rulebook(text: str) -> Rulebook:
    """Return what a rulebook's text says. Raises what `load_rulebook` raises."""
    return load_rulebook(text)
