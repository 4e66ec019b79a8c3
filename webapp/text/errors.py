"""What can go wrong with a text: facts for a caller, no sentences for people."""

from __future__ import annotations


class TextTrouble(Exception):
    """The root of everything this package raises on purpose."""


class NoSuchClause(TextTrouble):
    """A clause was named that the document does not have."""

    def __init__(self, clause: str) -> None:
        super().__init__(clause)
        self.clause = clause


class WrongAnchor(TextTrouble):
    """An operation quotes words that do not stand where it says."""

    def __init__(self, change_set: str, clause: str, offset: int, quote: str, found: str) -> None:
        super().__init__(change_set, clause, offset, quote, found)
        self.change_set = change_set
        self.clause = clause
        self.offset = offset
        self.quote = quote
        self.found = found


class NoSuchChangeSet(TextTrouble):
    """A change set was named that the weave does not hold."""

    def __init__(self, change_set: str) -> None:
        super().__init__(change_set)
        self.change_set = change_set


class TwiceNamed(TextTrouble):
    """Two different change sets have one id."""

    def __init__(self, change_set: str) -> None:
        super().__init__(change_set)
        self.change_set = change_set


class NotClosed(TextTrouble):
    """A set of change sets lacks one that another member needs.

    `missing` maps each member that cannot stand to the change sets it needs.
    """

    def __init__(self, missing: dict[str, frozenset[str]]) -> None:
        super().__init__(missing)
        self.missing = missing


class OpenCollision(TextTrouble):
    """A text was asked for in which a hard collision is undecided.

    `collisions` holds the `Collision` values, hard ones only.
    """

    def __init__(self, collisions: tuple[object, ...]) -> None:
        super().__init__(collisions)
        self.collisions = collisions


class TooMuch(TextTrouble):
    """A source is longer, wider or deeper than a motion can be."""

    def __init__(self, what: str, found: int, limit: int) -> None:
        super().__init__(what, found, limit)
        self.what = what
        self.found = found
        self.limit = limit


class UnknownFormat(TextTrouble):
    """A stored record is of a kind or a format that this version does not read."""

    def __init__(self, kind: str, found: object) -> None:
        super().__init__(kind, found)
        self.kind = kind
        self.found = found


class ImpossibleEdit(TextTrouble):
    """A clause cannot be treated so where it stands: nesting the first, splitting off no word."""

    def __init__(self, act: str, clause: str) -> None:
        super().__init__(act, clause)
        self.act = act
        self.clause = clause
