"""Ballots of members on emergency motions, as their services open and close them.

selection = members_asked(["Ferries", "Floods", "Harvest"], places=1)
rank(selection, "1>2", "2>1")
closed(selection.poll)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.factories.base import bound_session, settle
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import motion_in_order
from tests.factories.person import actor_with
from tests.factories.poll import KEY, OPEN, cast_all, delegates, new_id
from tests.factories.remembered import remembered
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.services.selections import open_selection

if TYPE_CHECKING:
    from webapp.models import Conference, MembersSelection, Motion
    from webapp.procedure.polls import PollSettings

EMERGENCY = "emergency_motion"
TITLES = ("Ferries after the storm", "Floods in the valley", "The failed harvest")


def rules_saying(**said: str) -> str:
    """Return the preset with other words in its table on selections.

    >>> 'tie = "chair"' in rules_saying(tie='"chair"')
    True
    """
    head, table, rest = preset_text("federal_conference").partition("[selection]\n")
    lines = rest.split("\n")
    for number, line in enumerate(lines):
        key = line.split(" = ")[0]
        if key in said:
            lines[number] = f"{key} = {said.pop(key)}"
    assert not said, said
    return head + table + "\n".join(lines)


def emergencies(conference: Conference, titles: Sequence[str] = TITLES) -> list[Motion]:
    return [motion_in_order(conference, title=title, kind=EMERGENCY) for title in titles]


@remembered
def members_asked(
    titles: Sequence[str] = TITLES,
    *,
    conference: Conference | None = None,
    places: int = 1,
    settings: PollSettings = OPEN,
    voters: int = 10,
    **rules: str,
) -> MembersSelection:
    """Return a ballot of members just opened on emergency motions of these titles."""
    session = bound_session()
    conference = conference or ConferenceFactory(rulebook=rules_saying(**rules))
    emergencies(conference, titles)
    delegates(conference, voters)
    selection = open_selection(
        session,
        actor_with(conference, Role.CHAIR),
        conference,
        EMERGENCY,
        settings,
        places=places,
        key=KEY,
        new_id=new_id,
        now=NOON,
    )
    settle()
    return selection


def rank(selection: MembersSelection, *ballots: str) -> None:
    """Let as many delegates vote, each with one of these rankings."""
    assert selection.poll is not None
    cast_all(selection.poll, *ballots)
