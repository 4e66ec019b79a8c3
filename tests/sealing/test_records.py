from dataclasses import replace
from datetime import timedelta

import pytest

from tests.moments import NOON
from webapp.sealing import (
    FIRST_RECORD,
    BallotLeaf,
    PollFacts,
    RollLeaf,
    SigningKey,
    seal_closing,
    seal_opening,
    seal_void,
    verify,
)

KEY = SigningKey(bytes(32))
FACTS = PollFacts(
    conference="autumn",
    poll="abc",
    item="F13",
    question="amendment:7",
    words="Amendment 1 to F13",
    form="open",
    choices=("for", "against", "abstain"),
    weighted=True,
    changeable=False,
    majority="1/2",
    opened_at=NOON,
    closes_at=None,
)
ROLL = [RollLeaf("p1", "ann", "ann", 2, "North"), RollLeaf("p2", "bob", "ann", 1, "South")]
BALLOTS = [BallotLeaf("p1", "for", 2, "r1"), BallotLeaf("p2", "against", 1, "r2")]
FIGURES = {"for": 2, "against": 1, "abstain": 0}


def opening(roll=ROLL, after=None):
    return seal_opening(FACTS, roll, after=after, key=KEY)


def closing(ballots=BALLOTS):
    opened = opening()
    return seal_closing(
        opened, ballots, FIGURES, closed_at=NOON + timedelta(minutes=2), after=opened, key=KEY
    )


def test_the_first_record_of_a_conference_follows_nothing():
    record = verify(opening())

    assert (record["number"], record["previous"]) == (1, FIRST_RECORD)


def test_every_further_record_names_the_one_before():
    first = opening()

    second = verify(opening(after=first))

    assert (second["number"], second["previous"]) == (2, first["hash"])


def test_a_closing_names_its_opening_and_counts_what_lay_in_the_box():
    record = verify(closing())

    assert record["opening"] == opening()["hash"]
    assert record["ballots"]["count"] == 2
    assert record["figures"] == FIGURES


def test_the_order_in_which_places_and_ballots_were_read_makes_no_difference():
    assert opening(ROLL[::-1]) == opening()
    assert closing(BALLOTS[::-1]) == closing()


@pytest.mark.parametrize(
    "change", [{"place": "p9"}, {"person": "eve"}, {"holder": "eve"}, {"weight": 3}, {"body": ""}]
)
def test_whatever_changes_of_a_place_changes_the_roll_that_was_sealed(change):
    changed = [replace(ROLL[0], **change), ROLL[1]]

    assert verify(opening(changed))["roll"]["root"] != verify(opening())["roll"]["root"]


def test_what_a_bulletin_shows_of_the_roll_names_nobody():
    shown = ROLL[1].public()

    assert shown[:3] == ["p2", 1, "South"]
    assert not {"ann", "bob"} & set(shown)
    assert replace(ROLL[1], place="p3").holds != ROLL[1].holds


def test_a_poll_that_ended_without_a_result_says_why_and_has_no_figures():
    opened = opening()

    record = verify(seal_void(opened, "The wrong question", closed_at=NOON, after=opened, key=KEY))

    assert (record["reason"], record["opening"]) == ("The wrong question", opened["hash"])
    assert not {"figures", "ballots"} & set(record)
