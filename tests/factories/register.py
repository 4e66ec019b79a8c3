"""Delegates with weights and cards, the proxies among them, and who is at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factory

from tests.factories.base import RowFactory, settle
from tests.factories.person import MembershipFactory, PersonFactory
from tests.moments import NOON
from webapp.models import Presence, Proxy
from webapp.procedure.roles import Role

if TYPE_CHECKING:
    from webapp.models import Conference, Person


class ProxyFactory(RowFactory):
    """A proxy that stands, accepted: `ProxyFactory(conference=…, giver=…, holder=…)`."""

    class Meta:
        model = Proxy

    class Params:
        conference: Any = None

    conference_id = factory.SelfAttribute("conference.id")
    given_at = NOON
    accepted_at = NOON
    entered_by_id = factory.SelfAttribute("giver.id")


class PresenceFactory(RowFactory):
    """Somebody who has come and not left: `PresenceFactory(conference=…, person=…)`."""

    class Meta:
        model = Presence

    class Params:
        conference: Any = None
        person: Any = None

    conference_id = factory.SelfAttribute("conference.id")
    person_id = factory.SelfAttribute("person.id")
    since = NOON
    arrival_by_id = factory.SelfAttribute("person.id")


def delegate_of(conference: Conference, name: str = "", **held: Any) -> Person:
    """Return a new delegate: `delegate_of(conference, "Jo Moss", weight=3, card="17")`."""
    person: Person = PersonFactory(name=name) if name else PersonFactory()
    MembershipFactory(person=person, conference=conference, role=Role.DELEGATE, **held)
    settle()
    return person


def proxies_allowed(conference: Conference, limit: int = 2, *, accepted: bool = False) -> None:
    """Let standing orders know proxies, `limit` of them in one hand."""
    rulebook = conference.rulebook.replace("proxies = 0", f"proxies = {limit}")
    assert rulebook != conference.rulebook or limit == 0
    conference.rulebook = rulebook.replace(
        "proxies_accepted = true", f"proxies_accepted = {str(accepted).lower()}"
    )
    settle()
