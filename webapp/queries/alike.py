"""Which other amendments ask for the same as one, or for nearly the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.queries.proposals import seen_document
from webapp.queries.texts import load_changes
from webapp.text.clause import same_text
from webapp.text.likeness import Comparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from webapp.models import Motion, TextVersion
    from webapp.queries.proposals import Proposed
    from webapp.text.operation import ChangeSet


@dataclass(frozen=True, slots=True)
class Alike:
    """The keys of the change sets that are the same as one, and of those nearly so."""

    same: tuple[str, ...] = ()
    nearly: tuple[str, ...] = ()


def find_alike(
    session: Session,
    motion: Motion,
    version: TextVersion,
    proposed: Proposed,
    among: frozenset[str],
    changes: Sequence[ChangeSet] | None = None,
) -> Alike:
    """Hold an amendment, as written to one version, against others by what they do to the text.

    Whoever asks for many hands in the motion's `changes`.
    """
    change = proposed.change
    if change is None or not change.operations:
        return Alike()
    comparison = Comparison(change, seen_document(version))
    others = [
        other
        for other in (load_changes(session, motion) if changes is None else changes)
        if other.id in among and other.id != change.id
    ]
    alike = [other for other in others if comparison.likeness(other) == 1]
    same = tuple(other.id for other in alike if _do_the_same(proposed, change, other, version))
    nearly = tuple(
        other.id
        for other in others
        if other.id not in same and comparison.is_nearly_the_same(other)
    )
    return Alike(same, nearly)


def _do_the_same(
    proposed: Proposed, change: ChangeSet, other: ChangeSet, version: TextVersion
) -> bool:
    """Tell whether the text is the same with either; words put in another order are not."""
    if proposed.weave is None or change.amends != other.amends:
        return False
    under = frozenset(version.under) | ({change.amends} if change.amends else set())
    one = proposed.weave.text(under | {change.id}, drop=True)
    return same_text(one, proposed.weave.text(under | {other.id}, drop=True))
