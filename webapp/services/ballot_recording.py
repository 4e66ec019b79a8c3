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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from webapp.services.ballot_statements import Box


@dataclass(frozen=True, slots=True)
class Sent:
    """A ballot as it was sent.

    `poll` is the poll's public id; `epoch` that of the session it came with. `token` was made
    with the page, and `name` now, at random: the receipt, or of a secret vote the tracker.
    """

    poll: str
    place: str
    person_id: int
    epoch: int
    token: str
    choice: str
    name: str


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
    poll_id: int
    holder_id: int
    weight: int
    voted: bool
    epoch: int | None


def digest_of(token: str) -> str:
    """Return what is kept of a ballot's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def record(box: Box, sent: Sequence[Sent], clock: Callable[[], datetime]) -> list[Told]:
    """Keep what may be kept of these ballots, one at most for a place, and answer each in turn.

    The clock is read when closing can no longer come between.
    """
    polls = {row[0]: _poll(*row[1:]) for row in box.polls(sorted({ballot.poll for ballot in sent}))}
    places = {
        place: _Place(poll, holder, weight, bool(voted), epoch)
        for place, poll, holder, weight, voted, epoch in box.places(
            sorted({ballot.place for ballot in sent})
        )
    }
    now = clock()
    told = [_judged(ballot, polls, places, now) for ballot in sent]
    kept = set(_keep(box, _recorded(sent, told), polls, places, now))
    if kept:
        box.mark(sorted(kept))
    return [
        _told(box, ballot, answer, polls.get(ballot.poll), now, is_kept=ballot.place in kept)
        for ballot, answer in zip(sent, told, strict=True)
    ]


def _poll(
    id: int,
    form: str,
    state: str,
    closes_at: datetime | None,
    changeable: bool,  # noqa: FBT001 - a column
    choices: list[str],
) -> _Poll:
    return _Poll(id, BallotForm(form), OpenTo(PollState(state), closes_at, choices, changeable))


def _judged(
    ballot: Sent, polls: dict[str, _Poll], places: dict[str, _Place], now: datetime
) -> Answer:
    poll, place = polls.get(ballot.poll), places.get(ballot.place)
    held = (
        poll is not None
        and place is not None
        and (place.poll_id, place.holder_id) == (poll.id, ballot.person_id)
    )
    return judge(
        poll.asks if poll else None,
        ballot.choice,
        held=held,
        signed_in=not held or (place is not None and place.epoch == ballot.epoch),
        voted=held and place is not None and place.voted,
        now=now,
    )


def _recorded(sent: Sequence[Sent], told: Iterable[Answer]) -> Iterator[Sent]:
    for ballot, answer in zip(sent, told, strict=True):
        if answer is Answer.RECORDED:
            yield ballot


def _keep(
    box: Box,
    sent: Iterable[Sent],
    polls: dict[str, _Poll],
    places: dict[str, _Place],
    now: datetime,
) -> Iterator[str]:
    """Put the ballots in their boxes; yield the places of those that were not there yet."""
    secret, public = {}, []
    for ballot in sent:
        poll, token = polls[ballot.poll], digest_of(ballot.token)
        if poll.form is BallotForm.SECRET:
            secret[ballot.name] = (ballot.place, (ballot.name, poll.id, token, ballot.choice))
        else:
            weight = places[ballot.place].weight
            public.append((ballot.place, poll.id, ballot.choice, weight, now, ballot.name, token))
    if secret:
        for tracker in box.put_secret([row for _, row in secret.values()]):
            yield secret[tracker][0]
    if public:
        yield from box.put_open(public)


def _told(
    box: Box, ballot: Sent, answer: Answer, poll: _Poll | None, now: datetime, *, is_kept: bool
) -> Told:
    if poll is None:
        return Told(answer)
    is_open = poll.form is BallotForm.OPEN
    if answer is Answer.RECORDED and not is_kept:
        return Told(Answer.TOKEN_SPENT)
    if answer is Answer.RECORDED:
        return _receipt(answer, ballot.name, ballot.choice, now, shown=is_open)
    if answer is Answer.CHANGED:
        return _changed(box, ballot, now)
    if answer is Answer.CAST_ALREADY:
        return _found_open(box, ballot) if is_open else _found_secret(box, ballot, poll)
    return Told(answer)


def _receipt(answer: Answer, name: str, choice: str, at: datetime, *, shown: bool) -> Told:
    """Tell what was recorded; of a secret vote how is not repeated."""
    return Told(answer, name, choice if shown else "", at)


def _changed(box: Box, ballot: Sent, now: datetime) -> Told:
    """Put another answer in place of an open ballot, unless this very one was recorded before."""
    before = _found_open(box, ballot)
    if before.answer is not Answer.CAST_ALREADY:
        return before
    box.change_open(ballot.place, (ballot.choice, now, ballot.name, digest_of(ballot.token)))
    return Told(Answer.CHANGED, ballot.name, ballot.choice, now)


def _found_open(box: Box, ballot: Sent) -> Told:
    """Tell what is recorded of a place in an open vote, which its holder may always see."""
    token = digest_of(ballot.token)
    standing = box.open_ballot(ballot.place)
    if standing is None:  # gone on its day
        return Told(Answer.CAST_ALREADY)
    choice, at, receipt, kept = standing
    if kept == token:
        return Told(Answer.SENT_BEFORE, receipt, choice, at)
    if box.replaced_ballot(ballot.place, token):
        return Told(Answer.REPLACED, receipt, choice, at)
    return Told(Answer.CAST_ALREADY, receipt, choice, at)


def _found_secret(box: Box, ballot: Sent, poll: _Poll) -> Told:
    """Tell the tracker again to whoever has the token, and to others only that a ballot is in."""
    tracker = box.secret_tracker(poll.id, digest_of(ballot.token))
    return Told(Answer.SENT_BEFORE, tracker) if tracker else Told(Answer.CAST_ALREADY)
