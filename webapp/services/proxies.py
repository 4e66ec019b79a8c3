"""Giving one's vote to somebody else: offered, accepted, withdrawn, and ended with a part.

A roll that is frozen stays as it is: what is given or withdrawn while a poll is open counts
from the next one on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from webapp.models import Conference, Membership, Proxy
from webapp.procedure.errors import NotPermitted
from webapp.procedure.proxies import Proxies, ProxyRefused, WhyNot
from webapp.procedure.roles import Role
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may, must
from webapp.services.errors import NotDone
from webapp.services.minutes import write_minute
from webapp.services.register import lock_conference

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from webapp.models import Person
    from webapp.queries.actor import Actor


class ProxyEnded(NotDone):
    """The proxy was withdrawn or declined meanwhile."""


def give_proxy(
    session: Session,
    actor: Actor,
    conference: Conference,
    giver: Person,
    holder: Person,
    *,
    accepted: bool = False,
    now: datetime,
) -> Proxy:
    """Give one's vote to another delegate; the office does it for somebody, from paper.

    Where standing orders want the holder to accept, it is only offered, unless the office
    says that the holder has `accepted` on the paper. The same once more is the same once.
    Raises ProxyRefused.
    """
    must(actor, _activity(actor, giver), conference)
    if accepted and not may(actor, "register:edit", conference):
        raise NotPermitted("register:edit")
    lock_conference(session, conference)
    standing = find_proxy(session, conference, giver)
    if standing is not None and standing.holder_id == holder.id:
        return standing
    rules = rulebook_of(conference).ballots
    _refuse_without_parts(session, conference, giver, holder)
    if standing is not None and standing.accepted_at is None:
        raise ProxyRefused(WhyNot.GIVEN_ALREADY)
    _among(session, conference, giver.id, holder.id).give(giver.id, holder.id)
    holds_at_once = accepted or not rules.proxies_accepted
    proxy = Proxy(
        conference_id=conference.id,
        giver=giver,
        holder=holder,
        given_at=now,
        entered_by_id=actor.person_id,
        accepted_at=now if holds_at_once else None,
    )
    session.add(proxy)
    session.flush()
    _note(session, actor, "proxy:give", proxy, now, accepted=holds_at_once)
    return proxy


def accept_proxy(session: Session, actor: Actor, proxy: Proxy, *, now: datetime) -> None:
    """Take on the vote that somebody offers. Raises ProxyRefused, ProxyEnded, NotPermitted."""
    conference = _begin(session, proxy)
    if actor.person_id != proxy.holder_id:
        raise NotPermitted("proxy:accept")
    must(actor, "proxy:give", conference)
    if proxy.withdrawn_at is not None:
        raise ProxyEnded
    if proxy.accepted_at is not None:
        return
    _refuse_without_parts(session, conference, proxy.giver, proxy.holder)
    pair = proxy.giver_id, proxy.holder_id
    _among(session, conference, *pair).give(*pair)
    proxy.accepted_at = now
    _note(session, actor, "proxy:accept", proxy, now)


def withdraw_proxy(session: Session, actor: Actor, proxy: Proxy, *, now: datetime) -> None:
    """Leave the vote with its giver again: by the giver, by the holder, or by the office.

    A holder who has not accepted declines by this. Twice is once.
    """
    conference = _begin(session, proxy)
    if actor.person_id not in {proxy.giver_id, proxy.holder_id}:
        must(actor, "register:edit", conference)
    if proxy.withdrawn_at is None:
        declined = proxy.accepted_at is None and actor.person_id == proxy.holder_id
        _end(session, actor, proxy, "proxy:decline" if declined else "proxy:withdraw", now)


def end_proxies(
    session: Session, actor: Actor, conference_id: int, person: Person, *, now: datetime
) -> None:
    """Withdraw what somebody gave and holds, who is no delegate any more."""
    for proxy in session.scalars(
        _standing(conference_id).where(
            or_(Proxy.giver_id == person.id, Proxy.holder_id == person.id)
        )
    ):
        _end(session, actor, proxy, "proxy:withdraw", now)


def find_proxy(session: Session, conference: Conference, giver: Person) -> Proxy | None:
    """Return the proxy somebody has given or offered, if there is one."""
    return session.scalars(_standing(conference.id).where(Proxy.giver_id == giver.id)).first()


def _standing(conference_id: int) -> Select[Proxy]:
    return select(Proxy).where(Proxy.conference_id == conference_id, Proxy.withdrawn_at.is_(None))


def _among(session: Session, conference: Conference, *people: int) -> Proxies:
    """Return the accepted proxies in which any of these people has a part."""
    held = session.execute(
        select(Proxy.giver_id, Proxy.holder_id).where(
            Proxy.conference_id == conference.id,
            Proxy.withdrawn_at.is_(None),
            Proxy.accepted_at.is_not(None),
            or_(Proxy.giver_id.in_(people), Proxy.holder_id.in_(people)),
        )
    )
    return Proxies(rulebook_of(conference).ballots.proxies, dict(held.all()))


def _refuse_without_parts(
    session: Session, conference: Conference, giver: Person, holder: Person
) -> None:
    delegates = set(
        session.scalars(
            select(Membership.person_id).where(
                Membership.conference_id == conference.id,
                Membership.role == Role.DELEGATE,
                Membership.person_id.in_([giver.id, holder.id]),
            )
        )
    )
    if giver.id not in delegates:
        raise ProxyRefused(WhyNot.GIVER_NO_DELEGATE)
    if holder.id not in delegates:
        raise ProxyRefused(WhyNot.HOLDER_NO_DELEGATE)


def _activity(actor: Actor, giver: Person) -> str:
    return "proxy:give" if actor.person_id == giver.id else "register:edit"


def _begin(session: Session, proxy: Proxy) -> Conference:
    """Let one act at a time change the proxies of a conference, and read this one afresh."""
    conference = session.get_one(Conference, proxy.conference_id)
    lock_conference(session, conference)
    session.refresh(proxy)
    return conference


def _end(session: Session, actor: Actor, proxy: Proxy, activity: str, now: datetime) -> None:
    proxy.withdrawn_at, proxy.withdrawn_by_id = now, actor.person_id
    session.flush()
    _note(session, actor, activity, proxy, now)


def _note(
    session: Session, actor: Actor, activity: str, proxy: Proxy, now: datetime, **facts: bool
) -> None:
    write_minute(
        session,
        actor,
        activity,
        f"person:{proxy.giver.public_id}",
        conference_id=proxy.conference_id,
        now=now,
        facts={"holder": proxy.holder.public_id, **facts},
    )
