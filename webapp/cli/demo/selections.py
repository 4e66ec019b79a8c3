"""The demo's ballots of members on emergency motions: one decided, and one open to vote in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.cli.demo.motions import DemoMotion, Stage
from webapp.cli.demo.polls import CHAIR, IN_SECRET, OPENLY, vote
from webapp.procedure.states import MotionState
from webapp.services.motions import publish_motion
from webapp.services.poll_closing import close_poll
from webapp.services.selections import open_selection

if TYPE_CHECKING:
    from webapp.cli.demo.filling import Demo
    from webapp.models import Poll
    from webapp.procedure.polls import PollSettings

KIND = "emergency_motion"


def _emergency(file: str, mover: str, body: str) -> DemoMotion:
    return DemoMotion(file, f"{mover}@example.org", body, Stage.IN_ORDER, kind=KIND)


EMERGENCIES = (
    _emergency("pier.txt", "george", "Saltmarsh Local Party"),
    _emergency("flood.txt", "niamh", "Upper Wend Local Party"),
    _emergency("harvest.txt", "jonah", "Upper Wend Local Party"),
)
LATER_EMERGENCIES = (
    _emergency("surgery.txt", "priya", "Ferrygate Local Party"),
    _emergency("cable.txt", "lars", "Ferrygate Local Party"),
    _emergency("strike.txt", "ioana", "Alliance Tenants"),
)
STAFF = "staff@example.org"
# Three motions, and "none of these" as the fourth option.
DECIDED = (
    "2>1>3", "1>2>4", "3>2>1", "2>3", "1>3>2", "2>1=3", "3>1", "1>2", "2", "4>1", "1>3>2>4",
)  # fmt: skip
UNDER_WAY = ("1>3>2", "3>1", "2>4")


def choose_emergencies(demo: Demo) -> None:
    """Have members choose two of the emergency motions there are so far, which are printed."""
    poll = _ask(demo, IN_SECRET, places=2)
    vote(demo, poll, DECIDED)
    close_poll(demo.session, demo.actor(CHAIR), poll, key=demo.key, now=demo.at())
    for motion in poll.selection.motions if poll.selection is not None else ():
        if motion.state is MotionState.SELECTED:
            publish_motion(demo.session, demo.actor(STAFF), motion, now=demo.at())


def leave_a_choice_open(demo: Demo) -> None:
    """Ask members about those that came later, and let some of them answer."""
    vote(demo, _ask(demo, OPENLY, places=1), UNDER_WAY)


def _ask(demo: Demo, settings: PollSettings, *, places: int) -> Poll:
    selection = open_selection(
        demo.session,
        demo.actor(STAFF),
        demo.conference,
        KIND,
        settings,
        places=places,
        key=demo.key,
        new_id=demo.new_key,
        now=demo.at(),
    )
    assert selection.poll is not None  # noqa: S101 - it was just opened
    return selection.poll
