"""Over whom somebody has a say: whoever could have given a person every part they play."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Conference, Membership, Person
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.queries.standing import may, must
from webapp.services.errors import NotDone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor

# Parts that anybody in the office may give; the others open doors and are an administrator's.
ORDINARY_ROLES = frozenset({Role.OBSERVER, Role.DELEGATE})


class PersonErased(NotDone):
    """Nothing more can be done about somebody who was erased."""


class BelongsElsewhere(NotDone):
    """The person takes part in another conference, over which the actor has no say."""


Parts = list[tuple[Role, Conference]]


def demand_for_roles(actor: Actor, conference: Conference, roles: Collection[Role]) -> None:
    """Raise NotPermitted unless the actor may give these parts."""
    if not ORDINARY_ROLES.issuperset(roles):
        must(actor, "role:grant", conference)


def demand_say_over(session: Session, actor: Actor, person: Person, activity: str) -> None:
    """Refuse unless the actor may do this to the person at all their conferences."""
    refuse_erased(person)
    for role, conference in _parts(session, [person]).get(person.id, []):
        if _has_no_say(actor, role, conference, activity):
            raise NotPermitted(activity) if actor.roles.get(conference.id) else BelongsElsewhere


def within_reach(session: Session, actor: Actor, people: Sequence[Person]) -> list[Person]:
    """Return those for whom the actor may make a sign-in code."""
    parts = _parts(session, people)
    beyond = {
        (role, conference)
        for role, conference in {part for held in parts.values() for part in held}
        if _has_no_say(actor, role, conference, "person:print_code")
    }
    return [person for person in people if beyond.isdisjoint(parts.get(person.id, []))]


def refuse_erased(person: Person) -> None:
    """Raise PersonErased about somebody who was."""
    if person.erased_at is not None:
        raise PersonErased


def _has_no_say(actor: Actor, role: Role, conference: Conference, activity: str) -> bool:
    """Tell whether a person playing this part is beyond the actor.

    Over somebody who holds more than an ordinary part, only those have a say who could
    have given it: else the office could make itself administrator.
    """
    wanted = {activity} if role in ORDINARY_ROLES else {activity, "role:grant"}
    return not all(may(actor, one, conference) for one in wanted)


def _parts(session: Session, people: Iterable[Person]) -> dict[int, Parts]:
    """Return every part these people play, at every conference."""
    held = session.execute(
        select(Membership.person_id, Membership.role, Conference)
        .join(Conference, Conference.id == Membership.conference_id)
        .where(Membership.person_id.in_([person.id for person in people]))
    )
    found: dict[int, Parts] = defaultdict(list)
    for person_id, role, conference in held:
        found[person_id].append((role, conference))
    return found
