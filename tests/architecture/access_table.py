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
]
