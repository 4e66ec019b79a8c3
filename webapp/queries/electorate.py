"""Who may vote at a conference, with what weight, by whose hand, and how many of them are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from webapp.models import Membership, Person, Presence, Proxy, SubmittingBody
from webapp.procedure.roles import Role
from webapp.queries.rulebooks import rulebook_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference


@dataclass(frozen=True, slots=True)
class Entitled:
    """One delegate's place among those who may vote.

    `holder_id` is who casts for it: the delegate, or whoever accepted their proxy. `body`
    and `card` are "" where there is none.
    """

    person_id: int
    public_id: str
    name: str
    weight: int
    body: str
    holder_id: int
    card: str


def entitled(
    session: Session, conference: Conference, *, among: Collection[int] | None = None
) -> tuple[Entitled, ...]:
    """Return every delegate once, in the order of their numbers; or those among certain people.

    A proxy whose holder is no delegate any more leaves the vote with its giver.
    """
    held = aliased(Membership)
    wanted = (
        select(
            Person.id,
            Person.public_id,
            Person.name,
            Membership.weight,
            func.coalesce(SubmittingBody.name, ""),
            case((held.id.is_not(None), Proxy.holder_id), else_=Person.id),
            func.coalesce(Membership.card, ""),
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(SubmittingBody, SubmittingBody.id == Membership.body_id)
        .outerjoin(
            Proxy,
            and_(
                Proxy.conference_id == Membership.conference_id,
                Proxy.giver_id == Membership.person_id,
                Proxy.withdrawn_at.is_(None),
                Proxy.accepted_at.is_not(None),
            ),
        )
        .outerjoin(
            held,
            and_(
                held.conference_id == Proxy.conference_id,
                held.person_id == Proxy.holder_id,
                held.role == Role.DELEGATE,
            ),
        )
        .where(Membership.conference_id == conference.id, Membership.role == Role.DELEGATE)
        .order_by(Person.id)
    )
    if among is not None:
        wanted = wanted.where(Membership.person_id.in_(among))
    return tuple(Entitled(*row) for row in session.execute(wanted))


def entitled_count(session: Session, conference: Conference) -> int:
    """Return how many delegates there are."""
    wanted = select(func.count(Membership.id)).where(
        Membership.conference_id == conference.id, Membership.role == Role.DELEGATE
    )
    return session.scalar(wanted) or 0


def present(session: Session, conference: Conference, *, at: datetime | None = None) -> int:
    """Return how many delegates are at conference now, or were; who gave their vote away is not.

    Without a time it is those who have not left.
    """
    not_left = Presence.until.is_(None)
    there = (
        not_left if at is None else and_(Presence.since <= at, or_(not_left, Presence.until > at))
    )
    wanted = (
        select(func.count(Presence.id))
        .join(
            Membership,
            and_(
                Membership.conference_id == Presence.conference_id,
                Membership.person_id == Presence.person_id,
                Membership.role == Role.DELEGATE,
            ),
        )
        .where(Presence.conference_id == conference.id, there)
    )
    return session.scalar(wanted) or 0


@dataclass(frozen=True, slots=True)
class People:
    """How many there are of whom a majority may be one; None where nobody counted."""

    present: int | None
    entitled: int | None

    def hold(self, answers: int) -> bool:
        """Tell whether so many can have answered: else these are not the people who did."""
        return all(count is None or answers <= count for count in (self.present, self.entitled))


def people_at(session: Session, conference: Conference, at: datetime | None) -> People:
    """Return how many delegates are present, or were, and how many are entitled to vote."""
    counted = is_kept(session, conference)
    there = present(session, conference, at=at) if counted else None
    return People(there, entitled_count(session, conference))


def is_kept(session: Session, conference: Conference) -> bool:
    """Tell whether anybody was ever marked as present: else nobody counts at the door."""
    wanted = select(Presence.id).where(Presence.conference_id == conference.id).limit(1)
    return session.scalar(wanted) is not None


@dataclass(frozen=True, slots=True)
class QuorumNow:
    """Whether enough are there. `is_known` is false where nobody counted, at no door or hall."""

    entitled: int
    present: int
    needed: int
    short_by: int
    tested: bool
    is_known: bool

    @property
    def is_met(self) -> bool:
        return self.short_by == 0


def quorum_now(
    session: Session, conference: Conference, *, counted: int | None = None
) -> QuorumNow:
    """Return the quorum as standing orders ask for it, and as it is by the door or a count."""
    rule = rulebook_of(conference).quorum
    everybody = entitled_count(session, conference)
    there = present(session, conference) if counted is None else counted
    return QuorumNow(
        entitled=everybody,
        present=there,
        needed=rule.needed(everybody),
        short_by=rule.short_by(there, everybody),
        tested=rule.tested,
        is_known=counted is not None or is_kept(session, conference),
    )
