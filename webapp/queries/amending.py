"""Amendments to amendments: what stands on what, and what their authors saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session, object_session

from webapp.models import Amendment, TextVersion
from webapp.procedure.states import AmendmentState
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.texts import IN_FORCE, load_weave, printed_version
from webapp.text.records import store_document

if TYPE_CHECKING:
    from collections.abc import Iterator


def ancestors_of(amendment: Amendment) -> Iterator[Amendment]:
    """Yield what an amendment amends, and what that amends, the nearest first."""
    above = amendment.amends
    while above is not None:
        yield above
        above = above.amends


def amendments_to(amendment: Amendment) -> list[Amendment]:
    """Return the amendments to an amendment itself, oldest first."""
    return [one for one in amendment.motion.amendments if one.amends_id == amendment.id]


def all_below(amendment: Amendment) -> Iterator[Amendment]:
    """Yield the amendments to an amendment, those to them, and so on."""
    for one in amendments_to(amendment):
        yield one
        yield from all_below(one)


def grounds_of(amendment: Amendment) -> frozenset[str]:
    """Return the keys of what an amendment amends: without them it is nothing."""
    return frozenset(one.change.key for one in ancestors_of(amendment) if one.change is not None)


def in_force_with(amendment: Amendment) -> frozenset[str]:
    """Return the keys in force once an amendment is carried: its own, and what was folded in."""
    folded = (one for one in amendments_to(amendment) if one.state in IN_FORCE)
    below = frozenset(key for one in folded for key in in_force_with(one))
    return below | ({amendment.change.key} if amendment.change is not None else frozenset())


def may_be_amended(amendment: Amendment) -> bool:
    """Tell whether the rulebook allows amendments to this one, which is before conference."""
    depth = 1 + sum(1 for _ in ancestors_of(amendment))
    return (
        amendment.state is AmendmentState.SELECTED
        and amendment.change is not None
        and depth <= rulebook_of(amendment.motion.conference).amendments.depth
    )


def text_seen(amendment: Amendment) -> TextVersion:
    """Return the text its author saw: a version, or, to an amendment, the version as amended by it.

    The latter is kept nowhere: it has the number of the version and cites the same lines.
    """
    version, session = amendment.text_version, object_session(amendment)
    grounds = grounds_of(amendment)
    if not grounds or not isinstance(session, Session):
        return version
    weave = load_weave(session, amendment.motion)
    with session.no_autoflush:
        return TextVersion(
            motion_id=version.motion_id,
            number=version.number,
            kind=version.kind,
            title=version.title,
            document=store_document(weave.text({*version.under, *grounds}, drop=True)),
            back=version.back,
            layout=None,
            printed=printed_version(version),
            under=sorted({*version.under, *grounds}),
            public_at=version.public_at,
        )
