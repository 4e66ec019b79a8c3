"""Drafting advice: what standing orders make of an amendment as it is written so far.

Advice never stops anybody: what may be submitted is decided elsewhere, by other rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from webapp.procedure.rules import ItemKind, NamedMajority, Rulebook, SeparateVotes


class AdviceKind(StrEnum):
    """What there is to say to an author."""

    LINE_DISAGREES = "line_disagrees"
    SAME_AS = "same_as"
    NEARLY_AS = "nearly_as"
    ONLY_STRIKES = "only_strikes"
    REVERSES = "reverses"
    REPLACES_MOTION = "replaces_motion"
    TOO_MANY_WORDS = "too_many_words"
    NEEDS_MAJORITY = "needs_majority"
    MOTION_NEEDS_MAJORITY = "motion_needs_majority"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What is known of an amendment as written so far, in plain values.

    `places` are citations, `same_as` and `nearly_as` keys of other amendments.
    """

    words_put_in: int = 0
    only_strikes: bool = False
    share_struck: Fraction = Fraction(0)
    reversed_places: tuple[str, ...] = ()
    disagreeing_words: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    nearly_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to say: `what` names places, words or amendments, `found` and `limit` count."""

    kind: AdviceKind
    what: tuple[str, ...] = ()
    found: int = 0
    limit: int = 0


# From here on a motion is not amended but another put in its place.
REPLACED: Final = Fraction(2, 3)
A_MERE_MAJORITY: Final = Fraction(1, 2)

Rule = Callable[[Drafted, Rulebook, ItemKind], Advice | None]


def advise(drafted: Drafted, rulebook: Rulebook, kind: str) -> tuple[Advice, ...]:
    """Return what there is to say of an amendment to a motion of this kind, in a fixed order."""
    item = rulebook.kind(kind)
    return tuple(_said(drafted, rulebook, item))


def _said(drafted: Drafted, rulebook: Rulebook, item: ItemKind) -> Iterator[Advice]:
    for rule in RULES:
        if (advice := rule(drafted, rulebook, item)) is not None:
            yield advice


def _line_disagrees(drafted: Drafted, _: Rulebook, __: ItemKind) -> Advice | None:
    words = drafted.disagreeing_words
    return Advice(AdviceKind.LINE_DISAGREES, words) if words else None


def _same_as(drafted: Drafted, _: Rulebook, __: ItemKind) -> Advice | None:
    return Advice(AdviceKind.SAME_AS, drafted.same_as) if drafted.same_as else None


def _nearly_as(drafted: Drafted, _: Rulebook, __: ItemKind) -> Advice | None:
    others = drafted.nearly_as
    return Advice(AdviceKind.NEARLY_AS, others) if others and not drafted.same_as else None


def _only_strikes(drafted: Drafted, rulebook: Rulebook, _: ItemKind) -> Advice | None:
    has_separate_votes = rulebook.voting.separate_votes is not SeparateVotes.NEVER
    strikes = drafted.only_strikes and drafted.share_struck < REPLACED
    return Advice(AdviceKind.ONLY_STRIKES) if strikes and has_separate_votes else None


def _reverses(drafted: Drafted, _: Rulebook, __: ItemKind) -> Advice | None:
    places = drafted.reversed_places
    return Advice(AdviceKind.REVERSES, places) if places else None


def _replaces_motion(drafted: Drafted, _: Rulebook, __: ItemKind) -> Advice | None:
    if drafted.share_struck < REPLACED:
        return None
    return Advice(AdviceKind.REPLACES_MOTION, found=int(drafted.share_struck * 100))


def _too_many_words(drafted: Drafted, rulebook: Rulebook, _: ItemKind) -> Advice | None:
    limit = rulebook.amendments.most_words_added
    if not limit or drafted.words_put_in <= limit:
        return None
    return Advice(AdviceKind.TOO_MANY_WORDS, found=drafted.words_put_in, limit=limit)


def _needs_majority(_: Drafted, rulebook: Rulebook, item: ItemKind) -> Advice | None:
    majority = rulebook.majority(item.amendment_majority)
    return Advice(AdviceKind.NEEDS_MAJORITY, (majority.words,)) if _is_special(majority) else None


def _motion_needs_majority(_: Drafted, rulebook: Rulebook, item: ItemKind) -> Advice | None:
    majority = rulebook.majority(item.majority)
    if not _is_special(majority):
        return None
    return Advice(AdviceKind.MOTION_NEEDS_MAJORITY, (majority.words,))


def _is_special(majority: NamedMajority) -> bool:
    return majority.rule.share > A_MERE_MAJORITY


RULES: Final[tuple[Rule, ...]] = (
    _line_disagrees,
    _same_as,
    _nearly_as,
    _only_strikes,
    _reverses,
    _replaces_motion,
    _too_many_words,
    _needs_majority,
    _motion_needs_majority,
)
