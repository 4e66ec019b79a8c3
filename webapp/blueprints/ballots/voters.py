"""Who casts a ballot: somebody signed in, or somebody let in by a code for one poll.

Known from the signed cookie alone. Whether the session still holds is asked by the writer, in
the transaction that keeps the ballot; pages, which show what somebody voted, ask it themselves.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask import session

from webapp.extensions import db
from webapp.models import Person, Poll
from webapp.queries.actor import load_actor
from webapp.queries.polls import get_poll
from webapp.queries.shared_devices import find_poll_at
from webapp.queries.standing import may
from webapp.web.clock import utc_now
from webapp.web.identity import current_actor

_SHARED = "ballot_for"
_DEVICE = "lent_to"
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


def lend_device(conference_id: int, until: datetime) -> None:
    """Let this browser, and nobody signed in at it, stand at a conference until then."""
    session.clear()
    session.permanent = True
    session[_DEVICE] = [conference_id, int(until.timestamp())]


def take_back_device() -> None:
    """Let this browser, and whoever sits at it by a code, stand nowhere."""
    for mark in (_DEVICE, _SHARED):
        session.pop(mark, None)


def lent_to(now: datetime) -> int | None:
    """Return the conference at which this browser stands as a shared device."""
    conference_id, until = session.get(_DEVICE, (None, 0))
    return conference_id if now.timestamp() < until else None


def share_device(poll: str, person_id: int, epoch: int) -> None:
    """Let a person vote in one poll, and in nothing else, from a device that others use."""
    leave_device()
    session[_SHARED] = [poll, f"{person_id}.{epoch}"]


def leave_device() -> None:
    """Forget who sits at a shared device, and not where it stands."""
    lent = session.get(_DEVICE)
    session.clear()
    if lent is not None:
        session.permanent = True
        session[_DEVICE] = lent


def poll_shown(poll_id: str) -> Poll:
    """Return a poll to whoever may see it, or to the device on which they vote in it.

    A closed conference is seen by its own people: so by whoever a code let in, for this poll
    alone, and on a device that its office or tellers lent. Raises NotThere.
    """
    work, voter = db.session(), recognised_voter(poll_id)
    if voter is not None and voter.is_shared:
        return get_poll(work, load_actor(work, voter.person_id), poll_id)
    return find_poll_at(work, lent_to(utc_now()), poll_id) or get_poll(
        work, current_actor(), poll_id
    )


def is_inside(poll: Poll) -> bool:
    """Tell whether the links of the conference's own pages lead anywhere from this browser."""
    return may(current_actor(), "conference:view", poll.conference)


def _read(kept: str, *, is_shared: bool = False) -> Voter | None:
    person, _, epoch = kept.partition(".")
    if not (person.isdecimal() and epoch.isdecimal()):
        return None
    return Voter(int(person), int(epoch), is_shared)
