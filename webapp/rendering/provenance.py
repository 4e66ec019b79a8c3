"""Whose words these are: each stretch of a text with the change sets behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from webapp.text.clause import ATOM, ClauseId
from webapp.text.lines import Layout
from webapp.text.numbering import Numbering
from webapp.text.origins import ClauseOrigins, Origin
from webapp.text.references import render_reference

# Quotation marks and hyphens are typed as the keyboard has them.
AS_TYPED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one clause that came in together and share a fate. No keys: they were submitted."""

    clause: ClauseId
    words: str
    keys: tuple[str, ...]
    is_struck: bool

    @property
    def is_inserted(self) -> bool:
        return bool(self.keys) and not self.is_struck


def stretches(
    origins: Iterable[ClauseOrigins], numbering: Numbering, layout: Layout | None = None
) -> Iterator[tuple[Stretch, ...]]:
    """Yield the stretches of each clause, struck ones at their place, references as they print."""
    for found in origins:
        runs = (
            Stretch(
                found.clause.id,
                _words(run, numbering, layout),
                tuple(sorted(run.struck_by or run.inserted_by)),
                bool(run.struck_by),
            )
            for run in found.runs
        )
        yield tuple(run for run in runs if run.words.strip())


def find_words(wanted: str, clause: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches in which these words stand, or stood before something was inserted.

    >>> base, new = Stretch("c", " open until", (), False), Stretch("c", " nine", ("A1",), False)
    >>> find_words("UNTIL nine", [base, new]) == [base, new]
    True
    """
    as_it_reads = [one for one in clause if not one.is_struck]
    as_it_was = [one for one in clause if not one.is_inserted]
    found = {*_spanned(wanted, as_it_reads), *_spanned(wanted, as_it_was)}
    return [one for one in clause if id(one) in found]


def _spanned(wanted: str, clause: Sequence[Stretch]) -> Iterator[int]:
    """Yield the identities of the stretches that an occurrence of the words touches."""
    sought = "".join(_plain(letter) for letter in " ".join(wanted.split()))
    letters: list[tuple[str, int]] = []
    for one in clause:
        for letter in one.words:
            plain = " " if letter.isspace() else _plain(letter)
            if plain != " " or (letters and letters[-1][0] != " "):
                letters.extend((part, id(one)) for part in plain)
    text = "".join(letter for letter, _ in letters)
    at = text.find(sought) if sought else -1
    while at >= 0:
        yield from (one for _, one in letters[at : at + len(sought)])
        at = text.find(sought, at + 1)


def _plain(letter: str) -> str:
    return letter.translate(AS_TYPED).casefold()


def _words(run: Origin, numbering: Numbering, layout: Layout | None) -> str:
    shown = iter(run.references)
    return "".join(
        render_reference(next(shown), numbering, layout) if letter == ATOM else letter
        for letter in run.text
    )
