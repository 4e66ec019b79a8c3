from datetime import timedelta

import pytest

from tests.factories.debate import LATER, amendment_to, declared
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import ConsequenceRuling, Minute
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, Outcome
from webapp.queries.consequences import list_consequences, public_consequences
from webapp.queries.debates import load_debate, plan_of
from webapp.queries.passed import in_the_way
from webapp.queries.supposing import ClashKind, clashes
from webapp.queries.texts import latest_version, load_weave
from webapp.services.consequences import rule_alternatives, rule_on_consequence
from webapp.services.corrections import correct_result
from webapp.services.errors import ChangedMeanwhile, ReasonMissing
from webapp.services.results import Result


@pytest.fixture
def word(motion):
    return amendment_to(motion, "In 2, delete “tools” and insert “songs”.", number="1")


@pytest.fixture
def whole(motion):
    """Return an amendment that strikes the clause in which the other changes a word."""
    return amendment_to(motion, "Delete 2.", number="2")


@pytest.fixture
def apart(motion):
    return amendment_to(motion, "In 3, delete “parking” and insert “fuel”.", number="3")


@pytest.fixture
def committee(motion):
    return actor_with(motion.conference, Role.COMMITTEE)


def rule(session, actor, carried, other, *, falls, **named):
    return rule_on_consequence(
        session, actor, carried, other, falls=falls, now=LATER, **{"reason": "Why.", **named}
    )


def falls_if_carried(session, motion, amendment):
    plan = plan_of(motion, load_debate(session, motion))
    return plan.question(f"amendment:{amendment.id}").falls_if_carried


def test_each_of_two_that_collide_falls_with_the_other_until_somebody_rules(
    session, motion, word, whole, apart
):
    found = [(one.carried, one.other) for one in public_consequences(session, motion, seen_at=NOON)]

    assert found == [(word, whole), (whole, word)]
    assert falls_if_carried(session, motion, word) == (f"amendment:{whole.id}",)


def test_what_was_ruled_to_be_put_all_the_same_is_put(session, motion, word, whole, committee):
    rule(session, committee, word, whole, falls=False)

    declared(word)

    assert whole.state is AmendmentState.SELECTED
    assert falls_if_carried(session, motion, whole) == ()
    plan = plan_of(motion, load_debate(session, motion))
    assert plan.now.id == f"amendment:{whole.id}"


def test_a_ruling_holds_in_its_direction_alone(session, motion, word, whole, committee):
    rule(session, committee, word, whole, falls=False)

    declared(whole)

    assert word.state is AmendmentState.FALLEN


def test_what_the_committee_adds_falls_although_the_texts_do_not_meet(
    session, motion, word, apart, committee
):
    rule(session, committee, word, apart, falls=True)

    declared(word)

    assert apart.state is AmendmentState.FALLEN


def test_what_does_not_follow_from_the_texts_needs_a_reason(
    session, motion, word, whole, apart, committee
):
    for other, falls in ((whole, False), (apart, True)):
        with pytest.raises(ReasonMissing):
            rule(session, committee, word, other, falls=falls, reason=" ")

    rule(session, committee, word, whole, falls=True, reason="")

    assert session.query(ConsequenceRuling).one().falls


def test_a_ruling_is_minuted_with_its_reason_once(session, motion, word, whole, committee):
    for _ in range(2):
        rule(session, committee, word, whole, falls=False, reason="A clause can go after all.")

    minute = session.query(Minute).filter_by(activity="consequence:rule").one()
    assert minute.facts == {
        "carried": "1",
        "other": "2",
        "falls": False,
        "worked_out": True,
        "reason": "A clause can go after all.",
    }


def test_the_committee_may_rule_otherwise_later(session, motion, word, whole, committee):
    rule(session, committee, word, whole, falls=False)

    rule(session, committee, word, whole, falls=True, reason="After all.")

    (known,) = [one for one in list_consequences(session, motion) if one.carried is word]
    assert (known.consequence.falls, known.ruling.reason) == (True, "After all.")


def test_of_two_rulings_at_once_the_second_is_told(session, motion, word, whole, committee):
    rule(session, committee, word, whole, falls=False, seen_version=0)

    with pytest.raises(ChangedMeanwhile):
        rule(session, committee, word, whole, falls=True, reason="No.", seen_version=0)


def test_only_the_committee_rules(session, motion, word, whole):
    with pytest.raises(NotPermitted):
        rule(session, actor_with(motion.conference, Role.DELEGATE), word, whole, falls=True)


def test_nothing_is_ruled_once_conference_has_decided(session, motion, word, whole, committee):
    declared(word, Outcome.LOST)

    with pytest.raises(WrongState):
        rule(session, committee, word, whole, falls=False)


def test_no_amendment_falls_with_itself(session, motion, word, committee):
    with pytest.raises(WrongState):
        rule(session, committee, word, word, falls=True)


def test_the_chair_is_told_before_the_vote_what_meets_a_carried_amendment(
    session, motion, word, whole, committee
):
    rule(session, committee, word, whole, falls=False)
    declared(word)

    (clash,) = clashes(session, motion, load_weave(session, motion))

    assert clash.kind is ClashKind.AGAINST_WHAT_WAS_CARRIED
    assert (clash.amendment, clash.other) == (whole, word)


def test_two_that_were_both_carried_by_a_ruling_make_a_final_text(
    session, motion, word, whole, committee
):
    rule(session, committee, word, whole, falls=False)
    declared(word)
    declared(whole, now=LATER + timedelta(minutes=1))

    version = latest_version(session, motion)

    assert clashes(session, motion, load_weave(session, motion)) == []
    assert not in_the_way(session, motion, version, seen_at=NOON)


def test_rivals_for_the_same_words_are_in_the_way_whatever_was_ruled(session, motion, committee):
    ten = amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="4")
    six = amendment_to(motion, "In 1, delete “nine” and insert “six”.", number="5")
    rule(session, committee, ten, six, falls=False)
    declared(ten)
    declared(six, now=LATER + timedelta(minutes=1))

    version = latest_version(session, motion)

    assert in_the_way(session, motion, version, seen_at=NOON)
    assert [one.kind for one in clashes(session, motion, load_weave(session, motion))] == [
        ClashKind.BOTH_IN_FORCE
    ]


def test_a_correction_asks_only_about_what_should_have_fallen_by_the_ruling(
    session, motion, word, whole, committee
):
    rule(session, committee, word, whole, falls=False)
    vote = declared(word, Outcome.LOST).vote
    declared(whole, Outcome.LOST, now=LATER + timedelta(minutes=1))

    new = correct_result(
        session,
        actor_with(motion.conference, Role.CHAIR),
        vote,
        Result(Outcome.CARRIED, vote.put_at),
        reason="Misheard.",
        now=NOON,
    )

    assert [one.why.value for one in new.reliances] == ["voted_without"]


# --- alternatives


def test_of_alternatives_each_makes_all_others_fall(session, motion, word, whole, apart, committee):
    rule_alternatives(session, committee, [word, whole, apart], reason="One is enough.", now=LATER)

    declared(apart)

    assert (word.state, whole.state) == (AmendmentState.FALLEN, AmendmentState.FALLEN)


def test_alternatives_are_one_minute_and_ruling_so_again_is_none(
    session, motion, word, whole, apart, committee
):
    rule(session, committee, word, whole, falls=True, reason="")
    for _ in range(2):
        rule_alternatives(session, committee, [word, whole, apart], reason="Both.", now=LATER)

    minutes = session.query(Minute).filter_by(activity="consequence:rule").all()
    assert [one.facts.get("alternatives") for one in minutes] == [None, ["1", "2", "3"]]
    assert {one.reason for one in session.query(ConsequenceRuling)} == {"", "Both."}


def test_alternatives_that_no_text_makes_so_need_a_reason(session, word, whole, apart, committee):
    rule_alternatives(session, committee, [word, whole], now=LATER)

    with pytest.raises(ReasonMissing):
        rule_alternatives(session, committee, [word, apart], now=LATER)
    with pytest.raises(WrongState):
        rule_alternatives(session, committee, [word], reason="Alone.", now=LATER)
