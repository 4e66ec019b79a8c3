from datetime import timedelta

import pytest

from tests.factories.debate import EIGHT, LATER, TEN, amendment_to, declared, published_motion
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.queries.supposing import ClashKind, clashes, text_supposed
from webapp.queries.texts import keys_in_force, load_weave
from webapp.services.corrections import correct_result
from webapp.services.motions import redraft_motion
from webapp.services.results import Result
from webapp.text.editing import set_text
from webapp.text.numbering import number
from webapp.text.references import plain_text


@pytest.fixture
def motion(session):
    return published_motion()


def found(session, motion):
    return [
        (one.kind, one.amendment.number, one.other.number if one.other else None)
        for one in clashes(session, motion, load_weave(session, motion))
    ]


def correct(session, motion, declaration, outcome):
    correct_result(
        session,
        actor_with(motion.conference, Role.CHAIR),
        declaration.vote,
        Result(outcome, declaration.happened_at),
        reason="Misheard.",
        now=NOON,
    )


def test_rivals_that_are_both_to_be_put_are_no_clash_yet(session, motion):
    amendment_to(motion, TEN, number="1")
    amendment_to(motion, EIGHT, number="2")

    assert found(session, motion) == []


def test_rivals_that_were_both_carried_have_to_be_settled(session, motion):
    first = declared(amendment_to(motion, TEN, number="1"), Outcome.LOST)
    declared(amendment_to(motion, EIGHT, number="2"))

    correct(session, motion, first, Outcome.CARRIED)

    assert found(session, motion) == [(ClashKind.BOTH_IN_FORCE, "1", "2")]


def test_an_amendment_under_which_the_text_was_redrafted_has_to_be_settled(session, motion):
    amendment_to(motion, TEN, number="1")
    text = load_weave(session, motion).text(keys_in_force(session, motion))
    clause = text.find("1")
    redraft_motion(
        session,
        actor_with(motion.conference, Role.COMMITTEE),
        motion,
        set_text(text, clause.id, "Keep every library open until midnight."),
        reason="Clearer so.",
        now=LATER,
    )

    assert found(session, motion) == [(ClashKind.AGAINST_THE_TEXT, "1", None)]


def test_an_amendment_upon_one_that_was_lost_after_all_has_to_be_settled(session, motion):
    first = declared(amendment_to(motion, TEN, number="1"))
    upon = amendment_to(
        motion,
        "In 1, delete “ten” and insert “eleven”.",
        number="2",
        now=LATER + timedelta(minutes=1),
    )
    declared(upon, now=LATER + timedelta(minutes=2))

    correct(session, motion, first, Outcome.LOST)

    assert found(session, motion) == [(ClashKind.WITHOUT_ITS_GROUND, "2", "1")]


def test_what_an_amendment_would_do_is_marked_and_nothing_done_before(session, motion):
    declared(amendment_to(motion, TEN, number="1"))
    fuel = amendment_to(motion, "In 3, delete “parking” and insert “fuel”.", number="3")

    supposed = text_supposed(session, motion, fuel, load_weave(session, motion))

    changed = [one for one in supposed.redline.clauses if one.is_changed]
    assert ["".join(piece.shown for piece in one.pieces) for one in changed] == [
        "Pay for it from the levy on parking fuel."
    ]
    assert "until ten" in plain_text_of(supposed.before)


def plain_text_of(document):
    return " ".join(plain_text(clause, number(document)) for clause in document.walk())
