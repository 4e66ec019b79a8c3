"""Whoever rewrites a poll in the database is found out."""

import copy

import pytest
from sqlalchemy import delete, update

from tests.factories.debate import published_motion
from tests.factories.person import PersonFactory, actor_with
from tests.factories.poll import CHANGEABLE, KEY, SECRET, cast_all, closed, places, poll_on
from tests.moments import NOON
from webapp.models import Minute, OpenBallot, Poll, PollPlace, SecretBallot
from webapp.procedure.roles import Role
from webapp.sealing import SigningKey, sign
from webapp.services.poll_closing import delete_ballots, void_poll
from webapp.services.record_checks import verify_polls


def faults(session, poll):
    session.expire_all()
    return [found.fault for found in verify_polls(session, poll.conference_id, {KEY.public})]


@pytest.fixture
def poll(session):
    poll = poll_on()
    cast_all(poll, "for", "for", "against")
    return closed(poll)


@pytest.mark.parametrize("settings", [CHANGEABLE, SECRET])
def test_polls_that_nobody_touched_hold_open_and_closed(session, settings):
    motion = published_motion()
    still_open = poll_on(motion, settings)
    cast_all(still_open, "for", "against")
    ended = poll_on(published_motion(motion.conference, code="F8"), settings)
    cast_all(ended, "abstain", "against")

    closed(ended)

    assert faults(session, still_open) == []


def test_a_poll_ended_without_a_result_holds(session):
    poll = poll_on()
    cast_all(poll, "for")

    chair = actor_with(poll.conference, Role.CHAIR)
    void_poll(session, chair, poll, reason="The wrong question", key=KEY, now=NOON)

    assert faults(session, poll) == []


def test_a_poll_whose_ballots_were_deleted_after_their_time_holds(session, poll):
    delete_ballots(session, poll, now=poll.delete_after)

    assert faults(session, poll) == []


def test_a_choice_altered_in_the_box_is_found(session, poll):
    session.execute(update(OpenBallot).values(choice="against"))

    assert "its ballots are not those sealed" in faults(session, poll)


def test_a_secret_ballot_taken_out_is_found(session):
    poll = poll_on(settings=SECRET)
    cast_all(poll, "for", "against")
    closed(poll)

    session.execute(delete(SecretBallot).where(SecretBallot.choice == "against"))

    assert faults(session, poll) == [
        "there are not as many ballots as places that voted",
        "its ballots are not those sealed",
        "counting its ballots gives other figures than those sealed",
    ]


def test_a_ballot_put_into_an_open_box_beside_the_roll_is_found(session):
    poll = poll_on(settings=SECRET)
    cast_all(poll, "for")

    session.add(SecretBallot(id="0" * 32, poll_id=poll.id, choice="for"))

    assert faults(session, poll) == ["there are not as many ballots as places that voted"]


def test_somebody_put_on_the_roll_afterwards_is_found(session, poll):
    person = PersonFactory()
    session.add(
        PollPlace(
            place="f" * 32, poll_id=poll.id, person_id=person.id, holder_id=person.id, weight=1
        )
    )

    assert faults(session, poll) == ["its roll is not the one it was opened on"]


def test_a_vote_given_to_another_holder_is_found(session, poll):
    one, other = places(poll)[:2]
    session.execute(
        update(PollPlace).where(PollPlace.place == one.place).values(holder_id=other.holder_id)
    )

    assert faults(session, poll) == ["its roll is not the one it was opened on"]


def test_figures_altered_beside_the_record_are_found(session, poll):
    session.execute(update(Poll).values(figures={"for": 9, "against": 0, "abstain": 0}))

    assert faults(session, poll) == ["its figures are not those sealed"]


def test_a_question_put_in_the_place_of_another_is_found(session, poll):
    session.execute(update(Poll).values(words="Another question"))

    assert faults(session, poll) == ["it is not what its opening record says"]


def rewritten(signed, key, **change):
    return dict(sign({**signed["record"], **change}, key))


def test_a_record_altered_is_found(session, poll):
    altered = copy.deepcopy(poll.closing)
    altered["record"]["figures"]["for"] = 9
    session.execute(update(Poll).values(closing=altered))

    assert "its hash is another" in faults(session, poll)


def test_a_record_signed_anew_with_another_key_is_found(session, poll):
    signed = rewritten(poll.closing, SigningKey(bytes(32)))
    session.execute(update(Poll).values(closing=signed))

    assert faults(session, poll) == ["it is signed by another key than the service's"]


def test_a_record_signed_anew_with_the_right_key_is_found_by_the_minutes(session, poll):
    figures = {"for": 1, "against": 2, "abstain": 0}
    session.execute(
        update(Poll).values(closing=rewritten(poll.closing, KEY, figures=figures), figures=figures)
    )

    assert "the minutes carry other records" in faults(session, poll)


def test_a_poll_taken_out_breaks_the_chain(session, poll):
    later = poll_on(published_motion(poll.conference, code="F8"))
    for table in (OpenBallot, PollPlace):
        session.execute(delete(table).where(table.poll_id == poll.id))
    session.execute(delete(Poll).where(Poll.id == poll.id))

    assert "it does not follow the one before" in faults(session, later)


def test_minutes_without_their_record_are_found(session, poll):
    session.execute(update(Minute).where(Minute.activity == "poll:close").values(facts={}))

    assert faults(session, poll) == ["the minutes carry other records"]
