"""Words of the office: parts people play, and what is wrong with a list of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from webapp.importing.faults import FaultKind
from webapp.importing.people import LONGEST_NAME
from webapp.importing.tables import MOST_BYTES, MOST_ROWS
from webapp.procedure.roles import Role

if TYPE_CHECKING:
    from webapp.importing.faults import Fault

ROLE_WORDS: dict[Role, Any] = {
    Role.OBSERVER: lazy_gettext("Observer"),
    Role.DELEGATE: lazy_gettext("Delegate"),
    Role.COMMITTEE: lazy_gettext("Committee"),
    Role.CHAIR: lazy_gettext("Chair"),
    Role.TELLER: lazy_gettext("Teller"),
    Role.STAFF: lazy_gettext("Staff"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
}
ROLE_MEANINGS: dict[Role, Any] = {
    Role.OBSERVER: lazy_gettext("Observer: sees what participants see"),
    Role.DELEGATE: lazy_gettext("Delegate: drafts and supports motions and amendments"),
    Role.COMMITTEE: lazy_gettext("Committee: rules, selects, redrafts and publishes"),
    Role.CHAIR: lazy_gettext("Chair: puts the questions and declares the results"),
    Role.TELLER: lazy_gettext("Teller: counts"),
    Role.STAFF: lazy_gettext("Staff: enters things for committee and chair, and adds people"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator: gives parts, edits standing orders, erases"),
}

# What is wrong, and what to do; {…} are facts of the fault.
FAULTS: dict[FaultKind, Any] = {
    FaultKind.EMPTY: lazy_gettext(
        "There is nobody in the list. Write headings on the first line and one person on each "
        "line below."
    ),
    FaultKind.TOO_LARGE: lazy_gettext(
        "The file is larger than %(megabytes)s MB. Send it in parts."
    ),
    FaultKind.TOO_MANY_ROWS: lazy_gettext(
        "There are more than %(rows)s people in the list. Send it in parts."
    ),
    FaultKind.NOT_TEXT: lazy_gettext(
        "This is not a CSV file. In your spreadsheet choose “Save as” and CSV (UTF-8)."
    ),
    FaultKind.QUOTE_LEFT_OPEN: lazy_gettext(
        "A quotation mark on this line is not closed, or stands in the middle of a cell. "
        "Close it, or write it twice."
    ),
    FaultKind.NO_NAME_COLUMN: lazy_gettext(
        "The first line has no heading “Name” (or “First name” and “Last name”). Add it."
    ),
    FaultKind.NO_EMAIL_COLUMN: lazy_gettext("The first line has no heading “E-mail”. Add it."),
    FaultKind.COLUMN_TWICE: lazy_gettext(
        "Two columns hold the same: “%(column)s” is one too many. Take it away."
    ),
    FaultKind.TOO_MANY_CELLS: lazy_gettext(
        "There are more cells than headings, from “%(cell)s” on. Put cells that hold a comma in "
        "quotation marks."
    ),
    FaultKind.NO_NAME: lazy_gettext("The name is missing. Write it in, or leave the line out."),
    FaultKind.NAME_TOO_LONG: lazy_gettext(
        "“%(cell)s” is longer than %(longest)s characters. Shorten it."
    ),
    FaultKind.NO_EMAIL: lazy_gettext(
        "The address is missing, and nobody signs in without one. Write it in, or leave the "
        "line out."
    ),
    FaultKind.BAD_EMAIL: lazy_gettext(
        "“%(cell)s” is no e-mail address. Write one like robin@example.org."
    ),
    FaultKind.EMAIL_TWICE: lazy_gettext(
        "“%(cell)s” stands on line %(other_line)s already. Give each person an address of their "
        "own, or take one of the lines away."
    ),
    FaultKind.UNKNOWN_ROLE: lazy_gettext("“%(cell)s” is no part. Write one or more of: %(roles)s."),
    FaultKind.UNKNOWN_BODY: lazy_gettext(
        "There is no body “%(cell)s” here. Add it under Submitting bodies, or correct the name."
    ),
    FaultKind.BAD_WEIGHT: lazy_gettext(
        "“%(cell)s” is no weight. Write a whole number from 1 on, or leave it empty."
    ),
    FaultKind.CARD_TOO_LONG: lazy_gettext(
        "“%(cell)s” is longer than a card’s number can be. Shorten it."
    ),
    FaultKind.CARD_TWICE: lazy_gettext(
        "Card “%(cell)s” stands on line %(other_line)s already. Give each delegate a card of "
        "their own."
    ),
    FaultKind.NO_VOTE: lazy_gettext(
        "Only delegates have a weight or a card. Write delegate among the parts on this line, or "
        "choose it for lines without a part, or leave “%(cell)s” out."
    ),
    FaultKind.CONTROL_CHARACTER: lazy_gettext(
        "The cell holds a character that cannot be printed. Type it anew."
    ),
}


def role_words(role: Role) -> str:
    return str(ROLE_WORDS[role])


def place_of(fault: Fault) -> str:
    """Say where in the list a fault is, "" for the list as a whole."""
    if not fault.line:
        return ""
    if not fault.column:
        return _("Line %(line)d:", line=fault.line)
    return _("Line %(line)d, column “%(column)s”:", line=fault.line, column=fault.column)


def sentence_of(fault: Fault) -> str:
    """Say what is wrong and what to do about it."""
    return str(FAULTS[fault.kind]) % {
        "cell": fault.cell,
        "column": fault.column,
        "other_line": fault.other_line,
        "rows": MOST_ROWS,
        "megabytes": MOST_BYTES // 1_000_000,
        "longest": LONGEST_NAME,
        "roles": ", ".join(role_words(role).lower() for role in ROLE_WORDS),
    }
