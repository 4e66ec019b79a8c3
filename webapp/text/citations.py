"""The words of citations: how the names of clauses are put together, told apart and looked up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

from webapp.text.clause import ClauseId

RANGE_DASH = "–"
PARAGRAPH = "paragraph"
BULLET = "bullet"
_WORDS = re.compile(r"\d+|[^\W\d_]+")
_SYNONYMS = {
    "para": PARAGRAPH,
    "paras": PARAGRAPH,
    "paragraphs": PARAGRAPH,
    "bullets": BULLET,
}
KINDS = frozenset(
    {
        *("clause", "clauses", "subclause", "subclauses", "sub"),
        *("subparagraph", "subparagraphs", "point", "points", "item", "items"),
        *("section", "sections", "article", "articles", "rule", "limb", "limbs"),
    }
)
Tokens = tuple[str, ...]


def join_list(items: list[str]) -> str:
    """Join as people do in writing: "a, b and c", or "a, b; and c" where commas would mislead."""
    if len(items) < 2:  # noqa: PLR2004 - one needs no "and"
        return "".join(items)
    counted = items[2:] and any(PARAGRAPH in item or BULLET in item for item in items)
    if counted or any("," in item for item in items):
        return "; ".join([*items[:-1], f"and {items[-1]}"])
    return f"{', '.join(items[:-1])} and {items[-1]}"


def tokens(name: str) -> Tokens:
    """Return the letters and numbers of a citation, without what is printed around them."""
    return tuple(_SYNONYMS.get(word.lower(), word) for word in _WORDS.findall(name))


def cited(label: str) -> str:
    """Return a label as it is cited: "7" of "7."."""
    return label.rstrip(".") or label


def joined(head: str, name: str, word: str) -> str:
    """Return the name of a clause with that of what it stands under: "7 d)", "7, bullet 2"."""
    if not head:
        return name
    ends_in_word = re.search(rf"\b(?:{PARAGRAPH}|{BULLET}) \d+$", head)
    return f"{head}, {name}" if word or ends_in_word else f"{head} {name}"


def apart(name: str, taken: dict[str, int], form: str = "{} ({})") -> str:
    """Return the name, or what tells it from those taken: the second "2" is "2 (2nd)"."""
    chosen = name
    while chosen in taken:
        taken[name] += 1
        times = taken[name]
        chosen = form.format(name, times if form.endswith("-{}") else _nth(times))
    taken[chosen] = 1
    return chosen


def _nth(number: int) -> str:
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def anchor_of(citation: str) -> str:
    """Return "7d" for "7 d)": a hyphen only where two numbers or two words would meet."""
    anchor = ""
    for word in _WORDS.findall(citation):
        part = {PARAGRAPH: "p", BULLET: "b"}.get(word, word)
        part = part if part.isascii() else "x"
        if anchor and anchor[-1].isdigit() == part[0].isdigit():
            anchor += "-"
        anchor += part
    return anchor or "x"


def last_words(name: str) -> str:
    """Return a name without the words that say what is counted."""
    return spaced(tuple(word for word in tokens(name) if word not in {PARAGRAPH, BULLET}))


def index_by(names: dict[ClauseId, str], key: Callable[[Tokens], str]) -> dict[str, list[ClauseId]]:
    """Return the clauses under each of their names, as these are looked up."""
    index: dict[str, list[ClauseId]] = defaultdict(list)
    for clause, name in names.items():
        index[key(tokens(name))].append(clause)
    return dict(index)


def may_look(words: Tokens, key: Callable[[Tokens], str]) -> bool:
    """Tell whether a name can be looked up so: "2bii" may mean "2 b) ii)", "ii, ii" not "i iii"."""
    apart = any(one.isalpha() and other.isalpha() for one, other in pairwise(words))
    return bool(words) and not (apart and key is compact)


def spaced(words: Tokens) -> str:
    """Return the most exact way to look a name up: "2 b II"."""
    return " ".join(words)


def folded(words: Tokens) -> str:
    """Return the way to look a name up in which capitals are nothing."""
    return " ".join(words).casefold()


def compact(words: Tokens) -> str:
    """Return the way to look a name up in which gaps are nothing: "2bii"."""
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(words)).casefold()
