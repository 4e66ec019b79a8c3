"""One vote after the other while something is killed: who, and when, is drawn from a seed."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from tests.faults.checks import faults_of, faults_of_records
from tests.faults.databases import POSTGRESQL, Database, database
from tests.faults.hall import Hall, OpenedPoll
from tests.faults.service import Service, serving
from tests.faults.voters import Ledger, Voters
from webapp.procedure.polls import PollSettings
from webapp.procedure.procedural import BallotForm

WORKER, EVERYTHING, DATABASE = "worker", "server and workers", "database"
KILLS_IN_A_ROUND = 3
SETTINGS = (PollSettings(BallotForm.SECRET), PollSettings(BallotForm.OPEN))


@dataclass
class Tally:
    """What happened in all rounds so far."""

    rounds: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    lost_answers: int = 0
    closed_in_between: int = 0
    in_flight: int = 0  # kills that met ballots sent and not answered
    faults: list[str] = field(default_factory=list)


class Rounds:
    """A hall that votes again and again on one service."""

    def __init__(
        self, kept: Database, hall: Hall, service: Service, *, kind: str, chance: random.Random
    ) -> None:
        self._kept, self._hall, self._service = kept, hall, service
        self._kind, self._chance = kind, chance
        self.tally = Tally()

    def play(self, kills: int = KILLS_IN_A_ROUND) -> None:
        """Let the hall vote, kill so many times meanwhile, and look what is in the box."""
        self.play_with([self._drawn() for _ in range(kills)])

    def play_with(self, kills: Sequence[str]) -> None:
        """Do the same with these kills."""
        chance = self._chance
        poll = self._hall.open(chance.choice(SETTINGS))
        ledger = Ledger()
        voters = Voters(self._service.port, poll, ledger, chance)
        figures = None
        voters.start()
        for what in kills:
            self._await_ballots(voters)
            time.sleep(chance.random() * 0.3)
            self.tally.in_flight += ledger.in_flight > 0
            self._kill(what)
        if chance.random() < 0.5:
            time.sleep(chance.random() * 0.4)
            self.tally.closed_in_between += voters.is_voting()
            figures = self._close(poll)
        voters.wait()
        figures = figures or self._close(poll)
        self._note(poll, ledger, figures)

    def _await_ballots(self, voters: Voters) -> None:
        """Wait until ballots are acknowledged again, so that the next kill meets some."""
        known = voters.ledger.acknowledged
        while voters.is_voting() and voters.ledger.acknowledged == known:
            time.sleep(0.01)

    def _drawn(self) -> str:
        weights = [6, 1, 4 if self._kind == POSTGRESQL else 0]
        return self._chance.choices([WORKER, EVERYTHING, DATABASE], weights)[0]

    def _kill(self, what: str) -> None:
        if what == WORKER:
            self._service.kill_worker(self._chance.randrange(2))
        elif what == EVERYTHING:
            self._service.kill_all()
        else:
            self._kept.kill()
            self._kept.start()
        self.tally.kills[what] += 1

    def _close(self, poll: OpenedPoll) -> dict[str, int]:
        """Close the poll; a chair whose database is gone presses the button again."""
        return again(lambda: self._hall.close(poll))

    def _note(self, poll: OpenedPoll, ledger: Ledger, figures: dict[str, int]) -> None:
        self.tally.rounds += 1
        self.tally.acknowledged += ledger.acknowledged
        self.tally.lost_answers += ledger.unanswered
        engine = self._hall.engine
        self.tally.faults += faults_of(engine, poll, ledger, figures)
        self.tally.faults += faults_of_records(engine, self._hall.conference_id)


@contextmanager
def rounds(kind: str, *, size: int, seed: int) -> Iterator[Rounds]:
    """Start a database and a service on it, with a hall of so many delegates."""
    with (
        tempfile.TemporaryDirectory(prefix="carried-") as name,
        database(kind, Path(name)) as (kept, engine),
    ):
        hall = Hall(engine, size)
        with serving(kept.address, Path(name)) as service:
            yield Rounds(kept, hall, service, kind=kind, chance=random.Random(seed))


def again(act: Callable[[], dict[str, int]], patience: float = 60) -> dict[str, int]:
    until = time.monotonic() + patience
    while True:
        try:
            return act()
        except DBAPIError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
