"""How alike two change sets are: whether they ask for the same, or for nearly the same.

Only what they change is compared, never the words around it, or two changes of one word each
would be alike for standing in one long clause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.effects import NEGATORS, words_of
from webapp.text.operation import (
    ChangeSet,
    InsertClauses,
    InsertText,
    SplitClause,
    StrikeClause,
    StrikeText,
)
from webapp.text.words import is_word, tokens

# Of the pairs in tests/text/test_likeness.py those that people take for one proposal reach two
# thirds at least, and those that they take for two reach a half at most.
NEARLY_THE_SAME: Final = Fraction(3, 5)

_SPELT_OUT: Final = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty"
    " fifty hundred thousand million billion half third quarter once twice double"
)
_NUMBERS: Final = frozenset(_SPELT_OUT.split())


class Comparison:
    """One change set to a text, made ready to be held against many others."""

    def __init__(self, change: ChangeSet, document: Document) -> None:
        self._clauses = {clause.id: clause for clause in document.walk()}
        self._deeds = Counter(_deeds(change, self._clauses))

    def likeness(self, other: ChangeSet) -> Fraction:
        """Return how much of what the two do is common to both, from 0 to 1."""
        return _likeness(self._deeds, self._deeds_of(other))

    def is_nearly_the_same(self, other: ChangeSet) -> bool:
        """Tell whether the two are so alike that their authors may well agree on one.

        A difference in a number, or in what is denied, is one of substance, however small.
        """
        theirs = self._deeds_of(other)
        return _likeness(self._deeds, theirs) >= NEARLY_THE_SAME and (
            _substance(self._deeds) == _substance(theirs)
        )

    def _deeds_of(self, other: ChangeSet) -> Counter[Hashable]:
        return Counter(_deeds(other, self._clauses))


def _likeness(one: Counter[Hashable], other: Counter[Hashable]) -> Fraction:
    total = one.total() + other.total()
    return Fraction(2 * (one & other).total(), total) if total else Fraction(0)


def _substance(deeds: Counter[Hashable]) -> Counter[str]:
    """Return the numbers and denials that are put in or struck."""
    found: Counter[str] = Counter()
    for deed, times in deeds.items():
        word = deed[-1] if isinstance(deed, tuple) else ""
        if word in NEGATORS or word in _NUMBERS or any(sign.isdecimal() for sign in word):
            found[f"{deed[0]} {word}" if isinstance(deed, tuple) else ""] += times
    return found


def _deeds(change: ChangeSet, clauses: dict[ClauseId, Clause]) -> Iterator[Hashable]:
    """Yield each word struck at its place, each word put in, each other deed."""
    for operation in change.operations:
        match operation:
            case StrikeText():
                yield from _struck(operation.clause, operation.quote, operation.start)
            case InsertText():
                yield from (("put", operation.clause, word) for word in words_of(operation.text))
            case StrikeClause() if operation.clause in clauses:
                for clause in clauses[operation.clause].walk():
                    yield from _struck(clause.id, clause.text, 0)
            case InsertClauses():
                for new in operation.clauses:
                    for clause in new.walk():
                        yield from (
                            ("put", operation.parent, word) for word in words_of(clause.text)
                        )
            case SplitClause():
                yield ("split", replace(operation, new=ClauseId("")), "")
            case _:
                yield ("does", operation, "")


def _struck(clause: ClauseId, text: str, start: int) -> Iterator[Hashable]:
    at = start
    for token in tokens(text):
        if is_word(token):
            yield ("struck", clause, at + len(token) - len(token.lstrip()), token.strip().lower())
        at += len(token)
