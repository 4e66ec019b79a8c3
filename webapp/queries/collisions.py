"""How the amendments to one motion meet, as a table of every pair."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.text.numbering import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webapp.models import Amendment
    from webapp.text.clause import ClauseId, Document
    from webapp.text.collisions import Collision
    from webapp.text.weave import Weave


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two amendments that meet in one clause, and what it is cited as, "" where it has no name."""

    first: Amendment
    second: Amendment
    collision: Collision
    place: str


@dataclass(frozen=True, slots=True)
class MeetingTable:
    """The amendments that meet any other, in the order given, and every meeting of two.

    The meetings to be decided come first, each kind in the order of the text.
    """

    amendments: tuple[Amendment, ...]
    meetings: tuple[Meeting, ...]
    pairs: Mapping[frozenset[int], tuple[Meeting, ...]]

    def between(self, one: Amendment, other: Amendment) -> tuple[Meeting, ...]:
        return self.pairs.get(frozenset({one.id, other.id}), ())


def table_of_meetings(
    weave: Weave, amendments: Sequence[Amendment], text: Document, names: Mapping[int, str]
) -> MeetingTable:
    """Return how these amendments meet; `names` are what sentences call them, by their ids.

    `text` is the text by which places are cited.
    """
    by_key = {one.change.key: one for one in amendments if one.change is not None}
    called = {key: names[one.id] for key, one in by_key.items()}
    numbering = number(text)

    def cited(clause: ClauseId | None) -> str:
        return numbering.citation(clause) if clause is not None and clause in numbering else ""

    meetings = tuple(
        Meeting(by_key[one.first], by_key[one.second], one, cited(one.clause))
        for one in (weave.collisions(by_key, names=called) if len(by_key) > 1 else ())
    )
    pairs: dict[frozenset[int], list[Meeting]] = defaultdict(list)
    for one in meetings:
        pairs[frozenset({one.first.id, one.second.id})].append(one)
    met = {id for pair in pairs for id in pair}
    return MeetingTable(
        tuple(one for one in amendments if one.id in met),
        meetings,
        {pair: tuple(found) for pair, found in pairs.items()},
    )
