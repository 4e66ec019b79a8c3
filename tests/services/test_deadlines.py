from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.amendment import draft_amendment
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import draft_motion, published_motion
from tests.factories.person import actor_of, actor_with
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted, TooLate, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, MotionState
from webapp.queries.deadlines import deadlines_of
from webapp.services import amendments, deadlines, motions
from webapp.services.errors import ChangedMeanwhile, ReasonMissing

CLOSES = datetime(2026, 7, 21, 12, 0, tzinfo=UTC)  # 60 days before the first, 13:00 in London
A_MINUTE_LATE = CLOSES + timedelta(minutes=1)


def punctual():
    """Return a conference whose deadlines fall as its rulebook says."""
    return ConferenceFactory(moved_deadlines={})


def last_minute(session):
    return session.scalars(select(Minute).order_by(Minute.id.desc())).first()


def test_what_arrives_at_the_minute_of_the_deadline_is_in_time(session):
    motion = draft_motion(punctual())

    motions.submit_motion(session, actor_of(motion.drafter), motion, now=CLOSES)

    assert (motion.state, motion.is_late) == (MotionState.SUBMITTED, False)
    assert "late" not in last_minute(session).facts


def test_a_motion_after_its_deadline_stays_a_draft(session):
    motion = draft_motion(punctual())

    with pytest.raises(TooLate) as refused:
        motions.submit_motion(session, actor_of(motion.drafter), motion, now=A_MINUTE_LATE)

    assert (refused.value.deadline, refused.value.closed_at) == ("motions", CLOSES)
    assert (motion.state, motion.versions) == (MotionState.DRAFT, [])


def test_whoever_may_override_the_deadline_submits_late_and_it_is_recorded(session):
    conference = punctual()
    member = actor_with(conference, Role.DELEGATE, Role.COMMITTEE)
    motion = draft_motion(conference)
    motion.drafter_id = member.person_id

    motions.submit_motion(session, member, motion, now=A_MINUTE_LATE)

    assert motion.is_late
    assert last_minute(session).facts["late"] is True


def test_the_committee_lets_a_late_motion_in_with_a_reason(session):
    motion = draft_motion(punctual())
    committee = actor_with(motion.conference, Role.COMMITTEE)

    with pytest.raises(ReasonMissing):
        motions.let_in_motion(session, committee, motion, reason=" ", now=A_MINUTE_LATE)
    motions.let_in_motion(session, committee, motion, reason="The post", now=A_MINUTE_LATE)

    assert (motion.state, motion.is_late) == (MotionState.SUBMITTED, True)
    assert last_minute(session).facts["reason"] == "The post"
    assert [version.number for version in motion.versions] == [1]


def test_before_the_deadline_a_draft_is_its_drafters_to_submit(session):
    motion = draft_motion(punctual())

    with pytest.raises(WrongState):
        motions.let_in_motion(
            session,
            actor_with(motion.conference, Role.COMMITTEE),
            motion,
            reason="We were asked to",
            now=CLOSES,
        )


def test_who_may_override_is_what_the_rulebook_says(session):
    motion = draft_motion(punctual())  # the chair may let in late amendments, but no late motions

    with pytest.raises(NotPermitted):
        motions.let_in_motion(
            session,
            actor_with(motion.conference, Role.CHAIR),
            motion,
            reason="Late",
            now=A_MINUTE_LATE,
        )


def test_amendments_have_a_deadline_of_their_own(session):
    motion = published_motion()
    motion.conference.moved_deadlines = {}
    amendment = draft_amendment(motion)
    closed = deadlines_of(motion.conference)["amendments"].closes_at
    late = closed + timedelta(seconds=1)

    with pytest.raises(TooLate):
        amendments.submit_amendment(session, actor_of(amendment.drafter), amendment, now=late)
    chair = actor_with(motion.conference, Role.CHAIR)
    amendments.let_in_amendment(session, chair, amendment, reason="A slip of ours", now=late)

    assert (amendment.state, amendment.is_late) == (AmendmentState.SUBMITTED, True)


def test_a_conference_moves_a_deadline_and_what_was_late_is_in_time(session):
    conference = punctual()
    motion = draft_motion(conference)
    staff = actor_with(conference, Role.STAFF)
    seen = deadlines.seen_deadlines(conference)

    deadlines.move_deadlines(
        session, staff, conference, {"motions": A_MINUTE_LATE}, seen=seen, now=CLOSES
    )
    motions.submit_motion(session, actor_of(motion.drafter), motion, now=A_MINUTE_LATE)

    assert not motion.is_late
    moved = session.scalars(select(Minute).where(Minute.activity == "deadline:move")).one()
    assert moved.facts["deadlines"] == [["motions", CLOSES.isoformat(), A_MINUTE_LATE.isoformat()]]


def test_a_deadline_moved_back_to_where_the_rulebook_has_it_is_not_moved(session):
    conference = ConferenceFactory(moved_deadlines={"motions": A_MINUTE_LATE.isoformat()})

    deadlines.move_deadlines(
        session,
        actor_with(conference, Role.STAFF),
        conference,
        {"motions": CLOSES},
        seen=deadlines.seen_deadlines(conference),
        now=CLOSES,
    )

    assert conference.moved_deadlines == {}


def test_two_people_moving_deadlines_at_once_are_told(session):
    conference = punctual()
    staff = actor_with(conference, Role.STAFF)
    seen = deadlines.seen_deadlines(conference)
    deadlines.move_deadlines(
        session, staff, conference, {"motions": A_MINUTE_LATE}, seen=seen, now=CLOSES
    )

    with pytest.raises(ChangedMeanwhile):
        deadlines.move_deadlines(
            session, staff, conference, {"amendments": CLOSES}, seen=seen, now=CLOSES
        )


def test_a_delegate_moves_no_deadline(session):
    conference = punctual()

    with pytest.raises(NotPermitted):
        deadlines.move_deadlines(
            session, actor_with(conference, Role.DELEGATE), conference, {}, seen="", now=CLOSES
        )
