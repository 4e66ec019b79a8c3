"""What each part played at a conference is allowed to do and to see, in one table.

What happens to a motion or amendment because of its state stands in `workflow`; here
stands everything else. An activity is allowed when one of its rows says so.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import CONFERENCE_ROLES, ITEM_ROLES, Role

__all__ = ["GRANTS", "Facts", "Grant", "NotPermitted", "allows", "demand"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row may ask about, as plain statements. Unknown counts as the stricter answer.

    `conference_closed`: only those who take part in it may look. `names_hidden`: the
    rulebook hides movers until selection, and this item is not selected yet.
    """

    signed_in: bool = False
    conference_closed: bool = True
    names_hidden: bool = True


Condition = Callable[[Facts], bool]


def signed_in(facts: Facts) -> bool:
    """Ask for a person we know."""
    return facts.signed_in


def open_to_the_public(facts: Facts) -> bool:
    """Ask for a conference that anybody may look at."""
    return not facts.conference_closed


def names_shown(facts: Facts) -> bool:
    """Ask for an item whose movers are no longer hidden."""
    return not facts.names_hidden


def signed_in_and_names_shown(facts: Facts) -> bool:
    """Ask for a known person and an item whose movers are no longer hidden."""
    return signed_in(facts) and names_shown(facts)


def public_and_names_shown(facts: Facts) -> bool:
    """Ask for an open conference and an item whose movers are no longer hidden."""
    return open_to_the_public(facts) and names_shown(facts)


class Grant(NamedTuple):
    """One row: an activity, to whom it is open, and on what condition."""

    activity: str
    open_to: AbstractSet[Role]
    only_if: Condition = signed_in


PUBLIC = frozenset({Role.PUBLIC})
PARTICIPANTS = CONFERENCE_ROLES - PUBLIC
COMMITTEE = frozenset({Role.COMMITTEE, Role.STAFF})
CHAIR = frozenset({Role.CHAIR, Role.STAFF})
OFFICE = frozenset({Role.STAFF, Role.ADMINISTRATOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
PROPOSERS = frozenset({Role.DELEGATE, Role.COMMITTEE, Role.STAFF})
NOT_THE_COMMITTEE = ITEM_ROLES | {Role.STAFF}


def _readable(activity: str) -> tuple[Grant, Grant]:
    """Return the two rows of whatever anybody may read unless the conference is closed."""
    return (
        Grant(activity, PUBLIC, only_if=open_to_the_public),
        Grant(activity, PARTICIPANTS),
    )


GRANTS: tuple[Grant, ...] = (
    *_readable("conference:view"),
    *_readable("agenda:view"),
    *_readable("rulebook:view"),
    *_readable("motion:view"),
    *_readable("amendment:view"),
    *_readable("vote:view"),
    *_readable("hall:view"),
    *_readable("history:view"),
    *_readable("export:final"),
    *_readable("export:agenda"),
    Grant("conference:edit", OFFICE),
    Grant("rulebook:edit", ADMINISTRATOR),
    Grant("agenda:edit", COMMITTEE),
    Grant("sitting:edit", frozenset({Role.STAFF})),
    Grant("deadline:edit", COMMITTEE),
    Grant("body:edit", OFFICE),
    Grant("person:view", OFFICE),
    Grant("person:add", OFFICE),
    Grant("person:import", OFFICE),
    Grant("person:edit", OFFICE),
    Grant("person:print_code", OFFICE),
    Grant("person:sign_out", OFFICE),
    Grant("person:erase", ADMINISTRATOR),
    Grant("role:grant", ADMINISTRATOR),
    Grant("motion:draft", PROPOSERS),
    # A draft is its proposers' own until they submit it.
    Grant("motion:view_draft", ITEM_ROLES),
    Grant("motion:view_submitted", ITEM_ROLES | COMMITTEE),
    # Whoever was given a draft's address by its drafter may sign it.
    Grant("motion:support", frozenset({Role.DELEGATE})),
    # A late draft is let in by whoever the rulebook says, shown it by its drafter.
    # Shown to those who advise once its proposers ask for it.
    Grant("motion:advise", COMMITTEE),
    Grant("motion:let_in", COMMITTEE | {Role.CHAIR}),
    Grant("motion:see_movers", NOT_THE_COMMITTEE),
    Grant("motion:see_movers", PARTICIPANTS, only_if=signed_in_and_names_shown),
    Grant("motion:see_movers", PUBLIC, only_if=public_and_names_shown),
    Grant("amendment:draft", PROPOSERS),
    Grant("amendment:support", frozenset({Role.DELEGATE})),
    Grant("amendment:view_draft", ITEM_ROLES),
    Grant("amendment:let_in", COMMITTEE | {Role.CHAIR}),
    Grant("amendment:view_submitted", ITEM_ROLES | COMMITTEE | {Role.CHAIR}),
    Grant("amendment:number", COMMITTEE),
    Grant("consequence:rule", COMMITTEE),
    # The motion has changed under it: its author says whether it still says the same.
    Grant("amendment:answer", frozenset({Role.DRAFTER, Role.MOVER})),
    Grant("amendment:see_movers", NOT_THE_COMMITTEE),
    Grant("amendment:see_movers", PARTICIPANTS, only_if=signed_in_and_names_shown),
    Grant("amendment:see_movers", PUBLIC, only_if=public_and_names_shown),
    Grant("separate_vote:ask", frozenset({Role.DELEGATE})),
    Grant("separate_vote:view_asked", ITEM_ROLES | COMMITTEE | {Role.CHAIR}),
    Grant("separate_vote:choose", COMMITTEE | {Role.CHAIR}),
    Grant("appeal:view", COMMITTEE | {Role.CHAIR}),
    # Which of them may move which procedural motion is the rulebook's to say.
    Grant("procedural:move", PROPOSERS | CHAIR),
    Grant("procedural:support", frozenset({Role.DELEGATE})),
    Grant("procedural:view_moved", ITEM_ROLES | CHAIR),
    Grant("procedural:rule", CHAIR),
    Grant("en_bloc:object", frozenset({Role.DELEGATE})),
    Grant("desk:view", CHAIR | {Role.TELLER}),
    Grant("vote:plan", CHAIR),
    Grant("vote:count", CHAIR | {Role.TELLER}),
    Grant("vote:declare", CHAIR),
    Grant("vote:correct", CHAIR),
    Grant("count:open", CHAIR),
    Grant("count:enter", CHAIR | {Role.TELLER}),
    Grant("count:close", CHAIR),
    # A challenge from the hall: that conference count, or that it is still quorate.
    Grant("division:ask", frozenset({Role.DELEGATE})),
    Grant("quorum:test", CHAIR),
    Grant("poll:open", CHAIR),
    Grant("poll:close", CHAIR),
    # Members choose by a ballot which motions of a kind are heard.
    Grant("selection:open", CHAIR),
    Grant("selection:decide", CHAIR),
    # Besides, a place on the roll of the poll.
    Grant("ballot:cast", frozenset({Role.DELEGATE})),
    # A browser on which people without a phone vote in turn.
    Grant("device:lend", OFFICE | CHAIR | {Role.TELLER}),
    Grant("register:view", OFFICE),
    Grant("register:edit", OFFICE),
    Grant("presence:mark", OFFICE | {Role.TELLER}),
    # One's own vote, to give to another delegate; the office enters what stands on paper.
    Grant("proxy:give", frozenset({Role.DELEGATE})),
    Grant("floor:set", CHAIR),
    Grant("minutes:view", CHAIR | COMMITTEE | ADMINISTRATOR),
    Grant("minutes:verify", OFFICE),
    Grant("export:archive", OFFICE),
)

ACTIVITIES = frozenset(grant.activity for grant in GRANTS)


def allows(activity: str, roles: AbstractSet[Role], facts: Facts) -> bool:
    """Tell whether the activity is open to somebody with these roles.

    Everybody plays the part PUBLIC, named or not. Raises LookupError for an activity
    that is in no row.
    """
    if activity not in ACTIVITIES:
        raise LookupError(activity)
    played = roles | PUBLIC
    return any(
        grant.activity == activity and not grant.open_to.isdisjoint(played) and grant.only_if(facts)
        for grant in GRANTS
    )


def demand(activity: str, roles: AbstractSet[Role], facts: Facts) -> None:
    """Raise NotPermitted unless the activity is open to somebody with these roles."""
    if not allows(activity, roles, facts):
        raise NotPermitted(activity)
