"""Which other amendments ask for the same as one, or for nearly the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.queries.proposals import read_proposal, seen_document
from webapp.queries.texts import load_changes
from webapp.text.clause import same_text
from webapp.text.likeness import Comparison
from webapp.text.records import load_change_set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sqlalchemy.orm import Session

    from webapp.models import Amendment, Motion, TextVersion
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


def are_nearly_the_same(session: Session, one: Amendment, other: Amendment) -> bool:
    """Tell whether two that were submitted are so alike that their movers may agree on one."""
    if other.change is None:
        return False
    among = frozenset({other.change.key})
    proposed = read_proposal(session, one)
    alike = find_alike(session, one.motion, one.text_version, proposed, among)
    return bool(alike.nearly)


def share_in_common(one: Amendment, other: Amendment) -> Fraction:
    """Return how much of what two submitted amendments do is common to both, from 0 to 1."""
    assert one.change is not None  # noqa: S101 - they were submitted
    assert other.change is not None  # noqa: S101
    change, theirs = load_change_set(one.change.record), load_change_set(other.change.record)
    return Comparison(change, seen_document(one.text_version)).likeness(theirs)


def _do_the_same(
    proposed: Proposed, change: ChangeSet, other: ChangeSet, version: TextVersion
) -> bool:
    """Tell whether the text is the same with either; words put in another order are not."""
    if proposed.weave is None or change.amends != other.amends:
        return False
    under = frozenset(version.under) | ({change.amends} if change.amends else set())
    one = proposed.weave.text(under | {change.id}, drop=True)
    return same_text(one, proposed.weave.text(under | {other.id}, drop=True))
