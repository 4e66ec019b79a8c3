"""Collisions: what two change sets do to each other, as facts and as a sentence to read out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from webapp.text.clause import ClauseId


class CollisionKind(StrEnum):
    """How two change sets meet."""

    SAME_WORDS = "same_words"
    LEFT_EMPTY = "left_empty"
    INSIDE_STRUCK = "inside_struck"
    RIVAL_STRUCTURE = "rival_structure"
    SAME_GAP = "same_gap"
    IDENTICAL = "identical"


HARD: Final = frozenset(
    (
        CollisionKind.SAME_WORDS,
        CollisionKind.LEFT_EMPTY,
        CollisionKind.INSIDE_STRUCK,
        CollisionKind.RIVAL_STRUCTURE,
    )
)


@dataclass(frozen=True, slots=True)
class Collision:
    """One meeting of two change sets in one clause; `first` is the first in printed order.

    `words` are what each of the two says there. `hard` means that a person decides;
    otherwise both apply. `clause` is None where they meet in a list at the top level.
    """

    kind: CollisionKind
    hard: bool
    first: str
    second: str
    clause: ClauseId | None
    words: tuple[str, str]
    sentence: str


class Meeting(StrEnum):
    """What exactly happens, so that it can be said; the first side is the one that acts."""

    BOTH_CHANGE = "both_change"
    EMPTIES = "empties"
    PUTS_INTO_STRUCK = "puts_into_struck"
    PUTS_UNDER_STRUCK = "puts_under_struck"
    CHANGES_STRUCK = "changes_struck"
    PUTS_WHAT_IS_STRUCK = "puts_what_is_struck"
    SPLITS_STRUCK = "splits_struck"
    MOVES_STRUCK = "moves_struck"
    MOVES_INTO_STRUCK = "moves_into_struck"
    JOINS_STRUCK = "joins_struck"
    RESTYLES_STRUCK = "restyles_struck"
    RIVAL_PLACES = "rival_places"
    CIRCLE = "circle"
    RIVAL_SPLITS = "rival_splits"
    RIVAL_STYLES = "rival_styles"
    SAME_POINT = "same_point"
    SAME_PLACE = "same_place"
    AGREE = "agree"


# What is read out; {one} and {other} are the change sets, {theirs} what the other says.
SENTENCES: Final[Mapping[Meeting, str]] = {
    Meeting.BOTH_CHANGE: "{one} and {other} change the same words of {clause}: {said}; {theirs}.",
    Meeting.EMPTIES: "{one} and {other} together leave no word of {clause}: {said}; {theirs}.",
    Meeting.PUTS_INTO_STRUCK: "{one} puts {said} into words of {clause} that {other} strikes: "
    "{theirs}.",
    Meeting.PUTS_UNDER_STRUCK: "{one} puts {said} into {clause}, which {other} strikes.",
    Meeting.CHANGES_STRUCK: "{one} changes {clause}, which {other} strikes: {said}.",
    Meeting.PUTS_WHAT_IS_STRUCK: "{one} puts in what {other} strikes where another put in the "
    "same: {theirs}.",
    Meeting.SPLITS_STRUCK: "{one} begins a new clause within words of {clause} that {other} "
    "strikes: {said}; {theirs}.",
    Meeting.MOVES_STRUCK: "{one} moves {clause}, which {other} strikes: {said}.",
    Meeting.MOVES_INTO_STRUCK: "{one} moves {said} to where {other} strikes: {clause}.",
    Meeting.JOINS_STRUCK: "{one} joins {said} to another clause, and {other} strikes one of the "
    "two: {theirs}.",
    Meeting.RESTYLES_STRUCK: "{one} relabels what stands under {clause}, which {other} strikes.",
    Meeting.RIVAL_PLACES: "{one} and {other} put {clause} in different places: {said}.",
    Meeting.CIRCLE: "{one} and {other} move clauses into each other: {said}; {theirs}.",
    Meeting.RIVAL_SPLITS: "{one} and {other} begin a new clause at the same point of {clause} in "
    "different ways.",
    Meeting.RIVAL_STYLES: "{one} and {other} label the same list differently, at {clause}.",
    Meeting.SAME_POINT: "{one} and {other} both put words at the same point of {clause}: {said}, "
    "then {theirs}.",
    Meeting.SAME_PLACE: "{one} and {other} both put a clause at the same place: {said}, then "
    "{theirs}.",
    Meeting.AGREE: "{one} and {other} propose the same in {clause}: {said}.",
}

KINDS: Final[Mapping[Meeting, CollisionKind]] = {
    Meeting.BOTH_CHANGE: CollisionKind.SAME_WORDS,
    Meeting.EMPTIES: CollisionKind.LEFT_EMPTY,
    Meeting.PUTS_INTO_STRUCK: CollisionKind.INSIDE_STRUCK,
    Meeting.PUTS_UNDER_STRUCK: CollisionKind.INSIDE_STRUCK,
    Meeting.CHANGES_STRUCK: CollisionKind.INSIDE_STRUCK,
    Meeting.PUTS_WHAT_IS_STRUCK: CollisionKind.INSIDE_STRUCK,
    Meeting.RESTYLES_STRUCK: CollisionKind.INSIDE_STRUCK,
    Meeting.SAME_POINT: CollisionKind.SAME_GAP,
    Meeting.SAME_PLACE: CollisionKind.SAME_GAP,
    Meeting.AGREE: CollisionKind.IDENTICAL,
}
TOP_LEVEL: Final = "the list at the top"
LONGEST_QUOTE: Final = 120


@dataclass(frozen=True, slots=True)
class Found:
    """A meeting as the finder has it: change sets by number, words as they stand."""

    meeting: Meeting
    one: int
    other: int
    clause: ClauseId | None
    said: str
    theirs: str


def kind_of(meeting: Meeting) -> CollisionKind:
    return KINDS.get(meeting, CollisionKind.RIVAL_STRUCTURE)


def quoted(words: str) -> str:
    """Return words as they are quoted in a sentence, shortened in the middle."""
    words = " ".join(words.replace("\ufffc", "…").split())
    if len(words) > LONGEST_QUOTE:
        words = f"{words[: LONGEST_QUOTE // 2].rstrip()} … {words[-LONGEST_QUOTE // 2 :].lstrip()}"
    return f"“{words}”"


def told(
    found: Found,
    ids: Callable[[int], str],
    names: Mapping[str, str],
    cite: Callable[[ClauseId], str],
) -> Collision:
    """Return a meeting as a collision, with the sentence that says it."""
    one, other = ids(found.one), ids(found.other)
    sentence = SENTENCES[found.meeting].format(
        one=names.get(one, one),
        other=names.get(other, other),
        clause=TOP_LEVEL if found.clause is None else cite(found.clause),
        said=found.said,
        theirs=found.theirs,
    )
    kind = kind_of(found.meeting)
    words = (found.said, found.theirs)
    # The bits of a mask are in printed order.
    if found.one > found.other:
        one, other, words = other, one, (found.theirs, found.said)
    return Collision(kind, kind in HARD, one, other, found.clause, words, sentence)
