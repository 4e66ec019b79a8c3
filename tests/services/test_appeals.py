from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.amendment import submitted_amendment
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import published_motion, rejected_motion, submitted_motion
from tests.factories.person import actor_of, actor_with
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import AmendmentState, MotionState
from webapp.procedure.tally import Tally
from webapp.queries.appeals import appeals_on, appeals_until, open_appeal
from webapp.services import amendments, appeals, motions
from webapp.services.errors import ImpossibleResult, ReasonMissing

FEDERAL = preset_text("federal_conference")
COMMITTEE_HEARS = 'appeals = "committee"'
BY_CONFERENCE = FEDERAL.replace(
    COMMITTEE_HEARS, 'appeals = "conference"\nappeal_majority = "two_thirds"\n#', 1
)
BY_NOBODY = FEDERAL.replace(COMMITTEE_HEARS, 'appeals = "nobody"', 1)


def ruled_out(session, rulebook=FEDERAL):
    motion = submitted_motion(ConferenceFactory(rulebook=rulebook))
    committee = actor_with(motion.conference, Role.COMMITTEE)
    motions.rule_out_of_order(session, committee, motion, reason="It is unclear", now=NOON)
    return motion


def appealed(session, motion, reasons="It says plainly what it asks for."):
    return appeals.make_appeal(session, actor_of(motion.drafter), motion, reasons=reasons, now=NOON)


def decided(session, appeal, role=Role.COMMITTEE, *, upheld, **facts):
    appeals.decide_appeal(
        session,
        actor_with(appeal.motion.conference, role),
        appeal,
        upheld=upheld,
        answer="We have read it again.",
        now=NOON,
        **facts,
    )


def test_an_appeal_keeps_the_verdict_it_is_against_and_its_reasons(session):
    appeal = appealed(session, ruled_out(session))

    assert (appeal.against, appeal.verdict_reason) == ("out_of_order", "It is unclear")
    assert appeal.reasons == "It says plainly what it asks for."
    minute = session.scalars(select(Minute).order_by(Minute.id.desc())).first()
    assert (minute.activity, minute.facts["reason"]) == ("appeal:make", appeal.reasons)


@pytest.mark.parametrize(("minutes", "is_heard"), [(24 * 60, True), (24 * 60 + 1, False)])
def test_an_appeal_is_made_within_the_hours_that_standing_orders_leave(session, minutes, is_heard):
    motion = ruled_out(session, FEDERAL.replace("appeal_hours = 0", "appeal_hours = 24", 1))
    proposer, moment = actor_of(motion.drafter), NOON + timedelta(minutes=minutes)

    if is_heard:
        assert appeals.make_appeal(session, proposer, motion, reasons="Plain.", now=moment)
    else:
        with pytest.raises(appeals.AppealTooLate):
            appeals.make_appeal(session, proposer, motion, reasons="Plain.", now=moment)


def test_a_new_verdict_leaves_its_own_time(session):
    motion = ruled_out(session, FEDERAL.replace("appeal_hours = 0", "appeal_hours = 24", 1))
    committee = actor_with(motion.conference, Role.COMMITTEE)
    week = NOON + timedelta(days=7)
    motions.rule_in_order(session, committee, motion, now=week)
    motions.reject_motion(session, committee, motion, reason="It is unclear", now=week)

    assert appeals_until(session, motion) == week + timedelta(hours=24)


def test_an_appeal_without_reasons_is_none(session):
    motion = ruled_out(session)

    with pytest.raises(ReasonMissing):
        appealed(session, motion, reasons="  ")


def test_only_those_who_bring_it_appeal(session):
    motion = ruled_out(session)

    with pytest.raises(NotPermitted):
        appeals.make_appeal(
            session, actor_with(motion.conference, Role.DELEGATE), motion, reasons="No", now=NOON
        )


def test_what_was_not_refused_cannot_be_appealed_against(session):
    with pytest.raises(WrongState):
        appealed(session, submitted_motion())


def test_an_appeal_sent_twice_is_one(session):
    motion = ruled_out(session)

    assert appealed(session, motion) is appealed(session, motion, reasons="Again")


def test_an_appeal_upheld_puts_a_motion_back_before_the_committee_in_order(session):
    motion = ruled_out(session)
    appeal = appealed(session, motion)

    decided(session, appeal, upheld=True)

    assert (motion.state, motion.verdict_reason) == (MotionState.IN_ORDER, None)
    assert (appeal.upheld, appeal.answer) == (True, "We have read it again.")


def test_a_motion_not_selected_can_be_selected_after_all(session):
    motion = rejected_motion()
    decided(session, appealed(session, motion), upheld=True)

    assert motion.state is MotionState.IN_ORDER


def test_an_appeal_dismissed_leaves_the_verdict_and_is_not_made_again(session):
    motion = ruled_out(session)
    decided(session, appealed(session, motion), upheld=False)

    assert motion.state is MotionState.OUT_OF_ORDER
    with pytest.raises(WrongState):
        appealed(session, motion)


def test_an_amendment_upheld_may_be_chosen_again(session):
    amendment = submitted_amendment(published_motion())
    committee = actor_with(amendment.motion.conference, Role.COMMITTEE)
    amendments.reject_amendment(session, committee, amendment, reason="Too slight", now=NOON)

    decided(session, appealed(session, amendment), upheld=True)

    assert amendment.state is AmendmentState.SUBMITTED


def test_where_the_committee_hears_appeals_the_chair_does_not(session):
    appeal = appealed(session, ruled_out(session))

    with pytest.raises(NotPermitted):
        decided(session, appeal, Role.CHAIR, upheld=True)


def test_where_conference_hears_appeals_the_chair_records_what_it_decided(session):
    appeal = appealed(session, ruled_out(session, BY_CONFERENCE))

    with pytest.raises(NotPermitted):
        decided(session, appeal, Role.COMMITTEE, upheld=True)
    decided(session, appeal, Role.CHAIR, upheld=True, tally=Tally(67, 33))

    assert (appeal.upheld, appeal.in_favour, appeal.opposed) == (True, 67, 33)


@pytest.mark.parametrize(("tally", "upheld"), [(Tally(66, 34), True), (Tally(67, 33), False)])
def test_what_conference_decided_follows_from_its_figures(session, tally, upheld):
    appeal = appealed(session, ruled_out(session, BY_CONFERENCE))

    with pytest.raises(ImpossibleResult):
        decided(session, appeal, Role.CHAIR, upheld=upheld, tally=tally)

    assert appeal.decided_at is None


def test_where_standing_orders_know_no_appeal_there_is_none(session):
    with pytest.raises(NotPermitted):
        appealed(session, ruled_out(session, BY_NOBODY))


def test_an_appeal_decided_is_not_decided_the_other_way(session):
    appeal = appealed(session, ruled_out(session))
    decided(session, appeal, upheld=True)
    decided(session, appeal, upheld=True)

    with pytest.raises(appeals.AppealDecided):
        decided(session, appeal, upheld=False)


def test_a_committee_that_takes_its_verdict_back_has_upheld_the_appeal(session):
    motion = ruled_out(session)
    appealed(session, motion)

    committee = actor_with(motion.conference, Role.COMMITTEE)
    motions.rule_in_order(session, committee, motion, now=NOON)

    assert open_appeal(session, motion) is None
    assert [one.upheld for one in appeals_on(session, motion)] == [True]
