"""Keeping what is typed as it is typed, before anybody has saved it.

No minute is written of it: nothing is proposed, and nobody but its author ever sees it. What
becomes of it is minuted when it is saved as a draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from webapp.models import Person, WorkingCopy
from webapp.queries.working_copies import find_working_copy
from webapp.services.errors import NotDone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor


@dataclass(frozen=True, slots=True)
class Typing:
    """What one window sends: its fields, its name, how often it sent, and what it had seen.

    Where `unsent` names fields, they are as this window sent them the time before.
    """

    fields: Mapping[str, str]
    hand: str
    turn: int
    seen: int
    unsent: frozenset[str] = frozenset()


class TypedElsewhere(NotDone):
    """Another window, perhaps on another device, typed or saved since this one looked.

    `is_settled` says that it saved, or threw away, what was typed.
    """

    def __init__(self, version: int, *, is_settled: bool) -> None:
        super().__init__(version)
        self.version = version
        self.is_settled = is_settled


class SendItWhole(NotDone):
    """A window left out what it had sent before, and that is no longer there."""


def keep_typed(
    session: Session, actor: Actor, subject: str, typing: Typing, *, now: datetime
) -> WorkingCopy:
    """Keep what a window sends; a message that a later one has overtaken changes nothing.

    Raises TypedElsewhere and SendItWhole, and then leaves what is kept as it was.
    """
    copy = _locked(session, actor, subject)
    if copy is None:
        copy = WorkingCopy(person_id=actor.person_id, subject=subject, version=0, hand="", turn=0)
        session.add(copy)
    elif copy.hand == typing.hand:
        if typing.turn <= copy.turn:
            return copy
    elif copy.version != typing.seen:
        raise TypedElsewhere(copy.version, is_settled=copy.fields is None)
    before = copy.fields if copy.hand == typing.hand else None
    copy.fields = {**_sent_before(before, typing), **typing.fields}
    copy.version = max(copy.version, typing.seen) + 1
    copy.hand, copy.turn, copy.kept_at = typing.hand, typing.turn, now
    session.flush()
    return copy


def settle_typed(
    session: Session,
    actor: Actor,
    subject: str,
    *,
    seen: int | None = None,
    hand: str = "",
    now: datetime,
) -> None:
    """Let go of what was typed: it is saved now, or its author threw it away.

    With `seen` only what that window knew of: what another one typed meanwhile stays.
    """
    copy = _locked(session, actor, subject)
    if copy is None or copy.fields is None:
        return
    if seen is not None and copy.version != seen and copy.hand != hand:
        return
    copy.fields, copy.hand, copy.kept_at = None, "", now
    copy.version += 1
    session.flush()


def forget_typed(session: Session, person: Person) -> None:
    """Delete everything that somebody typed and never saved."""
    session.execute(delete(WorkingCopy).where(WorkingCopy.person_id == person.id))


def _locked(session: Session, actor: Actor, subject: str) -> WorkingCopy | None:
    """Return the copy; one window of a person at a time gets past here."""
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    return find_working_copy(session, actor, subject)


def _sent_before(fields: Mapping[str, str] | None, typing: Typing) -> dict[str, str]:
    if not typing.unsent:
        return {}
    if fields is None or not typing.unsent <= fields.keys():
        raise SendItWhole
    return {name: fields[name] for name in typing.unsent}
