"""Sections: a heading, and what stands under it though no list nests it there.

A heading marked as one ("## Appointments") rules up to the next of its rank or above. Where a
section ends that nothing marks, or that begins within a line ("Money: we need …"), is not known.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from webapp.text.clause import ClauseId, MarkerStyle
from webapp.text.instructions.motion import Interval, Motion, levelled_words, merged

_MARKED: Final = re.compile(r"(#{1,6})\s+(?=\S)")
_RUNS_IN: Final = re.compile(r"\s*(?:[:.–—]|\s-\s)")
_ENDS: Final = " :.#"
_MOST_ENDS: Final = 6


class Section(NamedTuple):
    """A heading with what follows it; `sure` says that it is known to end with the last of these.

    Of one that is not, `members` are those it can have, and `runs_in` says that the clause of
    the heading goes on after it.
    """

    heading: ClauseId
    members: tuple[ClauseId, ...]
    sure: bool
    runs_in: bool = False

    @property
    def clauses(self) -> tuple[ClauseId, ...]:
        """All of it, as far as that is known."""
        return (self.heading, *self.members) if self.sure else (self.heading,)

    @property
    def ends(self) -> tuple[ClauseId, ...]:
        """Each clause with which it can end."""
        if self.sure:
            return (self.clauses[-1],)
        first = (self.heading,) if self.runs_in or not self.members else ()
        return (*first, *self.members)[:_MOST_ENDS]


def sections_called(motion: Motion, words: str, within: tuple[Interval, ...]) -> list[Section]:
    """Return the sections with this heading: those of which it is all, else those it begins."""
    wanted = levelled_words(words).strip(_ENDS).casefold()
    inside = motion.clauses_in(within) if wanted else []
    texts = {each: _heading(motion, each).casefold() for each in inside}
    found = [_section(motion, each) for each, text in texts.items() if text == wanted]
    if found:
        return found
    return [
        _section(motion, each, runs_in=True)
        for each, text in texts.items()
        if text.startswith(wanted) and _RUNS_IN.match(text, len(wanted))
    ]


def sections(motion: Motion) -> list[Section]:
    """Return the sections whose headings are marked as such."""
    return [_section(motion, each) for each in motion.order if _rank(motion, each)]


def intervals(motion: Motion, section: Section) -> tuple[Interval, ...]:
    return merged([motion.of_clause(each) for each in section.clauses])


def _section(motion: Motion, heading: ClauseId, *, runs_in: bool = False) -> Section:
    rank = _rank(motion, heading)
    nested = motion.clauses[heading].children
    followers = _followers(motion, heading, rank) if rank or not nested else ()
    sure = not runs_in and (rank > 0 or not followers)
    return Section(heading, followers, sure, runs_in)


def _followers(motion: Motion, heading: ClauseId, rank: int) -> tuple[ClauseId, ...]:
    """Return the siblings after a heading up to the next marked one that ends its section."""
    place = motion.numbering.place(heading).position
    found: list[ClauseId] = []
    for sibling in motion.siblings(heading)[place + 1 :]:
        other = _rank(motion, sibling.id)
        if other and (not rank or other <= rank):
            break
        found.append(sibling.id)
    return tuple(found)


def _rank(motion: Motion, clause: ClauseId) -> int:
    """Return how deep a marked heading is, 1 for the highest; 0 where a clause is none."""
    if motion.clauses[clause].marker.style is not MarkerStyle.NONE:
        return 0
    match = _MARKED.match(motion.shown(clause).text.lstrip())
    return len(match[1]) if match else 0


def _heading(motion: Motion, clause: ClauseId) -> str:
    return levelled_words(motion.shown(clause).text).strip(_ENDS)
