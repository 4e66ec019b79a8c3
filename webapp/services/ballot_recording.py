"""Recording a batch of ballots in one transaction: each is judged by itself, all are kept at once.

What is kept is on the disk before anybody is answered. Sending a ballot again changes nothing
and gives its receipt back.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from webapp.procedure.polls import Answer, OpenTo, PollState, judge
from webapp.procedure.procedural import BallotForm
from webapp.procedure.ranking import Rankings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from webapp.services.ballot_statements import Box, Key

RECEIPT_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Sent:
    """A ballot as it was sent.

    `poll` is the poll's public id; `epoch` that of the session it came with; `token` was made
    at random with the page.
    """

    poll: str
    place: str
    person_id: int
    epoch: int
    token: str
    choice: str

    @property
    def name(self) -> str:
        """The receipt it is kept under, in a secret vote the tracker."""
        return receipt_of(self.place, self.token)


@dataclass(frozen=True, slots=True)
class Told:
    """What a voter is told. `choice` and `at` are of open votes alone: nobody keeps the others."""

    answer: Answer
    receipt: str = ""
    choice: str = ""
    at: datetime | None = None


class _Poll(NamedTuple):
    id: int
    form: BallotForm
    asks: OpenTo


class _Place(NamedTuple):
    holder_id: int
    weight: int
    voted: bool
    epoch: int | None


def receipt_of(place: str, token: str) -> str:
    """Return what a ballot is kept under: the same however often it is sent.

    Nobody who does not have the token can tell from it which place it came from.
    """
    return hashlib.sha256(f"{place} {token}".encode()).hexdigest()[:RECEIPT_LENGTH]


def record(box: Box, sent: Sequence[Sent], clock: Callable[[], datetime]) -> list[Told]:
    """Keep what may be kept of these ballots, one at most for a place, and answer each in turn.

    The clock is read when closing can no longer come between.
    """
    known, held = box.look([(ballot.poll, ballot.place) for ballot in sent])
    polls = {row[0]: _poll(*row[1:]) for row in known}
    keys: list[Key] = [
        (polls[ballot.poll].id if ballot.poll in polls else 0, ballot.place) for ballot in sent
    ]
    places = {(poll, place): _Place(*facts) for poll, place, *facts in held}
    now = clock()
    judged = [
        _judged(ballot, polls.get(ballot.poll), places.get(key), now)
        for ballot, key in zip(sent, keys, strict=True)
    ]
    good = [
        (ballot, key)
        for ballot, key, answer in zip(sent, keys, judged, strict=True)
        if answer is Answer.RECORDED
    ]
    marked = _keep(box, good, polls, places, now)
    return [
        _told(box, ballot, key, _as_marked(answer, key in marked), polls.get(ballot.poll), now)
        for ballot, key, answer in zip(sent, keys, judged, strict=True)
    ]


def _poll(
    id: int,
    form: str,
    state: str,
    closes_at: datetime | None,
    changeable: bool,  # noqa: FBT001 - a column
    choices: list[str],
    ranked: bool,  # noqa: FBT001 - a column
) -> _Poll:
    answers = Rankings(len(choices)) if ranked else choices
    return _Poll(id, BallotForm(form), OpenTo(PollState(state), closes_at, answers, changeable))


def _judged(ballot: Sent, poll: _Poll | None, place: _Place | None, now: datetime) -> Answer:
    held = place is not None and place.holder_id == ballot.person_id
    return judge(
        poll.asks if poll else None,
        ballot.choice,
        held=held,
        signed_in=not held or (place is not None and place.epoch == ballot.epoch),
        voted=held and place is not None and bool(place.voted),
        now=now,
    )


def _as_marked(answer: Answer, is_marked: bool) -> Answer:  # noqa: FBT001 - a fact, no switch
    """Return what became of a ballot judged good: another may have marked its place meanwhile."""
    if answer is Answer.RECORDED and not is_marked:
        return Answer.CAST_ALREADY
    return answer


def _keep(
    box: Box,
    good: Sequence[tuple[Sent, Key]],
    polls: dict[str, _Poll],
    places: dict[Key, _Place],
    now: datetime,
) -> set[Key]:
    """Mark these places and put their ballots into the boxes; return those not marked before."""
    secret, public = [], []
    for ballot, key in good:
        if polls[ballot.poll].form is BallotForm.SECRET:
            secret.append((*key, ballot.name, ballot.choice))
        else:
            public.append((*key, ballot.choice, places[key].weight, now, ballot.name))
    marked = box.keep_secret(secret) if secret else set()
    return marked | box.keep_open(public) if public else marked


def _told(
    box: Box, ballot: Sent, key: Key, answer: Answer, poll: _Poll | None, now: datetime
) -> Told:
    if poll is None:
        return Told(answer)
    is_open = poll.form is BallotForm.OPEN
    if answer is Answer.RECORDED:  # how is not repeated to somebody who voted in secret
        return Told(answer, ballot.name, ballot.choice if is_open else "", now)
    if answer is Answer.CHANGED:
        return _changed(box, ballot, key, now)
    if answer is Answer.CAST_ALREADY:
        return _found_open(box, ballot, key) if is_open else _found_secret(box, ballot, poll)
    return Told(answer)


def _changed(box: Box, ballot: Sent, key: Key, now: datetime) -> Told:
    """Put another answer in place of an open ballot, unless this very one was recorded before."""
    before = _found_open(box, ballot, key)
    if before.answer is not Answer.CAST_ALREADY:
        return before
    box.change_open(key, (ballot.choice, now, ballot.name))
    return Told(Answer.CHANGED, ballot.name, ballot.choice, now)


def _found_open(box: Box, ballot: Sent, key: Key) -> Told:
    """Tell what is recorded of a place in an open vote, which its holder may always see."""
    standing = box.open_ballot(key)
    if standing is None:  # gone on its day
        return Told(Answer.CAST_ALREADY)
    choice, at, receipt = standing
    if receipt == ballot.name:
        return Told(Answer.SENT_BEFORE, receipt, choice, at)
    if box.was_replaced(key, ballot.name):
        return Told(Answer.REPLACED, receipt, choice, at)
    return Told(Answer.CAST_ALREADY, receipt, choice, at)


def _found_secret(box: Box, ballot: Sent, poll: _Poll) -> Told:
    """Tell the tracker again to whoever has the token, and to others only that a ballot is in."""
    if box.has_secret(poll.id, ballot.name):
        return Told(Answer.SENT_BEFORE, ballot.name)
    return Told(Answer.CAST_ALREADY)
