from datetime import timedelta

import pytest

from tests.factories.conference import ConferenceFactory
from tests.factories.debate import EIGHT, FUEL, LATER, TEN, amendment_to, declared, published_motion
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import ClauseVersion, Declaration, Minute, TextVersion, Vote
from webapp.procedure.errors import ImpossibleCount, NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import AmendmentState, CountMethod, MotionState, Outcome
from webapp.procedure.tally import Tally
from webapp.queries.outcomes import (
    public_amendment_state,
    public_motion_state,
    public_status_line,
)
from webapp.queries.texts import latest_version
from webapp.services.errors import AlreadyDeclared, ImpossibleResult, NotReady, TooLateToUndo
from webapp.services.minutes import verify_minutes
from webapp.services.results import (
    Result,
    count_votes,
    declare_result,
    record_fall,
    undo_result,
)
from webapp.text.numbering import number
from webapp.text.records import load_document
from webapp.text.references import plain_text

SOON = timedelta(seconds=3)
UNDO = timedelta(seconds=8)


def words_of(version: TextVersion, citation: str) -> str:
    document = load_document(version.document)
    return plain_text(document.find(citation), number(document))


def put(session, actor, item, outcome=Outcome.CARRIED, *, tally=None, now=NOON, casting=None):
    result = Result(outcome, now, tally=tally, casting_vote=casting)
    return declare_result(session, actor, item, result, now=now)


# --- the text follows


def test_what_is_carried_is_in_the_text_at_once(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")

    put(session, chair, amendment)

    version = latest_version(session, motion)
    assert amendment.state is AmendmentState.CARRIED
    assert version.under == [amendment.change.key]
    assert words_of(version, "1") == "Keep every library open until ten in the evening."


def test_the_history_of_a_clause_names_the_change_and_the_vote(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")

    declaration = put(session, chair, amendment)

    version = latest_version(session, motion)
    rows = session.query(ClauseVersion).filter_by(version_id=version.id).all()
    assert [(row.citation, row.change_keys, row.vote_id) for row in rows] == [
        ("1", [amendment.change.key], declaration.vote_id)
    ]


def test_what_is_lost_changes_nothing_in_the_text(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    before = latest_version(session, motion)

    put(session, chair, amendment, Outcome.LOST)

    assert amendment.state is AmendmentState.LOST
    assert latest_version(session, motion) is before


def test_what_is_withdrawn_changes_nothing_in_the_text(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    before = latest_version(session, motion)

    put(session, chair, amendment, Outcome.WITHDRAWN)

    assert amendment.state is AmendmentState.WITHDRAWN
    assert latest_version(session, motion) is before


def test_an_amendment_that_cannot_stand_beside_the_carried_one_falls(session, motion, chair):
    first, second, third = (
        amendment_to(motion, words, number=str(place))
        for place, words in enumerate((TEN, EIGHT, FUEL), start=1)
    )

    declaration = put(session, chair, first)

    assert (second.state, second.fell_by) == (AmendmentState.FALLEN, declaration)
    assert third.state is AmendmentState.SELECTED


def test_the_status_line_is_worked_out_when_the_motion_is_carried(session, motion, chair):
    first, _, third = (
        amendment_to(motion, words, number=str(place))
        for place, words in enumerate((TEN, EIGHT, FUEL), start=1)
    )
    put(session, chair, first)
    put(session, chair, third)

    put(session, chair, motion)

    version = latest_version(session, motion)
    assert version.status_line == "Passed with Amendments 1 and 3"
    assert (version.kind, version.layout is not None) == ("final", True)


def test_a_motion_is_not_decided_before_its_amendments(session, motion, chair):
    amendment_to(motion, TEN, number="1")

    with pytest.raises(NotReady):
        put(session, chair, motion)

    assert motion.state is MotionState.PUBLISHED


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.REFERRED_BACK, MotionState.REFERRED_BACK),
        (Outcome.NOT_REACHED, MotionState.NOT_REACHED),
        (Outcome.WITHDRAWN, MotionState.WITHDRAWN),
    ],
)
def test_what_is_undecided_falls_with_a_motion_that_conference_leaves(
    session, motion, chair, outcome, state
):
    amendment = amendment_to(motion, TEN, number="1")

    declaration = put(session, chair, motion, outcome)

    assert motion.state is state
    assert amendment.fell_by is declaration


def test_nothing_is_decided_on_a_motion_that_is_over(session, motion, chair):
    put(session, chair, motion, Outcome.REFERRED_BACK)
    late = actor_with(motion.conference, Role.STAFF)

    with pytest.raises(AlreadyDeclared):
        put(session, late, motion, Outcome.CARRIED)

    assert motion.state is MotionState.REFERRED_BACK


def test_the_vote_keeps_which_words_it_was_about(session, motion, chair):
    first = amendment_to(motion, TEN, number="1")
    declared(first)

    declaration = put(session, chair, amendment_to(motion, FUEL, number="3"))

    assert declaration.vote.relied_on == [first.change.key]
    assert declaration.vote.text_version.kind == "amended"


@pytest.mark.parametrize("outcome", [Outcome.REFERRED_BACK, Outcome.NOT_REACHED, Outcome.FALLEN])
def test_an_amendment_has_no_result_that_only_motions_have(session, motion, chair, outcome):
    amendment = amendment_to(motion, TEN, number="1")

    with pytest.raises(WrongState):
        put(session, chair, amendment, outcome)


# --- once, and once only


def test_a_double_tap_records_once(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")

    first = put(session, chair, amendment)
    second = put(session, chair, amendment, now=NOON + SOON)

    assert second is first
    assert session.query(Declaration).count() == 1


def test_another_result_on_a_question_that_has_one_is_refused(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    standing = put(session, chair, amendment)

    with pytest.raises(AlreadyDeclared) as refusal:
        put(session, chair, amendment, Outcome.LOST)

    assert refusal.value.declaration_id == standing.id
    assert amendment.state is AmendmentState.CARRIED


def test_figures_for_a_result_that_was_declared_are_another_result(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    put(session, chair, amendment)

    with pytest.raises(AlreadyDeclared):
        put(session, chair, amendment, tally=Tally(70, 30))


# --- taken back


def test_undo_brings_everything_back_as_it_was(session, motion, chair):
    first = amendment_to(motion, TEN, number="1")
    second = amendment_to(motion, EIGHT, number="2")
    before = latest_version(session, motion)
    declaration = put(session, chair, first)

    undo_result(session, chair, declaration, now=NOON + SOON)

    assert (first.state, second.state) == (AmendmentState.SELECTED, AmendmentState.SELECTED)
    assert second.fell_by is None
    assert latest_version(session, motion) is before
    assert declaration.vote.declaration is None


def test_undo_of_a_final_vote_opens_the_debate_again(session, motion, chair):
    before = latest_version(session, motion)
    declaration = put(session, chair, motion)

    undo_result(session, chair, declaration, now=NOON + SOON)

    assert motion.state is MotionState.PUBLISHED
    assert latest_version(session, motion) is before


def test_undo_opens_what_fell_with_a_motion_referred_back(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    declaration = put(session, chair, motion, Outcome.REFERRED_BACK)

    undo_result(session, chair, declaration, now=NOON + SOON)

    assert amendment.state is AmendmentState.SELECTED


def test_undo_after_its_seconds_is_too_late(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    declaration = put(session, chair, amendment)

    with pytest.raises(TooLateToUndo):
        undo_result(session, chair, declaration, now=NOON + UNDO)

    assert amendment.state is AmendmentState.CARRIED


def test_undoing_twice_is_undoing_once(session, motion, chair):
    declaration = put(session, chair, amendment_to(motion, TEN, number="1"))

    undo_result(session, chair, declaration, now=NOON + SOON)
    undo_result(session, chair, declaration, now=NOON + SOON)

    assert declaration.undone_at == NOON + SOON


def test_a_result_on_which_another_stands_is_not_undone_before_it(session, motion, chair):
    first = amendment_to(motion, TEN, number="1")
    third = amendment_to(motion, FUEL, number="3")
    earlier = put(session, chair, first)
    later = put(session, chair, third, now=NOON + SOON)

    with pytest.raises(TooLateToUndo):
        undo_result(session, chair, earlier, now=NOON + SOON)
    undo_result(session, chair, later, now=NOON + SOON)
    undo_result(session, chair, earlier, now=NOON + SOON)

    assert latest_version(session, motion).kind == "published"
    assert (first.state, third.state) == (AmendmentState.SELECTED, AmendmentState.SELECTED)


def test_a_question_taken_back_is_put_as_the_same_question(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    undo_result(session, chair, put(session, chair, amendment), now=NOON + SOON)

    again = put(session, chair, amendment, Outcome.LOST, now=NOON + SOON)

    assert (again.number, again.vote.putting) == (2, 1)
    assert session.query(Vote).count() == 1


# --- figures


def two_thirds(motion):
    motion.kind = "constitutional_amendment"
    return motion


@pytest.mark.parametrize(
    ("tally", "outcome"),
    [
        (Tally(67, 33), Outcome.CARRIED),
        (Tally(66, 34), Outcome.LOST),
        (Tally(6, 3), Outcome.CARRIED),
        (Tally(66, 33, 1000), Outcome.CARRIED),
        (Tally(0, 0), Outcome.LOST),
        (Tally(0, 0, 12), Outcome.LOST),
    ],
)
def test_two_thirds_are_counted_exactly(session, motion, chair, tally, outcome):
    result = count_votes(two_thirds(motion), tally, happened_at=NOON)

    declaration = declare_result(session, chair, motion, result, now=NOON)

    assert (declaration.outcome, declaration.method) == (outcome, CountMethod.COUNTED)
    assert declaration.vote.majority == "two thirds of the votes cast"


def test_figures_cannot_be_declared_to_say_otherwise(session, motion, chair):
    with pytest.raises(ImpossibleResult):
        put(session, chair, two_thirds(motion), tally=Tally(66, 34))

    assert motion.state is MotionState.PUBLISHED


def test_no_votes_change_nothing(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    before = latest_version(session, motion)

    declare_result(
        session, chair, amendment, count_votes(amendment, Tally(0, 0), happened_at=NOON), now=NOON
    )

    assert latest_version(session, motion) is before


def test_equal_votes_leave_the_text_as_it_is(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")

    result = count_votes(amendment, Tally(50, 50), happened_at=NOON)

    assert result.outcome is Outcome.LOST


@pytest.fixture
def association(session):
    conference = ConferenceFactory(rulebook=preset_text("small_association"))
    return published_motion(conference, kind="main_motion", code="1", body="board")


@pytest.mark.parametrize(("cast", "outcome"), [(True, Outcome.CARRIED), (False, Outcome.LOST)])
def test_the_chair_casts_the_deciding_vote_where_the_rulebook_has_one(association, cast, outcome):
    result = count_votes(association, Tally(9, 9), happened_at=NOON, casting_vote=cast)

    assert result.outcome is outcome


def test_equal_votes_wait_for_the_casting_vote(association):
    with pytest.raises(ImpossibleResult) as refusal:
        count_votes(association, Tally(9, 9), happened_at=NOON)

    assert refusal.value.reason == "casting_vote_awaited"


def test_a_casting_vote_is_not_heard_where_votes_differ(association):
    result = count_votes(association, Tally(10, 9), happened_at=NOON, casting_vote=False)

    assert result.outcome is Outcome.CARRIED


def test_nobody_counts_a_withdrawal(session, motion, chair):
    with pytest.raises(ImpossibleResult):
        put(session, chair, motion, Outcome.WITHDRAWN, tally=Tally(3, 2))


def test_no_hall_holds_so_many(session, motion, chair):
    with pytest.raises(ImpossibleCount):
        put(session, chair, motion, tally=Tally(2**40, 3))


def test_a_majority_of_people_present_is_not_worked_out_without_them(session):
    rulebook = preset_text("federal_conference").replace('base = "votes_cast"', 'base = "present"')
    motion = published_motion(ConferenceFactory(rulebook=rulebook))

    with pytest.raises(ImpossibleResult) as refusal:
        count_votes(motion, Tally(9, 3), happened_at=NOON)

    assert refusal.value.reason == "people_not_counted"


# --- when


def test_when_it_happened_and_when_it_was_recorded_are_two_facts(session, motion, chair):
    morning = NOON - timedelta(hours=3)

    declaration = declare_result(session, chair, motion, Result(Outcome.CARRIED, morning), now=NOON)

    assert (declaration.happened_at, declaration.recorded_at) == (morning, NOON)
    assert declaration.vote.put_at == morning


def test_nothing_is_recorded_before_it_happens(session, motion, chair):
    with pytest.raises(ImpossibleResult):
        declare_result(session, chair, motion, Result(Outcome.CARRIED, NOON + SOON), now=NOON)


# --- who


@pytest.mark.parametrize("role", [Role.CHAIR, Role.STAFF])
def test_the_chair_declares_and_staff_enter_paper_records(session, motion, role):
    put(session, actor_with(motion.conference, role), motion)

    assert motion.state is MotionState.PASSED


@pytest.mark.parametrize(
    "role",
    [Role.DELEGATE, Role.COMMITTEE, Role.TELLER, Role.OBSERVER, Role.ADMINISTRATOR],
)
def test_nobody_else_declares_or_undoes(session, motion, chair, role):
    other = actor_with(motion.conference, role)
    with pytest.raises(NotPermitted):
        put(session, other, motion)
    declaration = put(session, chair, motion)

    with pytest.raises(NotPermitted):
        undo_result(session, other, declaration, now=NOON + SOON)

    assert motion.state is MotionState.PASSED


def test_a_chair_of_another_conference_declares_nothing_here(session, motion):
    with pytest.raises(NotPermitted):
        put(session, actor_with(ConferenceFactory(), Role.CHAIR), motion)


# --- what the public knows


def test_the_public_knows_nothing_while_it_can_be_undone(session, motion, chair):
    first = amendment_to(motion, TEN, number="1")
    second = amendment_to(motion, EIGHT, number="2")

    put(session, chair, first)

    soon, later = NOON + SOON, NOON + UNDO
    assert public_amendment_state(session, first, seen_at=soon) is AmendmentState.SELECTED
    assert public_amendment_state(session, second, seen_at=soon) is AmendmentState.SELECTED
    assert latest_version(session, motion, seen_at=soon).kind == "published"
    assert public_amendment_state(session, first, seen_at=later) is AmendmentState.CARRIED
    assert public_amendment_state(session, second, seen_at=later) is AmendmentState.FALLEN
    assert latest_version(session, motion, seen_at=later).kind == "amended"


def test_the_public_learns_the_status_line_with_the_result(session, motion, chair):
    declared(amendment_to(motion, TEN, number="1"))

    put(session, chair, motion)

    assert public_motion_state(session, motion, seen_at=NOON + SOON) is MotionState.PUBLISHED
    assert public_status_line(session, motion, seen_at=NOON + SOON) == ""
    assert public_status_line(session, motion, seen_at=NOON + UNDO) == "Passed with Amendment 1"


# --- falls that nobody recorded


def test_an_amendment_selected_after_its_rival_was_carried_is_recorded_as_fallen(
    session, motion, chair
):
    late = amendment_to(motion, EIGHT)
    declaration = declared(amendment_to(motion, TEN, number="1"))
    select_late(session, motion, late)

    record_fall(session, chair, late, now=NOON)
    record_fall(session, chair, late, now=NOON)

    assert (late.state, late.fell_by) == (AmendmentState.FALLEN, declaration)


def select_late(session, motion, amendment):
    from webapp.services.amendments import select_amendment  # noqa: PLC0415

    committee = actor_with(motion.conference, Role.COMMITTEE)
    select_amendment(session, committee, amendment, number="2", now=LATER)


def test_nothing_falls_without_a_cause(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")

    with pytest.raises(WrongState):
        record_fall(session, chair, amendment, now=NOON)


# --- the minute book


def test_every_act_writes_its_minute(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    declaration = put(session, chair, amendment, tally=Tally(70, 30, 2))
    undo_result(session, chair, declaration, now=NOON + SOON)

    written = session.query(Minute).filter(Minute.activity.like("vote:%")).order_by(Minute.id).all()
    assert [minute.activity for minute in written] == ["vote:declare", "vote:undo"]
    assert written[0].facts["in_favour"] == 70
    assert written[0].actor == chair.public_id
    assert list(verify_minutes(session, motion.conference_id)) == []
