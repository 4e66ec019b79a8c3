from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories.poll import (
    CHANGEABLE,
    SECRET,
    ballot,
    cast,
    closed,
    places,
    poll_on,
)
from tests.moments import NOON
from webapp.models import OpenBallot, PollPlace, ReplacedBallot, SecretBallot
from webapp.procedure.polls import Answer, PollSettings
from webapp.procedure.procedural import BallotForm
from webapp.queries.polls import figures_in_box

FORMS = (BallotForm.OPEN, BallotForm.SECRET)


@pytest.fixture(params=FORMS)
def poll(request, session):
    return poll_on(None, PollSettings(request.param))


def test_a_ballot_is_kept_and_its_place_marked(poll, session):
    place = places(poll)[0]

    [told] = cast(ballot(poll, place, "against"))

    assert told.answer is Answer.RECORDED
    assert told.receipt
    assert figures_in_box(session, poll) == {"for": 0, "against": 1, "abstain": 0}
    assert [one.place for one in places(poll) if one.voted] == [place.place]


def test_of_an_open_vote_alone_the_choice_is_told_again(session):
    for form in FORMS:
        poll = poll_on(None, PollSettings(form))

        [told] = cast(ballot(poll, places(poll)[0], "for"))

        assert told.choice == ("for" if form is BallotForm.OPEN else "")


def test_sending_a_ballot_again_gives_the_same_receipt(poll, session):
    sent = ballot(poll, places(poll)[0], "for", token="t" * 32)
    [first] = cast(sent)

    [again] = cast(ballot(poll, places(poll)[0], "for", token="t" * 32))

    assert again.answer is Answer.SENT_BEFORE
    assert again.receipt == first.receipt
    assert sum(figures_in_box(session, poll).values()) == 1


def test_a_ballot_sent_again_after_closing_still_gives_its_receipt(poll):
    [first] = cast(ballot(poll, places(poll)[0], "for", token="t" * 32))
    closed(poll)

    [again] = cast(ballot(poll, places(poll)[0], "", token="t" * 32))

    assert (again.answer, again.receipt) == (Answer.SENT_BEFORE, first.receipt)


def test_another_phone_hears_that_a_ballot_was_recorded(poll, session):
    [first] = cast(ballot(poll, places(poll)[0], "for"))

    [second] = cast(ballot(poll, places(poll)[0], "against"))

    assert second.answer is Answer.CAST_ALREADY
    assert figures_in_box(session, poll)["against"] == 0
    shown = (first.receipt, "for") if not poll.is_secret else ("", "")
    assert (second.receipt, second.choice) == shown


def test_one_token_gives_two_places_two_receipts(poll, session):
    one, other = places(poll)[:2]

    told = cast(
        ballot(poll, one, "for", token="t" * 32), ballot(poll, other, "for", token="t" * 32)
    )

    assert [one.answer for one in told] == [Answer.RECORDED] * 2
    assert told[0].receipt != told[1].receipt


def test_nobody_votes_for_a_place_that_is_not_theirs(poll):
    one, other = places(poll)[:2]

    [told] = cast(ballot(poll, one, "for", by=other.holder_id))

    assert told.answer is Answer.NOT_ON_ROLL
    assert not places(poll)[0].voted


def test_a_place_of_one_poll_is_none_of_another(poll):
    other = poll_on(None)

    [told] = cast(ballot(other, places(poll)[0], "for"))

    assert told.answer is Answer.NOT_ON_ROLL


def test_a_session_that_was_ended_casts_nothing(poll):
    [told] = cast(ballot(poll, places(poll)[0], "for", epoch=4))

    assert told.answer is Answer.SIGNED_OUT


def test_an_erased_person_casts_nothing(poll, session):
    place = places(poll)[0]
    holder = session.get_one(type(poll.opened_by), place.holder_id)
    holder.email, holder.erased_at = None, NOON

    [told] = cast(ballot(poll, place, "for"))

    assert told.answer is Answer.SIGNED_OUT


def test_a_choice_that_is_not_offered_is_refused(poll):
    [told] = cast(ballot(poll, places(poll)[0], "perhaps"))

    assert told.answer is Answer.UNKNOWN_CHOICE
    assert not places(poll)[0].voted


def test_nothing_is_kept_once_the_poll_is_closed(poll, session):
    closed(poll)

    [told] = cast(ballot(poll, places(poll)[0], "for"))

    assert told.answer is Answer.CLOSED
    assert sum(figures_in_box(session, poll).values()) == 0


def test_the_clock_closes_to_the_moment(session):
    poll = poll_on(None, PollSettings(BallotForm.OPEN, seconds=60))
    one, other = places(poll)[:2]
    end = NOON + timedelta(seconds=60)

    [before] = cast(ballot(poll, one, "for"), now=end - timedelta(microseconds=1))
    [after] = cast(ballot(poll, other, "for"), now=end)

    assert (before.answer, after.answer) == (Answer.RECORDED, Answer.CLOSED)


def test_a_changed_ballot_is_the_one_that_counts(session):
    poll = poll_on(None, CHANGEABLE)
    place = places(poll)[0]
    cast(ballot(poll, place, "for"))

    [told] = cast(ballot(poll, place, "against"))

    assert told.answer is Answer.CHANGED
    assert figures_in_box(session, poll) == {"for": 0, "against": 1, "abstain": 0}
    assert session.scalars(select(ReplacedBallot.choice)).all() == ["for"]


def test_a_late_copy_of_a_ballot_changed_since_changes_nothing_back(session):
    poll = poll_on(None, CHANGEABLE)
    place = places(poll)[0]
    cast(ballot(poll, place, "for", token="t" * 32))
    [changed] = cast(ballot(poll, place, "against"))

    [late] = cast(ballot(poll, place, "for", token="t" * 32))

    assert (late.answer, late.receipt, late.choice) == (
        Answer.REPLACED,
        changed.receipt,
        "against",
    )
    assert figures_in_box(session, poll)["against"] == 1


def test_open_and_secret_ballots_share_a_group(session):
    public, secret = poll_on(None), poll_on(None, SECRET)

    told = cast(
        ballot(public, places(public)[0], "for"), ballot(secret, places(secret)[0], "against")
    )

    assert [one.answer for one in told] == [Answer.RECORDED] * 2
    assert session.scalar(select(func.count()).select_from(OpenBallot)) == 1
    assert session.scalar(select(func.count()).select_from(SecretBallot)) == 1
    assert session.scalar(select(func.count()).where(PollPlace.voted)) == 2
