from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.conference import ConferenceFactory
from tests.factories.debate import amendment_to, declared, published_motion
from tests.factories.person import actor_with
from tests.factories.separate_vote import separate_vote_on
from tests.moments import NOON
from webapp.models import ChangeKind, ChangeRecord, ClauseVersion, Minute
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import AmendmentState, MotionState, Outcome, SeparateVoteState
from webapp.procedure.tally import Tally
from webapp.queries.debates import load_debate, plan_of
from webapp.queries.decisions import open_reliances
from webapp.queries.outcomes import final_status_line, public_separate_vote_state
from webapp.queries.supposing import clashes
from webapp.queries.texts import latest_version, load_weave
from webapp.services.corrections import confirm_reliance, correct_result
from webapp.services.errors import NotReady, PassageUnclear, ReasonMissing
from webapp.services.minutes import verify_minutes
from webapp.services.results import Result, count_votes, declare_result, record_fall, undo_result
from webapp.services.separate_votes import (
    Pointed,
    ask_separate_vote,
    reject_separate_vote,
    select_separate_vote,
    withdraw_separate_vote,
)
from webapp.text.numbering import number
from webapp.text.records import load_document
from webapp.text.references import plain_text

S = SeparateVoteState
SOON = timedelta(seconds=3)
LIBRARY = 3  # the line that keeps libraries open until nine
EVENING = "until nine in the evening"


def texts(session, motion):
    document = load_document(latest_version(session, motion).document)
    numbering = number(document)
    return [plain_text(clause, numbering) for clause in document.walk()]


def put(session, actor, item, outcome, *, tally=None, now=NOON):
    return declare_result(session, actor, item, Result(outcome, now, tally=tally), now=now)


def now_put(session, motion):
    return plan_of(motion, load_debate(session, motion)).now.id


# --- asking


def test_a_delegate_asks_by_lines_and_the_words_are_kept_as_printed(session, motion):
    one = separate_vote_on(motion, LIBRARY, 4, selected=False)

    assert (one.state, one.first_line, one.last_line, one.label) == (S.ASKED, 3, 4, "")
    assert one.words == (
        "Keep every library open until nine in the evening. … "
        "Lend books, tools and instruments without a fee."
    )
    minute = session.query(Minute).filter_by(activity="separate_vote:ask").one()
    assert minute.subject == one.subject
    assert not list(verify_minutes(session, motion.conference_id))


def test_words_on_a_line_are_named_by_themselves(session, motion):
    one = separate_vote_on(motion, 1, 5, words=EVENING, selected=False)

    assert (one.first_line, one.last_line) == (3, 3)
    assert one.label == "“until nine in the evening” (line 3)"


def test_all_the_words_of_a_line_are_that_line(session, motion):
    whole = "Lend books, tools and instruments without a fee."

    assert separate_vote_on(motion, 4, words=whole, selected=False).label == ""


@pytest.mark.parametrize(
    ("pointed", "what"),
    [
        (Pointed(90, 91), "no_lines"),
        (Pointed(0, 3), "no_lines"),
        (Pointed(1, 5, "until ten"), "not_found"),
        (Pointed(1, 5, "Conference"), "found_twice"),
        (Pointed(2, 2), "leads_in"),
    ],
)
def test_words_that_cannot_be_pointed_at_so_are_refused_with_why(session, motion, pointed, what):
    delegate = actor_with(motion.conference, Role.DELEGATE)

    with pytest.raises(PassageUnclear) as refused:
        ask_separate_vote(session, delegate, motion, pointed, now=NOON)

    assert refused.value.what == what
    assert motion.separate_votes == []


def test_who_asks_for_words_asked_for_already_is_given_that_request(session, motion):
    first = separate_vote_on(motion, LIBRARY)

    assert separate_vote_on(motion, LIBRARY, selected=False) is first


def test_a_second_asker_is_recorded_once_with_their_reason(session, motion):
    second = actor_with(motion.conference, Role.DELEGATE)
    one = separate_vote_on(motion, LIBRARY, selected=False)

    for reason in ("It costs too much.", "Again."):
        ask_separate_vote(
            session, second, motion, Pointed(LIBRARY, LIBRARY), rationale=reason, now=NOON
        )

    (asker,) = one.also_asked
    assert (asker.person_id, asker.rationale) == (second.person_id, "It costs too much.")
    said = list(session.scalars(select(Minute.activity).where(Minute.subject == one.subject)))
    assert said == ["separate_vote:ask", "separate_vote:join"]


@pytest.mark.parametrize("leaver", ["first", "second"])
def test_a_request_that_two_share_stands_when_one_takes_it_back(session, motion, leaver):
    askers = {one: actor_with(motion.conference, Role.DELEGATE) for one in ("first", "second")}
    for asker in askers.values():
        one = separate_vote_on(motion, LIBRARY, selected=False, by=asker)

    withdraw_separate_vote(session, askers.pop(leaver), one, now=NOON)

    (left,) = askers.values()
    assert one.state is S.ASKED
    assert (one.asked_by_id, one.also_asked) == (left.person_id, [])
    withdraw_separate_vote(session, left, one, now=NOON)
    assert one.state is S.WITHDRAWN


def test_the_office_takes_back_what_several_ask_for(session, motion):
    for _ in range(2):
        one = separate_vote_on(motion, LIBRARY, selected=False)

    withdraw_separate_vote(session, actor_with(motion.conference, Role.STAFF), one, now=NOON)

    assert one.state is S.WITHDRAWN


def test_an_observer_asks_for_nothing(session, motion):
    observer = actor_with(motion.conference, Role.OBSERVER)

    with pytest.raises(NotPermitted):
        ask_separate_vote(session, observer, motion, Pointed(3, 3), now=NOON)


def test_standing_orders_without_separate_votes_refuse_every_request(session):
    never = preset_text("federal_conference").replace(
        'separate_votes = "after_amendments"', 'separate_votes = "never"'
    )
    motion = published_motion(ConferenceFactory(rulebook=never))

    with pytest.raises(WrongState):
        separate_vote_on(motion, LIBRARY)


def test_nothing_is_asked_of_a_motion_that_is_decided(session, motion):
    declared(motion, Outcome.CARRIED)

    with pytest.raises(WrongState):
        separate_vote_on(motion, LIBRARY)


# --- choosing


def test_only_what_is_selected_is_a_question(session, motion):
    separate_vote_on(motion, 4, selected=False)
    chosen = separate_vote_on(motion, LIBRARY)

    plan = plan_of(motion, load_debate(session, motion))

    assert [one.id for one in plan.questions] == [chosen.subject, "motion"]
    assert plan.now.words.startswith("We come to a separate vote on line 3 of F7")


def test_leaving_one_out_needs_a_reason(session, motion, chair):
    one = separate_vote_on(motion, LIBRARY, selected=False)

    with pytest.raises(ReasonMissing):
        reject_separate_vote(session, chair, one, reason=" ", now=NOON)

    reject_separate_vote(session, chair, one, reason="No time for it", now=NOON)
    assert (one.state, one.verdict_reason) == (S.NOT_SELECTED, "No time for it")


def test_no_delegate_selects(session, motion):
    one = separate_vote_on(motion, LIBRARY, selected=False)

    with pytest.raises(NotPermitted):
        select_separate_vote(session, actor_with(motion.conference, Role.DELEGATE), one, now=NOON)


def test_whoever_asked_takes_it_back_until_it_is_selected(session, motion):
    delegate = actor_with(motion.conference, Role.DELEGATE)
    one = separate_vote_on(motion, LIBRARY, selected=False, by=delegate)
    other = separate_vote_on(motion, 4, by=delegate)

    withdraw_separate_vote(session, delegate, one, now=NOON)

    assert one.state is S.WITHDRAWN
    with pytest.raises(NotPermitted):
        withdraw_separate_vote(session, delegate, other, now=NOON)


# --- deciding


def test_words_lost_are_gone_from_the_text_by_a_change_set_of_their_own(session, motion, chair):
    one = separate_vote_on(motion, LIBRARY, words=EVENING)

    declaration = put(session, chair, one, Outcome.LOST)

    assert one.state is S.LOST
    assert "Keep every library open." in texts(session, motion)
    record = session.query(ChangeRecord).filter_by(kind=ChangeKind.SEPARATE_VOTE).one()
    assert latest_version(session, motion).under == [record.key]
    rows = session.query(ClauseVersion).filter_by(vote_id=declaration.vote_id).all()
    assert [(row.citation, row.change_keys) for row in rows] == [("1", [record.key])]


def test_words_kept_change_nothing(session, motion, chair):
    before = latest_version(session, motion)
    one = separate_vote_on(motion, LIBRARY)

    put(session, chair, one, Outcome.CARRIED)

    assert one.state is S.KEPT
    assert latest_version(session, motion) is before


def test_the_status_line_names_the_lines_lost(session, motion, chair):
    put(session, chair, separate_vote_on(motion, LIBRARY), Outcome.LOST)
    put(session, chair, separate_vote_on(motion, 5), Outcome.CARRIED)

    put(session, chair, motion, Outcome.CARRIED)

    assert final_status_line(session, motion) == "Passed as amended; line 3 lost in a separate vote"
    assert latest_version(session, motion).status_line == final_status_line(session, motion)
    assert len(texts(session, motion)) == 4


def test_the_motion_waits_for_its_separate_votes(session, motion, chair):
    separate_vote_on(motion, LIBRARY)

    with pytest.raises(NotReady):
        put(session, chair, motion, Outcome.CARRIED)


def test_the_vote_is_on_the_words_as_amended(session, motion, chair):
    amendment = amendment_to(motion, "In 1, after “nine” insert “or ten”.", number="1")
    one = separate_vote_on(motion, LIBRARY, words=EVENING)
    assert now_put(session, motion) == f"amendment:{amendment.id}"
    put(session, chair, amendment, Outcome.CARRIED)

    put(session, chair, one, Outcome.LOST)

    assert "Keep every library open." in texts(session, motion)
    assert clashes(session, motion, load_weave(session, motion)) == []


def test_a_separate_vote_falls_when_an_amendment_leaves_nothing_of_its_words(
    session, motion, chair
):
    amendment = amendment_to(motion, "Delete 1.", number="1")
    one = separate_vote_on(motion, LIBRARY, words=EVENING)
    plan = plan_of(motion, load_debate(session, motion))
    assert plan.now.falls_if_carried == (one.subject,)

    declaration = put(session, chair, amendment, Outcome.CARRIED)

    assert (one.state, one.fell_by) == (S.FALLEN, declaration)


def test_an_amendment_within_words_lost_before_it_falls(session, motion, chair):
    amendment = amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")
    one = separate_vote_on(motion, LIBRARY)

    declaration = put(session, chair, one, Outcome.LOST)

    assert (amendment.state, amendment.fell_by) == (AmendmentState.FALLEN, declaration)


def test_what_two_amendments_strike_between_them_is_recorded_as_fallen(session, motion, chair):
    one = separate_vote_on(motion, LIBRARY, words=EVENING)
    halves = [
        amendment_to(motion, f"In 1, delete “{words}”.", number=place)
        for place, words in (("1", "until nine"), ("2", "in the evening"))
    ]

    for half in halves:
        put(session, chair, half, Outcome.CARRIED)

    assert one.state is S.FALLEN
    record_fall(session, chair, one, now=NOON)


@pytest.mark.parametrize(
    ("question", "tie", "tally", "state"),
    [
        ("shall_stay", "nothing_changes", Tally(10, 20), S.LOST),
        ("shall_stay", "nothing_changes", Tally(20, 10), S.KEPT),
        ("shall_stay", "nothing_changes", Tally(10, 10), S.KEPT),
        ("shall_stay", "not_carried", Tally(10, 10), S.LOST),
        ("shall_stay", "not_carried", Tally(0, 0, 7), S.KEPT),
        ("shall_be_deleted", "nothing_changes", Tally(20, 10), S.LOST),
        ("shall_be_deleted", "nothing_changes", Tally(10, 20), S.KEPT),
        ("shall_be_deleted", "not_carried", Tally(10, 10), S.KEPT),
        ("shall_be_deleted", "not_carried", Tally(0, 0), S.KEPT),
    ],
)
def test_figures_decide_as_the_rulebook_puts_the_question(session, question, tie, tally, state):
    rulebook = (
        preset_text("federal_conference")
        .replace('separate_vote_question = "shall_stay"', f'separate_vote_question = "{question}"')
        .replace('separate_vote_tie = "nothing_changes"', f'separate_vote_tie = "{tie}"')
    )
    motion = published_motion(ConferenceFactory(rulebook=rulebook))
    one = separate_vote_on(motion, LIBRARY)

    result = count_votes(one, tally, happened_at=NOON)
    declare_result(session, actor_with(motion.conference, Role.CHAIR), one, result, now=NOON)

    assert one.state is state


# --- the public, taking back, correcting


def test_nobody_sees_a_result_that_can_still_be_taken_back(session, motion, chair):
    one = separate_vote_on(motion, LIBRARY)

    put(session, chair, one, Outcome.LOST)

    assert public_separate_vote_state(session, one, seen_at=NOON + SOON) is S.SELECTED
    later = NOON + timedelta(minutes=1)
    assert public_separate_vote_state(session, one, seen_at=later) is S.LOST


def test_taking_back_a_result_puts_the_words_back(session, motion, chair):
    before = texts(session, motion)
    amendment = amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")
    one = separate_vote_on(motion, LIBRARY)
    declaration = put(session, chair, one, Outcome.LOST)

    undo_result(session, chair, declaration, now=NOON + SOON)

    assert (one.state, one.change) == (S.SELECTED, None)
    assert amendment.state is AmendmentState.SELECTED
    assert texts(session, motion) == before
    put(session, chair, one, Outcome.LOST, now=NOON + 2 * SOON)
    assert one.change.key == f"separate-vote-{one.id}"


def test_a_corrected_result_brings_words_back_or_takes_them(session, motion, chair):
    before = texts(session, motion)
    one = separate_vote_on(motion, LIBRARY)
    vote = put(session, chair, one, Outcome.LOST).vote

    kept = Result(Outcome.CARRIED, NOON)
    correct_result(session, chair, vote, kept, reason="Misheard", now=NOON + timedelta(hours=1))

    assert one.state is S.KEPT
    assert texts(session, motion) == before


def test_words_lost_stay_lost_when_the_amendment_within_them_is_lost_after_all(
    session, motion, chair
):
    amendment = amendment_to(motion, "In 1, after “nine” insert “or ten”.", number="1")
    one = separate_vote_on(motion, LIBRARY, words=EVENING)
    vote = put(session, chair, amendment, Outcome.CARRIED).vote
    put(session, chair, one, Outcome.LOST)

    lost = Result(Outcome.LOST, NOON)
    correct_result(session, chair, vote, lost, reason="Misheard", now=NOON + timedelta(hours=1))

    assert "Keep every library open." in texts(session, motion)
    assert one.state is S.LOST


def test_confirmed_words_lost_take_with_them_what_a_correction_put_among_them(
    session, motion, chair
):
    amendment = amendment_to(motion, "In 1, after “nine” insert “or ten”.", number="1")
    one = separate_vote_on(motion, LIBRARY, words=EVENING)
    vote = put(session, chair, amendment, Outcome.LOST).vote
    put(session, chair, one, Outcome.LOST)
    carried, later = Result(Outcome.CARRIED, NOON), NOON + timedelta(hours=1)
    correct_result(session, chair, vote, carried, reason="Misheard", now=later)
    assert [clash.amendment for clash in clashes(session, motion, load_weave(session, motion))] == [
        amendment
    ]

    for reliance in open_reliances(session, motion):
        confirm_reliance(session, chair, reliance, now=later)

    assert "Keep every library open." in texts(session, motion)
    assert clashes(session, motion, load_weave(session, motion)) == []


def test_a_separate_vote_that_fell_is_put_when_what_made_it_fall_is_corrected(
    session, motion, chair
):
    amendment = amendment_to(motion, "Delete 1.", number="1")
    one = separate_vote_on(motion, LIBRARY)
    vote = put(session, chair, amendment, Outcome.CARRIED).vote

    lost = Result(Outcome.LOST, NOON)
    correct_result(session, chair, vote, lost, reason="Misheard", now=NOON + timedelta(hours=1))

    assert one.state is S.SELECTED
    assert now_put(session, motion) == one.subject


def test_open_separate_votes_fall_with_a_motion_referred_back(session, motion, chair):
    one = separate_vote_on(motion, LIBRARY)

    put(session, chair, motion, Outcome.REFERRED_BACK)

    assert motion.state is MotionState.REFERRED_BACK
    assert one.state is S.FALLEN
