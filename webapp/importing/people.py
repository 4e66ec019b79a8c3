"""A list of people from a spreadsheet: rows, and everything wrong with them by line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webapp.importing.faults import OF_THE_WHOLE_LIST, Fault, FaultKind, Unreadable
from webapp.importing.people_columns import ROLE_NAMES, Column, find_columns, words_of_roles
from webapp.importing.tables import decode, letter_of, lines_of
from webapp.procedure.roles import Role

LONGEST_NAME = 200
LONGEST_EMAIL = 254
LONGEST_SHOWN = 60
LONGEST_CARD = 20
HEAVIEST = 1_000_000

EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the list has them. No roles: the list says nothing of any.

    `weight` and `card` are those of a delegate; None where the list says nothing.
    """

    line: int
    name: str
    email: str
    roles: frozenset[Role] = frozenset()
    body: str = ""
    weight: int | None = None
    card: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleReading:
    """What a list says. `rows` are the right ones alone; `ignored` are headings not known.

    `nameless` are columns with something in them and no heading, as spreadsheets call them.
    """

    rows: tuple[PersonRow, ...]
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...] = ()
    nameless: tuple[str, ...] = ()

    @property
    def wrong_lines(self) -> frozenset[int]:
        """The lines of the rows that are not among the right ones."""
        return frozenset(fault.line for fault in self.faults)

    @property
    def is_hopeless(self) -> bool:
        """Whether the list as a whole cannot be used, wrong lines left out or not."""
        return any(fault.kind in OF_THE_WHOLE_LIST for fault in self.faults)


def read_people(
    sent: bytes | str,
    bodies: frozenset[str] | None = None,
    default_roles: frozenset[Role] = frozenset({Role.DELEGATE}),
) -> PeopleReading:
    """Read a list. Bodies, where given, are those there are; any other is a fault.

    `default_roles` are played by those of whom the list says nothing: without a vote among them,
    a weight or a card is a fault, or it would be lost.
    """
    try:
        text = decode(sent)
        lines = list(lines_of(text))
        if not lines:
            raise Unreadable(Fault(FaultKind.EMPTY))
        head_line, head = lines[0]
        columns = find_columns(head_line, head)
    except Unreadable as unreadable:
        return PeopleReading((), (unreadable.fault,))
    reader = _RowReader(head, columns, bodies, default_roles)
    rows = tuple(row for line, cells in lines[1:] if (row := reader.read(line, cells)))
    if len(lines) == 1:
        reader.faults.append(Fault(FaultKind.EMPTY, head_line))
    ignored = tuple(heading for at, heading in enumerate(head) if heading and at not in columns)
    nameless = tuple(_nameless(head, [cells for _, cells in lines[1:]]))
    return PeopleReading(rows, tuple(reader.faults), ignored, nameless)


def _nameless(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    for at, heading in enumerate(head):
        if not heading and any(at < len(cells) and cells[at] for cells in rows):
            yield letter_of(at)


class _RowReader:
    """Reads rows one after another, remembering which addresses stood in the list before."""

    def __init__(
        self,
        head: list[str],
        columns: dict[int, Column],
        bodies: frozenset[str] | None,
        default_roles: frozenset[Role],
    ) -> None:
        self.faults: list[Fault] = []
        self._head = head
        self._columns = columns
        self._default_roles = default_roles
        self._bodies = None if bodies is None else {body.casefold(): body for body in bodies}
        self._heading = {column: head[at] for at, column in columns.items()}
        self._seen: dict[str, int] = {}
        self._cards: dict[str, int] = {}

    def read(self, line: int, cells: list[str]) -> PersonRow | None:
        """Return the person of this row; None, with its faults noted, where any is wrong."""
        before = len(self.faults)
        if any(cells[len(self._head) :]):
            self._fault(FaultKind.TOO_MANY_CELLS, line, cell=cells[len(self._head)])
        said = {
            column: cells[at] if at < len(cells) else "" for at, column in self._columns.items()
        }
        for column, cell in said.items():
            if any(unicodedata.category(letter) == "Cc" for letter in cell):
                self._fault(FaultKind.CONTROL_CHARACTER, line, column, cell)
        roles = self._roles(line, said.get(Column.ROLES, ""))
        has_vote = Role.DELEGATE in (roles or self._default_roles)
        row = PersonRow(
            line=line,
            name=self._name(line, said),
            email=self._email(line, said[Column.EMAIL]),
            roles=roles,
            body=self._body(line, said.get(Column.BODY, "")),
            weight=self._weight(line, said.get(Column.WEIGHT, ""), has_vote=has_vote),
            card=self._card(line, said.get(Column.CARD, ""), has_vote=has_vote),
        )
        return row if len(self.faults) == before else None

    def _name(self, line: int, said: Mapping[Column, str]) -> str:
        parts = (Column.NAME, Column.FIRST_NAME, Column.LAST_NAME)
        whole = said.get(Column.NAME) or " ".join(
            said[part] for part in parts[1:] if said.get(part)
        )
        column = next(part for part in parts if part in said)
        if not whole:
            self._fault(FaultKind.NO_NAME, line, column)
        if len(whole) > LONGEST_NAME:
            self._fault(FaultKind.NAME_TOO_LONG, line, column, whole)
        return whole

    def _email(self, line: int, cell: str) -> str:
        email = cell.removeprefix("mailto:").lower()
        if not email:
            self._fault(FaultKind.NO_EMAIL, line, Column.EMAIL)
        elif not is_email(email):
            self._fault(FaultKind.BAD_EMAIL, line, Column.EMAIL, cell)
        elif (first := self._seen.setdefault(email, line)) != line:
            self._fault(FaultKind.EMAIL_TWICE, line, Column.EMAIL, cell, other_line=first)
        return email

    def _roles(self, line: int, cell: str) -> frozenset[Role]:
        roles = set()
        for word in words_of_roles(cell):
            role = ROLE_NAMES.get(word.casefold())
            if role is None:
                self._fault(FaultKind.UNKNOWN_ROLE, line, Column.ROLES, word)
            else:
                roles.add(role)
        return frozenset(roles)

    def _body(self, line: int, cell: str) -> str:
        if not cell or self._bodies is None:
            return cell
        if cell.casefold() not in self._bodies:
            self._fault(FaultKind.UNKNOWN_BODY, line, Column.BODY, cell)
        return self._bodies.get(cell.casefold(), cell)

    def _weight(self, line: int, cell: str, *, has_vote: bool) -> int | None:
        if not cell:
            return None
        weight = int(cell) if re.fullmatch(r"[0-9]{1,7}", cell) else 0
        if not 1 <= weight <= HEAVIEST:
            self._fault(FaultKind.BAD_WEIGHT, line, Column.WEIGHT, cell)
        elif weight > 1 and not has_vote:
            self._fault(FaultKind.NO_VOTE, line, Column.WEIGHT, cell)
        return weight

    def _card(self, line: int, cell: str, *, has_vote: bool) -> str | None:
        if not cell:
            return None
        if len(cell) > LONGEST_CARD:
            self._fault(FaultKind.CARD_TOO_LONG, line, Column.CARD, cell)
        elif not has_vote:
            self._fault(FaultKind.NO_VOTE, line, Column.CARD, cell)
        elif (first := self._cards.setdefault(cell.upper(), line)) != line:
            self._fault(FaultKind.CARD_TWICE, line, Column.CARD, cell, other_line=first)
        return cell

    def _fault(
        self,
        kind: FaultKind,
        line: int,
        column: Column | None = None,
        cell: str = "",
        other_line: int = 0,
    ) -> None:
        heading = self._heading.get(column, "") if column else ""
        shown = cell if len(cell) <= LONGEST_SHOWN else f"{cell[:LONGEST_SHOWN]}…"
        self.faults.append(Fault(kind, line, heading, shown, other_line))


def is_email(address: str) -> bool:
    """Tell whether this can be an address at all.

    >>> is_email("robin@example.org"), is_email("robin@example"), is_email("a b@example.org")
    (True, False, False)
    """
    return len(address) <= LONGEST_EMAIL and EMAIL.fullmatch(address) is not None
