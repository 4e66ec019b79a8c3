"""A list of people from a spreadsheet's CSV: rows, and everything wrong with them by line.

Whatever a spreadsheet writes is read: commas, semicolons or tabs, UTF-8, UTF-16 or Latin-1,
columns in any order. A cell is text, also one that looks like a formula.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from webapp.procedure.roles import CONFERENCE_ROLES, Role

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
LONGEST_NAME = 200
LONGEST_EMAIL = 254
LONGEST_SHOWN = 60
LONGEST_CARD = 20
HEAVIEST = 1_000_000

GIVEN_ROLES = CONFERENCE_ROLES - {Role.PUBLIC}
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
SEPARATOR_SAID = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)
FORMULA_KEPT_OFF = re.compile(r"'[=+\-@]")
ROLE_BREAKS = re.compile(r"\s*(?:[,;/|+&]|\band\b)\s*")


class Column(StrEnum):
    """What a column can hold."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    ROLES = "roles"
    BODY = "body"
    WEIGHT = "weight"
    CARD = "card"


# Headings as people write them; letters alone count, so "E-mail address" is "emailaddress".
HEADINGS: Mapping[str, Column] = {
    "name": Column.NAME,
    "fullname": Column.NAME,
    "person": Column.NAME,
    "delegate": Column.NAME,
    "firstname": Column.FIRST_NAME,
    "forename": Column.FIRST_NAME,
    "givenname": Column.FIRST_NAME,
    "lastname": Column.LAST_NAME,
    "surname": Column.LAST_NAME,
    "familyname": Column.LAST_NAME,
    "email": Column.EMAIL,
    "mail": Column.EMAIL,
    "emailaddress": Column.EMAIL,
    "mailaddress": Column.EMAIL,
    "role": Column.ROLES,
    "roles": Column.ROLES,
    "part": Column.ROLES,
    "body": Column.BODY,
    "submittingbody": Column.BODY,
    "delegation": Column.BODY,
    "branch": Column.BODY,
    "localparty": Column.BODY,
    "organisation": Column.BODY,
    "organization": Column.BODY,
    "weight": Column.WEIGHT,
    "votes": Column.WEIGHT,
    "card": Column.CARD,
    "cardnumber": Column.CARD,
    "cardno": Column.CARD,
    "votingcard": Column.CARD,
}
ROLE_NAMES: Mapping[str, Role] = {
    **{role.value: role for role in GIVEN_ROLES},
    **{f"{role.value}s": role for role in GIVEN_ROLES},
    "admin": Role.ADMINISTRATOR,
    "administration": Role.ADMINISTRATOR,
    "representative": Role.DELEGATE,
    "rep": Role.DELEGATE,
    "member": Role.DELEGATE,
    "visitor": Role.OBSERVER,
    "guest": Role.OBSERVER,
    "press": Role.OBSERVER,
    "chairperson": Role.CHAIR,
    "aide": Role.CHAIR,
}


class FaultKind(StrEnum):
    """What can be wrong with a list."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    NOT_TEXT = "not_text"
    QUOTE_LEFT_OPEN = "quote_left_open"
    NO_NAME_COLUMN = "no_name_column"
    NO_EMAIL_COLUMN = "no_email_column"
    COLUMN_TWICE = "column_twice"

    TOO_MANY_CELLS = "too_many_cells"
    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    NO_EMAIL = "no_email"
    BAD_EMAIL = "bad_email"
    EMAIL_TWICE = "email_twice"
    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_BODY = "unknown_body"
    BAD_WEIGHT = "bad_weight"
    CARD_TOO_LONG = "card_too_long"
    CARD_TWICE = "card_twice"
    NO_VOTE = "no_vote"
    CONTROL_CHARACTER = "control_character"


OF_THE_WHOLE_LIST = frozenset(
    {
        FaultKind.EMPTY,
        FaultKind.TOO_LARGE,
        FaultKind.TOO_MANY_ROWS,
        FaultKind.NOT_TEXT,
        FaultKind.QUOTE_LEFT_OPEN,
        FaultKind.NO_NAME_COLUMN,
        FaultKind.NO_EMAIL_COLUMN,
        FaultKind.COLUMN_TWICE,
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: on which line of the file, in which column, and what stands there.

    `other_line` is where the same address stands first; `column` is the heading as written.
    """

    kind: FaultKind
    line: int = 0
    column: str = ""
    cell: str = ""
    other_line: int = 0


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
    """What a list says. `rows` are the right ones alone; `ignored` are headings not known."""

    rows: tuple[PersonRow, ...]
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...] = ()

    @property
    def is_hopeless(self) -> bool:
        """Whether the list as a whole cannot be used, wrong lines left out or not."""
        return any(fault.kind in OF_THE_WHOLE_LIST for fault in self.faults)


def read_people(sent: bytes | str, bodies: frozenset[str] | None = None) -> PeopleReading:
    """Read a list. Bodies, where given, are those there are; any other is a fault."""
    try:
        text = decode(sent)
        lines = list(_lines(text))
        if not lines:
            raise _Unreadable(Fault(FaultKind.EMPTY))
        head_line, head = lines[0]
        columns = _columns(head_line, head)
    except _Unreadable as unreadable:
        return PeopleReading((), (unreadable.fault,))
    reader = _RowReader(head, columns, bodies)
    rows = tuple(row for line, cells in lines[1:] if (row := reader.read(line, cells)))
    if len(lines) == 1:
        reader.faults.append(Fault(FaultKind.EMPTY, head_line))
    ignored = tuple(heading for at, heading in enumerate(head) if heading and at not in columns)
    return PeopleReading(rows, tuple(reader.faults), ignored)


def decode(sent: bytes | str) -> str:
    """Return the text of a file in whatever way a spreadsheet wrote it down."""
    if len(sent) > MOST_BYTES:
        raise _Unreadable(Fault(FaultKind.TOO_LARGE))
    if isinstance(sent, str):
        text = sent
    elif sent.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decoded(sent, "utf-16")
    elif b"\0" in sent:
        raise _Unreadable(Fault(FaultKind.NOT_TEXT))
    else:
        try:
            text = sent.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _decoded(sent, "cp1252")
    if "\0" in text:
        raise _Unreadable(Fault(FaultKind.NOT_TEXT))
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff"))


def decoded_or_none(sent: bytes) -> str | None:
    """Return the text of a file, None where it holds none that can be read."""
    try:
        return decode(sent)
    except _Unreadable:
        return None


class _Unreadable(Exception):
    """The list as a whole cannot be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def _decoded(sent: bytes, encoding: str) -> str:
    try:
        return sent.decode(encoding)
    except UnicodeDecodeError:
        raise _Unreadable(Fault(FaultKind.NOT_TEXT)) from None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds anything, with the line of the file on which it begins."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    said = SEPARATOR_SAID.match(text)
    if said:  # some spreadsheets say on a first line what stands between the cells
        text = text[said.end() :]
    reader = csv.reader(
        io.StringIO(text), delimiter=said[1] if said else _delimiter(text), strict=True
    )
    skipped = 1 if said else 0
    begins = skipped + 1
    count = 0
    try:
        for cells in reader:
            tidy = [_tidy(cell) for cell in cells]
            if any(tidy):
                count += 1
                if count > MOST_ROWS + 1:
                    raise _Unreadable(Fault(FaultKind.TOO_MANY_ROWS, begins))
                yield begins, tidy
            begins = skipped + reader.line_num + 1
    except csv.Error:
        raise _Unreadable(Fault(FaultKind.QUOTE_LEFT_OPEN, begins)) from None


def _delimiter(text: str) -> str:
    """Return what stands between the cells: the mark found most often in the first row."""
    head = next((line for line in text.split("\n") if line.strip()), "")
    found = Counter(re.sub(r'"[^"]*"', "", head))
    return max(",;\t", key=lambda mark: found[mark])


def _tidy(cell: str) -> str:
    r"""Return a cell on one line, its spaces single: a name may be broken within its quotes.

    An apostrophe that keeps a cell from being taken for a formula is not part of it.

    >>> _tidy(" Jo\n Moss"), _tidy("'=Jo"), _tidy("'s-Hertogenbosch")
    ('Jo Moss', '=Jo', "'s-Hertogenbosch")
    """
    tidy = " ".join(cell.split())
    return tidy[1:] if FORMULA_KEPT_OFF.match(tidy) else tidy


def _columns(line: int, head: list[str]) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for at, heading in enumerate(head):
        column = HEADINGS.get("".join(filter(str.isalpha, heading.casefold())))
        if column in columns.values():
            raise _Unreadable(Fault(FaultKind.COLUMN_TWICE, line, heading))
        if column is not None:
            columns[at] = column
    found = set(columns.values())
    if not found & {Column.NAME, Column.LAST_NAME}:
        raise _Unreadable(Fault(FaultKind.NO_NAME_COLUMN, line))
    if Column.EMAIL not in found:
        raise _Unreadable(Fault(FaultKind.NO_EMAIL_COLUMN, line))
    return columns


class _RowReader:
    """Reads rows one after another, remembering which addresses stood in the list before."""

    def __init__(
        self, head: list[str], columns: dict[int, Column], bodies: frozenset[str] | None
    ) -> None:
        self.faults: list[Fault] = []
        self._head = head
        self._columns = columns
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
        row = PersonRow(
            line=line,
            name=self._name(line, said),
            email=self._email(line, said[Column.EMAIL]),
            roles=roles,
            body=self._body(line, said.get(Column.BODY, "")),
            weight=self._weight(line, said.get(Column.WEIGHT, ""), roles),
            card=self._card(line, said.get(Column.CARD, ""), roles),
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
        for word in filter(None, ROLE_BREAKS.split(cell.strip())):
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

    def _weight(self, line: int, cell: str, roles: frozenset[Role]) -> int | None:
        if not cell:
            return None
        weight = int(cell) if re.fullmatch(r"[0-9]{1,7}", cell) else 0
        if not 1 <= weight <= HEAVIEST:
            self._fault(FaultKind.BAD_WEIGHT, line, Column.WEIGHT, cell)
        elif weight > 1 and _have_no_vote(roles):
            self._fault(FaultKind.NO_VOTE, line, Column.WEIGHT, cell)
        return weight

    def _card(self, line: int, cell: str, roles: frozenset[Role]) -> str | None:
        if not cell:
            return None
        if len(cell) > LONGEST_CARD:
            self._fault(FaultKind.CARD_TOO_LONG, line, Column.CARD, cell)
        elif _have_no_vote(roles):
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


def _have_no_vote(roles: frozenset[Role]) -> bool:
    """Tell whether these parts are without a vote; none said may still be a delegate's."""
    return bool(roles) and Role.DELEGATE not in roles


def is_email(address: str) -> bool:
    """Tell whether this can be an address at all.

    >>> is_email("robin@example.org"), is_email("robin@example"), is_email("a b@example.org")
    (True, False, False)
    """
    return len(address) <= LONGEST_EMAIL and EMAIL.fullmatch(address) is not None
