import pytest

from tests.factories.debate import amendment_to, declared
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.parts import NotAPartition
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, Outcome
from webapp.queries.debates import load_debate, plan_of
from webapp.queries.outcomes import final_status_line
from webapp.queries.texts import latest_version
from webapp.services.amendments import select_amendment
from webapp.services.errors import NotReady, NumberTaken
from webapp.services.parts import rejoin_amendment, split_amendment, units_of_amendment
from webapp.text.numbering import number
from webapp.text.records import load_document
from webapp.text.references import plain_text

THREE = """In 1, delete “nine” and insert “ten”.
In 2, delete “, tools”.
In 3, delete “levy” and insert “tax”."""


@pytest.fixture
def committee(motion):
    return actor_with(motion.conference, Role.COMMITTEE)


def texts(session, motion):
    document = load_document(latest_version(session, motion).document)
    numbering = number(document)
    return [plain_text(clause, numbering) for clause in document.walk()]


def test_each_thing_an_amendment_does_can_be_a_part(motion):
    amendment = amendment_to(motion, THREE, number="1")

    assert [unit.words for unit in units_of_amendment(amendment)] == [
        "In 1 (line 3), delete “nine” and insert “ten”.",
        "In 2 (line 4), delete “, tools”.",
        "In 3 (line 5), delete “levy” and insert “tax”.",
    ]


def test_parts_are_questions_of_their_own_with_their_own_words(session, motion, committee):
    amendment = amendment_to(motion, THREE, number="3")

    first, second = split_amendment(session, committee, amendment, [[0, 2], [1]], now=NOON)

    assert amendment.state is AmendmentState.IN_PARTS
    assert [one.number for one in (first, second)] == ["3(a)", "3(b)"]
    assert first.submitted_words == (
        "In 1 (line 3), delete “nine” and insert “ten”.\n"
        "In 3 (line 5), delete “levy” and insert “tax”."
    )
    assert (second.part_of, second.mover_id) == (amendment, amendment.mover_id)
    plan = plan_of(motion, load_debate(session, motion))
    assert [one.place for one in plan.questions] == ["3(a)", "3(b)", "F7"]
    assert session.query(Minute).filter_by(activity="amendment:split").one()


def test_each_part_is_decided_alone(session, motion, committee):
    amendment = amendment_to(motion, THREE, number="1")
    first, second = split_amendment(session, committee, amendment, [[0], [1, 2]], now=NOON)

    declared(first, Outcome.CARRIED)
    declared(second, Outcome.LOST)
    declared(motion, Outcome.CARRIED)

    assert "Keep every library open until ten in the evening." in texts(session, motion)
    assert len(texts(session, motion)) == 5
    assert final_status_line(session, motion) == "Passed with Amendment 1(a)"


def test_all_parts_together_do_what_the_whole_did(session, motion, committee):
    amendment = amendment_to(motion, THREE, number="1")

    for part in split_amendment(session, committee, amendment, [[0], [1], [2]], now=NOON):
        declared(part, Outcome.CARRIED)

    assert texts(session, motion)[2:] == [
        "Keep every library open until ten in the evening.",
        "Lend books and instruments without a fee.",
        "Pay for it from the tax on parking.",
    ]


@pytest.mark.parametrize("parts", [[[0, 1, 2]], [[0], [1]], [[0, 1], [1, 2]], [], [[0], [1], [3]]])
def test_what_is_no_sharing_out_is_refused(session, motion, committee, parts):
    amendment = amendment_to(motion, THREE, number="1")

    with pytest.raises(NotAPartition):
        split_amendment(session, committee, amendment, parts, now=NOON)

    assert amendment.state is AmendmentState.SELECTED


def test_a_number_once_given_to_a_part_or_its_whole_is_not_given_again(session, motion, committee):
    split_amendment(
        session, committee, amendment_to(motion, THREE, number="1"), [[0], [1, 2]], now=NOON
    )
    late = amendment_to(motion, "In 2, delete “books, ”.")

    for taken in ("1", "1(a)", "1A"):
        with pytest.raises(NumberTaken):
            select_amendment(session, committee, late, number=taken, now=NOON)


def test_a_part_never_gets_a_number_that_reads_like_a_late_one(session, motion, committee):
    amendment = amendment_to(motion, THREE, number="1")
    amendment_to(motion, "In 2, delete “books, ”.", number="1A")

    parts = split_amendment(session, committee, amendment, [[0], [1, 2]], now=NOON)

    assert [one.number for one in parts] == ["1(b)", "1(c)"]


def test_parts_put_together_again_are_the_question_they_were(session, motion, committee):
    amendment = amendment_to(motion, THREE, number="1")
    parts = split_amendment(session, committee, amendment, [[0], [1, 2]], now=NOON)

    rejoin_amendment(session, committee, amendment, now=NOON)

    assert {one.state for one in parts} == {AmendmentState.WITHDRAWN}
    plan = plan_of(motion, load_debate(session, motion))
    assert plan.now.id == f"amendment:{amendment.id}"
    again = split_amendment(session, committee, amendment, [[0, 1], [2]], now=NOON)
    assert [one.number for one in again] == ["1(c)", "1(d)"]


def test_once_a_part_is_decided_the_parts_stay(session, motion, committee):
    amendment = amendment_to(motion, THREE, number="1")
    first, second = split_amendment(session, committee, amendment, [[0], [1, 2]], now=NOON)
    declared(first, Outcome.LOST)

    with pytest.raises(NotReady):
        rejoin_amendment(session, committee, amendment, now=NOON)

    assert (amendment.state, second.state) == (AmendmentState.IN_PARTS, AmendmentState.SELECTED)


def test_no_delegate_splits_and_nothing_decided_is_split(session, motion, committee):
    amendment = amendment_to(motion, THREE, number="1")
    delegate = actor_with(motion.conference, Role.DELEGATE)
    with pytest.raises(NotPermitted):
        split_amendment(session, delegate, amendment, [[0], [1, 2]], now=NOON)

    declared(amendment, Outcome.LOST)

    with pytest.raises(WrongState):
        split_amendment(session, committee, amendment, [[0], [1, 2]], now=NOON)
