"""What recording ballots costs in a poll of few and in a poll of many, without HTTP.

Groups of the same size are recorded in turn in each poll, so that whatever else the machine
does falls on all alike. All rolls are of the same length. Waiting for the disk is left out:
it is the same however many ballots there are.
"""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Iterator
from itertools import islice
from statistics import median

from sqlalchemy import Engine

from benchmarks.serving.hall import Hall, OpenedPoll, fill_hall, open_poll
from webapp.models.storage import open_engine, writing
from webapp.procedure.polls import ANSWERS
from webapp.procedure.procedural import BallotForm
from webapp.services.ballot_recording import Sent, record
from webapp.services.ballot_statements import box_of
from webapp.web.clock import utc_now

SIZES = (100, 1_000, 10_000, 100_000)
GROUP, ROUNDS = 8, 40
LARGE_GROUP = 250


def cost_by_size(address: str, form: BallotForm) -> dict[int, float]:
    """Return the microseconds of a ballot after so many others."""
    engine = open_engine(address)
    hall = fill_hall(engine, max(SIZES) + GROUP * (ROUNDS + 1))
    boxes = {size: everybody(hall, open_poll(engine, hall, form)) for size in SIZES}
    for size, sent in boxes.items():
        before = islice(sent, size)
        while group := list(islice(before, LARGE_GROUP)):
            timed(engine, group)
    taken: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size in random.sample(SIZES, len(SIZES)):
            group = [next(boxes[size]) for _ in range(GROUP)]
            taken[size].append(timed(engine, group) / GROUP * 1e6)
    engine.dispose()
    return {size: median(found) for size, found in taken.items()}


def everybody(hall: Hall, poll: OpenedPoll) -> Iterator[Sent]:
    """Yield the ballots of the whole roll, in no order."""
    voters = list(zip(hall.delegates, poll.places, strict=True))
    random.shuffle(voters)
    for person, place in voters:
        token = secrets.token_urlsafe(18)
        yield Sent(poll.public_id, place, person, 0, token, secrets.choice(ANSWERS))


def timed(engine: Engine, group: list[Sent]) -> float:
    """Record a group, and return the seconds of it that are not the disk's."""
    with writing(engine).begin() as connection:
        box = box_of(connection.connection.driver_connection)
        began = time.perf_counter()
        record(box, group, utc_now)
        return time.perf_counter() - began
