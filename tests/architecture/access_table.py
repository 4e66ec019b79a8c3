"""Who gets in where: every address of the service, written out by hand.

Everybody not named in a row is asked to sign in or, once signed in, refused. Written from the
standing orders and not from the code: where the two differ, one of them is wrong.
"""

from __future__ import annotations

from typing import NamedTuple

NOBODY = "nobody"  # not signed in
STRANGER = "stranger"  # signed in, without a part in this conference
OBSERVER, DELEGATE, COMMITTEE, CHAIR = "observer", "delegate", "committee", "chair"
TELLER, STAFF, ADMINISTRATOR = "teller", "staff", "administrator"

PARTS = (OBSERVER, DELEGATE, COMMITTEE, CHAIR, TELLER, STAFF, ADMINISTRATOR)
KINDS = (NOBODY, STRANGER, *PARTS)

EVERYBODY = frozenset(KINDS)
PEOPLE = EVERYBODY - {NOBODY}
OFFICE = frozenset({STAFF, ADMINISTRATOR})
ADMINISTRATORS = frozenset({ADMINISTRATOR})
AGENDA_KEEPERS = frozenset({COMMITTEE, STAFF})
MINUTE_READERS = frozenset({CHAIR, COMMITTEE, STAFF, ADMINISTRATOR})


class Page(NamedTuple):
    """One endpoint and method, and who gets in while the conference is open."""

    endpoint: str
    method: str
    open_to: frozenset[str]


def reads(endpoint: str, open_to: frozenset[str]) -> list[Page]:
    return [Page(endpoint, "GET", open_to)]


def sends(endpoint: str, open_to: frozenset[str]) -> list[Page]:
    return [Page(endpoint, "POST", open_to)]


def both(endpoint: str, open_to: frozenset[str]) -> list[Page]:
    return reads(endpoint, open_to) + sends(endpoint, open_to)


TABLE: list[Page] = [
    *reads("static", EVERYBODY),
    *reads("health.show", EVERYBODY),
    # Accounts
    *both("accounts.sign_in", EVERYBODY),
    *both("accounts.use_code", EVERYBODY),
    *reads("accounts.show", PEOPLE),
    *both("accounts.change_password", PEOPLE),
    *sends("accounts.sign_out", PEOPLE),
    # The conference
    *reads("conference.index", EVERYBODY),
    *reads("conference.agenda", EVERYBODY),
    *reads("conference.rulebook", EVERYBODY),
    *reads("conference.minutes", MINUTE_READERS),
    # The office
    *reads("admin.conferences", ADMINISTRATORS | AGENDA_KEEPERS),
    *both("admin.new_conference", ADMINISTRATORS),
    *reads("admin.conference", ADMINISTRATORS | AGENDA_KEEPERS),
    *both("admin.settings", OFFICE),
    *both("admin.rulebook", ADMINISTRATORS),
    *both("admin.items", AGENDA_KEEPERS),
    *both("admin.item", AGENDA_KEEPERS),
    *sends("admin.move_item", AGENDA_KEEPERS),
    *sends("admin.remove_item", AGENDA_KEEPERS),
    *both("admin.bodies", OFFICE),
    *both("admin.body", OFFICE),
    *sends("admin.remove_body", OFFICE),
    *reads("admin.people", OFFICE),
    *both("admin.add_person", OFFICE),
    *both("admin.import_people", OFFICE),
    *both("admin.codes", OFFICE),
    *both("admin.person", OFFICE),
    *sends("admin.person_code", OFFICE),
    *sends("admin.give_role", ADMINISTRATORS),
    *sends("admin.take_role", ADMINISTRATORS),
    *both("admin.erase_person", ADMINISTRATORS),
]
