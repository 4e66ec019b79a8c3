"""A delegate's vote as they see it: its weight, the proxies given and held, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Membership, Person, Proxy
from webapp.procedure.roles import Role
from webapp.queries.electorate import entitled
from webapp.queries.errors import NotThere
from webapp.queries.register import since_when
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.queries.actor import Actor
    from webapp.queries.electorate import Entitled


@dataclass(frozen=True, slots=True)
class Held:
    """A proxy as one of the two sees it: the other's name, what it weighs, whether it counts."""

    proxy_id: int
    other: str
    weight: int
    body: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class MyVote:
    """What a delegate has to say: for themselves, and for those who asked them to."""

    place: Entitled
    gave: Held | None
    votes_for: tuple[Held, ...]
    offers: tuple[Held, ...]
    limit: int
    """How many votes of others one delegate may cast; 0 where there are no proxies."""
    is_present: bool

    @property
    def weight(self) -> int:
        """The votes this delegate casts, in all."""
        own = 0 if self.gave and self.gave.accepted else self.place.weight
        return own + sum(one.weight for one in self.votes_for)


def vote_of(session: Session, conference: Conference, person: Person) -> MyVote:
    """Return with what weight a delegate votes, and for whom. Raises NotThere."""
    standing = session.scalars(
        select(Proxy)
        .where(
            Proxy.conference_id == conference.id,
            Proxy.withdrawn_at.is_(None),
            (Proxy.giver_id == person.id) | (Proxy.holder_id == person.id),
        )
        .order_by(Proxy.given_at, Proxy.id)
    ).all()
    concerned = {person.id}.union(*({one.giver_id, one.holder_id} for one in standing))
    places = {one.person_id: one for one in entitled(session, conference, among=concerned)}
    if person.id not in places:
        raise NotThere("delegate", person.public_id)
    held = [
        (proxy, _held(proxy, places.get(other)))
        for proxy in standing
        for other in {proxy.giver_id, proxy.holder_id} - {person.id}
    ]
    known = [(proxy, one) for proxy, one in held if one is not None]
    return MyVote(
        place=places[person.id],
        gave=next((one for proxy, one in known if proxy.giver_id == person.id), None),
        votes_for=tuple(one for proxy, one in known if _is_held_by(proxy, person) and one.accepted),
        offers=tuple(
            one for proxy, one in known if _is_held_by(proxy, person) and not one.accepted
        ),
        limit=rulebook_of(conference).ballots.proxies,
        is_present=person.id in since_when(session, conference, among=[person.id]),
    )


def find_delegates(session: Session, conference: Conference, words: str) -> list[Entitled]:
    """Return the delegates of this name, or with this card: whole names, however written.

    Delegates look each other up here, so that nothing shorter than a name finds anybody.
    """
    typed = " ".join(words.casefold().split())
    named = session.execute(
        select(Person.id, Person.name, Membership.card)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.conference_id == conference.id, Membership.role == Role.DELEGATE)
    )
    meant = [
        person_id
        for person_id, name, card in named
        if typed and typed in {name.casefold(), (card or "").casefold()}
    ]
    return list(entitled(session, conference, among=meant))


def get_proxy(session: Session, actor: Actor, conference: Conference, proxy_id: int) -> Proxy:
    """Return a proxy of one's own, given or held; the office sees all. Raises NotThere."""
    proxy = session.get(Proxy, proxy_id)
    if (
        proxy is None
        or proxy.conference_id != conference.id
        or not (
            actor.person_id in {proxy.giver_id, proxy.holder_id}
            or may(actor, "register:view", conference)
        )
    ):
        raise NotThere("proxy", proxy_id)
    return proxy


def _held(proxy: Proxy, other: Entitled | None) -> Held | None:
    if other is None:
        return None
    return Held(proxy.id, other.name, other.weight, other.body, proxy.accepted_at is not None)


def _is_held_by(proxy: Proxy, person: Person) -> bool:
    return proxy.holder_id == person.id
