"""What the page of a draft says of its deadline: until when, and who lets it in afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from webapp.procedure.roles import Role
from webapp.queries.appeals import conference_of
from webapp.queries.deadlines import amendment_deadline, deadline_for, deadline_of_kind
from webapp.queries.rulebooks import rulebook_of
from webapp.web.clock import utc_now
from webapp.web.conference import date_words
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.models import Amendment, Conference, Motion
    from webapp.procedure.deadlines import Deadline
    from webapp.procedure.rules import ItemKind

PEOPLE: dict[Role, Any] = {
    Role.DELEGATE: lazy_gettext("a delegate"),
    Role.COMMITTEE: lazy_gettext("the committee"),
    Role.CHAIR: lazy_gettext("the chair"),
    Role.TELLER: lazy_gettext("a teller"),
    Role.STAFF: lazy_gettext("the office"),
    Role.ADMINISTRATOR: lazy_gettext("an administrator"),
    Role.OBSERVER: lazy_gettext("an observer"),
}


@dataclass(frozen=True, slots=True)
class Closing:
    """One draft's deadline. `lets_in`: the person asking may hand it in all the same."""

    sentence: str
    is_past: bool
    lets_in: bool
    remedy: str


def closing_of(item: Motion | Amendment) -> Closing | None:
    """Return what there is to say of a draft's deadline, None where there is none."""
    deadline = deadline_for(item)
    if deadline is None:
        return None
    roles = current_actor().roles_towards(item)
    return _said(conference_of(item), deadline, roles, _remedy(deadline.override))


def amendments_closing(motion: Motion) -> Closing | None:
    """Return until when amendments to a motion may be submitted, None where there are none."""
    deadline = amendment_deadline(motion)
    if deadline is None:
        return None
    remedy = (
        _("Only %(people)s can let one in now.", people=parts_played(deadline.override))
        if deadline.override
        else _("Standing orders let nobody submit one any more.")
    )
    roles = current_actor().roles_at(motion.conference_id)
    return _said(motion.conference, deadline, roles, remedy)


def is_closed(conference: Conference, kind: ItemKind) -> bool:
    """Tell whether business of a kind can be submitted only late, and not by the person asking."""
    deadline = deadline_of_kind(conference, kind)
    return not deadline.lets_in(utc_now(), current_actor().roles_at(conference.id))


def _said(
    conference: Conference, deadline: Deadline, roles: frozenset[Role], remedy: str
) -> Closing:
    closes = date_words(deadline.closes_at, conference)
    name = rulebook_of(conference).deadline(deadline.key).name
    is_past = deadline.is_past(utc_now())
    sentence = (
        _("The deadline “%(name)s” passed on %(closes)s.", name=name, closes=closes)
        if is_past
        else _("To be submitted by %(closes)s (%(name)s).", closes=closes, name=name)
    )
    return Closing(sentence, is_past, not deadline.override.isdisjoint(roles), remedy)


def parts_played(roles: Iterable[Role]) -> str:
    """Say whom some parts mean, in one phrase: “a delegate or the chair”."""
    return _(" or ").join(str(PEOPLE[role]) for role in PEOPLE if role in set(roles))


def _remedy(override: frozenset[Role]) -> str:
    if not override:
        return _("Standing orders let nobody hand it in any more. Your draft is kept.")
    return _(
        "Only %(people)s can let it in now: send them the draft’s address, and say why it is "
        "late. Your draft is kept.",
        people=parts_played(override),
    )
