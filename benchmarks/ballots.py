"""Measure ballots over HTTP: how fast, how evenly, and whether each is in the box exactly once.

Run with `python -m benchmarks.ballots`; `--database` and `--only` measure a part. The real
server runs with two workers on a database that is as durable as a conference's, on the same
processors as the load. What is compared is alternated within one run: `hello`, an empty page
that checks the session; `nop`, a ballot that is answered without its database work; and
`ballot`. Only their ratios say something about the service; requests a second say more about
the machine. Every run compares what voters were told with what is in the box.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmarks.serving.box import check_box
from benchmarks.serving.databases import POSTGRESQL, SQLITE, database
from benchmarks.serving.goals import Goal, show
from benchmarks.serving.hall import (
    SLUG,
    Hall,
    OpenedPoll,
    fill_hall,
    mint_sessions,
    open_polls,
)
from benchmarks.serving.live import live_viewers, news
from benchmarks.serving.load import (
    Run,
    ballots,
    ballots_without_work,
    demand_wrk,
    hellos,
    send,
)
from benchmarks.serving.servers import KEYS, Server, serving
from benchmarks.serving.writing import cost_by_size
from webapp.app import create_app
from webapp.models import Poll
from webapp.models.storage import open_engine
from webapp.procedure.procedural import BallotForm
from webapp.queries.polls import figures_in_box

ROUNDS, SECONDS = 3, 2
VIEWERS = 2_000
HELLO, NOP, BALLOT = "hello", "nop", "ballot"
EVENNESS = {64: 2.5, 256: 1.5, 1000: 1.3}  # p99 / p50 at so many connections


@dataclass(frozen=True, slots=True)
class Bench:
    """A full hall, its sessions, and the server before it."""

    engine: Engine
    hall: Hall
    sessions: list[tuple[str, str]]
    server: Server
    form: BallotForm

    def polls(self, number: int = 1) -> list[OpenedPoll]:
        return open_polls(self.engine, self.hall, number, self.form)

    def vote(self, *, connections: int, seconds: int | None = None) -> Run:
        """Have everybody vote, for so long or until they have, and compare with the box."""
        polls = self.polls(seconds or 1)
        run = send(
            self.server, ballots(self.sessions, polls), connections=connections, seconds=seconds
        )
        check_box(self.engine, polls, run.answers, connections if seconds else 0)
        return run

    def say_hello(self, *, connections: int, seconds: int | None = None) -> Run:
        requests = hellos(self.sessions) * ((seconds or 0) * 2 + 1)
        return send(self.server, requests, connections=connections, seconds=seconds)

    def vote_without_work(self, *, connections: int, seconds: int) -> Run:
        requests = ballots_without_work(self.sessions, seconds)
        return send(self.server, requests, connections=connections, seconds=seconds)


def speed(bench: Bench) -> Iterator[Goal]:
    """Compare ballots with the empty page and with themselves without their work."""
    kinds: dict[str, Callable[..., Run]] = {
        HELLO: bench.say_hello,
        NOP: bench.vote_without_work,
        BALLOT: bench.vote,
    }
    found: dict[str, list[Run]] = {kind: [] for kind in kinds}
    for turn in range(ROUNDS):
        order = [*kinds][turn:] + [*kinds][:turn]
        for kind in order:
            found[kind].append(kinds[kind](connections=64, seconds=SECONDS))
    for kind, runs in found.items():
        middle = sorted(runs, key=lambda run: run.per_second)[len(runs) // 2]
        print(
            f"  {kind:<8} {middle.per_second:>6.0f} a second, p50 {middle.p50:>4.0f} ms,"
            f" p99 {middle.p99:>4.0f} ms, {middle.processor:>5.0f} µs of the server's processor"
        )
    yield Goal("ballot / hello", ratio(found[BALLOT], found[HELLO]), least=0.45)
    yield Goal("ballot / nop", ratio(found[BALLOT], found[NOP]), least=0.60)
    refused = sum(run.refused for runs in found.values() for run in runs)
    yield Goal("refused or broken", refused, most=0)


def ratio(runs: list[Run], others: list[Run]) -> float:
    """Return the median over the rounds of what was got through, compared within each."""
    return median(
        run.per_second / other.per_second for run, other in zip(runs, others, strict=True)
    )


def evenness(bench: Bench) -> Iterator[Goal]:
    """Look at the slowest answers beside the usual ones."""
    for connections, bar in EVENNESS.items():
        runs = [bench.vote(connections=connections, seconds=SECONDS) for _ in range(ROUNDS)]
        found = median(run.p99 / run.p50 for run in runs)
        usual = f"p50 {median(run.p50 for run in runs):.0f} ms"
        yield Goal(f"p99 / p50 at {connections} connections", found, most=bar, remark=usual)
        yield Goal("  refused or broken", sum(run.refused for run in runs), most=0)


def whole_hall(bench: Bench) -> Iterator[Goal]:
    """Have everybody vote once, and everybody look at an empty page."""
    pairs = [(bench.vote(connections=256), bench.say_hello(connections=256)) for _ in range(ROUNDS)]
    found = median(vote.seconds / hello.seconds for vote, hello in pairs)
    took = f"{median(vote.seconds for vote, _ in pairs):.1f} s"
    size = f"{len(bench.sessions):,}"
    yield Goal(f"{size} ballots / {size} empty pages", found, most=2.5, remark=took)
    yield Goal("  refused or broken", sum(vote.refused for vote, _ in pairs), most=0)


def tally(bench: Bench) -> Iterator[Goal]:
    """Count a full box exactly, as closing does."""
    bench.vote(connections=256)
    with Session(bench.engine) as session:
        poll = session.scalars(select(Poll).order_by(Poll.id.desc()).limit(1)).one()
        taken = []
        for _ in range(21):
            began = time.perf_counter()
            figures = figures_in_box(session, poll)
            taken.append((time.perf_counter() - began) * 1000)
        assert sum(figures.values()) == len(bench.hall.delegates), figures
    # The least of them: the others were interrupted by whatever else the machine does.
    usual = f"usually {median(taken):.1f} ms"
    size = f"{len(bench.hall.delegates):,}"
    yield Goal(f"ms for the tally of {size}", min(taken), most=5, remark=usual)


def flatness(bench: Bench) -> Iterator[Goal]:
    """Compare the cost of a ballot in a poll of few with that in a poll of many."""
    with database(bench.engine.dialect.name) as address:
        costs = cost_by_size(address, bench.form)
    smallest, *others = costs
    for size in others:
        found = costs[size] / costs[smallest]
        remark = f"{costs[size]:.0f} µs"
        yield Goal(f"a ballot after {size:,} / after {smallest}", found, most=1.10, remark=remark)


def followed(bench: Bench) -> Iterator[Goal]:
    """Have thousands follow what the chair shows four times a second while others vote."""
    address = bench.engine.url.render_as_string(hide_password=False)
    pairs, seen = [], []
    for _ in range(ROUNDS):
        alone = bench.vote(connections=64, seconds=SECONDS)
        with live_viewers(address, SLUG, VIEWERS) as watched, news(bench.engine, bench.hall):
            pairs.append((bench.vote(connections=64, seconds=SECONDS), alone))
        seen.append(watched)
    found = median(run.per_second / alone.per_second for run, alone in pairs)
    told = sum(one.deliveries for one in seen)
    remark = f"{told:,} events delivered"
    yield Goal(f"ballots with {VIEWERS:,} who follow / without", found, least=0.80, remark=remark)
    yield Goal("  refused or broken", sum(run.refused for run, _ in pairs), most=0)
    yield Goal("  viewers cut off", sum(one.cut for one in seen), most=0)


PARTS: dict[str, Callable[[Bench], Iterator[Goal]]] = {
    "speed": speed,
    "evenness": evenness,
    "hall": whole_hall,
    "tally": tally,
    "flatness": flatness,
    "followed": followed,
}


def measure(kind: str, form: BallotForm, parts: list[str]) -> list[Goal]:
    with database(kind) as address:
        os.environ |= KEYS | {"CARRIED_DATABASE_URL": address}
        engine = open_engine(address)
        hall = fill_hall(engine)
        sessions = mint_sessions(create_app(), hall.delegates)
        goals = []
        with serving(address) as server:
            bench = Bench(engine, hall, sessions, server, form)
            bench.say_hello(connections=64, seconds=1)  # warm
            bench.vote(connections=64, seconds=1)
            for part in parts:
                print(f"{kind}, {form} ballots: {part}")
                goals += show(PARTS[part](bench))
        engine.dispose()
    return goals


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", choices=[SQLITE, POSTGRESQL], action="append")
    asked.add_argument("--form", choices=[*BallotForm], type=BallotForm, default=BallotForm.SECRET)
    asked.add_argument("--only", choices=[*PARTS], action="append")
    wanted = asked.parse_args()
    demand_wrk()
    goals: list[Goal] = []
    for kind in wanted.database or [SQLITE, POSTGRESQL]:
        goals += measure(kind, wanted.form, wanted.only or [*PARTS])
    reached = sum(goal.is_reached for goal in goals)
    print(f"{reached} of {len(goals)} goals reached; load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
