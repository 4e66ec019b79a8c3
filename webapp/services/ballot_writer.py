"""One thread that commits ballots in groups: whoever waits is answered after the disk has them.

Requests hand their ballot over and wait. The writer takes whatever is queued, keeps it in one
transaction, and answers each. A group that fails is tried again one by one, so that one bad
ballot is refused alone.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from typing import TYPE_CHECKING
from weakref import WeakSet

from sqlalchemy.exc import TimeoutError as NoConnectionFree

from webapp.models.gate import GateStuck
from webapp.models.storage import writing
from webapp.services.ballot_recording import record
from webapp.services.ballot_statements import box_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from webapp.services.ballot_recording import Sent, Told

LARGEST_GROUP = 256
PATIENCE_SECONDS = 40.0  # more than anybody waits at the gate
BUSY = 3  # ballots in a group: then more are on their way
GATHER_SECONDS = 0.006  # and are let come, so that the next group costs no more and holds more
IDLE_SECONDS = 5.0

NOBODY_GETS_THROUGH = (GateStuck, NoConnectionFree)

log = logging.getLogger(__name__)


class BallotsStuck(RuntimeError):
    """Nobody can say yet whether a ballot was recorded: it has to be sent again."""


class _Waiting:
    """One ballot on its way, and whoever waits for it."""

    __slots__ = ("answered", "fault", "sent", "told")

    def __init__(self, sent: Sent) -> None:
        self.sent = sent
        self.told: Told | None = None
        self.fault: BaseException | None = None
        self.answered = threading.Lock()
        self.answered.acquire()

    def answer(self, told: Told | None, fault: BaseException | None = None) -> None:
        self.told, self.fault = told, fault
        self.answered.release()


class BallotWriter:
    """Keeps ballots for every thread of this process; its own thread starts with the first.

    The thread ends when nothing comes for a while and starts again with the next ballot.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = writing(engine)
        self._clock = clock
        self.begin()
        _writers.add(self)

    def begin(self) -> None:
        """Start with nothing queued and no thread, as in a process just forked."""
        self._queue: deque[_Waiting] = deque()
        self._change = threading.Condition(threading.Lock())
        self._thread: threading.Thread | None = None
        self._is_waiting = False
        self._is_recording = False
        self._connection: Connection | None = None  # of the writer's thread alone

    def cast(self, sent: Sent) -> Told:
        """Keep a ballot and return what its voter is told; it is on the disk by then.

        Raises BallotsStuck, whatever the cause.
        """
        waiting = _Waiting(sent)
        with self._change:
            self._queue.append(waiting)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ballots", daemon=True)
                self._thread.start()
            elif self._is_waiting:
                self._change.notify()
        if not waiting.answered.acquire(timeout=PATIENCE_SECONDS):
            raise BallotsStuck
        if waiting.told is None:
            raise BallotsStuck from waiting.fault
        return waiting.told

    def drain(self, patience: float = PATIENCE_SECONDS) -> None:
        """Wait until everything handed over is recorded and answered."""
        until = time.monotonic() + patience
        while (self._queue or self._is_recording) and time.monotonic() < until:
            time.sleep(0.005)

    def _run(self) -> None:
        try:
            while group := self._next_group():
                self._record(group)
                if len(group) >= BUSY:
                    time.sleep(GATHER_SECONDS)
                if not self._queue:
                    self._let_go()
        finally:
            with self._change:  # so that another thread is started, whatever ended this one
                self._is_recording = False
                if self._thread is threading.current_thread():
                    self._end()

    def _next_group(self) -> list[_Waiting]:
        """Return what is queued, one ballot at most for a place; nothing when it is time to end."""
        with self._change:
            self._is_recording = False
            if not self._queue:
                self._is_waiting = True
                self._change.wait(IDLE_SECONDS)
                self._is_waiting = False
            group: dict[str, _Waiting] = {}
            later = []
            while self._queue and len(group) < LARGEST_GROUP:
                waiting = self._queue.popleft()
                if waiting.sent.place in group:
                    later.append(waiting)
                else:
                    group[waiting.sent.place] = waiting
            self._queue.extendleft(reversed(later))
            self._is_recording = bool(group)
            if not group:
                self._end()
            return list(group.values())

    def _end(self) -> None:
        """Leave nothing of this thread's behind for the next one; inside the lock."""
        self._let_go()
        self._thread = None

    def _record(self, group: Sequence[_Waiting]) -> None:
        try:
            told = self._commit([waiting.sent for waiting in group])
        except BaseException as fault:  # whatever it was, everybody is answered
            if len(group) == 1 or isinstance(fault, NOBODY_GETS_THROUGH):
                for waiting in group:
                    waiting.answer(None, fault)
                return
            log.warning("a group of %d ballots is tried one by one", len(group), exc_info=fault)
            for waiting in group:
                self._record([waiting])
            return
        for waiting, one in zip(group, told, strict=True):
            waiting.answer(one)

    def _commit(self, sent: Sequence[Sent]) -> list[Told]:
        if self._connection is None:
            self._connection = self._engine.connect()
        try:
            with self._connection.begin():
                driver = self._connection.connection.driver_connection
                return record(box_of(driver), sent, self._clock)
        except BaseException:
            self._let_go()
            raise

    def _let_go(self) -> None:
        """Give the connection back: it is kept for as long as groups come one after another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


_writers: WeakSet[BallotWriter] = WeakSet()


def _begin_in_child() -> None:
    for writer in list(_writers):
        writer.begin()


os.register_at_fork(after_in_child=_begin_in_child)
