"""Kill workers, servers and databases at random moments with ballots in flight.

    python -m tests.faults                      200 kills, half on SQLite and half on PostgreSQL
    python -m tests.faults --kills 20 --seed 7 --database sqlite

After each vote: every acknowledged ballot is there once, none twice, the figures are those of the
acknowledged ballots, minutes and records hold. Ends with 1 where anything is wrong. What is drawn
from a seed is drawn again from it; what the machine makes of it may differ.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.faults.databases import KINDS
from tests.faults.rounds import KILLS_IN_A_ROUND, Rounds, rounds


def main() -> int:
    asked = arguments().parse_args()
    kinds = [asked.database] if asked.database else list(KINDS)
    found = 0
    for kind in kinds:
        print(f"{kind}: {asked.kills // len(kinds)} kills, seed {asked.seed}", flush=True)
        began = time.monotonic()
        with rounds(kind, size=asked.delegates, seed=asked.seed) as played:
            found += play(played, asked.kills // len(kinds))
        print(f"{kind}: {report(played)} in {time.monotonic() - began:.0f} s", flush=True)
    return 1 if found else 0


def play(played: Rounds, kills: int) -> int:
    """Play rounds until so many kills were made, and print what is wrong as soon as it is."""
    tally = played.tally
    while tally.kills.total() < kills:
        known = len(tally.faults)
        played.play(min(KILLS_IN_A_ROUND, kills - tally.kills.total()))
        for fault in tally.faults[known:]:
            print(f"  vote {tally.rounds}: {fault}", flush=True)
        if tally.rounds % 10 == 0:
            print(f"  so far: {report(played)}", flush=True)
    return len(tally.faults)


def report(played: Rounds) -> str:
    tally = played.tally
    killed = ", ".join(f"{number} {what}" for what, number in tally.kills.most_common())
    return (
        f"{tally.rounds} votes, {tally.kills.total()} kills ({killed}), "
        f"{tally.in_flight} with ballots in flight, "
        f"{tally.closed_in_between} closed while ballots were sent, "
        f"{tally.acknowledged} ballots acknowledged, {tally.lost_answers} tries without an answer, "
        f"{len(tally.faults)} faults"
    )


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=KINDS)
    parser.add_argument("--delegates", type=int, default=400, help="who vote in each round")
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    sys.exit(main())
