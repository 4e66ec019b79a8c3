"""Check the bulletin of a poll offline, without trusting the service that made it.

    python verify_bulletin.py BULLETIN.json
    python verify_bulletin.py --key PUBLIC_KEY --records RECORDS.json BULLETIN.json
    python verify_bulletin.py --receipt RECEIPT BULLETIN.json

Needs Python and `cryptography`, nothing else, and imports nothing of the service. It says each
thing it checked, and what no file can show. Ends with 0 where all holds, 1 where something does
not, 2 where there is nothing it can read.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BULLETIN, RECORDS = "carried/bulletin/1", "carried/records/1"
OPENING, CLOSING, VOID = "carried/opening/1", "carried/closing/1", "carried/void/1"
PURPOSE = b"carried record\n"
FIRST_RECORD = "0" * 64
NONE = "none"  # the option to choose none of the others
HOLDS, BROKEN, UNREADABLE = 0, 1, 2

ALWAYS_BEYOND = (
    "that everybody on the roll was entitled to vote, and nobody else",
    "that every ballot says what its voter meant: each voter compares the receipt",
    "that nobody was pressed, watched or paid while voting",
    "what those who run the service could see while the poll was open",
)


class Unreadable(Exception):
    """A file that is no bulletin and no list of records."""


class Report:
    """What was checked, line by line, and whether all of it holds."""

    def __init__(self) -> None:
        self.broken = 0
        self.beyond: list[str] = []

    def check(self, holds: bool, what: str, otherwise: str = "") -> bool:
        """Print one thing checked, and return whether it holds."""
        if holds:
            print(f"  ok     {what}")
        else:
            self.broken += 1
            print(f"  BROKEN {what}{f': {otherwise}' if otherwise else ''}")
        return holds

    def cannot(self, what: str) -> None:
        """Keep something that this file cannot show, to be said at the end."""
        self.beyond.append(what)


# --- reading


def read(path: str) -> Any:
    """Return the JSON of a file; one that could be read two ways is refused."""
    try:
        words = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
        return json.loads(
            words, object_pairs_hook=without_doubles, parse_float=refuse, parse_constant=refuse
        )
    except (OSError, ValueError, RecursionError) as fault:
        raise Unreadable(f"{path}: {fault}") from fault


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def refuse(number: str) -> None:
    raise ValueError(f"{number} is no whole number")


# --- hashes and signatures, as docs/bulletin.md describes them


def canonical(value: Any) -> bytes:
    words = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return words.encode()


def merkle_root(lines: Iterable[Any]) -> str:
    level = [hashlib.sha256(b"\x00" + canonical(line)).digest() for line in lines]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        odd = level[len(level) // 2 * 2 :]
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [hashlib.sha256(b"\x01" + one + other).digest() for one, other in pairs] + odd
    return level[0].hex()


def is_signed(signed: dict[str, Any]) -> bool:
    """Whether the signature under a record is that of the key it names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(from_base64(signed["key"]))
        key.verify(from_base64(signed["signature"]), PURPOSE + canonical(signed["record"]))
    except (InvalidSignature, ValueError):
        return False
    return bool(hashlib.sha256(canonical(signed["record"])).hexdigest() == signed["hash"])


def from_base64(words: str) -> bytes:
    return base64.b64decode(words + "=" * (-len(words) % 4), altchars=b"-_", validate=True)


# --- the checks


def check_bulletin(found: dict[str, Any], key: str | None, report: Report) -> None:
    """Check all that one bulletin says of itself."""
    opening = found["opening"]
    record = opening["record"]
    print(f"Poll {record['poll']}: {record['words']}")
    check_record(opening, OPENING, "opening", key, report)
    if key is None:
        report.cannot(
            f"that {opening['key']} is the service's key: compare it with the key made"
            " known before the vote, or give that as --key"
        )
    check_roll(found, record, report)
    closing = found["closing"]
    if closing is None:
        report.cannot("anything of the result: the poll was still open")
        return
    check_end(opening, closing, key, report)
    if closing["record"]["kind"] == VOID:
        print(f"  The poll ended without a result: {closing['record']['reason']}")
        return
    if "ranked" in record:
        check_ranking(found, record, closing, report)
    else:
        check_figures(record, closing["record"], report)
    check_ballots(found, record, closing["record"], report)


def check_record(
    signed: dict[str, Any], kind: str, name: str, key: str | None, report: Report
) -> None:
    report.check(signed["record"]["kind"] == kind, f"the {name} record is one")
    by = "the key given" if key else "the key it names"
    report.check(
        is_signed(signed) and key in {None, signed["key"]},
        f"the {name} record is as it was signed by {by}",
    )


def check_end(
    opening: dict[str, Any], closing: dict[str, Any], key: str | None, report: Report
) -> None:
    kind = VOID if closing["record"]["kind"] == VOID else CLOSING
    check_record(closing, kind, "closing", key, report)
    first, last = opening["record"], closing["record"]
    report.check(closing["key"] == opening["key"], "opening and closing are signed by one key")
    report.check(
        last["opening"] == opening["hash"]
        and last["poll"] == first["poll"]
        and last["conference"] == first["conference"],
        "the closing record closes this very opening",
    )
    report.check(
        last["number"] > first["number"] and last["closed_at"] >= first["opened_at"],
        "the closing record comes after the opening",
    )


def check_roll(found: dict[str, Any], record: dict[str, Any], report: Report) -> None:
    roll, sealed = found["roll"], record["roll"]
    if roll is None:
        report.cannot("the roll itself: it has been deleted, and only its root is left")
        return
    root = merkle_root(roll)
    report.check(root == sealed["root"], "the roll is the one sealed before the first ballot")
    report.check(
        len({line[0] for line in roll}) == len(roll) == sealed["places"]
        and all(is_count(line[1]) for line in roll)
        and sum(line[1] for line in roll) == sealed["weight"],
        f"the roll has {sealed['places']} places, each once, of weight {sealed['weight']}",
    )
    if record["form"] == "secret":
        report.check(
            len({line[1] for line in roll}) <= 1, "every place of the secret vote weighs the same"
        )


def check_figures(record: dict[str, Any], last: dict[str, Any], report: Report) -> None:
    figures, count = last["figures"], last["ballots"]["count"]
    counted = sum(figures.values())
    said = ", ".join(f"{record['labels'].get(one, one)} {figures[one]}" for one in figures)
    print(f"  Figures: {said}; {count} ballots")
    report.check(
        set(figures) == set(record["choices"]) and all(map(is_count, figures.values())),
        "every choice of the form has its figure, and nothing else has",
    )
    report.check(
        counted <= record["roll"]["weight"] and 0 <= count <= record["roll"]["places"],
        "there are no more votes than the roll bears",
    )
    if record["form"] == "secret" or not record["weighted"]:
        report.check(counted == count, "the figures add up to the number of ballots")
    if record.get("houses"):
        check_houses(record, last, report)


def check_ranking(
    found: dict[str, Any], record: dict[str, Any], closing: dict[str, Any], report: Report
) -> None:
    """Check the table of pairs, say the order it makes, and what was chosen by it."""
    figures, count = closing["record"]["figures"], closing["record"]["ballots"]["count"]
    choices = record["choices"]
    numbers = range(1, len(choices) + 1)
    pairs = {(one, other) for one in numbers for other in numbers if one != other}
    whole = report.check(
        set(figures) == {f"{one}>{other}" for one, other in pairs}
        and all(map(is_count, figures.values())),
        "every two options have their figures, and nothing else has",
    )
    if not whole:
        return
    report.check(
        all(
            figures[f"{one}>{other}"] + figures[f"{other}>{one}"] <= record["roll"]["weight"]
            for one, other in pairs
        )
        and 0 <= count <= record["roll"]["places"],
        "there are no more votes than the roll bears",
    )
    order, below = order_of(figures, choices, record["ranked"].get("needs"))
    print(f"  The order by the Schulze method, of {count} ballots:")
    place = 1
    for tied in order:
        print(f"    {place}. {' = '.join(called(record, number) for number in tied)}")
        place += len(tied)
    for number in below:
        print(f"    -  {called(record, number)}: not put before none of these")
    if "places" in record["ranked"]:
        check_chosen(found["declared"], record, closing, order, report)


def check_chosen(
    declared: dict[str, Any] | None,
    record: dict[str, Any],
    closing: dict[str, Any],
    order: Sequence[Sequence[int]],
    report: Report,
) -> None:
    """Check that what was chosen follows from the order, the places and the rule for ties."""
    if declared is None or "chosen" not in declared:
        report.cannot("what was chosen: it is not decided yet")
        return
    choices, places = record["choices"], record["ranked"]["places"]
    gone = set(declared["gone"])
    if not closing["record"]["ballots"]["count"]:
        report.check(declared["chosen"] == [], "without a ballot nothing was chosen")
        return
    sure: list[str] = []
    tied: list[str] = []
    for group in order:
        names = [choices[number - 1] for number in group if choices[number - 1] not in gone]
        if NONE in names or len(sure) >= places:
            break
        if len(names) > places - len(sure):
            tied = names
            break
        sure += names
    left = places - len(sure) if tied else 0
    if gone:
        report.cannot("that those left out as withdrawn were withdrawn before the closing")
    if declared["how"] == "chair":
        picked = declared["chosen"][len(sure) :]
        report.cannot("why the chair decided the tie like this: the reason is in the minutes")
        follows = len(set(picked)) == left and set(picked) <= set(tied)
    else:
        tied.sort(key=lambda one: hashlib.sha256(f"{closing['hash']} {one}".encode()).hexdigest())
        picked = tied[:left] if declared["how"] == "lot" else []
        follows = declared["chosen"][len(sure) :] == picked
    report.check(
        follows and declared["chosen"][: len(sure)] == sure,
        f"what was chosen follows from the order, ties decided by: {declared['how']}",
    )


def order_of(
    figures: dict[str, int], choices: Sequence[str], needs: dict[str, Any] | None = None
) -> tuple[list[list[int]], list[int]]:
    """Return the options in order, those tied together, and those not put before none of these.

    `needs` is the majority that takes, where more votes than for none are not enough.
    """
    numbers = list(range(1, len(choices) + 1))
    none = choices.index(NONE) + 1 if NONE in choices else None

    def strength(one: int, other: int) -> tuple[int, int]:
        votes, against = figures[f"{one}>{other}"], figures[f"{other}>{one}"]
        return (votes, -against) if votes > against else (0, 0)

    def is_below(one: int) -> bool:
        if none is None or one == none:
            return False
        votes, against = figures[f"{one}>{none}"], figures[f"{none}>{one}"]
        if votes <= against or needs is None:
            return votes <= against
        due = Fraction(needs["share"]) * (votes + against)
        return votes <= due if needs["must_exceed"] else votes < due

    below = [one for one in numbers if is_below(one)]
    left = [one for one in numbers if one not in below]
    ways = {(one, other): strength(one, other) for one in left for other in left if one != other}
    for middle in left:
        for start in left:
            for end in left:
                if len({start, middle, end}) == 3:  # noqa: PLR2004 - three different ones
                    through = min(ways[start, middle], ways[middle, end])
                    ways[start, end] = max(ways[start, end], through)
    order = []
    while left:
        best = [
            one
            for one in left
            if all(one == other or ways[one, other] >= ways[other, one] for other in left)
        ]
        order.append(best)
        left = [one for one in left if one not in best]
    return order, below


def called(record: dict[str, Any], number: int) -> str:
    name = record["choices"][number - 1]
    return str(record["labels"].get(name, "none of these" if name == NONE else name))


def check_houses(record: dict[str, Any], last: dict[str, Any], report: Report) -> None:
    """Check figures of houses that vote apart against those of everybody together."""
    houses = last.get("houses", {})
    for name, figures in houses.items():
        print(f"  {name}: {', '.join(f'{one} {figures[one]}' for one in figures)}")
    summed = {one: sum(figures[one] for figures in houses.values()) for one in last["figures"]}
    report.check(
        set(houses) == set(record["houses"]) and summed == last["figures"],
        "every house has its figures, and they add up to those of all",
    )


def check_ballots(
    found: dict[str, Any], record: dict[str, Any], last: dict[str, Any], report: Report
) -> None:
    ballots = found["ballots"]
    if ballots is None:
        report.check(
            "ballots" not in record["publishes"] or found["missing"] == "deleted",
            "no ballots are left out that were to be published",
        )
        why = {
            "not_published": "the rules of this vote keep the ballots to themselves",
            "deleted": "the ballots have been deleted after their time",
        }.get(found["missing"], "the ballots are not in this file")
        report.cannot(f"that the figures are what lay in the box: {why}")
        return
    names = [line[0] for line in ballots]
    report.check(
        len(ballots) == last["ballots"]["count"]
        and merkle_root(ballots) == last["ballots"]["root"],
        f"the {len(ballots)} ballots are those sealed at closing",
    )
    report.check(len(set(names)) == len(names), "no ballot is there twice")
    report.check(
        all(is_count(line[2]) for line in ballots)
        and (counted_pairs if "ranked" in record else counted)(ballots, record["choices"])
        == last["figures"],
        "counting the ballots anew gives the figures",
    )
    if record["form"] == "secret":
        report.check(
            all(line[2] == 1 for line in ballots), "every ballot of the secret vote counts as one"
        )
        report.cannot("whose ballot is whose: a secret vote keeps no link, and so shows none")
    elif found["roll"] is not None:
        weights = {line[0]: line[1] for line in found["roll"]}
        due = weights if record["weighted"] else dict.fromkeys(weights, 1)
        report.check(
            all(due.get(line[0]) == line[2] for line in ballots),
            "every ballot has a place on the roll, and its weight",
        )
        if record.get("houses"):
            check_ballots_of_houses(found, record, last, report)
    if found["names"]:
        report.cannot("the names beside the places: the record seals hashes of opaque ids only")


def check_ballots_of_houses(
    found: dict[str, Any], record: dict[str, Any], last: dict[str, Any], report: Report
) -> None:
    house = {line[0]: line[2] for line in found["roll"]}
    cast: dict[str, list[Sequence[Any]]] = {name: [] for name in record["houses"]}
    for line in found["ballots"]:
        cast.setdefault(house.get(line[0], ""), []).append(line)
    report.check(
        {name: counted(lines, record["choices"]) for name, lines in cast.items()}
        == last.get("houses"),
        "counting the ballots of each house anew gives its figures",
    )


def counted_pairs(ballots: Sequence[Sequence[Any]], choices: Sequence[str]) -> dict[str, int]:
    """Count rankings such as 3>1=2 anew: what one leaves out comes last, and equal."""
    numbers = range(1, len(choices) + 1)
    figures = {f"{one}>{other}": 0 for one in numbers for other in numbers if one != other}
    for _, ranking, weight, *_ in ballots:
        tiers = [[int(number) for number in tier.split("=")] for tier in ranking.split(">")]
        later = set(numbers)
        for tier in tiers:
            if not later.issuperset(tier) or len(set(tier)) < len(tier):
                raise ValueError(f"{ranking} ranks an option twice, or one that there is not")
            later.difference_update(tier)
            for one in tier:
                for other in later:
                    figures[f"{one}>{other}"] += weight
    return figures


def counted(ballots: Sequence[Sequence[Any]], choices: Sequence[str]) -> dict[str, int]:
    figures = dict.fromkeys(choices, 0)
    for _, choice, weight, *_ in ballots:
        figures[choice] = figures.get(choice, 0) + weight
    return figures


def is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def check_receipt(bulletins: Sequence[dict[str, Any]], receipt: str, report: Report) -> None:
    """Say what lies in the boxes under a receipt."""
    wanted = "".join(receipt.split()).lower()  # pages print it in groups
    found = [
        (bulletin["opening"]["record"]["labels"], line)
        for bulletin in bulletins
        for line in bulletin["ballots"] or ()
        if wanted in {line[0], *line[3:]}
    ]
    if not found and any(bulletin["ballots"] is None for bulletin in bulletins):
        report.cannot(f"whether {wanted} is in the box: the ballots are not in this file")
        return
    what = "; ".join(f"{labels.get(line[1], line[1])}, weight {line[2]}" for labels, line in found)
    report.check(len(found) == 1, f"receipt {wanted} is in the box: {what or 'it is not'}")


def check_records(
    found: dict[str, Any], bulletins: Sequence[dict[str, Any]], key: str | None, report: Report
) -> None:
    """Check that the conference's records make one chain, and that the bulletins are in it."""
    records = found["records"]
    print(f"Records of {found['conference']}: {len(records)}")
    report.check(
        all(is_signed(one) and key in {None, one["key"]} for one in records),
        "every record is as it was signed",
    )
    report.check(
        all(chained(records)), "the records are numbered without a gap, each after the one before"
    )
    hashes = {one["hash"] for one in records}
    for bulletin in bulletins:
        ends = [one for one in (bulletin["opening"], bulletin["closing"]) if one]
        report.check(
            all(one["hash"] in hashes for one in ends),
            f"poll {bulletin['opening']['record']['poll']} is in the chain",
        )


def chained(records: Sequence[dict[str, Any]]) -> Iterator[bool]:
    previous = FIRST_RECORD
    for number, one in enumerate(records, start=1):
        record = one["record"]
        yield record["number"] == number and record["previous"] == previous
        previous = one["hash"]


# --- the command


def main(words: Sequence[str] | None = None) -> int:
    """Check what the command line names, and return the exit status."""
    asked = arguments().parse_args(words)
    report = Report()
    try:
        bulletins = [kept(read(path), BULLETIN, path) for path in asked.bulletins]
        for bulletin in bulletins:
            shaped(check_bulletin, bulletin, asked.key, report)
        if asked.receipt:
            shaped(check_receipt, bulletins, asked.receipt, report)
        if asked.records:
            records = kept(read(asked.records), RECORDS, asked.records)
            shaped(check_records, records, bulletins, asked.key, report)
        else:
            report.cannot("that no poll was left out: give the conference's --records")
    except Unreadable as fault:
        print(f"This cannot be read: {fault}", file=sys.stderr)
        return UNREADABLE
    print("What no file can show:")
    for what in dict.fromkeys([*report.beyond, *ALWAYS_BEYOND]):
        print(f"  - {what}")
    print(
        f"{report.broken} of the checks failed." if report.broken else "All that was checked holds."
    )
    return BROKEN if report.broken else HOLDS


def kept(found: Any, form: str, path: str) -> dict[str, Any]:
    if not isinstance(found, dict) or found.get("format") != form:
        raise Unreadable(f"{path} is not in the format {form}")
    return found


def shaped(check: Callable[..., None], *given: Any) -> None:
    """Run a check, and call what has not the shape of its format unreadable."""
    try:
        check(*given)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as fault:
        raise Unreadable(f"something in it has not the shape it should: {fault!r}") from fault


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Check the bulletin of a poll offline.",
        epilog="Ends with 0 where all holds, 1 where something does not, 2 for what is unreadable.",
    )
    parser.add_argument("bulletins", nargs="+", metavar="BULLETIN.json", help="- is standard input")
    parser.add_argument("--key", help="the service's public key, as made known before the vote")
    parser.add_argument("--records", help="the file with all records of the conference")
    parser.add_argument("--receipt", help="say what lies in the box under this receipt")
    return parser


if __name__ == "__main__":
    sys.exit(main())
