"""Filling a database with the demo conference, through the same services that pages use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.cli.demo import counting, fine_points
from webapp.cli.demo.motions import MOTIONS, DemoAmendment, DemoMotion, Stage
from webapp.cli.demo.people import ADMINISTRATOR, BODIES, DELEGATES, SIGN_INS
from webapp.cli.demo.polls import decide_by_ballot, leave_a_poll_open
from webapp.cli.demo.selections import (
    EMERGENCIES,
    LATER_EMERGENCIES,
    choose_emergencies,
    leave_a_choice_open,
)
from webapp.cli.demo.voters import register_voters
from webapp.models import Conference, Motion, Person, SubmittingBody
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import Outcome
from webapp.queries.actor import Actor, load_actor
from webapp.queries.texts import keys_in_force, load_weave
from webapp.services import amendments, appeals, conferences, consequences, motions, results
from webapp.services.admitting import add_person
from webapp.services.signing_in import set_password
from webapp.text.editing import set_text
from webapp.text.numbering import number
from webapp.text.reading import read_plain
from webapp.text.references import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from webapp.sealing import SigningKey

SLUG = "harbour-2026"
TIME_ZONE = "Europe/London"
CLOSINGS = (
    ("advice", 0, "20:00:00"),
    ("constitutional", 1, "13:00:00"),
    ("motions", 0, "23:59:00"),
    ("amendments", 0, "23:59:00"),
)


@dataclass(slots=True)
class Demo:
    """What every step of the filling needs. `now` moves on by itself, a minute an act."""

    session: Session
    conference: Conference
    now: datetime
    key: SigningKey
    new_key: Callable[[], str]

    def at(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def person(self, email: str) -> Person:
        return self.session.scalars(select(Person).where(Person.email == email)).one()

    def actor(self, email: str) -> Actor:
        return load_actor(self.session, self.person(email).id)

    def body(self, name: str) -> SubmittingBody:
        return self.session.scalars(
            select(SubmittingBody).where(
                SubmittingBody.conference_id == self.conference.id, SubmittingBody.name == name
            )
        ).one()


def is_filled(session: Session) -> bool:
    return session.scalars(select(Conference).where(Conference.slug == SLUG)).first() is not None


def fill(
    session: Session,
    *,
    password_hash: str,
    new_id: Callable[[], str],
    new_key: Callable[[], str],
    key: SigningKey,
    now: datetime,
) -> Conference:
    """Fill the database; everything happened in the days before `now`."""
    today = now.astimezone(ZoneInfo(TIME_ZONE)).date()
    begun = datetime.combine(today - timedelta(days=3), time(9), ZoneInfo(TIME_ZONE)).astimezone(
        UTC
    )
    administrator = Person(
        public_id=new_id(),
        name=ADMINISTRATOR.name,
        email=ADMINISTRATOR.email,
        password_hash=password_hash,
        created_at=begun,
    )
    session.add(administrator)
    session.flush()
    conference = conferences.found_conference(
        session,
        SLUG,
        conferences.Settings(
            name="Harbour Alliance Autumn Conference",
            place="The Corn Exchange, Saltmarsh",
            starts_on=today,
            ends_on=today + timedelta(days=2),
            time_zone=TIME_ZONE,
        ),
        rulebook_text(),
        administrator,
        now=begun,
    )
    demo = Demo(session, conference, begun, key, new_key)
    _invite(demo, password_hash, new_id)
    _add_other_items(demo, now)
    for motion in MOTIONS:
        _bring(demo, motion)
    register_voters(demo)
    for motion in EMERGENCIES:
        _bring(demo, motion)
    choose_emergencies(demo)
    for motion in LATER_EMERGENCIES:
        _bring(demo, motion)
    leave_a_choice_open(demo)
    leave_a_poll_open(demo)
    return conference


def rulebook_text() -> str:
    """Return the preset with motions and amendments open until the first day is over, to try.

    The deadline for constitutional amendments passes on the day before.
    Amendments to amendments are allowed, the mover may accept one, a delegate may vote for two
    others, few make a quorum and three a division, all to be seen here.
    """
    moved = preset_text("federal_conference")
    for key, days_before, at in CLOSINGS:
        closing = re.compile(rf'(?<=key = "{key}"\n)(name = .*\n)days_before = .*\nat = .*')
        moved, count = closing.subn(rf"\1days_before = {days_before}\nat = {at}", moved)
        assert count == 1, f"the preset has no deadline {key}"  # noqa: S101 - our own file
    for there, here in (
        ("depth = 0", "depth = 1"),
        ("mover_accepts = false", "mover_accepts = true"),
        ("proxies = 0", "proxies = 2"),
        ("at_least = 75", "at_least = 10"),
        ("division_on_request_of = 50", "division_on_request_of = 3"),
    ):
        moved = moved.replace(there, here)
    return moved


def _invite(demo: Demo, password_hash: str, new_id: Callable[[], str]) -> None:
    administrator = demo.actor(ADMINISTRATOR.email)
    for name, kind in BODIES:
        conferences.add_body(
            demo.session, administrator, demo.conference, name=name, kind=kind, now=demo.at()
        )
    for new in (*SIGN_INS, *DELEGATES):
        person = add_person(
            demo.session, administrator, demo.conference, new, new_id=new_id, now=demo.at()
        )
        set_password(demo.session, person, password_hash, now=demo.at())


def _add_other_items(demo: Demo, now: datetime) -> None:
    ten = datetime.combine(now.date(), time(10), ZoneInfo(TIME_ZONE))
    for code, title, hours in (
        ("F1", "Opening and welcome by the Mayor of Saltmarsh", 0),
        ("F2", "Report of the Conference Committee", 0.5),
        ("F3", "Speech by the leader of the Parliamentary Group", 1),
    ):
        conferences.add_item(
            demo.session,
            demo.actor("staff@example.org"),
            demo.conference,
            conferences.ItemSettings(
                code=code, kind="session", title=title, starts_at=ten + timedelta(hours=hours)
            ),
            now=demo.at(),
        )


def _bring(demo: Demo, described: DemoMotion) -> None:
    """Take one motion as far as it is described to have come."""
    motion = _draft(demo, described)
    session, committee = demo.session, demo.actor("committee@example.org")
    mover = demo.actor(described.mover)
    if described.stage is Stage.DRAFT:
        return
    motions.submit_motion(session, mover, motion, now=demo.at())
    if described.stage is Stage.WITHDRAWN:
        motions.withdraw_motion(session, mover, motion, now=demo.at())
    if described.stage is Stage.OUT_OF_ORDER:
        motions.rule_out_of_order(
            session, committee, motion, reason=described.reason, now=demo.at()
        )
        _appeal(demo, motion, described)
    if described.stage in (Stage.WITHDRAWN, Stage.OUT_OF_ORDER, Stage.SUBMITTED):
        return
    motions.rule_in_order(session, committee, motion, now=demo.at())
    if described.stage is Stage.REJECTED:
        motions.reject_motion(session, committee, motion, reason=described.reason, now=demo.at())
        _appeal(demo, motion, described)
    if described.stage in (Stage.REJECTED, Stage.IN_ORDER):
        return
    motions.select_motion(session, committee, motion, code=described.code, now=demo.at())
    if described.redraft is not None:
        _redraft(demo, motion, *described.redraft)
    if described.stage is Stage.SELECTED:
        return
    motions.publish_motion(session, committee, motion, now=demo.at())
    _debate(demo, motion, described)


def _appeal(demo: Demo, motion: Motion, described: DemoMotion) -> None:
    """Let those who bring a refused motion appeal, and the committee answer if it has."""
    if described.appeal is None:
        return
    reasons, answer = described.appeal
    mover = demo.actor(described.mover)
    made = appeals.make_appeal(demo.session, mover, motion, reasons=reasons, now=demo.at())
    if answer:
        committee = demo.actor("committee@example.org")
        appeals.decide_appeal(
            demo.session, committee, made, upheld=False, answer=answer, now=demo.at()
        )


def _debate(demo: Demo, motion: Motion, described: DemoMotion) -> None:
    for amendment in described.amendments:
        _amend(demo, motion, amendment)
    if described.redraft_after is not None:
        _redraft(demo, motion, *described.redraft_after)
    _rule(demo, motion, described)
    for words in described.separate_votes:
        fine_points.ask_for_words(demo, motion, words)
    for moved in described.procedural:
        fine_points.move(demo, motion, moved)
    _decide(demo, motion, described)


def _draft(demo: Demo, described: DemoMotion) -> Motion:
    text = files("webapp.cli.demo") / "texts" / described.file
    source = text.read_text(encoding="utf-8")
    reading = read_plain(source)
    return motions.draft_motion(
        demo.session,
        demo.actor(described.mover),
        demo.conference,
        motions.Proposal(
            kind=described.kind,
            title=reading.front.title,
            document=reading.document,
            back=reading.back,
            source=source,
            mover_id=demo.person(described.mover).id,
            body_id=demo.body(described.body).id,
        ),
        now=demo.at(),
    )


def _redraft(demo: Demo, motion: Motion, citation: str, words: str, reason: str) -> None:
    """Leave words out of one clause, as the committee may."""
    in_force = keys_in_force(demo.session, motion)
    document = load_weave(demo.session, motion).text(in_force)
    clause = document.find(citation)
    typed = plain_text(clause, number(document)).replace(words, "")
    motions.redraft_motion(
        demo.session,
        demo.actor("committee@example.org"),
        motion,
        set_text(document, clause.id, typed),
        reason=reason,
        now=demo.at(),
    )


def _amend(demo: Demo, motion: Motion, described: DemoAmendment) -> None:
    session, committee = demo.session, demo.actor("committee@example.org")
    mover = demo.actor(described.mover)
    amendment = fine_points.draft(demo, motion, described)
    if described.stage == "draft":
        return
    amendments.submit_amendment(session, mover, amendment, now=demo.at())
    if described.stage == "withdrawn":
        amendments.withdraw_amendment(session, mover, amendment, now=demo.at())
    if described.stage == "not_selected":
        amendments.reject_amendment(
            session, committee, amendment, reason=described.reason, now=demo.at()
        )
    if described.stage == "selected":
        amendments.select_amendment(
            session, committee, amendment, number=described.number, now=demo.at()
        )
    fine_points.finish(demo, amendment, described)


def _rule(demo: Demo, motion: Motion, described: DemoMotion) -> None:
    """Let the committee say what falls with what."""
    numbered = {row.number: row for row in motion.amendments if row.number}
    for ruling in described.rulings:
        consequences.rule_on_consequence(
            demo.session,
            demo.actor("committee@example.org"),
            numbered[ruling.carried],
            numbered[ruling.other],
            falls=ruling.falls,
            reason=ruling.reason,
            now=demo.at(),
        )


def _decide(demo: Demo, motion: Motion, described: DemoMotion) -> None:
    """Record what conference decided on the amendments and then on the motion."""
    chair = demo.actor("chair@example.org")
    for amendment in described.amendments:
        row = next((row for row in motion.amendments if row.number == amendment.number), None)
        if row is not None and amendment.by_ballot:
            decide_by_ballot(demo, row)
        elif row is not None and amendment.votes is not None:
            counting.declare_by_count(demo, row, amendment.votes)
        elif amendment.carried is not None and row is not None:
            outcome = Outcome.CARRIED if amendment.carried else Outcome.LOST
            results.declare_result(
                demo.session, chair, row, results.Result(outcome, demo.now), now=demo.at()
            )
    if described.votes is not None:
        counting.declare_by_count(demo, motion, described.votes, described.first_count)
    elif described.outcome:
        result = results.Result(Outcome(described.outcome), demo.now)
        results.declare_result(demo.session, chair, motion, result, now=demo.at())
    if described.is_being_counted:
        counting.leave_a_count_open(demo, motion)
