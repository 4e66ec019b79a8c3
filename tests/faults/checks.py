"""Whether every acknowledged ballot is there once, none twice, and the figures are theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.factories.poll import KEY
from webapp.models import OpenBallot, PollPlace, SecretBallot
from webapp.services.ballot_recording import receipt_of
from webapp.services.minutes import verify_minutes
from webapp.services.record_checks import verify_polls

if TYPE_CHECKING:
    from tests.faults.hall import OpenedPoll
    from tests.faults.voters import Ballot, Ledger

Box = dict[str, str]  # the choice under each receipt or tracker


def faults_of(
    engine: Engine, poll: OpenedPoll, ledger: Ledger, figures: dict[str, int]
) -> list[str]:
    """Return what is wrong with a closed poll; nothing when all is well.

    Only the test knows which ballot is whose: it has the tokens.
    """
    with Session(engine) as session:
        box, marked = box_of(session, poll), marked_in(session, poll)
    counted = Counter(box.values())
    acknowledged = Counter(one.choice for one in ledger.receipts)
    said = {choice: votes for choice, votes in figures.items() if votes}
    found = [f"told {words}" for words in ledger.strange]
    found += _faults_of_box(box, marked, ledger)
    found += _faults_of_answers(box, ledger)
    if said != counted:
        found.append(f"the figures are {said}, and the box holds {dict(counted)}")
    if said != acknowledged:
        found.append(f"the figures are {said}, acknowledged were {dict(acknowledged)}")
    return found


def _faults_of_box(box: Box, marked: set[str], ledger: Ledger) -> list[str]:
    found = []
    known = {_key(one): one for sent in ledger.sent.values() for one in sent}
    places: dict[str, list[Ballot]] = defaultdict(list)
    for receipt, choice in box.items():
        if receipt not in known:
            found.append(f"{receipt} is in the box and was sent by nobody")
        elif known[receipt].choice != choice:
            found.append(f"{receipt} is in the box as {choice}")
        else:
            places[known[receipt].place].append(known[receipt])
    found += [f"{place} voted {len(sent)} times" for place, sent in places.items() if sent[1:]]
    if marked != set(places):
        found.append(f"{len(marked ^ set(places))} places are marked without a ballot, or not")
    return found


def _faults_of_answers(box: Box, ledger: Ledger) -> list[str]:
    """Compare what voters were told with the box: everybody was told something in the end."""
    found = []
    for ballot, receipts in ledger.receipts.items():
        if receipts != {_key(ballot)}:
            found.append(f"{ballot.place} was given {receipts} for one ballot")
        if _key(ballot) not in box:
            found.append(f"{ballot.place} was told that a ballot is recorded which is not there")
    for ballot in ledger.refused - set(ledger.receipts):
        if _key(ballot) in box:
            found.append(f"{ballot.place} was told that its ballot was refused, and it is there")
    return found


def _key(ballot: Ballot) -> str:
    return receipt_of(ballot.place, ballot.token)


def faults_of_records(engine: Engine, conference_id: int) -> list[str]:
    """Return where the minute book or the records of polls are broken."""
    with Session(engine) as session:
        return [
            *(f"minute {one.number} {one.fault}" for one in verify_minutes(session, conference_id)),
            *(
                f"{one.subject} {one.fault}"
                for one in verify_polls(session, conference_id, {KEY.public})
            ),
        ]


def box_of(session: Session, poll: OpenedPoll) -> Box:
    """Return what is in the box; the database itself keeps two from the same name."""
    if poll.is_secret:
        rows = session.execute(
            select(SecretBallot.id, SecretBallot.choice).where(SecretBallot.poll_id == poll.id)
        )
    else:
        rows = session.execute(
            select(OpenBallot.receipt, OpenBallot.choice).where(OpenBallot.poll_id == poll.id)
        )
    found = [(receipt, choice) for receipt, choice in rows]
    assert len(dict(found)) == len(found), "a receipt is in the box twice"
    return dict(found)


def marked_in(session: Session, poll: OpenedPoll) -> set[str]:
    marked = select(PollPlace.place).where(PollPlace.poll_id == poll.id, PollPlace.voted)
    return set(session.scalars(marked))
