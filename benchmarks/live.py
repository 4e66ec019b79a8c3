"""Measure the live hub: from a chair's commit to the last of thousands of viewers.

Run with `python -m benchmarks.live`; `--database sqlite --viewers 1000` measures a part. The
hub runs as in production. The viewers are sockets of one other process on the same processors;
the chair commits a note every 0.4 seconds. Every delivery is counted: one that is missing is a
goal missed, whatever the figures.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from statistics import median

from sqlalchemy import Engine

from benchmarks.serving.databases import POSTGRESQL, SQLITE, database
from benchmarks.serving.goals import Goal, show
from benchmarks.serving.hall import SLUG, Hall, fill_hall
from benchmarks.serving.live import LONG, Seen, audience, hub, memory_of, show_note
from webapp.models.storage import open_engine

EVENTS, APART = 40, 0.4
SETTLED = 1.5  # seconds after which nothing is on its way any more
LAST = {1000: 100, 5000: 250}  # milliseconds to the last of so many viewers
MEMORY = 3.0  # MiB for each thousand viewers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL))
    parser.add_argument("--viewers", type=int, choices=tuple(LAST))
    asked = parser.parse_args()
    goals: list[Goal] = []
    for kind in [asked.database] if asked.database else [SQLITE, POSTGRESQL]:
        with database(kind) as address:
            engine = open_engine(address)
            hall = fill_hall(engine, size=1)
            for viewers in [asked.viewers] if asked.viewers else [*LAST]:
                print(f"{kind}, {viewers} viewers, {EVENTS} events")
                goals += show(fan_out(address, engine, hall, viewers))
            engine.dispose()
    missed = sum(not goal.is_reached for goal in goals)
    print(f"{len(goals) - missed} of {len(goals)} reached")


def fan_out(address: str, engine: Engine, hall: Hall, viewers: int) -> Iterator[Goal]:
    """Tell an audience of something again and again, and see when it came to everybody."""
    with hub(address) as server:
        with audience(server, SLUG, 1):
            empty = memory_of(server.process)
        with audience(server, SLUG, viewers) as seen:
            used = memory_of(server.process) - empty
            before = server.processor_seconds()
            committed = tell(engine, hall)
            time.sleep(SETTLED)
            spent = server.processor_seconds() - before
    yield from figures(seen, committed)
    each = used / 1024**2 / (viewers / 1000)
    yield Goal("MiB of the hub for 1,000 viewers", each, most=MEMORY)
    cost = spent * 1e6 / max(seen.deliveries, 1)
    print(f"  {cost:.1f} µs of the hub's processor for each delivery")


def tell(engine: Engine, hall: Hall) -> dict[int, float]:
    """Show a note again and again; return when each was committed, by its minute."""
    committed = {}
    for number in range(EVENTS):
        minute = show_note(engine, hall, f"{LONG}{number}")
        committed[minute] = time.monotonic()
        time.sleep(APART)
    return committed


def figures(seen: Seen, committed: dict[int, float]) -> Iterator[Goal]:
    every = sorted(
        (came - committed[minute]) * 1000
        for minute in committed
        for came in seen.arrived.get(minute, [])
    )
    last = sorted(
        (max(seen.arrived[minute]) - committed[minute]) * 1000
        for minute in committed
        if minute in seen.arrived
    )
    missing = seen.number * len(committed) - len(every)
    yield Goal("deliveries missing, or viewers cut off", missing + seen.cut, most=0)
    remark = f"p50 {median(last):.0f} ms; of all deliveries p50 {median(every):.0f} ms,"
    remark += f" p99 {at(every, 0.99):.0f} ms"
    yield Goal(
        "ms from commit to the last viewer, p99",
        at(last, 0.99),
        most=LAST[seen.number],
        remark=remark,
    )


def at(values: list[float], share: float) -> float:
    """Return the value below which this share of sorted values lies."""
    return values[min(int(len(values) * share), len(values) - 1)]


if __name__ == "__main__":
    main()
