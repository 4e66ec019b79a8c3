"""People, the parts they play, and the actor each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import factory

from tests.factories.base import RowFactory, bound_session
from tests.factories.conference import A_MORNING, ConferenceFactory
from tests.factories.remembered import remembered
from webapp.models import Membership, Person
from webapp.procedure.roles import Role
from webapp.queries.actor import Actor, load_actor

if TYPE_CHECKING:
    from webapp.models import Conference


class PersonFactory(RowFactory):
    """Somebody with an account, and parts: `PersonFactory(roles={conference: [Role.CHAIR]})`."""

    class Meta:
        model = Person

    public_id = factory.Sequence(lambda n: f"p{n:031d}")
    name = factory.Sequence(lambda n: f"Robin Ashdown {n}")
    email = factory.Sequence(lambda n: f"robin{n}@example.org")
    created_at = A_MORNING

    @factory.post_generation
    def roles(person, create, extracted):  # noqa: N805 - the library hands over the row
        for conference, roles in (extracted or {}).items():
            for role in roles:
                MembershipFactory(person=person, conference=conference, role=role)


class MembershipFactory(RowFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    conference = factory.SubFactory(ConferenceFactory)
    role = Role.DELEGATE


def actor_of(person: Person) -> Actor:
    """Return the person as an actor, with the parts they play now."""
    return load_actor(bound_session(), person.id)


@remembered
def actor_with(conference: Conference, *roles: Role) -> Actor:
    """Return somebody new who plays these parts at the conference."""
    return actor_of(PersonFactory(roles={conference: roles}))
