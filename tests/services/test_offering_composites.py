import pytest

from tests.factories.amendment import (
    EACH_GATE,
    EVERY_GATE,
    composite_for_both,
    submitted_amendment,
)
from tests.factories.base import settle
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory, actor_of
from tests.moments import NOON
from webapp.models import Amendment, AmendmentSupporter, Minute, OfferAnswer
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState
from webapp.queries.composites import Standing, get_offer, standing_of
from webapp.queries.errors import NotThere
from webapp.queries.proposals import read_proposal
from webapp.queries.standing import may
from webapp.queries.texts import load_weave
from webapp.services.amendments import (
    rule_amendment_in_order,
    rule_amendment_out_of_order,
    select_amendment,
    withdraw_amendment,
)
from webapp.services.errors import ChangedMeanwhile
from webapp.services.joining import NotTheSame
from webapp.services.offering_composites import answer_to_committee, offer_to_both
from webapp.text.clause import same_text


@pytest.fixture
def motion(session):
    return published_motion(ConferenceFactory())


@pytest.fixture
def committee(motion):
    return actor_of(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))


def answer(session, offer, amendment, *, agrees=True):
    actor = actor_of(amendment.drafter)
    made = answer_to_committee(session, actor, offer, agrees=agrees, now=NOON)
    session.commit()
    return made


def minutes_since(session, number):
    found = session.query(Minute).filter(Minute.number > number).order_by(Minute.number)
    return [(one.activity, one.subject) for one in found]


def last_minute(session):
    return session.query(Minute).order_by(Minute.number.desc()).first().number


def test_when_both_have_agreed_one_stands_in_place_of_two_moved_by_both(session, motion):
    offer = composite_for_both(motion)

    answer(session, offer, offer.other)
    composite = answer(session, offer, offer.draft)

    assert composite.state is AmendmentState.SUBMITTED
    assert composite.submitted_words == offer.draft.submitted_words == offer.words
    assert composite.mover_id == offer.draft.mover_id
    assert [one.person_id for one in composite.supporters if one.moves] == [offer.other.mover_id]
    assert {offer.draft.state, offer.other.state} == {AmendmentState.WITHDRAWN}
    assert standing_of(offer) is Standing.MADE


@pytest.mark.parametrize(("one", "other"), [(True, False), (False, True), (True, True)])
def test_a_composite_is_late_where_both_it_stands_for_are(session, motion, one, other):
    offer = composite_for_both(motion)
    late = [row.id for row, is_late in ((offer.draft, one), (offer.other, other)) if is_late]
    table = Amendment.__table__
    session.execute(table.update().where(table.c.id.in_(late)).values(is_late=True))
    session.expire_all()

    answer(session, offer, offer.draft)
    composite = answer(session, offer, offer.other)

    assert composite.is_late is (one and other)


def test_the_composite_does_what_its_words_did_before(session, motion):
    offer = composite_for_both(motion)
    kept = read_proposal(session, offer.draft)
    before = load_weave(session, motion).text({kept.change.id})

    answer(session, offer, offer.draft)
    composite = answer(session, offer, offer.other)

    own = read_proposal(session, composite)
    assert own.change.id != kept.change.id
    assert same_text(own.weave.text({own.change.id}), before)


def test_each_act_stands_in_the_minute_book(session, motion):
    offer = composite_for_both(motion)
    one, other = offer.draft_id, offer.other_id
    number = last_minute(session)

    answer(session, offer, offer.draft)
    composite = answer(session, offer, offer.other)

    assert minutes_since(session, number - 1) == [
        ("amendment:offer_composite", f"amendment:{one}"),
        ("amendment:answer_composite", f"amendment:{one}"),
        ("amendment:answer_composite", f"amendment:{other}"),
        ("amendment:compose", f"amendment:{composite.id}"),
        ("amendment:withdraw", f"amendment:{one}"),
        ("amendment:withdraw", f"amendment:{other}"),
    ]


def test_until_both_have_agreed_both_stand(session, motion):
    offer = composite_for_both(motion)

    made = answer(session, offer, offer.other)

    assert made is None
    assert {offer.draft.state, offer.other.state} == {AmendmentState.SUBMITTED}
    assert session.query(Amendment).count() == 2


def test_one_refusal_ends_it_for_both(session, motion):
    offer = composite_for_both(motion)
    answer(session, offer, offer.other)

    answer(session, offer, offer.draft, agrees=False)

    assert standing_of(offer) is Standing.DECLINED
    assert {offer.draft.state, offer.other.state} == {AmendmentState.SUBMITTED}
    with pytest.raises(ChangedMeanwhile):
        answer(session, offer, offer.draft)


def test_after_the_others_refusal_nobody_agrees(session, motion):
    offer = composite_for_both(motion)
    answer(session, offer, offer.other, agrees=False)

    with pytest.raises(ChangedMeanwhile):
        answer(session, offer, offer.draft)


def test_a_second_press_changes_nothing(session, motion, committee):
    offer = composite_for_both(motion)
    again = offer_to_both(session, committee, offer.draft, offer.other, now=NOON)
    for one in (offer.draft, offer.draft, offer.other, offer.other, offer.draft):
        answer(session, offer, one)
    number = last_minute(session)

    made = answer(session, offer, offer.other)

    assert again is offer
    assert made is offer.composite
    assert last_minute(session) == number
    assert session.query(Amendment).count() == 3


def withdraw(session, committee, amendment):
    withdraw_amendment(session, actor_of(amendment.drafter), amendment, now=NOON)


def select(session, committee, amendment):
    select_amendment(session, committee, amendment, number="1", now=NOON)


def rule_out_and_in_again(session, committee, amendment):
    rule_amendment_out_of_order(session, committee, amendment, reason="Late", now=NOON)
    session.commit()
    rule_amendment_in_order(session, committee, amendment, now=NOON)


@pytest.mark.parametrize("happens", [withdraw, select, rule_out_and_in_again])
@pytest.mark.parametrize("to", ["draft", "other"])
def test_it_ends_when_either_is_changed_or_decided_upon(session, motion, committee, happens, to):
    offer = composite_for_both(motion)
    answer(session, offer, offer.draft)

    happens(session, committee, getattr(offer, to))
    session.commit()

    assert standing_of(offer) is Standing.ENDED
    with pytest.raises(ChangedMeanwhile):
        answer(session, offer, offer.other)


def test_one_that_ended_is_offered_anew(session, motion, committee):
    offer = composite_for_both(motion)
    answer(session, offer, offer.draft)
    rule_out_and_in_again(session, committee, offer.other)
    session.commit()

    offer_to_both(session, committee, offer.draft, offer.other, now=NOON)
    session.commit()

    assert standing_of(offer) is Standing.OPEN
    assert offer.draft_answer is offer.answer is OfferAnswer.OPEN


def test_one_offer_stands_at_a_time_and_declined_words_are_not_offered_again(
    session, motion, committee
):
    offer = composite_for_both(motion)
    one, other = offer.draft, offer.other
    with pytest.raises(ChangedMeanwhile):
        offer_to_both(session, committee, other, one, now=NOON)
    answer(session, offer, one, agrees=False)

    with pytest.raises(ChangedMeanwhile):
        offer_to_both(session, committee, one, other, now=NOON)
    in_other_words = offer_to_both(session, committee, other, one, now=NOON)

    assert standing_of(in_other_words) is Standing.OPEN


def test_what_asks_for_something_else_or_for_the_same_is_not_offered(session, motion, committee):
    first = submitted_amendment(motion, typed=EVERY_GATE)
    for typed in ("Delete 2 b).", EVERY_GATE, EACH_GATE.replace("each", "no")):
        other = submitted_amendment(motion, typed=typed)
        with pytest.raises(NotTheSame):
            offer_to_both(session, committee, first, other, now=NOON)


def test_only_what_is_submitted_is_offered_and_never_with_itself(session, motion, committee):
    first = submitted_amendment(motion, typed=EVERY_GATE)
    second = submitted_amendment(motion, typed=EACH_GATE)
    select(session, committee, second)
    session.commit()

    for other in (first, second):
        with pytest.raises(WrongState):
            offer_to_both(session, committee, first, other, now=NOON)


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.CHAIR, Role.OBSERVER])
def test_nobody_but_committee_and_staff_offers_it(session, motion, role):
    first = submitted_amendment(motion, typed=EVERY_GATE)
    second = submitted_amendment(motion, typed=EACH_GATE)
    actor = actor_of(PersonFactory(roles={motion.conference: [role]}))

    with pytest.raises(NotPermitted):
        offer_to_both(session, actor, first, second, now=NOON)


def test_nobody_answers_but_those_who_bring_the_two(session, motion, committee):
    offer = composite_for_both(motion)
    stranger = actor_of(PersonFactory(roles={motion.conference: [Role.DELEGATE]}))

    for actor in (stranger, committee):
        with pytest.raises(NotThere):
            get_offer(session, actor, offer.id)
        with pytest.raises(NotPermitted):
            answer_to_committee(session, actor, offer, agrees=True, now=NOON)


def test_who_signed_the_words_that_are_kept_has_signed_the_composite(session, motion):
    offer = composite_for_both(motion)
    theirs, ours = (PersonFactory(roles={motion.conference: [Role.DELEGATE]}) for _ in "ab")
    for amendment, person in ((offer.draft, ours), (offer.other, theirs)):
        amendment.supporters.append(AmendmentSupporter(person_id=person.id, supported_at=NOON))
    settle()

    answer(session, offer, offer.draft)
    composite = answer(session, offer, offer.other)

    signed = {one.person_id: one.moves for one in composite.supporters}
    assert signed == {ours.id: False, offer.other.mover_id: True}
    assert theirs.id in {one.person_id for one in offer.other.supporters}


def test_who_brings_both_answers_for_both(session, motion, committee):
    person = PersonFactory(roles={motion.conference: [Role.DELEGATE]})
    one = submitted_amendment(motion, person, EVERY_GATE)
    other = submitted_amendment(motion, person, EACH_GATE)
    offer = offer_to_both(session, committee, one, other, now=NOON)

    composite = answer(session, offer, one)

    assert composite.mover_id == person.id
    assert list(composite.supporters) == []


def test_names_stay_hidden_from_the_committee_when_the_two_are_withdrawn(
    session, motion, committee
):
    motion.conference.rulebook = motion.conference.rulebook.replace(
        "hide_movers_until_selected = false", "hide_movers_until_selected = true"
    )
    offer = composite_for_both(motion)

    answer(session, offer, offer.draft)
    composite = answer(session, offer, offer.other)

    for one in (offer.draft, offer.other, composite):
        assert not may(committee, "amendment:see_movers", one)
