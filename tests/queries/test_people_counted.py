"""Majorities of people present or entitled, whom the register counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.conference import ConferenceFactory
from tests.factories.debate import published_motion
from tests.factories.register import PresenceFactory, delegate_of
from tests.moments import NOON
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally
from webapp.queries.electorate import People, present
from webapp.queries.verdicts import verdict_on

HOUR = timedelta(hours=1)


def conference_of(base):
    """Return a conference whose majorities are shares of these people."""
    rulebook = preset_text("federal_conference")
    return ConferenceFactory(rulebook=rulebook.replace('base = "votes_cast"', f'base = "{base}"'))


def come(conference, since, until=None):
    person = delegate_of(conference)
    left = {"until": until, "departure_by_id": person.id} if until else {}
    PresenceFactory(conference=conference, person=person, since=since, **left)


def test_who_was_there_is_known_afterwards(session):
    conference = ConferenceFactory()
    come(conference, NOON - HOUR, until=NOON + HOUR)
    come(conference, NOON)
    come(conference, NOON - 2 * HOUR, until=NOON)

    there = [present(session, conference, at=NOON + at * HOUR) for at in (-1, 0, 1)]

    assert there == [2, 2, 1]
    assert present(session, conference) == 1


def test_a_majority_of_those_present_is_of_those_who_were_there_then(session):
    conference = conference_of("present")
    motion = published_motion(conference)
    for _ in range(4):
        come(conference, NOON - HOUR)
    for _ in range(4):
        come(conference, NOON + HOUR)

    then = verdict_on(motion, Tally(3, 0), at=NOON)
    later = verdict_on(motion, Tally(3, 0), at=NOON + HOUR)

    assert (then.outcome, later.outcome) == (Outcome.CARRIED, Outcome.LOST)
    assert later.short_by == 2


def test_a_majority_of_those_entitled_counts_every_delegate(session):
    conference = conference_of("entitled")
    motion = published_motion(conference)  # whose mover is a delegate
    for _ in range(5):
        delegate_of(conference)

    verdict = verdict_on(motion, Tally(3, 0))

    assert (verdict.outcome, verdict.needed) == (Outcome.LOST, 4)


def test_who_was_asked_goes_before_the_register(session):
    motion = published_motion(conference_of("entitled"))

    verdict = verdict_on(motion, Tally(5, 2), people=People(present=None, entitled=9))

    assert verdict.outcome is Outcome.CARRIED


def test_more_answers_than_people_prove_nothing(session):
    motion = published_motion(conference_of("entitled"))

    with pytest.raises(LookupError):
        verdict_on(motion, Tally(30, 2))
