"""Keeping the register of voters: with which weight a delegate votes, and with which card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Conference, Membership
from webapp.procedure.roles import Role
from webapp.queries.errors import NotThere
from webapp.queries.standing import must
from webapp.services.errors import ChangedMeanwhile, NotDone
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Person
    from webapp.queries.actor import Actor


class CardTaken(NotDone):
    """Another delegate holds up the card with this number."""

    def __init__(self, card: str) -> None:
        super().__init__(card)
        self.card = card


@dataclass(frozen=True, slots=True)
class VotingRight:
    """With which weight and card somebody votes; what is None is left as it is."""

    weight: int | None = None
    card: str | None = None


AS_IT_IS = VotingRight()


def as_card(typed: str) -> str | None:
    """Return a card number as it is kept: one line, capitals; None where there is none.

    >>> as_card("  b 17 "), as_card(" ")
    ('B 17', None)
    """
    return " ".join(typed.upper().split()) or None


def seen_as(membership: Membership) -> str:
    """Return what a form says it showed, to find out whether somebody changed it meanwhile."""
    return f"{membership.weight} {membership.card or ''}"


def set_voting_right(
    session: Session,
    actor: Actor,
    conference: Conference,
    person: Person,
    right: VotingRight,
    *,
    seen: str | None = None,
    now: datetime,
) -> None:
    """Give a delegate another weight or card. Raises CardTaken, ChangedMeanwhile."""
    must(actor, "register:edit", conference)
    lock_conference(session, conference)
    held = get_delegate(session, conference, person)
    session.refresh(held)
    if seen is not None and seen != seen_as(held):
        raise ChangedMeanwhile("voter", person.id)
    if changed := _change(session, conference, {held: right}):
        write_minute(
            session,
            actor,
            "register:edit",
            f"person:{person.public_id}",
            conference_id=conference.id,
            now=now,
            facts=changed[person.id],
        )


def enter_voting_rights(
    session: Session, conference: Conference, rights: Mapping[int, VotingRight]
) -> set[int]:
    """Give many delegates weights and cards, by their ids; return those for whom that is news.

    For an act that has asked for leave, and writes the minute. Raises CardTaken.
    """
    held = session.scalars(
        select(Membership).where(
            Membership.conference_id == conference.id,
            Membership.role == Role.DELEGATE,
            Membership.person_id.in_(rights),
        )
    )
    return set(_change(session, conference, {one: rights[one.person_id] for one in held}))


def get_delegate(session: Session, conference: Conference, person: Person) -> Membership:
    """Return the part somebody plays as a delegate. Raises NotThere."""
    found = session.scalars(
        select(Membership).where(
            Membership.conference_id == conference.id,
            Membership.person_id == person.id,
            Membership.role == Role.DELEGATE,
        )
    ).first()
    if found is None:
        raise NotThere("delegate", person.public_id)
    return found


def _change(
    session: Session, conference: Conference, rights: Mapping[Membership, VotingRight]
) -> dict[int, dict[str, int | str]]:
    """Change what differs; return it by person. Cards are put down first, so that two can swap."""
    wanted = {held: _wanted(held, right) for held, right in rights.items()}
    news = {
        held: (weight, card)
        for held, (weight, card) in wanted.items()
        if (weight, card) != (held.weight, held.card)
    }
    _refuse_taken(session, conference, {held: card for held, (_, card) in wanted.items()})
    for held in news:
        held.card = None
    session.flush()
    for held, (weight, card) in news.items():
        held.weight, held.card = weight, card
    session.flush()
    return {
        held.person_id: {"weight": weight, "card": card or ""}
        for held, (weight, card) in news.items()
    }


def _wanted(held: Membership, right: VotingRight) -> tuple[int, str | None]:
    weight = held.weight if right.weight is None else right.weight
    card = held.card if right.card is None else as_card(right.card)
    return weight, card


def _refuse_taken(
    session: Session, conference: Conference, wanted: Mapping[Membership, str | None]
) -> None:
    cards = [card for card in wanted.values() if card is not None]
    if twice := next((card for card in cards if cards.count(card) > 1), None):
        raise CardTaken(twice)
    holders = session.execute(
        select(Membership.id, Membership.card).where(
            Membership.conference_id == conference.id, Membership.card.in_(cards)
        )
    )
    changing = {held.id for held in wanted}
    for membership_id, card in holders:
        if membership_id not in changing:
            raise CardTaken(card or "")


def lock_conference(session: Session, conference: Conference) -> None:
    """Let one act at a time change the register of a conference."""
    session.execute(select(Conference.id).where(Conference.id == conference.id).with_for_update())
