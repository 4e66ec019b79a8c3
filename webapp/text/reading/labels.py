"""Labels at the start of a paragraph, and what each of them may be."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from webapp.text.clause import Marker, MarkerStyle
from webapp.text.label_forms import PARENT_SLOT
from webapp.text.ordinals import read_ordinal

_BULLETS = "•‣◦▪▫●○■□·∙⁃"
_DASHES = "*–—-"
_WORD = r"[0-9]{1,5}|[A-Za-z]{1,8}"
_LABEL = re.compile(
    rf"""(?P<sign>[{_BULLETS}])\s*
    |(?P<dash>[{_DASHES}])\s+(?=\S)
    |(?P<compound>[0-9]{{1,4}}(?:\.[0-9]{{1,4}}){{0,5}}(?:[ ]?\((?:[A-Za-z]|[ivx]{{2,5}})\))+)\s+
    |(?P<dotted>[0-9]{{1,4}}(?:\.[0-9]{{1,4}}){{1,5}})(?P<dot>\.?)(?:\s+|$)
    |\((?P<both>{_WORD})\)(?:\s+|$|(?=[^\W\d_]|["“‘']))
    |(?P<bracket>{_WORD})\)(?:\s+|$|(?=[^\W\d_]|["“‘']))
    |(?P<stop>{_WORD})\.(?:\s+|$|(?=[“‘"]))""",
    re.VERBOSE,
)
LABELLED_LINE = re.compile(_LABEL.pattern + r"|\#{1,6}\s|\[\[", re.VERBOSE)
_STYLES = (
    MarkerStyle.DECIMAL,
    MarkerStyle.ROMAN,
    MarkerStyle.ALPHA,
    MarkerStyle.UPPER_ROMAN,
    MarkerStyle.UPPER_ALPHA,
)
_LONGEST_SURE = 3
_HIGHEST_SURE_ROMAN = 50
RUN_ON = re.compile(
    r"[.;:!?][\"”’')]?(?P<space>\s*)"
    r"(?P<label>\(?(?:[0-9]{1,3}|[A-Za-z]|[ivxl]{2,7}|[a-z]{2})[.)])\s+(?=[A-Z“‘'\"])"
)


class Meaning(NamedTuple):
    """One thing that a label may be: a number in one style."""

    marker: Marker
    number: int


class Label(NamedTuple):
    """A label as printed, what it may mean, and where the text after it starts.

    `above` is what a dotted label says of its parent ("1.2" of "1.2.3"). A `weak`
    label counts only where it goes on in, or starts, a list. One of a quoted rule
    ("4.3 (b)") means nothing in a list of ours.
    """

    printed: str
    meanings: tuple[Meaning, ...]
    text_at: int
    above: str = ""
    weak: bool = False

    @property
    def bullet(self) -> bool:
        return bool(self.meanings) and self.meanings[0].marker.style is MarkerStyle.BULLET


def read_label(text: str) -> Label | None:
    """Return the label that a paragraph starts with, whatever it may mean."""
    match = _LABEL.match(text)
    if match is None:
        return None
    found = match.groupdict()
    sign = found["sign"] or found["dash"]
    if sign:
        return Label(sign, (Meaning(Marker(MarkerStyle.BULLET, sign), 0),), match.end())
    printed = match.group().strip()
    if found["compound"]:
        return Label(printed, (), match.end())
    if found["dotted"]:
        above, _, last = found["dotted"].rpartition(".")
        marker = Marker(MarkerStyle.DECIMAL, f"{PARENT_SLOT}.{{}}{found['dot']}")
        number = read_ordinal(MarkerStyle.DECIMAL, last)
        if number is None:
            return None
        return Label(printed, (Meaning(marker, number),), match.end(), above, weak=True)
    written = found["both"] or found["bracket"] or found["stop"] or ""
    meanings, weak = _meanings(written, printed.replace(written, "{}", 1))
    return Label(printed, meanings, match.end(), weak=weak) if meanings else None


@lru_cache(maxsize=4096)
def _meanings(written: str, form: str) -> tuple[tuple[Meaning, ...], bool]:
    """Return what a number in writing may mean, and whether its shape is weak."""
    meanings = tuple(
        Meaning(Marker(style, form), number)
        for style in _STYLES
        if (number := read_ordinal(style, written)) is not None
    )
    return meanings, bool(meanings) and _is_weak(written, form, meanings)


def _is_weak(written: str, form: str, meanings: tuple[Meaning, ...]) -> bool:
    """Tell whether the shape may as well be a word, a name or a year: "A.", "mix)", "2019."."""
    if written.isdigit():
        return len(written) > _LONGEST_SURE
    if form == "{}.":
        return True
    if len(written) == 1:
        return False
    first = meanings[0]
    roman = first.marker.style in {MarkerStyle.ROMAN, MarkerStyle.UPPER_ROMAN}
    return not roman or first.number > _HIGHEST_SURE_ROMAN
