"""What the public may know of a vote by ballot, and when."""

import pytest
from sqlalchemy import update

from tests.factories.debate import published_motion
from tests.factories.person import actor_with
from tests.factories.poll import KEY, OPEN, SECRET, cast_all, closed, places, poll_on
from tests.moments import NOON
from webapp.models import Conference, Person
from webapp.procedure.roles import Role
from webapp.queries.actor import NOBODY
from webapp.queries.bulletins import (
    bulletin_of,
    list_bulletins,
    polls_behind,
    public_roll,
    records_behind,
)
from webapp.queries.records import records_of
from webapp.rendering.bulletin import Missing
from webapp.sealing import FIRST_RECORD
from webapp.services.poll_closing import void_poll
from webapp.services.poll_declaring import declare_poll


def shown(session, poll):
    return bulletin_of(session, poll, key=KEY.public, seen_at=NOON)


def with_rule(session, conference, before, after):
    assert before in conference.rulebook
    conference.rulebook = conference.rulebook.replace(before, after)
    session.flush()


def test_while_a_vote_is_open_only_what_it_was_opened_on_is_shown(session):
    poll = poll_on()
    cast_all(poll, "for", "against")

    found = shown(session, poll)

    assert (found.closing, found.ballots, found.missing) == (None, None, Missing.NOT_CLOSED)
    assert len(public_roll(session, poll)) == found.opening["record"]["roll"]["places"]


def test_an_open_vote_shows_each_ballot_beside_its_place(session):
    poll = poll_on()
    cast_all(poll, "for", "against")
    first = places(poll)[0]

    found = shown(session, closed(poll))

    assert [line[1:3] for line in found.ballots if line[0] == first.place] == [["for", 1]]
    assert len(found.ballots) == 2


def test_a_secret_vote_shows_no_ballots_unless_the_rules_say_so(session):
    poll = poll_on(settings=SECRET)
    cast_all(poll, "for", "against")

    found = shown(session, closed(poll))

    assert (found.ballots, found.missing) == (None, Missing.NOT_PUBLISHED)
    assert found.closing["record"]["figures"] == {"for": 1, "against": 1, "abstain": 0}


def test_trackers_are_shown_where_the_rules_say_so_and_lead_to_no_place(session):
    motion = published_motion()
    with_rule(session, motion.conference, "publish_trackers = false", "publish_trackers = true")
    poll = poll_on(motion, SECRET)
    told = cast_all(poll, "for", "against")

    found = shown(session, closed(poll))

    assert {line[0]: line[1] for line in found.ballots} == {
        told[0].receipt: "for",
        told[1].receipt: "against",
    }
    places_shown = {line[0] for line in public_roll(session, poll)}
    assert not {line[0] for line in found.ballots} & places_shown


def test_what_was_promised_at_opening_holds_whatever_the_rules_say_afterwards(session):
    poll = poll_on(settings=SECRET)
    cast_all(poll, "for")
    closed(poll)

    with_rule(session, poll.conference, "publish_trackers = false", "publish_trackers = true")

    assert shown(session, poll).ballots is None


def test_names_are_those_of_now_and_of_whoever_voted(session):
    motion = published_motion()
    with_rule(session, motion.conference, "publish_names = false", "publish_names = true")
    poll = poll_on(motion, OPEN)
    cast_all(poll, "for", "against")
    first, second = places(poll)[:2]
    session.execute(
        update(Person)
        .where(Person.id == second.person_id)
        .values(name="", email=None, erased_at=NOON)
    )

    found = shown(session, closed(poll))

    assert list(found.names) == [first.place]


def test_a_vote_without_a_result_shows_no_ballots(session):
    poll = poll_on()
    cast_all(poll, "for")
    chair = actor_with(poll.conference, Role.CHAIR)

    void_poll(session, chair, poll, reason="The wrong question", key=KEY, now=NOON)

    found = shown(session, poll)
    assert (found.ballots, found.missing) == (None, Missing.VOID)
    assert found.closing["record"]["reason"] == "The wrong question"


def test_records_of_several_votes_follow_one_another(session):
    motion = published_motion()
    first = poll_on(motion)
    other = poll_on(published_motion(motion.conference, code="F8"))
    closed(first)
    closed(other)

    found = records_of(session, motion.conference_id)

    assert [one["record"]["number"] for one in found] == [1, 2, 3, 4]
    assert [one["record"]["previous"] for one in found] == [
        FIRST_RECORD,
        *(one["hash"] for one in found[:-1]),
    ]
    assert found[2]["record"]["opening"] == found[0]["hash"]


def test_a_result_leads_to_the_vote_it_was_declared_on(session):
    poll = poll_on()
    cast_all(poll, "for", "for", "against")
    chair = actor_with(poll.conference, Role.CHAIR)

    declaration = declare_poll(session, chair, closed(poll), now=NOON)

    assert polls_behind(session, [declaration.id]) == {declaration.id: poll}


def test_a_result_is_in_the_bulletin_once_it_is_public(session):
    poll = poll_on()
    cast_all(poll, "for", "for", "against")
    chair = actor_with(poll.conference, Role.CHAIR)
    declaration = declare_poll(session, chair, closed(poll), now=NOON)

    early = bulletin_of(session, poll, key=KEY.public, seen_at=NOON)
    later = bulletin_of(session, poll, key=KEY.public, seen_at=declaration.public_at)

    assert early.declared is None
    assert (later.declared["outcome"], later.declared["in_favour"]) == ("carried", 2)


@pytest.mark.parametrize(("actor", "seen"), [(NOBODY, 0), (None, 1)])
def test_votes_of_a_closed_conference_are_listed_for_its_own_people_only(session, actor, seen):
    poll = poll_on()
    session.execute(update(Conference).values(is_closed=True))
    session.expire_all()
    actor = actor or actor_with(poll.conference, Role.OBSERVER)

    assert len(list_bulletins(session, actor, poll.conference)) == seen


def test_a_text_names_the_record_of_each_vote_whose_result_stands(session):
    poll = poll_on()
    cast_all(poll, "for", "for", "against")
    chair = actor_with(poll.conference, Role.CHAIR)
    declaration = declare_poll(session, chair, closed(poll), now=NOON)

    early = list(records_behind(session, poll.motion, seen_at=NOON))
    later = list(records_behind(session, poll.motion, seen_at=declaration.public_at))

    assert early == []
    assert [(one.poll, one.hash) for one in later] == [(poll.public_id, poll.closing["hash"])]
