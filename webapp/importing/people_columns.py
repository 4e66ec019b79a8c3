"""The columns of a list of people, under whatever headings and words people write there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from webapp.importing.faults import Fault, FaultKind, Unreadable
from webapp.procedure.roles import CONFERENCE_ROLES, Role

GIVEN_ROLES = CONFERENCE_ROLES - {Role.PUBLIC}
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


def find_columns(line: int, head: list[str]) -> dict[int, Column]:
    """Return which column holds what. Raises Unreadable where one is missing or there twice."""
    columns: dict[int, Column] = {}
    for at, heading in enumerate(head):
        column = HEADINGS.get("".join(filter(str.isalpha, heading.casefold())))
        if column in columns.values():
            raise Unreadable(Fault(FaultKind.COLUMN_TWICE, line, heading))
        if column is not None:
            columns[at] = column
    found = set(columns.values())
    if not found & {Column.NAME, Column.LAST_NAME}:
        raise Unreadable(Fault(FaultKind.NO_NAME_COLUMN, line))
    if Column.EMAIL not in found:
        raise Unreadable(Fault(FaultKind.NO_EMAIL_COLUMN, line))
    return columns


def words_of_roles(cell: str) -> list[str]:
    return [word for word in ROLE_BREAKS.split(cell.strip()) if word]
