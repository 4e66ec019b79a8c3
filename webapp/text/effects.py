"""What a change set does to the words of a text, clause by clause, whichever way it says so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.operation import (
    ChangeSet,
    InsertClauses,
    InsertText,
    StrikeClause,
    StrikeText,
)
from webapp.text.words import is_word, tokens

# Words that turn a sentence round, and the beginnings of pairs that say the opposite.
NEGATORS: Final = frozenset(
    ("not", "no", "never", "neither", "nor", "none", "cannot", "without", "against")
)
OPPOSITES: Final = (
    ("support", "oppos"),
    ("support", "reject"),
    ("welcom", "regret"),
    ("welcom", "deplor"),
    ("welcom", "condemn"),
    ("accept", "reject"),
    ("endors", "reject"),
    ("approv", "reject"),
    ("approv", "condemn"),
    ("increase", "reduc"),
    ("increasing", "reduc"),
    ("rais", "lower"),
    ("retain", "abolish"),
    ("keep", "abolish"),
    ("allow", "ban"),
    ("allow", "forbid"),
    ("permit", "forbid"),
    ("continue", "end"),
)


@dataclass(slots=True)
class Touched:
    """The words one clause loses, as they stand, and those it gains."""

    struck: list[str] = field(default_factory=list)
    put_in: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change set does, in figures.

    `share_struck` is of all words of the text; `reverses` lists the clauses that it makes say
    the opposite.
    """

    words_struck: int
    words_put_in: int
    only_strikes: bool
    share_struck: Fraction
    reverses: tuple[ClauseId, ...]


def effect_of(change: ChangeSet, document: Document) -> Effect:
    """Return what a change does to the text that its author saw."""
    clauses = {clause.id: clause for clause in document.walk()}
    touched = _touched(change, clauses)
    struck = sum(len(each.struck) for each in touched.values())
    put_in = sum(len(each.put_in) for each in touched.values())
    whole = sum(1 for clause in clauses.values() for _ in words_of(clause.text))
    strikes = [isinstance(each, StrikeText | StrikeClause) for each in change.operations]
    return Effect(
        words_struck=struck,
        words_put_in=put_in,
        only_strikes=bool(strikes) and all(strikes),
        share_struck=Fraction(struck, whole) if whole else Fraction(0),
        reverses=tuple(
            name
            for name, each in touched.items()
            if name in clauses and turns_round(clauses[name].text, each.struck, each.put_in)
        ),
    )


def turns_round(text: str, struck: Iterable[str], put_in: Iterable[str]) -> bool:
    """Tell whether a clause, most of whose words stay, is made to say the opposite.

    >>> turns_round(" Councils should act now.", [], ["not"])
    True
    """
    gone, new = Counter(struck), Counter(put_in)
    kept = sum(1 for _ in words_of(text)) - gone.total()
    if kept < gone.total() or kept < new.total():
        return False  # so much is new that it says something else, not the opposite
    negated = sum(new[word] for word in NEGATORS) - sum(gone[word] for word in NEGATORS)
    swapped = sum(
        1
        for one, other in OPPOSITES
        for left, right in ((one, other), (other, one))
        if _begin_with(left, gone) and _begin_with(right, new)
    )
    return (negated + swapped) % 2 == 1


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, without what stands around them."""
    return (token.strip().lower() for token in tokens(text) if is_word(token))


def _touched(change: ChangeSet, clauses: dict[ClauseId, Clause]) -> dict[ClauseId | None, Touched]:
    found: dict[ClauseId | None, Touched] = defaultdict(Touched)
    for operation in change.operations:
        if isinstance(operation, StrikeText):
            found[operation.clause].struck += words_of(operation.quote)
        elif isinstance(operation, InsertText):
            found[operation.clause].put_in += words_of(operation.text)
        elif isinstance(operation, StrikeClause) and operation.clause in clauses:
            for clause in clauses[operation.clause].walk():
                found[clause.id].struck += words_of(clause.text)
        elif isinstance(operation, InsertClauses):
            for new in operation.clauses:
                for clause in new.walk():
                    found[clause.id].put_in += words_of(clause.text)
    return found


def _begin_with(stem: str, words: Iterable[str]) -> bool:
    return any(word.startswith(stem) for word in words)
