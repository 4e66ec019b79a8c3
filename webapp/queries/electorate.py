"""Who may vote at a conference, with what weight, by whose hand, and how many of them are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from webapp.models import Membership, Person, Presence, Proxy, SubmittingBody
from webapp.procedure.roles import Role
from webapp.queries.rulebooks import rulebook_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
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
    """Return how many delegates are at conference now, or were.

    Without a time it is those who have not left. Who gave their vote away is there by its holder
    if standing orders say so.
    """
    by_proxy = present_by_proxy(session, conference, at=at)
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
        .where(Presence.conference_id == conference.id, _there(Presence, at))
    )
    return (session.scalar(wanted) or 0) + by_proxy


def present_by_proxy(
    session: Session, conference: Conference, *, at: datetime | None = None
) -> int:
    """Return how many are present by the holder of their proxy alone; 0 where that counts not."""
    if not rulebook_of(conference).quorum.proxies_count:
        return 0
    holder, own = aliased(Presence), aliased(Presence)
    giving, holding = aliased(Membership), aliased(Membership)
    wanted = (
        select(func.count(Proxy.giver_id.distinct()))
        .join(giving, and_(giving.person_id == Proxy.giver_id, _is_delegate(giving)))
        .join(holding, and_(holding.person_id == Proxy.holder_id, _is_delegate(holding)))
        .join(holder, holder.person_id == Proxy.holder_id)
        .where(
            Proxy.conference_id == conference.id,
            giving.conference_id == conference.id,
            holding.conference_id == conference.id,
            holder.conference_id == conference.id,
            _there(holder, at),
            _stood(at),
            ~exists().where(
                own.conference_id == conference.id,
                own.person_id == Proxy.giver_id,
                _there(own, at),
            ),
        )
    )
    return session.scalar(wanted) or 0


def _is_delegate(held: type[Membership]) -> ColumnElement[bool]:
    return held.role == Role.DELEGATE


def _there(stay: type[Presence], at: datetime | None) -> ColumnElement[bool]:
    not_left = stay.until.is_(None)
    return not_left if at is None else and_(stay.since <= at, or_(not_left, stay.until > at))


def _stood(at: datetime | None) -> ColumnElement[bool]:
    """Ask for proxies that were accepted, and not withdrawn."""
    if at is None:
        return and_(Proxy.accepted_at.is_not(None), Proxy.withdrawn_at.is_(None))
    not_withdrawn = or_(Proxy.withdrawn_at.is_(None), Proxy.withdrawn_at > at)
    return and_(Proxy.accepted_at <= at, not_withdrawn)


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
    """Whether enough are there. `is_known` is false where nobody counted, at no door or hall.

    `by_proxy` of those present are so by the holder of their proxy alone.
    """

    entitled: int
    present: int
    needed: int
    short_by: int
    tested: bool
    is_known: bool
    by_proxy: int = 0

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
        by_proxy=present_by_proxy(session, conference) if counted is None else 0,
    )
