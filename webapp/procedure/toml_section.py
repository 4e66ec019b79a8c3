"""Reading a TOML table exactly: every fault is collected with its line and its remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from string import Formatter
from typing import Any, TypeVar

from webapp.procedure.toml_lines import Path, key_lines

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RulebookFault:
    """One thing wrong with a rulebook: where, what, and how to put it right."""

    line: int
    key: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.key}: {self.what} {self.remedy}"


class FaultyRulebook(Exception):
    """A rulebook cannot be used. `faults` holds everything found, in the order of its lines."""

    def __init__(self, faults: Iterable[RulebookFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(slots=True)
class Section:
    """One table being read. A fault never stops the reading: a stand-in is returned.

    `finish` must be called when every key has been asked for.
    """

    values: Mapping[str, Any]
    lines: Mapping[Path, int]
    faults: list[RulebookFault]
    path: Path = ()
    _asked: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """Read words, which may not be empty."""
        return self._text(key, "")

    def words(self, key: str, places: tuple[str, ...] = ()) -> str:
        """Read words in which these places in braces, and no others, may stand."""
        words = self._text(key, "")
        allowed = ", ".join(f"{{{place}}}" for place in places) or "none"
        remedy = f"Places allowed here: {allowed}. Write {{{{ and }}}} for braces themselves."
        try:
            parts = list(Formatter().parse(words))
        except ValueError:
            self.fault(key, f"{words!r} has a brace too many or too few.", remedy)
            return ""
        for _, place, form, conversion in parts:
            if place is not None and (place not in places or form or conversion):
                self.fault(key, f"{words!r} has a place {{{place}}} that means nothing.", remedy)
                return ""
        return words

    def code(self, key: str) -> str:
        """Read a pattern with the place {number} exactly once."""
        pattern = self.words(key, ("number",))
        if pattern and pattern.count("{number}") != 1:
            self.fault(key, f"{pattern!r} has no single place for the number.", 'Try "F{number}".')
        return pattern

    def whole(self, key: str, *, least: int = 0, most: int = 10_000) -> int:
        """Read a whole number within bounds."""
        value = self._value(key, f"Write a whole number from {least} to {most}.")
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._unsuitable(key, value, f"Write a whole number from {least} to {most}.")
        return least

    def flag(self, key: str) -> bool:
        """Read true or false."""
        value = self._value(key, "Write true or false.")
        if not isinstance(value, bool):
            self._unsuitable(key, value, "Write true or false.")
        return value is True

    def share(self, key: str) -> Fraction:
        """Read a fraction from 0 to 1, written in quotation marks."""
        remedy = 'Write a fraction from 0 to 1 in quotation marks, such as "2/3".'
        value = self._value(key, remedy)
        try:
            share = Fraction(value) if isinstance(value, str) else Fraction(-1)
        except (ValueError, ZeroDivisionError):
            share = Fraction(-1)
        if 0 <= share <= 1:
            return share
        self._unsuitable(key, value, remedy)
        return Fraction(1)

    def clock(self, key: str) -> time:
        """Read a time of day, written without quotation marks."""
        remedy = "Write a time of day without quotation marks, such as 13:00:00."
        value = self._value(key, remedy)
        if isinstance(value, time):
            return value
        self._unsuitable(key, value, remedy)
        return time()

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """Read one word of a list."""
        remedy = f"Write one of: {', '.join(choices)}."
        value = self._value(key, remedy)
        if isinstance(value, str) and value in set(choices):
            return choices(value)
        self._unsuitable(key, value, _nearest(value, choices) or remedy)
        return next(iter(choices))

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of words; it may be empty."""
        remedy = 'Write a list such as ["One", "Two"].'
        value = self._value(key, remedy)
        if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(value)
        self._unsuitable(key, value, remedy)
        return ()

    def choices(self, key: str, choices: type[Choice]) -> frozenset[Choice]:
        """Read a list of words of a list."""
        words = self.texts(key)
        for word in words:
            if word not in set(choices):
                remedy = _nearest(word, choices) or f"Write any of: {', '.join(choices)}."
                self.fault(key, f"{word!r} is not known here.", remedy)
        return frozenset(choices(word) for word in words if word in set(choices))

    def table(self, key: str) -> Section:
        """Read a table of its own, [key]."""
        value = self._value(key, f"Add a table [{self._name(key)}].")
        if value is not None and not isinstance(value, dict):
            self._unsuitable(key, value, f"Make it a table [{self._name(key)}].")
        # Of a table that is not there, no key is missed as well.
        faults = self.faults if isinstance(value, dict) else []
        return Section(
            value if isinstance(value, dict) else {}, self.lines, faults, (*self.path, key)
        )

    def tables(self, key: str, *, may_be_none: bool = False) -> list[Section]:
        """Read every table of a list of tables, [[key]]; without leave there must be one."""
        remedy = f"Add a table [[{self._name(key)}]]."
        if may_be_none:
            remedy += f" Or write {key} = [] above all tables."
        value = self._value(key, remedy)
        wanted = isinstance(value, list) and all(isinstance(one, dict) for one in value)
        if wanted and (value or may_be_none):
            return [
                Section(one, self.lines, self.faults, (*self.path, key, place))
                for place, one in enumerate(value)
            ]
        self._unsuitable(key, value, remedy)
        return []

    def known(self, key: str, word: str, names: Iterable[str], *, may_be_empty: bool) -> None:
        """Find fault with a word that names nothing in the rest of the rulebook."""
        names = list(names)
        if word in names or (word == "" and may_be_empty):
            return
        remedy = _nearest(word, names) or f"Write one of: {', '.join(names)}."
        self.fault(key, f"{word!r} is nowhere defined.", remedy)

    def has(self, key: str) -> bool:
        """Tell whether a key that may be left out is there."""
        self._asked.add(key)
        return key in self.values

    def finish(self) -> None:
        """Find fault with every key that nobody asked for."""
        for key in self.values:
            if key not in self._asked:
                remedy = _nearest(key, self._asked) or "Take it out."
                self.fault(key, "is not a key of this table.", remedy)

    def fault(self, key: str, what: str, remedy: str) -> None:
        """Note a fault at the key's line, or at its table's where the key is not there."""
        path: Path = (*self.path, key)
        while path and path not in self.lines:
            path = path[:-1]
        self.faults.append(RulebookFault(self.lines.get(path, 1), self._name(key), what, remedy))

    def _text(self, key: str, stand_in: str) -> str:
        value = self._value(key, f'Add {key} = "…".')
        if isinstance(value, str) and value.strip():
            return value
        self._unsuitable(key, value, f'Write words in quotation marks: {key} = "…".')
        return stand_in

    def _value(self, key: str, remedy: str) -> Any:
        if not self.has(key):
            self.fault(key, "is missing.", remedy)
            return None
        return self.values[key]

    def _unsuitable(self, key: str, value: object, remedy: str) -> None:
        if value is not None:
            self.fault(key, f"{_shown(value)} does not fit here.", remedy)

    def _name(self, key: str) -> str:
        return ".".join(str(part) for part in (*self.path, key) if isinstance(part, str))


def read_section(text: str) -> Section:
    """Return the whole text as a section, or raise FaultyRulebook where it is not TOML."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise FaultyRulebook([_syntax_fault(text, str(trouble))]) from None
    return Section(values, key_lines(text), [])


def _syntax_fault(text: str, message: str) -> RulebookFault:
    what, _, place = message.partition(" (at line ")
    number = place.partition(",")[0]
    line = int(number) if number.isdecimal() else text.count("\n") + 1
    remedy = "Compare the line with its neighbours: words stand in quotation marks."
    return RulebookFault(line, "TOML", f"{what}.", remedy)


def _nearest(word: object, names: Iterable[str]) -> str:
    near = get_close_matches(str(word), list(names), n=1)
    return f"Did you mean {near[0]}?" if near else ""


def _shown(value: object) -> str:
    shown = str(value).lower() if isinstance(value, bool) else repr(value)
    return shown if len(shown) <= 40 else shown[:39] + "…"  # noqa: PLR2004 - fits a line
