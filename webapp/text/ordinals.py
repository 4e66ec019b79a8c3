"""The numbers of labels in writing: 4 as "4", "d", "iv", "D" or "IV", and back."""

from __future__ import annotations

from webapp.text.clause import MarkerStyle

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_ROMAN_LETTERS = frozenset("ivxlcdm")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_LONGEST = 12

COUNTED = frozenset(
    {
        MarkerStyle.DECIMAL,
        MarkerStyle.ALPHA,
        MarkerStyle.ROMAN,
        MarkerStyle.UPPER_ALPHA,
        MarkerStyle.UPPER_ROMAN,
    }
)


def write_ordinal(style: MarkerStyle, number: int) -> str:
    """Return a number from 1 up in the writing of a counted style; past z comes aa, ab.

    >>> write_ordinal(MarkerStyle.ALPHA, 27), write_ordinal(MarkerStyle.ROMAN, 8)
    ('aa', 'viii')
    """
    match style:
        case MarkerStyle.ALPHA:
            return _letters(number)
        case MarkerStyle.UPPER_ALPHA:
            return _letters(number).upper()
        case MarkerStyle.ROMAN:
            return _roman(number)
        case MarkerStyle.UPPER_ROMAN:
            return _roman(number).upper()
        case _:
            return str(number)


def read_ordinal(style: MarkerStyle, written: str) -> int | None:
    """Return the number that a counted style writes exactly so, else nothing.

    >>> read_ordinal(MarkerStyle.ROMAN, "viii"), read_ordinal(MarkerStyle.ROMAN, "iiii")
    (8, None)
    """
    if not written or len(written) > _LONGEST or not written.isascii():
        return None
    number = _guess(style, written.lower())
    return number if number and write_ordinal(style, number) == written else None


def _guess(style: MarkerStyle, written: str) -> int:
    if style is MarkerStyle.DECIMAL:
        return int(written) if written.isdecimal() else 0
    if style in {MarkerStyle.ALPHA, MarkerStyle.UPPER_ALPHA}:
        return _from_letters(written) if written.isalpha() else 0
    return _from_roman(written) if _ROMAN_LETTERS.issuperset(written) else 0


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def _from_letters(written: str) -> int:
    number = 0
    for letter in written:
        number = number * 26 + ord(letter) - ord("a") + 1
    return number


def _roman(number: int) -> str:
    letters = []
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        letters.append(sign * times)
    return "".join(letters)


def _from_roman(written: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in written]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )
