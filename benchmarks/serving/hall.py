"""A hall of delegates in a database, the polls they are to vote in, and their sessions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from flask import Flask, session
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from webapp.models import Conference, Membership, Motion, Person, Poll, PollPlace
from webapp.models.storage import writing
from webapp.procedure.polls import ANSWERS
from webapp.procedure.procedural import BallotForm
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.queries.actor import load_actor
from webapp.services import conferences, motions, people
from webapp.text.reading import read_plain
from webapp.web.clock import utc_now
from webapp.web.forgery import csrf_token

SIZE = 10_000
SLUG = "hall"
NO_WORK = "nop-"  # how the names of polls begin in which nothing is kept
_questions = count(1)


@dataclass(frozen=True, slots=True)
class Hall:
    """A conference with one motion, its staff, and everybody who may vote."""

    conference_id: int
    motion_id: int
    staff_id: int
    delegates: list[int]


@dataclass(frozen=True, slots=True)
class OpenedPoll:
    """A poll and the place that each delegate has on its roll, in their order."""

    id: int
    public_id: str
    form: BallotForm
    places: list[str]


def fill_hall(engine: Engine, size: int = SIZE) -> Hall:
    """Add a conference whose delegates are so many."""
    now = utc_now()
    with Session(writing(engine)) as work:
        staff = Person(public_id="staff", name="Staff", created_at=now)
        work.add(staff)
        work.flush()
        conference = found_conference(work, staff)
        motion = draft_motion(work, conference, staff)
        work.commit()
        ids = (conference.id, motion.id, staff.id)
    with writing(engine).begin() as connection:
        rows = [
            {
                "public_id": secrets.token_urlsafe(18),
                "name": f"Delegate {number}",
                "email": f"delegate-{number}@example.org",
                "created_at": now,
                "session_epoch": 0,
            }
            for number in range(size)
        ]
        connection.execute(insert(Person), rows)
        found = connection.execute(select(Person.id).where(Person.id != ids[2]).order_by(Person.id))
        delegates = list(found.scalars())
        connection.execute(
            insert(Membership),
            [
                {"person_id": one, "conference_id": ids[0], "role": Role.DELEGATE, "weight": 1}
                for one in delegates
            ],
        )
    return Hall(*ids, delegates)


def found_conference(work: Session, staff: Person) -> Conference:
    settings = conferences.Settings(
        name="Hall",
        place="Town",
        starts_on=date(2030, 1, 1),
        ends_on=date(2030, 1, 2),
        time_zone="UTC",
    )
    conference = conferences.found_conference(
        work, SLUG, settings, preset_text("federal_conference"), staff, now=utc_now()
    )
    actor = load_actor(work, staff.id)
    people.give_role(work, actor, conference, staff, Role.STAFF, now=utc_now())
    return conference


def draft_motion(work: Session, conference: Conference, staff: Person) -> Motion:
    actor = load_actor(work, staff.id)
    reading = read_plain("Conference calls for trees.", front_expected=False)
    proposal = motions.Proposal(
        kind="policy_motion",
        title="Trees",
        document=reading.document,
        back=reading.back,
        mover_id=staff.id,
        body_id=None,
    )
    return motions.draft_motion(work, actor, conference, proposal, now=utc_now())


def open_polls(
    engine: Engine, hall: Hall, number: int = 1, form: BallotForm = BallotForm.SECRET
) -> list[OpenedPoll]:
    """Open polls with everybody on the roll."""
    return [open_poll(engine, hall, form) for _ in range(number)]


def open_poll(engine: Engine, hall: Hall, form: BallotForm) -> OpenedPoll:
    places = [secrets.token_hex(16) for _ in hall.delegates]
    facts: dict[str, Any] = {
        "public_id": secrets.token_urlsafe(16),
        "conference_id": hall.conference_id,
        "motion_id": hall.motion_id,
        "question": f"procedural:{next(_questions)}",
        "words": "That the vote be now taken.",
        "form": form,
        "choices": list(ANSWERS),
        "weighted": False,
        "changeable": False,
        "opened_at": utc_now(),
        "opened_by_id": hall.staff_id,
        "opening": {},
    }
    with writing(engine).begin() as connection:
        inserted = connection.execute(insert(Poll).values(facts).returning(Poll.id))
        poll_id = inserted.scalar_one()
        rows = [
            {"place": place, "poll_id": poll_id, "person_id": one, "holder_id": one, "weight": 1}
            for place, one in zip(places, hall.delegates, strict=True)
        ]
        connection.execute(insert(PollPlace), sorted(rows, key=lambda row: str(row["place"])))
    return OpenedPoll(poll_id, facts["public_id"], form, places)


def mint_sessions(app: Flask, delegates: list[int]) -> list[tuple[str, str]]:
    """Return for each delegate the cookie of a session, and the word that its forms carry."""
    interface: Any = app.session_interface
    signer = interface.get_signing_serializer(app)
    minted = []
    with app.test_request_context():
        for one in delegates:
            session.clear()
            session.update(_user_id=f"{one}.0", _fresh=True, _permanent=True)
            word = csrf_token()
            minted.append((f"carried={signer.dumps(dict(session))}", word))
    return minted
