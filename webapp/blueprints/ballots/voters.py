"""Who casts a ballot: somebody signed in, or somebody let in by a code for one poll.

Known from the signed cookie alone. Whether the session still holds is asked by the writer, in
the transaction that keeps the ballot; pages, which show what somebody voted, ask it themselves.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import session

from webapp.extensions import db
from webapp.models import Person

_SHARED = "ballot_for"
_SIGNED_IN = "_user_id"  # where Flask-Login keeps it


class Voter(NamedTuple):
    """A person, and the epoch of the session they came with.

    `is_shared`: the device is shared, and knows them for one ballot.
    """

    person_id: int
    epoch: int
    is_shared: bool = False


def voter_for(poll: str) -> Voter | None:
    """Return who this session votes as in a poll; None for nobody."""
    shared = session.get(_SHARED)
    if shared is not None and shared[0] == poll:
        return _read(shared[1], is_shared=True)
    return _read(session.get(_SIGNED_IN, ""))


def recognised_voter(poll: str) -> Voter | None:
    """Return who this session votes as in a poll, unless it was ended meanwhile."""
    voter = voter_for(poll)
    person = db.session.get(Person, voter.person_id) if voter else None
    if person is None or person.erased_at is not None or voter is None:
        return None
    return voter if voter.epoch == person.session_epoch else None


def share_device(poll: str, person_id: int, epoch: int) -> None:
    """Let a person vote in one poll, and in nothing else, from a device that others use."""
    session.clear()
    session[_SHARED] = [poll, f"{person_id}.{epoch}"]


def leave_device() -> None:
    """Forget who sits at a shared device."""
    session.clear()


def _read(kept: str, *, is_shared: bool = False) -> Voter | None:
    person, _, epoch = kept.partition(".")
    if not (person.isdecimal() and epoch.isdecimal()):
        return None
    return Voter(int(person), int(epoch), is_shared)
