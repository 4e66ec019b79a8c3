"""Measure the text engine: consolidation, its growth, and the diff of words.

Run with `python -m benchmarks.text_engine`. Each figure is the best of several runs, in
milliseconds and as a ratio to a floor: joining the same text once.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from webapp.text.clause import Clause, ClauseId, Document, Marker, MarkerStyle
from webapp.text.diff import changes
from webapp.text.operation import ChangeSet, InsertText, StrikeText
from webapp.text.records import Record, load_change_set, store_change_set
from webapp.text.weave import Weave
from webapp.text.writing import write_plain

WORDS = ("the", "party", "calls", "on", "members", "to", "act", "for", "fair", "courts", "and")
DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")
RUNS = 15


def best(act: Callable[[], object], runs: int = RUNS) -> float:
    """Return the shortest of several runs, in milliseconds."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def motion(chance: random.Random, paragraphs: int, words: int) -> Document:
    """Return a motion of plain paragraphs, each of so many words."""
    return Document(
        tuple(
            Clause(
                ClauseId(f"c{number}"),
                "".join(f" {chance.choice(WORDS)}" for _ in range(words)),
                DECIMAL,
            )
            for number in range(paragraphs)
        )
    )


def amendments(chance: random.Random, document: Document, number: int) -> list[ChangeSet]:
    """Return so many amendments, each replacing one word of one paragraph."""
    sets = []
    for place in range(1, number + 1):
        clause = chance.choice(document.clauses)
        words = clause.text.split(" ")
        index = chance.randrange(1, len(words))
        start = len(" ".join(words[:index]))
        struck = f" {words[index]}"
        strike = StrikeText(clause.id, start, start + len(struck), struck)
        insert = InsertText(clause.id, start, f" new{place}", quote=clause.text[:start][-8:])
        sets.append(ChangeSet(f"A{place}", (strike, insert), str(place)))
    return sets


def consolidate(document: Document, sets: list[ChangeSet]) -> str:
    """Weave change sets and return the words of the final document, joined as the floor is."""
    final = Weave(document, sets).text([each.id for each in sets])
    return "\n".join(clause.text for clause in final.walk())


def hand_out(document: Document, stored: list[Record]) -> str:
    """Load change sets from their records and return the final text in the house style.

    It is read again to prove that it says the same document.
    """
    sets = [load_change_set(each) for each in stored]
    return write_plain(Weave(document, sets).text([each.id for each in sets]))


def measure_consolidation(chance: random.Random) -> None:
    document = motion(chance, 100, 60)
    pieces = [f" {word}" for clause in document.clauses for word in clause.text.split()]
    floor = best(lambda: "".join(pieces))
    print(f"floor: {len(pieces)} words joined once            {floor:9.3f} ms")
    for number in (10, 30, 100, 300, 1000):
        sets = amendments(chance, document, number)
        stored = [store_change_set(each) for each in sets]
        took = best(lambda sets=sets: consolidate(document, sets))  # type: ignore[misc]
        handed_out = best(lambda stored=stored: hand_out(document, stored))  # type: ignore[misc]
        print(
            f"consolidate {number:4} amendments, 100 × 60 words {took:9.3f} ms"
            f" {took / floor:8.0f} × floor {1000 * took / number:8.1f} µs each"
        )
        weave = Weave(document, sets)
        under = [each.id for each in sets]
        again = best(lambda weave=weave, under=under: weave.text(under))  # type: ignore[misc]
        met = best(lambda weave=weave, under=under: weave.collisions(under), 3)  # type: ignore[misc]
        print(f"     from records to the house style, read again {handed_out:9.3f} ms")
        print(f"     the text once more {again:9.3f} ms, all collisions {met:9.3f} ms")


def measure_words(chance: random.Random) -> None:
    old = motion(chance, 1, 4000)
    words = old.clauses[0].text.split(" ")
    for place in range(100):
        words[chance.randrange(1, len(words))] = f"changed{place}"
    text = " ".join(words)
    new = Document((Clause(old.clauses[0].id, text, DECIMAL),))
    floor = best(lambda: "".join(words))
    took = best(lambda: changes(old, new, id="A1"), 5)
    print(
        f"diff 4000 words changed in 100 places         {took:9.3f} ms {took / floor:8.0f} × floor"
    )


def main() -> None:
    chance = random.Random(118)
    measure_consolidation(chance)
    measure_words(chance)


if __name__ == "__main__":
    main()
