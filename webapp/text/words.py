"""Words as people compare them: tokens of a text, and the changes that turn one text into another.

A token is a word with the space before it; the punctuation at its ends is tokens of
its own, and so is a reference. Changes begin and end between tokens, so that each can be
said in words.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from itertools import accumulate, islice
from typing import Final

from webapp.text.clause import ATOM
from webapp.text.sequences import Hunk, common_runs, hunks_between

# What is split off the ends of a word. Signs that belong to a number or a name do not
# (100%, £5, #tag), nor do marks that can be the beginning of an emoji (‼, ⁉).
_PUNCTUATION: Final = (
    r"!\"'(),\-./:;?\[\\\]{}¡«¶·»¿"
    "\u055a-\u055f\u0589\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u06d4\u0964\u0965"
    "\u2010-\u2027\u2039\u203a\u2045\u2046\u2047\u2048\u3001\u3002\u3008-\u3011\u3014-\u301b"
    "\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f"
)
# Nearly all that can be none of these continues the grapheme before it: accents, joiners,
# variation selectors. A sign too many only makes a token longer.
_CONTINUING: Final = (
    rf"[^\w\s{_PUNCTUATION}{ATOM}\x00-\u02ff\u2000-\u200b\u200e-\u20cf\u2100-\u3029\u3030-\u3098"
    "\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
)
# Number signs of Arabic and its neighbours take the character after them into their grapheme.
_LEADING: Final = "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd"

_WORD: Final = rf"[^\s{_PUNCTUATION}{ATOM}](?:[^\s{ATOM}]*[^\s{_PUNCTUATION}{ATOM}])?"
_TOKEN: Final = re.compile(
    rf"\s*(?:{_WORD}(?:(?<=[{_LEADING}])[^\s{ATOM}]{_CONTINUING}*)?"
    rf"|[{_PUNCTUATION}{ATOM}]{_CONTINUING}*)|\s+"
)

_SPACED_WORD: Final = re.compile(r"(\s*)(\S+)")
# References come by other ways than typing, and a control character that is no blank by none.
_NOT_TEXT: Final = re.compile(
    rf"[{ATOM}\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)

_SENTENCE_ENDS: Final = frozenset(".;:?!")
_PHRASE_ENDS: Final = frozenset(",—–)”’")
_JOINING_WORDS: Final = frozenset(("and", "or", "nor", "but"))

# A change this long on both sides of a lone shared word swallows it.
LARGE_CHANGE: Final = 3
LONGEST_ISLAND: Final = 3
LONGEST_QUOTE: Final = 40


def tokens(text: str) -> list[str]:
    r"""Return the tokens of a text, which joined are the text.

    >>> tokens(" “Safe” streets, now.")
    [' “', 'Safe', '”', ' streets', ',', ' now', '.']
    """
    return _TOKEN.findall(text)


def quote_before(text: str, at: int) -> str:
    r"""Return what an operation quotes of the text before a gap: the last word, or its end.

    >>> quote_before(" trusted courts, and", 16)
    ' courts,'
    """
    near = text[max(0, at - LONGEST_QUOTE) : at]
    spaced = list(_SPACED_WORD.finditer(near))
    return near[spaced[-1].start() :] if spaced else near


def is_word(token: str) -> bool:
    """Tell whether a token has a letter or a digit."""
    return any(char.isalnum() for char in token)


def word_changes(
    old: str,
    new: str,
    old_atoms: Sequence[Hashable] = (),
    new_atoms: Sequence[Hashable] = (),
) -> list[Hunk]:
    """Return the changes that turn one text into another, in characters and in order.

    `old_atoms` and `new_atoms` say what each reference of a text is; equal ones are one.

    >>> word_changes(" We may act.", " We must act.")
    [Hunk(old_start=3, old_end=7, new_start=3, new_end=8)]
    """
    if old == new and list(old_atoms) == list(new_atoms):
        return []
    old_tokens, new_tokens = tokens(old), tokens(new)
    names: dict[Hashable, int] = {}
    old_names = _named(old_tokens, old_atoms, names)
    new_names = _named(new_tokens, new_atoms, names)
    hunks = hunks_between(common_runs(old_names, new_names), len(old_names), len(new_names))
    hunks = _absorbed(hunks, old_tokens, new_tokens)
    hunks = _slid(hunks, (old_tokens, old_names), (new_tokens, new_names))
    old_at = [0, *accumulate(map(len, old_tokens))]
    new_at = [0, *accumulate(map(len, new_tokens))]
    return [
        Hunk(old_at[hunk[0]], old_at[hunk[1]], new_at[hunk[2]], new_at[hunk[3]]) for hunk in hunks
    ]


def settle_words(typed: str, was: str = "") -> str:
    r"""Return what a text box sent back as stored text.

    Line ends and runs of blanks become one space, each word has its space before it, and
    what no text may hold is dropped. Words that stood in `was` keep the very blanks
    that they had there, so that a form sent back untouched is no change.

    >>> settle_words("in 7 d)\r\nand  8", " in 7\u00a0d)")
    ' in 7\xa0d) and 8'
    """
    words, old = _NOT_TEXT.sub("", typed).split(), _SPACED_WORD.findall(was)
    if words == [word for _, word in old]:
        return was
    names: dict[str, int] = {}
    old_names = [names.setdefault(word, len(names)) for _, word in old]
    new_names = [names.setdefault(word, len(names)) for word in words]
    blanks = [" "] * len(words)
    runs = common_runs(old_names, new_names)
    for run in runs:
        for step in range(run.size):
            blank = old[run.old + step][0]
            if blank or run.new + step == 0:
                blanks[run.new + step] = blank
    settled = "".join(blank + word for blank, word in zip(blanks, words, strict=True))
    ends_alike = runs and runs[-1].old + runs[-1].size == len(old)
    if ends_alike and runs[-1].new + runs[-1].size == len(words):
        settled += was[len(was.rstrip()) :]
    return settled


def _named(
    words: Sequence[str], atoms: Sequence[Hashable], names: dict[Hashable, int]
) -> list[int]:
    numbers = []
    met = 0
    for word in words:
        if ATOM in word:
            name: Hashable = (word, atoms[met] if met < len(atoms) else None)
            met += 1
        else:
            name = word
        numbers.append(names.setdefault(name, len(names)))
    return numbers


def _absorbed(hunks: list[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Make one change of two large ones that have a lone shared word between them."""
    result: list[Hunk] = []
    for hunk in hunks:
        grown = hunk
        while result and _is_island(result[-1], grown, old, new):
            last = result.pop()
            grown = Hunk(last.old_start, grown.old_end, last.new_start, grown.new_end)
        result.append(grown)
    return result


def _is_island(left: Hunk, right: Hunk, old: Sequence[str], new: Sequence[str]) -> bool:
    island = old[left.old_end : right.old_start]
    return (
        len(island) <= LONGEST_ISLAND
        and sum(map(is_word, island)) <= 1
        and not any(ATOM in token for token in island)
        and _is_large(left, old, new)
        and _is_large(right, old, new)
    )


def _is_large(hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> bool:
    return _has_words(old, hunk.old_start, hunk.old_end) or _has_words(
        new, hunk.new_start, hunk.new_end
    )


def _has_words(words: Sequence[str], start: int, end: int) -> bool:
    found = (place for place in range(start, end) if is_word(words[place]))
    return sum(1 for _ in islice(found, LARGE_CHANGE)) == LARGE_CHANGE


def _slid(
    hunks: list[Hunk],
    old: tuple[Sequence[str], Sequence[int]],
    new: tuple[Sequence[str], Sequence[int]],
) -> list[Hunk]:
    """Move each insertion or deletion among repeated words to where a phrase begins or ends."""
    result: list[Hunk] = []
    for index, hunk in enumerate(hunks):
        old_start, old_end, new_start, new_end = hunk
        last = result[-1] if result else Hunk(0, 0, 0, 0)
        after = hunks[index + 1] if index + 1 < len(hunks) else None
        shift = 0
        if old_start == old_end:
            until = after.new_start if after else len(new[0])
            shift = _best_shift(*new, (new_start, new_end), (last.new_end, until))
        elif new_start == new_end:
            until = after.old_start if after else len(old[0])
            shift = _best_shift(*old, (old_start, old_end), (last.old_end, until))
        slid = Hunk(old_start + shift, old_end + shift, new_start + shift, new_end + shift)
        if result and last.old_end == slid.old_start and last.new_end == slid.new_start:
            result[-1] = Hunk(last.old_start, slid.old_end, last.new_start, slid.new_end)
        else:
            result.append(slid)
    return result


def _best_shift(
    words: Sequence[str], names: Sequence[int], part: tuple[int, int], room: tuple[int, int]
) -> int:
    """Return how far the part moves within its room; of equally good places, the last."""
    start, end = part
    left = 0
    while start - left > room[0] and names[start - left - 1] == names[end - left - 1]:
        left += 1
    right = 0
    while end + right < room[1] and names[start + right] == names[end + right]:
        right += 1
    return max(
        range(-left, right + 1),
        key=lambda shift: (_phrase_score(words, start + shift, end + shift), shift),
    )


def _phrase_score(words: Sequence[str], start: int, end: int) -> int:
    score = 0
    first = words[start]
    if (first[0].isspace() or not start) and (end == len(words) or words[end][0].isspace()):
        score += 8
    score += _ending(words[start - 1]) if start else 4
    score += _ending(words[end - 1]) if end < len(words) else 4
    return score + (first.strip().lower() in _JOINING_WORDS)


def _ending(word: str) -> int:
    if word[-1] in _SENTENCE_ENDS:
        return 4
    return 2 if word[-1] in _PHRASE_ENDS else 0
