import pytest

from tests.factories.conference import ConferenceFactory
from tests.factories.debate import EIGHT, TEN, amendment_to, declared, published_motion
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import Minute, VersionKind
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import AmendmentState, Outcome
from webapp.queries.actor import NOBODY
from webapp.queries.amendments import may_see
from webapp.queries.outcomes import final_status_line
from webapp.queries.supposing import ClashKind, clashes
from webapp.queries.texts import latest_version, load_weave
from webapp.services.drafting_amendments import write_in_amendment
from webapp.services.errors import ReasonMissing, UndecidedCollision
from webapp.services.results import Result, declare_result, undo_result
from webapp.text.numbering import number
from webapp.text.records import load_document
from webapp.text.references import plain_text

FEES = "In 2, delete “a fee” and insert “any fee”."
WHY = "It says what everybody means"


@pytest.fixture
def committee(motion):
    return actor_with(motion.conference, Role.COMMITTEE)


def words_of(session, motion, citation):
    document = load_document(latest_version(session, motion).document)
    return plain_text(document.find(citation), number(document))


# --- drafting amendments


def test_the_committee_writes_one_in_without_a_vote(session, motion, committee):
    amendment = amendment_to(motion, FEES)

    version = write_in_amendment(session, committee, amendment, reason=WHY, now=NOON)

    assert amendment.state is AmendmentState.WRITTEN_IN
    assert words_of(session, motion, "2").endswith("without any fee.")
    assert (version.kind, version.reason) == (VersionKind.REDRAFTED, WHY)
    minute = session.query(Minute).filter_by(activity="amendment:write_in").one()
    assert minute.facts["reason"] == WHY


def test_everybody_sees_what_was_written_in_and_the_status_line_counts_none(
    session, motion, committee
):
    amendment = amendment_to(motion, FEES)

    write_in_amendment(session, committee, amendment, reason=WHY, now=NOON)
    declared(motion, Outcome.CARRIED, now=NOON)

    assert may_see(session, NOBODY, amendment)
    assert final_status_line(session, motion) == "Passed with no amendments"


def test_none_is_written_in_without_a_reason_or_by_a_delegate(session, motion, committee):
    amendment = amendment_to(motion, FEES)
    with pytest.raises(ReasonMissing):
        write_in_amendment(session, committee, amendment, reason=" ", now=NOON)

    delegate = actor_with(motion.conference, Role.DELEGATE)
    with pytest.raises(NotPermitted):
        write_in_amendment(session, delegate, amendment, reason=WHY, now=NOON)


def test_what_meets_the_text_in_force_is_not_written_in(session, motion, committee):
    rival = amendment_to(motion, EIGHT)
    declared(amendment_to(motion, TEN, number="1"), Outcome.CARRIED)

    with pytest.raises(UndecidedCollision):
        write_in_amendment(session, committee, rival, reason=WHY, now=NOON)

    assert rival.state is AmendmentState.SUBMITTED


def test_the_chair_is_told_of_an_amendment_that_meets_what_was_written_in(
    session, motion, committee
):
    down = amendment_to(motion, TEN, number="1")

    write_in_amendment(session, committee, amendment_to(motion, EIGHT), reason=WHY, now=NOON)

    (clash,) = clashes(session, motion, load_weave(session, motion))
    assert (clash.kind, clash.amendment) == (ClashKind.AGAINST_THE_TEXT, down)


# --- accepted by the mover


@pytest.fixture
def accepting(session):
    preset = preset_text("federal_conference")
    rulebook = preset.replace("mover_accepts = false", "mover_accepts = true")
    return published_motion(ConferenceFactory(rulebook=rulebook))


def accept(session, amendment, *, now=NOON):
    chair = actor_with(amendment.motion.conference, Role.CHAIR)
    return declare_result(session, chair, amendment, Result(Outcome.ACCEPTED, now), now=now)


def test_what_the_mover_accepts_is_in_force_and_the_status_line_says_so(session, accepting):
    amendment = amendment_to(accepting, TEN, number="1")
    rival = amendment_to(accepting, EIGHT, number="2")

    accept(session, amendment)
    declared(accepting, Outcome.CARRIED, now=NOON)

    assert amendment.state is AmendmentState.ACCEPTED
    assert rival.state is AmendmentState.FALLEN
    assert words_of(session, accepting, "1").endswith("until ten in the evening.")
    assert final_status_line(session, accepting) == (
        "Passed with Amendment 1; Amendment 1 accepted by the mover"
    )


def test_an_acceptance_can_be_taken_back(session, accepting):
    amendment = amendment_to(accepting, TEN, number="1")
    declaration = accept(session, amendment)
    chair = actor_with(accepting.conference, Role.CHAIR)

    undo_result(session, chair, declaration, now=NOON)

    assert amendment.state is AmendmentState.SELECTED
    assert words_of(session, accepting, "1").endswith("until nine in the evening.")


def test_where_the_rulebook_wants_a_vote_no_acceptance_stands_for_one(session, motion):
    amendment = amendment_to(motion, TEN, number="1")

    with pytest.raises(WrongState):
        accept(session, amendment)
