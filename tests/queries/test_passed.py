from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.debate import FUEL, LATER, TEN, amendment_to, declared, published_motion
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally
from webapp.queries.errors import NotThere
from webapp.queries.passed import in_the_way, passed_text, public_version
from webapp.services.corrections import correct_result
from webapp.services.results import Result

A_SECOND_LATER = LATER + timedelta(seconds=1)


@pytest.fixture
def motion(session):
    return published_motion()


def exported(session, motion, *, seen_at=NOON):
    version = public_version(session, motion, seen_at=seen_at)
    return passed_text(session, motion, version, seen_at=seen_at)


def body(passed):
    return " ".join(passed.words_of(clause) for _, clause in passed.levels())


def test_a_motion_not_decided_says_so(session, motion):
    passed = exported(session, motion)

    assert (passed.status_line, passed.state) == ("Not yet decided", "published")
    assert passed.notes == ()


def test_a_passed_motion_says_with_what_and_by_which_figures(session, motion):
    declared(amendment_to(motion, TEN, number="1"), tally=Tally(119, 70))
    declared(amendment_to(motion, FUEL, number="2"), Outcome.LOST)
    declared(motion)

    passed = exported(session, motion)

    assert passed.status_line == "Passed with Amendment 1"
    assert passed.notes == ("Amendment 1: Carried, 119 to 70", "Amendment 2: Lost")
    assert "until ten in the evening" in body(passed)


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(Outcome.LOST, "Lost"), (Outcome.REFERRED_BACK, "Referred back")],
)
def test_a_motion_that_did_not_pass_keeps_the_text_that_was_put(session, motion, outcome, status):
    declared(amendment_to(motion, TEN, number="1"))
    declared(motion, outcome)

    passed = exported(session, motion)

    assert passed.status_line == status
    assert "until ten in the evening" in body(passed)


def test_every_changed_word_names_its_amendment_and_its_vote(session, motion):
    declared(amendment_to(motion, TEN, number="1"), tally=Tally(119, 70))

    passed = exported(session, motion)

    told = [(one.words, one.is_struck, one.by, one.vote) for one in passed.provenance]
    vote = "2026-09-20T11:00Z, carried 119 to 70"
    assert sorted(told) == [
        ("nine", True, ("Amendment 1",), vote),
        ("ten", False, ("Amendment 1",), vote),
    ]


def test_nothing_of_a_result_is_told_while_it_can_be_undone(session, motion):
    before = exported(session, motion, seen_at=LATER)
    amendment = amendment_to(motion, TEN, number="1")
    declared(amendment, tally=Tally(119, 70))

    passed = exported(session, motion, seen_at=A_SECOND_LATER)

    assert body(passed) == body(before)
    assert (passed.notes, passed.provenance) == ((), ())


def test_a_final_vote_is_not_told_while_it_can_be_undone(session, motion):
    declared(motion)

    passed = exported(session, motion, seen_at=A_SECOND_LATER)

    assert (passed.status_line, passed.state) == ("Not yet decided", "published")


def test_what_is_to_be_confirmed_after_a_correction_stands_in_the_way(session, motion):
    first = declared(amendment_to(motion, TEN, number="1"))
    declared(amendment_to(motion, FUEL, number="2"))
    declared(motion)
    correct_result(
        session,
        actor_with(motion.conference, Role.CHAIR),
        first.vote,
        Result(Outcome.LOST, LATER),
        reason="The tellers had read the wrong pad.",
        now=NOON,
    )
    session.commit()
    moment, later = NOON + timedelta(seconds=1), NOON + timedelta(minutes=1)

    early = in_the_way(
        session, motion, public_version(session, motion, seen_at=moment), seen_at=moment
    )
    found = in_the_way(
        session, motion, public_version(session, motion, seen_at=later), seen_at=later
    )

    assert not early
    assert [reliance.vote.subject for reliance in found.reliances if reliance.vote]


def test_a_motion_without_a_public_version_has_no_export(session, motion):
    with pytest.raises(NotThere):
        public_version(session, motion, seen_at=LATER - timedelta(days=30))
