from datetime import UTC, datetime

import pytest

from tests.factories.conference import ConferenceFactory
from tests.factories.motion import draft_motion, draft_to_advise_on, submitted_motion
from tests.factories.person import actor_of, actor_with
from tests.moments import NOON
from webapp.procedure.errors import NotPermitted, TooLate, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.queries.committee_advice import advice_on, list_drafts_to_advise_on
from webapp.services import motions
from webapp.services.committee_advice import ask_for_advice, give_advice
from webapp.services.errors import ReasonMissing

LAST_DAY = datetime(2026, 7, 6, 12, 0, tzinfo=UTC)  # 75 days before the first, 13:00 in London


def advised(session, motion, words="Say who pays for it.", role=Role.COMMITTEE):
    (asked,) = [one for one in advice_on(session, motion) if one.answered_at is None]
    give_advice(session, actor_with(motion.conference, role), asked, answer=words, now=NOON)
    return asked


def test_a_draft_that_asks_for_advice_waits_on_the_committees_desk(session):
    motion = draft_to_advise_on()

    (waiting,) = list_drafts_to_advise_on(session, motion.conference)

    assert waiting.motion is motion


def test_advice_given_stands_and_the_draft_waits_no_more(session):
    motion = draft_to_advise_on()

    asked = advised(session, motion)

    assert (asked.answer, asked.answered_at) == ("Say who pays for it.", NOON)
    assert not list_drafts_to_advise_on(session, motion.conference)


def test_advice_asked_for_twice_is_one_request(session):
    motion = draft_to_advise_on()

    ask_for_advice(session, actor_of(motion.drafter), motion, now=NOON)

    assert len(advice_on(session, motion)) == 1


def test_after_its_date_no_advice_is_asked_for(session):
    motion = draft_motion(ConferenceFactory(moved_deadlines={}))
    drafter = actor_of(motion.drafter)

    with pytest.raises(TooLate):
        ask_for_advice(session, drafter, motion, now=LAST_DAY.replace(minute=1))

    assert ask_for_advice(session, drafter, motion, now=LAST_DAY)


def test_where_standing_orders_give_no_advice_none_is_asked_for(session):
    text = preset_text("federal_conference").replace(
        'advice_deadline = "advice"', 'advice_deadline = "none"'
    )
    motion = draft_motion(ConferenceFactory(rulebook=text))

    with pytest.raises(NotPermitted):
        ask_for_advice(session, actor_of(motion.drafter), motion, now=NOON)


def test_only_those_who_bring_it_ask_and_only_the_committee_advises(session):
    motion = draft_motion()
    other = actor_with(motion.conference, Role.DELEGATE, Role.COMMITTEE)

    with pytest.raises(NotPermitted):
        ask_for_advice(session, other, motion, now=NOON)
    ask_for_advice(session, actor_of(motion.drafter), motion, now=NOON)
    with pytest.raises(NotPermitted):
        advised(session, motion, role=Role.CHAIR)


def test_advice_has_words(session):
    with pytest.raises(ReasonMissing):
        advised(session, draft_to_advise_on(), words=" ")


def test_what_is_submitted_is_advised_on_no_more(session):
    motion = draft_to_advise_on()
    motions.submit_motion(session, actor_of(motion.drafter), motion, now=NOON)

    with pytest.raises(WrongState):
        advised(session, motion)
    with pytest.raises(WrongState):
        ask_for_advice(session, actor_of(motion.drafter), submitted_motion(), now=NOON)
