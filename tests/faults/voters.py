"""Delegates on bad networks: they send until they are told something final, some more than once."""

from __future__ import annotations

import json
import random
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlencode

from tests.faults.hall import OpenedPoll, Seat
from webapp.procedure.polls import ANSWERS

AT_ONCE = 16
PATIENCE = 120.0  # seconds until somebody who is told nothing gives up
NETWORK = 15.0
FINAL = {200, 409, 410}


class Ballot(NamedTuple):
    """One ballot from one page: the same token however often it is sent."""

    place: str
    token: str
    choice: str


class Ledger:
    """What everybody sent, and what they were told of it."""

    def __init__(self) -> None:
        self.sent: dict[str, set[Ballot]] = defaultdict(set)
        self.receipts: dict[Ballot, set[str]] = defaultdict(set)
        self.refused: set[Ballot] = set()
        self.strange: list[str] = []
        self.unanswered = 0
        self._lock = threading.Lock()

    def send(self, ballot: Ballot) -> None:
        with self._lock:
            self.sent[ballot.place].add(ballot)

    def told(self, ballot: Ballot, status: int, said: dict[str, str]) -> None:
        with self._lock:
            if status == 200 and said["state"] == "recorded":
                self.receipts[ballot].add(said["receipt"])
            elif status in {409, 410}:
                self.refused.add(ballot)
            else:
                self.strange.append(f"{status} {said}")

    def lost_answer(self) -> None:
        with self._lock:
            self.unanswered += 1

    @property
    def acknowledged(self) -> int:
        return len(self.receipts)

    @property
    def in_flight(self) -> int:
        """How many ballots were sent and are not answered yet."""
        with self._lock:
            sent = {one for ballots in self.sent.values() for one in ballots}
            return len(sent - set(self.receipts) - self.refused)


class Voters:
    """Everybody votes, some at a time; each way of voting is drawn from the seed."""

    def __init__(self, port: int, poll: OpenedPoll, ledger: Ledger, chance: random.Random) -> None:
        self._port, self._poll, self.ledger = port, poll, ledger
        self._acts = [(seat, chance.random(), chance.choice(ANSWERS)) for seat in poll.seats]
        self._pauses = 0.05 + chance.random() * 0.25
        self._threads = threading.Thread(target=self._all)

    def start(self) -> None:
        self._threads.start()

    def wait(self) -> None:
        self._threads.join()

    def is_voting(self) -> bool:
        return self._threads.is_alive()

    def _all(self) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._vote, self._acts))

    def _vote(self, act: tuple[Seat, float, str]) -> None:
        seat, draw, choice = act
        time.sleep(self._pauses * draw)
        ballot = Ballot(seat.place, secrets.token_urlsafe(18), choice)
        if draw < 0.1:  # a double-click
            at_once([lambda: self._send(seat, ballot)] * 2)
        elif draw < 0.2:  # two phones
            other = Ballot(seat.place, secrets.token_urlsafe(18), choice)
            at_once([lambda: self._send(seat, ballot), lambda: self._send(seat, other)])
        else:
            self._send(seat, ballot)
        if draw < 0.3:  # the page is opened again, and sends what it kept
            self._send(seat, ballot)

    def _send(self, seat: Seat, ballot: Ballot) -> None:
        """Send a ballot again and again until something final is said of it."""
        self.ledger.send(ballot)
        body = urlencode(
            {
                "csrf_token": seat.word,
                "place": seat.place,
                "token": ballot.token,
                "choice": ballot.choice,
            }
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                status, said = self._post(body, seat.cookie)
            except (OSError, HTTPException):
                self.ledger.lost_answer()
            else:
                if status in FINAL or status < 500:
                    self.ledger.told(ballot, status, said)
                    return
                self.ledger.lost_answer()
            time.sleep(0.25)
        self.ledger.told(ballot, 0, {"state": "given up"})

    def _post(self, body: str, cookie: str) -> tuple[int, dict[str, str]]:
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=NETWORK)) as connection:
            connection.request(
                "POST",
                f"/ballots/{self._poll.public_id}",
                body,
                {
                    "Accept": "application/json",
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": cookie,
                },
            )
            with closing(connection.getresponse()) as answer:
                words = answer.read()
        try:
            return answer.status, json.loads(words)
        except ValueError:
            return answer.status, {"state": words[:80].decode(errors="replace")}


def at_once(acts: Iterable[object]) -> None:
    threads = [threading.Thread(target=act) for act in acts]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
