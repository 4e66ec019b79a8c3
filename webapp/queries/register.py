"""The register of voters as the office reads it: who, with what weight, by whose hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Membership, Person, Presence, Proxy
from webapp.procedure.roles import Role
from webapp.queries.electorate import entitled
from webapp.queries.standing import must

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.queries.actor import Actor

PAGE = 100


class Only(StrEnum):
    """Which delegates a list is narrowed to."""

    ALL = "all"
    PRESENT = "present"
    AWAY = "away"
    GAVE = "gave"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Voter:
    """One delegate in the register.

    `holder` is who casts for them, "" where they do so themselves; `offered_to` whom they
    have asked, and who has not said yes; `votes_for` those whose votes they cast.
    """

    public_id: str
    name: str
    email: str
    body: str
    weight: int
    card: str
    holder: str
    offered_to: str
    votes_for: tuple[str, ...]
    present_since: datetime | None


@dataclass(frozen=True, slots=True)
class VoterPage:
    """One page of the register, and how many delegates and votes there are in all of it."""

    voters: tuple[Voter, ...]
    found: int
    delegates: int
    votes: int
    page: int
    pages: int


def list_voters(
    session: Session,
    actor: Actor,
    conference: Conference,
    *,
    words: str = "",
    only: Only = Only.ALL,
    page: int = 1,
    whole: bool = False,
) -> VoterPage:
    """Return delegates by name: those of whom name, body or card has all the words.

    Raises NotPermitted. `whole` is the register on one page, for paper.
    """
    must(actor, "register:view", conference)
    everybody = read_register(session, conference)
    found = [one for one in everybody if _is_meant(one, words) and _belongs(one, only)]
    size = max(1, len(found)) if whole else PAGE
    pages = max(1, -(-len(found) // size))
    page = min(max(1, page), pages)
    return VoterPage(
        voters=tuple(found[(page - 1) * size : page * size]),
        found=len(found),
        delegates=len(everybody),
        votes=sum(one.weight for one in everybody),
        page=page,
        pages=pages,
    )


def read_register(session: Session, conference: Conference) -> list[Voter]:
    """Return every delegate of a conference by name."""
    places = entitled(session, conference)
    people = dict(
        session.execute(
            select(Person.id, Person.email)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.conference_id == conference.id, Membership.role == Role.DELEGATE)
        ).all()
    )
    names = {one.person_id: one.name for one in places}
    given = defaultdict(list)
    for one in places:
        if one.holder_id != one.person_id:
            given[one.holder_id].append(one.name)
    there = since_when(session, conference)
    offered = _offers(session, conference)
    found = [
        Voter(
            public_id=one.public_id,
            name=one.name,
            email=people.get(one.person_id) or "",
            body=one.body,
            weight=one.weight,
            card=one.card,
            holder=names[one.holder_id] if one.holder_id != one.person_id else "",
            offered_to=names.get(offered.get(one.person_id, 0), ""),
            votes_for=tuple(sorted(given[one.person_id], key=str.casefold)),
            present_since=there.get(one.person_id),
        )
        for one in places
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.public_id))


def since_when(
    session: Session, conference: Conference, *, among: Collection[int] | None = None
) -> dict[int, datetime]:
    """Return who is at conference, by their ids, and since when."""
    wanted = select(Presence.person_id, Presence.since).where(
        Presence.conference_id == conference.id, Presence.until.is_(None)
    )
    if among is not None:
        wanted = wanted.where(Presence.person_id.in_(among))
    return dict(session.execute(wanted).all())


@dataclass(frozen=True, slots=True)
class Strength:
    """What one body has at conference: delegates, votes, and how many of each are there."""

    body: str
    delegates: int
    votes: int
    delegates_present: int
    votes_present: int
    votes_given: int
    """Those that somebody else casts, of whatever body."""


def strength_by_body(
    session: Session, actor: Actor, conference: Conference
) -> tuple[Strength, ...]:
    """Return each body's strength, the strongest first; those of no body last, as ""."""
    must(actor, "register:view", conference)
    bodies: dict[str, list[Voter]] = defaultdict(list)
    for one in read_register(session, conference):
        bodies[one.body].append(one)
    rows = [_strength(body, voters) for body, voters in bodies.items()]
    return tuple(sorted(rows, key=lambda row: (not row.body, -row.votes, row.body.casefold())))


def _strength(body: str, voters: Sequence[Voter]) -> Strength:
    there = [one for one in voters if one.present_since]
    return Strength(
        body=body,
        delegates=len(voters),
        votes=sum(one.weight for one in voters),
        delegates_present=len(there),
        votes_present=sum(one.weight for one in there),
        votes_given=sum(one.weight for one in voters if one.holder),
    )


def _offers(session: Session, conference: Conference) -> dict[int, int]:
    """Return who has offered their vote to whom, and waits for an answer."""
    return dict(
        session.execute(
            select(Proxy.giver_id, Proxy.holder_id).where(
                Proxy.conference_id == conference.id,
                Proxy.withdrawn_at.is_(None),
                Proxy.accepted_at.is_(None),
            )
        ).all()
    )


def _is_meant(one: Voter, words: str) -> bool:
    return _has_all(f"{one.name} {one.body} {one.card}", words)


def _has_all(said: str, words: str) -> bool:
    return all(word in said.casefold() for word in words.casefold().split())


def _belongs(one: Voter, only: Only) -> bool:
    belongs = {
        Only.ALL: True,
        Only.PRESENT: one.present_since is not None,
        Only.AWAY: one.present_since is None,
        Only.GAVE: bool(one.holder or one.offered_to),
        Only.HOLD: bool(one.votes_for),
    }
    return belongs[only]
