"""The demo's votes on phones: one declared, taken in secret, and one that is open to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import AgendaItem, Motion, Person
from webapp.procedure.polls import ABSTAIN, AGAINST, FOR, Answer, PollSettings
from webapp.procedure.procedural import BallotForm
from webapp.queries.debates import load_debate, plan_of, question_named
from webapp.queries.polls import places_in
from webapp.services.ballot_recording import Sent, record
from webapp.services.ballot_statements import box_of
from webapp.services.poll_closing import close_poll
from webapp.services.poll_declaring import declare_poll
from webapp.services.polls import open_poll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.cli.demo.filling import Demo
    from webapp.models import Amendment, Item, Poll

OPEN_ON = "F5"
CHAIR = "chair@example.org"
# How the last on the roll have voted, so that those who sign in have their own to cast.
DECIDED = (FOR, FOR, AGAINST, FOR, FOR, AGAINST, FOR, ABSTAIN, FOR, AGAINST, FOR)
UNDER_WAY = (FOR, AGAINST, FOR, ABSTAIN)
OPENLY = PollSettings(BallotForm.OPEN, changeable=True)
IN_SECRET = PollSettings(BallotForm.SECRET)


def decide_by_ballot(demo: Demo, amendment: Amendment) -> None:
    """Have a secret vote taken on an amendment, closed and declared."""
    poll = _open(demo, amendment, IN_SECRET)
    vote(demo, poll, DECIDED)
    close_poll(demo.session, demo.actor(CHAIR), poll, key=demo.key, now=demo.at())
    declare_poll(demo.session, demo.actor(CHAIR), poll, now=demo.at())


def leave_a_poll_open(demo: Demo) -> None:
    """Put the question whose turn it is to open ballots, and let some be cast."""
    motion = demo.session.scalars(
        select(Motion)
        .join(AgendaItem, AgendaItem.motion_id == Motion.id)
        .where(AgendaItem.conference_id == demo.conference.id, AgendaItem.code == OPEN_ON)
    ).one()
    now = plan_of(motion, load_debate(demo.session, motion)).now
    if now is not None:
        poll = _open(demo, question_named(motion, now.id), OPENLY)
        vote(demo, poll, UNDER_WAY)


def _open(demo: Demo, item: Item, settings: PollSettings) -> Poll:
    return open_poll(
        demo.session,
        demo.actor(CHAIR),
        item,
        settings,
        key=demo.key,
        new_id=demo.new_key,
        now=demo.at(),
    )


def vote(demo: Demo, poll: Poll, choices: Sequence[str]) -> None:
    """Let the last on the roll vote like this."""
    demo.session.flush()
    known = demo.session.execute(select(Person.id, Person.session_epoch))
    epochs = {person_id: epoch for person_id, epoch in known}  # noqa: C416 - rows are no dictionary
    places = sorted(places_in(demo.session, poll), key=lambda one: -one.person_id)
    sent = [
        Sent(
            poll.public_id,
            place.place,
            place.holder_id,
            epochs[place.holder_id],
            demo.new_key(),
            choice,
        )
        for place, choice in zip(places, choices, strict=False)
    ]
    now = demo.at()
    driver = demo.session.connection().connection.driver_connection
    told = record(box_of(driver), sent, lambda: now)
    demo.session.expire_all()
    refused = [one.answer for one in told if one.answer is not Answer.RECORDED]
    assert not refused, refused  # noqa: S101 - our own people, on a roll just written
