"""The two records of a poll: what it was opened on, and what was found at closing.

Each names its number in the conference and the hash of the record before it, so that none can
be left out; the closing names the opening it closes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from webapp.sealing.canonical import canonical
from webapp.sealing.merkle import merkle_root
from webapp.sealing.signatures import Signed, sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from webapp.sealing.keys import SigningKey

FIRST_RECORD = "0" * 64
BALLOTS, NAMES = "ballots", "names"  # what a bulletin may show beside the figures
OPENING, CLOSING, VOID = "carried/opening/1", "carried/closing/1", "carried/void/1"


@dataclass(frozen=True, slots=True)
class PollFacts:
    """What a poll is: told before the first ballot, and never changed after.

    `conference` is its slug, `item` what the paper calls the motion, `question` the question's
    id and `words` what is put. `choices` are in the order of the form; `labels` says what each
    is called. `majority` is the rule as votes keep it. `publishes` is what the bulletin will show
    beside the figures: "ballots" one by one, "names" beside them; promised here so that a
    rulebook changed later shows no more than voters were told. Where `houses` vote apart the
    body of every place on the roll is one of them. Where ballots rank the choices `ranked` says how
    they are counted, and what for.
    """

    conference: str
    poll: str
    item: str
    question: str
    words: str
    form: str
    choices: tuple[str, ...]
    weighted: bool
    changeable: bool
    majority: str
    opened_at: datetime
    closes_at: datetime | None
    labels: Mapping[str, str] | None = None
    publishes: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()
    ranked: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RollLeaf:
    """One place on the roll; who holds it stands there only as a hash of opaque ids."""

    place: str
    person: str
    holder: str
    weight: int
    body: str

    @property
    def holds(self) -> str:
        """Return the hash that binds the place to its person and to who votes for it.

        The place's random id is in it, so that the same person is another hash in each poll.
        """
        said = canonical([self.place, self.person, self.holder])
        return hashlib.sha256(said).hexdigest()

    def public(self) -> list[Any]:
        """Return what a bulletin shows of the place, and what the root is made over."""
        return [self.place, self.weight, self.body, self.holds]


@dataclass(frozen=True, slots=True)
class BallotLeaf:
    """One ballot as it lay in the box at closing.

    `name` is the place of an open ballot, the tracker of a secret one; `receipt` is what an
    open vote's voter was given.
    """

    name: str
    choice: str
    weight: int = 1
    receipt: str = ""

    def public(self) -> list[Any]:
        """Return what a bulletin shows of the ballot, and what the root is made over."""
        if not self.receipt:
            return [self.name, self.choice, self.weight]
        return [self.name, self.choice, self.weight, self.receipt]


def roll_lines(roll: Iterable[RollLeaf]) -> list[list[Any]]:
    """Return the roll as it is published, in the order of the random ids."""
    return sorted(leaf.public() for leaf in roll)


def ballot_lines(ballots: Iterable[BallotLeaf]) -> list[list[Any]]:
    """Return the ballots as they are published, in the order of places or trackers."""
    return sorted(leaf.public() for leaf in ballots)


def root_of_lines(lines: Iterable[list[Any]]) -> str:
    """Return the Merkle root over lines of a roll or a box, in the order given."""
    return merkle_root(canonical(line) for line in lines)


def seal_opening(
    facts: PollFacts, roll: Iterable[RollLeaf], *, after: Mapping[str, Any] | None, key: SigningKey
) -> Signed:
    """Return the signed record of a poll's opening.

    `after` is the signed record that the conference's records ended with, None for none yet.
    """
    lines = roll_lines(roll)
    return sign(
        {
            "kind": OPENING,
            "conference": facts.conference,
            "poll": facts.poll,
            "item": facts.item,
            "question": facts.question,
            "words": facts.words,
            "form": facts.form,
            "choices": list(facts.choices),
            "labels": dict(facts.labels or {}),
            "weighted": facts.weighted,
            "changeable": facts.changeable,
            "majority": facts.majority,
            "publishes": list(facts.publishes),
            **({"houses": list(facts.houses)} if facts.houses else {}),
            **({"ranked": dict(facts.ranked)} if facts.ranked else {}),
            "opened_at": written_time(facts.opened_at),
            "closes_at": written_time(facts.closes_at) if facts.closes_at else None,
            "roll": {
                "places": len(lines),
                "weight": sum(line[1] for line in lines),
                "root": root_of_lines(lines),
            },
            **_following(after),
        },
        key,
    )


def seal_closing(
    opening: Mapping[str, Any],
    ballots: Iterable[BallotLeaf],
    figures: Mapping[str, int],
    *,
    closed_at: datetime,
    after: Mapping[str, Any] | None,
    key: SigningKey,
    houses: Mapping[str, Mapping[str, int]] | None = None,
) -> Signed:
    """Return the signed record of a poll's closing, of which `opening` is the signed opening.

    `figures` is the weight cast for each choice as it was tallied, `houses` that of each house
    where they vote apart; the record holds it beside the root of the box and leaves it to
    whoever verifies to compare them.
    """
    lines = ballot_lines(ballots)
    return sign(
        {
            **_ending(CLOSING, opening, closed_at),
            "ballots": {"count": len(lines), "root": root_of_lines(lines)},
            "figures": dict(figures),
            **({"houses": {name: dict(one) for name, one in houses.items()}} if houses else {}),
            **_following(after),
        },
        key,
    )


def seal_void(
    opening: Mapping[str, Any],
    reason: str,
    *,
    closed_at: datetime,
    after: Mapping[str, Any] | None,
    key: SigningKey,
) -> Signed:
    """Return the signed record of a poll that ended without a result, and why."""
    return sign({**_ending(VOID, opening, closed_at), "reason": reason, **_following(after)}, key)


def _ending(kind: str, opening: Mapping[str, Any], closed_at: datetime) -> dict[str, Any]:
    return {
        "kind": kind,
        "conference": opening["record"]["conference"],
        "poll": opening["record"]["poll"],
        "opening": opening["hash"],
        "closed_at": written_time(closed_at),
    }


def written_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _following(after: Mapping[str, Any] | None) -> dict[str, Any]:
    if after is None:
        return {"number": 1, "previous": FIRST_RECORD}
    return {"number": after["record"]["number"] + 1, "previous": after["hash"]}
