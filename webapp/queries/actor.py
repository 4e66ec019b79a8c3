"""Who is asking: one person, with the parts they play at each conference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Item, Membership, Motion, Person, ProceduralMotion, SeparateVote
from webapp.procedure.roles import Role

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Actor:
    """The person on whose behalf something is read or done; nobody when not signed in.

    `public_id` is what minutes call them, "" for nobody.
    """

    person_id: int | None = None
    public_id: str = ""
    roles: Mapping[int, frozenset[Role]] = field(default_factory=dict)

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    def roles_at(self, conference_id: int) -> frozenset[Role]:
        """Return the parts held at one conference; everybody is at least PUBLIC."""
        return self.roles.get(conference_id, frozenset()) | {Role.PUBLIC}

    def roles_towards(self, item: Item) -> frozenset[Role]:
        """Return the parts held at the item's conference and towards the item itself."""
        conference_id = (
            item.conference_id if isinstance(item, Motion) else item.motion.conference_id
        )
        roles = set(self.roles_at(conference_id))
        if self.person_id is None:
            return frozenset(roles)
        if isinstance(item, SeparateVote):
            asked = {item.asked_by_id, *(one.person_id for one in item.also_asked)}
            return frozenset(roles | ({Role.MOVER} if self.person_id in asked else set()))
        if isinstance(item, ProceduralMotion):
            moved_by_them = item.person_id == self.person_id
            return frozenset(roles | ({Role.MOVER} if moved_by_them else set()))
        if item.drafter_id == self.person_id:
            roles.add(Role.DRAFTER)
        if item.mover_id == self.person_id:
            roles.add(Role.MOVER)
        if item.summator_id == self.person_id:
            roles.add(Role.SUMMATOR)
        if any(supporter.person_id == self.person_id for supporter in item.supporters):
            roles.add(Role.SUPPORTER)
        return frozenset(roles)


NOBODY = Actor()


def load_actor(session: Session, person_id: int) -> Actor:
    """Return the person as an actor; NOBODY when there is none or they were erased."""
    person = session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        return NOBODY
    roles: dict[int, set[Role]] = defaultdict(set)
    held = select(Membership.conference_id, Membership.role).where(
        Membership.person_id == person_id
    )
    for conference_id, role in session.execute(held):
        roles[conference_id].add(role)
    return Actor(
        person_id=person.id,
        public_id=person.public_id,
        roles={conference: frozenset(found) for conference, found in roles.items()},
    )
