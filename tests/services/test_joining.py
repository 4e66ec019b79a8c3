import pytest

from tests.factories.amendment import (
    FIVE_SUMMERS,
    draft_amendment,
    selected_amendment,
    submitted_amendment,
)
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory, actor_of
from tests.moments import NOON
from webapp.models import AmendmentSupporter, Minute
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState
from webapp.services.joining import NotTheSame, join_amendment, put_together


@pytest.fixture
def motion(session):
    return published_motion(ConferenceFactory())


@pytest.fixture
def joiner(motion):
    return PersonFactory(roles={motion.conference: [Role.DELEGATE]})


def join(session, person, own, other):
    join_amendment(session, actor_of(person), own, other, now=NOON)
    session.commit()


def movers_of(amendment):
    return {one.person_id for one in amendment.supporters if one.moves} | {amendment.mover_id}


def test_who_asks_for_the_same_moves_it_too(session, motion, joiner):
    first = selected_amendment(motion)
    own = draft_amendment(motion, joiner, "In line 7, leave out 'three' and insert 'five'.")

    join(session, joiner, own, first)

    assert movers_of(first) == {first.mover_id, joiner.id}
    assert own.state is AmendmentState.WITHDRAWN
    assert own.typed == "In line 7, leave out 'three' and insert 'five'."


def test_joining_stands_in_the_minute_book_of_both(session, motion, joiner):
    first = selected_amendment(motion)
    own = draft_amendment(motion, joiner)

    join(session, joiner, own, first)

    last = session.query(Minute).order_by(Minute.number.desc()).limit(2).all()
    assert [(minute.activity, minute.subject) for minute in reversed(last)] == [
        ("amendment:join", f"amendment:{first.id}"),
        ("amendment:withdraw", f"amendment:{own.id}"),
    ]


def test_those_who_signed_the_draft_support_the_one_that_is_left(session, motion, joiner):
    first = selected_amendment(motion)
    own = draft_amendment(motion, joiner)
    friend = PersonFactory(roles={motion.conference: [Role.DELEGATE]})
    own.supporters.append(AmendmentSupporter(person_id=friend.id, supported_at=NOON))
    session.commit()

    join(session, joiner, own, first)

    supporters = {one.person_id: one.moves for one in first.supporters}
    assert supporters[friend.id] is False


@pytest.mark.parametrize(
    "typed",
    [
        "In 2 a) (line 7), delete “three” and insert “ten”.",
        FIVE_SUMMERS + " Delete 2 b).",
        "Delete 2 a).",
    ],
)
def test_what_asks_for_anything_else_is_not_joined(session, motion, joiner, typed):
    first = selected_amendment(motion)
    own = draft_amendment(motion, joiner, typed)

    with pytest.raises(NotTheSame):
        join(session, joiner, own, first)
    session.rollback()

    assert own.state is AmendmentState.DRAFT
    assert movers_of(first) == {first.mover_id}


def test_what_one_may_not_see_is_not_joined(session, motion, joiner):
    hidden = submitted_amendment(motion)
    own = draft_amendment(motion, joiner)

    with pytest.raises(NotTheSame):
        join(session, joiner, own, hidden)


def test_nobody_joins_their_own_amendment(session, motion, joiner):
    first = selected_amendment(motion, joiner)
    own = draft_amendment(motion, joiner)

    with pytest.raises(WrongState):
        join(session, joiner, own, first)


def test_nobody_joins_with_anothers_draft(session, motion, joiner):
    first = selected_amendment(motion)
    own = draft_amendment(motion)

    with pytest.raises(NotPermitted):
        join(session, joiner, own, first)


def test_what_was_submitted_stays_a_proposal_of_its_own(session, motion, joiner):
    first = selected_amendment(motion)
    own = submitted_amendment(motion, joiner)

    with pytest.raises(WrongState):
        join(session, joiner, own, first)


def put(session, motion, one, other, role=Role.COMMITTEE):
    actor = actor_of(PersonFactory(roles={motion.conference: [role]}))
    put_together(session, actor, one, other, now=NOON)
    session.commit()


def test_the_committee_puts_together_what_asks_for_the_same(session, motion):
    first, second = submitted_amendment(motion), submitted_amendment(motion)

    put(session, motion, second, first)

    assert movers_of(first) == {first.mover_id, second.mover_id}
    assert second.state is AmendmentState.WITHDRAWN


def test_the_committee_puts_nothing_together_that_differs(session, motion):
    first = submitted_amendment(motion)
    second = submitted_amendment(motion, typed="Delete 2 b).")

    with pytest.raises(NotTheSame):
        put(session, motion, second, first)


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.CHAIR])
def test_nobody_else_puts_submitted_amendments_together(session, motion, role):
    first, second = submitted_amendment(motion), submitted_amendment(motion)

    with pytest.raises(NotPermitted):
        put(session, motion, second, first, role)


def test_nothing_is_put_together_with_itself_or_with_what_is_decided(session, motion):
    first = submitted_amendment(motion)
    withdrawn = submitted_amendment(motion)
    withdrawn.state = AmendmentState.WITHDRAWN
    session.commit()

    for other in (first, withdrawn):
        with pytest.raises(WrongState):
            put(session, motion, first, other)
