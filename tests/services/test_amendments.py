from datetime import timedelta

import pytest

from tests.factories.amendment import (
    FIVE_SUMMERS,
    draft_amendment,
    selected_amendment,
    submitted_amendment,
)
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.motion import committee_of, published_motion, selected_motion
from tests.factories.person import PersonFactory, actor_of, actor_with
from tests.moments import NOON
from webapp.models import Amendment, Minute
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState
from webapp.queries.amendments import get_amendment, suggest_numbers
from webapp.queries.errors import NotThere
from webapp.queries.proposals import read_proposal, seen_document, text_with, visible_keys
from webapp.queries.standing import may
from webapp.queries.texts import keys_in_force, load_weave
from webapp.services import amendments, motions
from webapp.services.amendments import Proposal
from webapp.services.errors import (
    ChangedMeanwhile,
    NotReady,
    NotUnderstood,
    NumberTaken,
    ReasonMissing,
)
from webapp.services.minutes import verify_minutes
from webapp.text.editing import set_text
from webapp.text.instructions import ProblemKind
from webapp.text.records import load_change_set, load_document


@pytest.fixture
def motion(session):
    return published_motion()


def document_of(motion):
    return load_document(motion.versions[-1].document)


def edited(motion, name="2 a)", words="Water young trees in their first five summers."):
    document = document_of(motion)
    return set_text(document, document.find(name).id, words)


def committee(motion):
    return actor_of(committee_of(motion))


def republished(session, motion, name, words):
    """Have the committee redraft one clause and print the motion again."""
    actor = committee(motion)
    document = load_weave(session, motion).text(keys_in_force(session, motion))
    redrafted = set_text(document, document.find(name).id, words)
    at = NOON + timedelta(hours=1)
    motions.redraft_motion(session, actor, motion, redrafted, reason="Clearer", now=at)
    motions.publish_motion(session, actor, motion, now=at)
    session.commit()


def revised(session, amendment, *, seen=None, now=NOON, **said):
    motion = amendment.motion
    proposal = Proposal(mover_id=amendment.mover_id, body_id=amendment.body_id, **said)
    amendments.revise_amendment(
        session,
        actor_of(amendment.drafter),
        amendment,
        proposal,
        seen_version=amendment.row_version if seen is None else seen,
        now=now,
    )
    return motion


def test_both_ways_of_writing_an_amendment_give_the_same_change(session, motion):
    instructed = submitted_amendment(motion, typed=FIVE_SUMMERS)
    in_place = submitted_amendment(motion, edited=edited(motion))

    changes = [load_change_set(one.change.record) for one in (instructed, in_place)]
    assert changes[0].operations == changes[1].operations
    assert instructed.submitted_words == in_place.submitted_words == FIVE_SUMMERS


def test_an_instruction_becomes_the_text_edited_in_place_and_back(session, motion):
    amendment = draft_amendment(motion)
    proposed = read_proposal(session, amendment)

    text = text_with(seen_document(amendment.text_version), proposed.change)
    revised(session, amendment, edited=text)

    again = read_proposal(session, amendment)
    assert again.change.operations == proposed.change.operations
    assert again.words == FIVE_SUMMERS


def test_a_text_sent_back_untouched_changes_nothing_and_is_not_submitted(session, motion):
    amendment = draft_amendment(motion, edited=document_of(motion))

    with pytest.raises(NotReady) as refused:
        amendments.submit_amendment(session, actor_of(amendment.drafter), amendment, now=NOON)

    assert [one.what for one in refused.value.obstacles] == ["no_change"]
    assert amendment.state is AmendmentState.DRAFT


def test_only_a_published_motion_is_amended(session):
    motion = selected_motion()

    with pytest.raises(WrongState):
        draft_amendment(motion)


def test_an_observer_drafts_no_amendment(session, motion):
    with pytest.raises(NotPermitted):
        amendments.draft_amendment(
            session, actor_with(motion.conference, Role.OBSERVER), motion, Proposal(), now=NOON
        )


def test_a_draft_sent_twice_is_one_draft(session, motion):
    person = PersonFactory(roles={motion.conference: [Role.DELEGATE]})
    body = SubmittingBodyFactory(conference=motion.conference)
    proposal = Proposal(typed=FIVE_SUMMERS, mover_id=person.id, body_id=body.id)

    drafts = {
        amendments.draft_amendment(session, actor_of(person), motion, proposal, now=NOON).id
        for _ in range(2)
    }

    assert len(drafts) == 1


def test_a_draft_saved_in_another_tab_is_not_overwritten(session, motion):
    amendment = draft_amendment(motion)
    seen = amendment.row_version
    revised(session, amendment, seen=seen, typed="Delete 2 b).")

    with pytest.raises(ChangedMeanwhile):
        revised(session, amendment, seen=seen, typed="Delete 1.")

    assert amendment.typed == "Delete 2 b)."


def test_saving_the_same_twice_is_saving_once(session, motion):
    amendment = draft_amendment(motion)
    seen = amendment.row_version
    revised(session, amendment, seen=seen, typed="Delete 2 b).")
    minutes = session.query(Minute).count()

    revised(session, amendment, seen=seen, typed="Delete 2 b).")

    assert session.query(Minute).count() == minutes


def test_what_was_looked_at_is_what_is_submitted(session, motion):
    amendment = draft_amendment(motion)
    seen = amendment.row_version
    revised(session, amendment, typed="Delete 2 b).")

    with pytest.raises(ChangedMeanwhile):
        amendments.submit_amendment(
            session, actor_of(amendment.drafter), amendment, now=NOON, seen_version=seen
        )

    assert amendment.state is AmendmentState.DRAFT


def test_submitted_words_are_kept_whatever_becomes_of_the_motion(session, motion):
    amendment = submitted_amendment(motion)

    republished(session, motion, "1", "Three trees to be planted for every tree.")

    assert amendment.submitted_words == FIVE_SUMMERS
    with pytest.raises(WrongState):
        revised(session, amendment, typed="Delete 1.")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("In 1, delete “oaks”.", ProblemKind.ANCHOR_MISSING),
        ("Delete “trees”.", ProblemKind.ANCHOR_REPEATED),
        ("Delete 9 z).", ProblemKind.NO_SUCH_CLAUSE),
        ("Please do something about it", ProblemKind.NOT_UNDERSTOOD),
    ],
)
def test_an_instruction_that_leaves_a_question_is_not_submitted_and_not_lost(
    session, motion, typed, kind
):
    amendment = draft_amendment(motion, typed=typed)

    with pytest.raises(NotUnderstood) as refused:
        amendments.submit_amendment(session, actor_of(amendment.drafter), amendment, now=NOON)

    assert refused.value.problems[0].kind is kind
    assert amendment.typed == typed


def test_words_found_twice_are_offered_to_choose_from(session, motion):
    amendment = draft_amendment(motion, typed="Delete “trees”.")

    problem = read_proposal(session, amendment).problems[0]

    assert len(problem.candidates) > 1
    answered = amendment.typed[: problem.start] + problem.candidates[0].replacement
    revised(session, amendment, typed=answered + amendment.typed[problem.end :])
    assert read_proposal(session, amendment).change is not None


def test_an_amendment_needs_a_body_or_enough_supporters(session, motion):
    amendment = draft_amendment(motion, from_body=False)

    with pytest.raises(NotReady) as refused:
        amendments.submit_amendment(session, actor_of(amendment.drafter), amendment, now=NOON)

    found = refused.value.obstacles[0]
    assert (found.what, found.found) == ("too_few_supporters", 1)


def test_signing_twice_is_signing_once(session, motion):
    amendment = draft_amendment(motion, from_body=False)
    friend = actor_with(motion.conference, Role.DELEGATE)

    for _ in range(2):
        amendments.support_amendment(session, friend, amendment, now=NOON)

    assert len(amendment.supporters) == 1


def test_the_committee_does_not_learn_who_brings_an_amendment_before_it_has_chosen(session, motion):
    actor = committee(motion)
    amendment = submitted_amendment(motion)
    before = may(actor, "amendment:see_movers", amendment)

    amendments.select_amendment(session, actor, amendment, number="1", now=NOON)

    assert not before
    assert may(actor, "amendment:see_movers", amendment)


def test_a_draft_is_its_proposers_own(session, motion):
    amendment = draft_amendment(motion)

    for actor in (committee(motion), actor_with(motion.conference, Role.DELEGATE)):
        with pytest.raises(NotThere):
            get_amendment(session, actor, amendment.id)


def test_what_has_no_number_is_not_public(session, motion):
    amendment = submitted_amendment(motion)
    reader = actor_with(motion.conference, Role.DELEGATE)

    with pytest.raises(NotThere):
        get_amendment(session, reader, amendment.id)
    assert visible_keys(session, reader, motion) == frozenset()


def test_a_number_is_never_given_twice(session, motion):
    actor = committee(motion)
    first = selected_amendment(motion, number="1")
    amendments.reject_amendment(session, actor, first, reason="No time", now=NOON)
    second = submitted_amendment(motion, typed="Delete 2 b).")

    for taken in ("1", " 1 ", "01", ""):
        with pytest.raises(NumberTaken):
            amendments.select_amendment(session, actor, second, number=taken, now=NOON)
    amendments.select_amendment(session, actor, second, number="1a", now=NOON)

    assert second.number == "1A"


def test_numbers_are_suggested_in_the_order_of_the_text(session, motion):
    last = submitted_amendment(motion, typed="Delete 2 b).")
    first = submitted_amendment(motion, typed="In 1, delete “Two”.")
    middle = submitted_amendment(motion)
    session.refresh(motion)

    suggested = suggest_numbers(session, motion)

    assert suggested == {first.id: "1", middle.id: "2", last.id: "3"}


def test_a_refusal_has_a_reason_and_can_be_taken_back_on_appeal(session, motion):
    actor = committee(motion)
    amendment = submitted_amendment(motion)

    with pytest.raises(ReasonMissing):
        amendments.rule_amendment_out_of_order(session, actor, amendment, reason=" ", now=NOON)
    amendments.rule_amendment_out_of_order(session, actor, amendment, reason="Vague", now=NOON)
    amendments.rule_amendment_in_order(session, actor, amendment, now=NOON)

    assert amendment.state is AmendmentState.SUBMITTED
    assert amendment.verdict_reason is None


def test_a_draft_to_a_motion_published_since_is_taken_over_to_the_new_text(session, motion):
    amendment = draft_amendment(motion, edited=edited(motion))
    republished(session, motion, "1", "Three trees to be planted for each.")
    actor, later = actor_of(amendment.drafter), NOON + timedelta(hours=2)
    with pytest.raises(NotReady) as refused:
        amendments.submit_amendment(session, actor, amendment, now=later)
    seen = amendment.row_version

    amendments.renew_amendment(session, actor, amendment, seen_version=seen, now=later)
    amendments.submit_amendment(session, actor, amendment, now=later)

    assert [one.what for one in refused.value.obstacles] == ["text_republished"]
    assert amendment.text_version.number == motion.versions[-1].number
    assert "delete “three” and insert “five”" in amendment.submitted_words


def test_a_motion_redrafted_at_the_same_words_asks_for_attention(session, motion):
    amendment = submitted_amendment(motion)

    republished(session, motion, "2 a)", "Water young trees in their first nine summers.")

    assert read_proposal(session, amendment).collisions_in_force


def test_amendments_to_the_same_words_are_told_to_their_authors(session, motion):
    selected_amendment(motion, number="1")
    mine = draft_amendment(motion, typed="In 2 a), delete “three” and insert “ten”.")
    keys = visible_keys(session, actor_of(mine.drafter), motion)

    found = read_proposal(session, mine, keys).collisions

    assert [one.hard for one in found] == [True]
    assert "Amendment 1" in found[0].sentence


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script> {{ 7 * 7 }} {% raw %}",
        "שלום עולם אמן",
        "e\u0301 and 👩🏽‍🌾 and \ufeff\u200fa\u00a0b",
    ],
    ids=["markup", "right to left", "marks"],
)
def test_strange_words_go_through_word_for_word(session, motion, words):
    amendment = submitted_amendment(motion, edited=edited(motion, words=words))
    weave = load_weave(session, motion)
    key = amendment.change.key

    text = weave.text(keys_in_force(session, motion) | {key})

    assert text.find("2 a)").text.split() == words.split()


def test_the_minute_book_holds_every_act_and_no_name(session, motion):
    amendment = selected_amendment(motion, number="1")

    acts = [
        minute.activity
        for minute in session.query(Minute).order_by(Minute.number)
        if minute.subject == f"amendment:{amendment.id}"
    ]

    assert acts == ["amendment:draft", "amendment:submit", "amendment:select"]
    assert list(verify_minutes(session, motion.conference_id)) == []


def test_a_closed_conference_hides_its_amendments_from_those_outside(session):
    conference = ConferenceFactory(is_closed=True)
    amendment = selected_amendment(published_motion(conference))

    with pytest.raises(NotThere):
        get_amendment(session, actor_with(ConferenceFactory(), Role.DELEGATE), amendment.id)
    assert session.query(Amendment).count() == 1
