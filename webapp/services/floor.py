"""Putting a question before everybody's eyes: on the screens of the hall and on every phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Conference, Floor
from webapp.queries.debates import load_debate, plan_of, question_id
from webapp.queries.errors import NotThere
from webapp.queries.floor import options_of
from webapp.queries.motions import is_printed
from webapp.queries.standing import must
from webapp.queries.verdicts import motion_of
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Item, MembersSelection, Motion
    from webapp.queries.actor import Actor

LONGEST_NOTE = 300


def show_on_floor(
    session: Session,
    actor: Actor,
    conference: Conference,
    item: Item | None,
    *,
    note: str = "",
    now: datetime,
) -> Floor:
    """Show a question on the screens; without one the note alone, and without that nothing.

    Showing what is there already changes nothing and writes no minute. Raises NotPermitted,
    and NotThere for an item of another conference or one that was never printed.
    """
    must(actor, "floor:set", conference)
    motion = motion_of(item) if item is not None else None
    if motion is not None and (
        motion.conference_id != conference.id or not is_printed(session, motion)
    ):
        raise NotThere("motion", motion.id)
    question = question_id(item) if item is not None else ""
    note = " ".join(note.split())[:LONGEST_NOTE]
    floor = _floor(session, conference.id, now)
    if (floor.motion_id, floor.question, floor.note) == (_id(motion), question, note):
        return floor
    _put(session, floor, motion, question, note=note, now=now)
    write_minute(
        session,
        actor,
        "floor:set",
        f"motion:{motion.id}" if motion is not None else f"conference:{conference.id}",
        conference_id=conference.id,
        now=now,
        facts={"question": question, "note": note},
    )
    return floor


def follow_on_floor(session: Session, motion: Motion, question: str, *, now: datetime) -> None:
    """Show the question that conference was just brought to: a poll, a count or a result.

    What brought it there writes the minute, and this is part of it. `question` is an id of
    the motion's debate, or "options:<choice>" where one of several options is chosen.
    """
    floor = _floor(session, motion.conference_id, now)
    if floor.motion_id == motion.id and question in {
        one.subject for one in options_of(motion, floor.question)
    }:
        return  # what stands among the options is the result of the choice that is shown
    if (floor.motion_id, floor.question) != (motion.id, question) or floor.note:
        _put(session, floor, motion, question, now=now)
        session.flush()


def follow_selection_on_floor(
    session: Session, selection: MembersSelection, *, now: datetime
) -> None:
    """Show that members are asked which motions shall be heard; the poll's minute says so.

    A debate that is on the floor stays there: members choose while it goes on.
    """
    floor = _floor(session, selection.conference_id, now)
    if floor.motion_id is None:
        _put_selection(session, floor, selection, now=now)


def show_selection_on_floor(
    session: Session, actor: Actor, selection: MembersSelection, *, now: datetime
) -> None:
    """Show a ballot of members on the screens, whatever was there. Raises NotPermitted."""
    must(actor, "floor:set", selection.conference)
    floor = _floor(session, selection.conference_id, now)
    if (floor.motion_id, floor.question, floor.note) == (None, selection.question, ""):
        return
    _put_selection(session, floor, selection, now=now)
    write_minute(
        session,
        actor,
        "floor:set",
        selection.question,
        conference_id=selection.conference_id,
        now=now,
        facts={"question": selection.question, "note": ""},
    )


def _put_selection(
    session: Session, floor: Floor, selection: MembersSelection, *, now: datetime
) -> None:
    _put(session, floor, None, selection.question, now=now)
    floor.words = selection.poll.words if selection.poll is not None else ""
    session.flush()


def _floor(session: Session, conference_id: int, now: datetime) -> Floor:
    # Two who show something at once wait for each other; minutes are numbered under this lock too.
    session.execute(select(Conference.id).where(Conference.id == conference_id).with_for_update())
    floor = session.get(Floor, conference_id)
    if floor is None:
        floor = Floor(conference_id=conference_id, question="", words="", note="", since=now)
        session.add(floor)
    return floor


def _put(
    session: Session,
    floor: Floor,
    motion: Motion | None,
    question: str,
    *,
    note: str = "",
    now: datetime,
) -> None:
    floor.motion_id = _id(motion)
    floor.question = question
    floor.words = _words(session, motion, question) if motion is not None else ""
    floor.note = note
    floor.since = now


def _words(session: Session, motion: Motion, question: str) -> str:
    """Return what the chair reads out; "" for what the plan does not put by itself."""
    try:
        return plan_of(motion, load_debate(session, motion)).question(question).words
    except LookupError:
        return ""


def _id(motion: Motion | None) -> int | None:
    return motion.id if motion is not None else None
