from datetime import timedelta

import pytest

from tests.factories.debate import LATER, amendment_to, declared
from tests.factories.person import actor_of, actor_with
from tests.moments import NOON
from webapp.models import AnswerToText, Minute, TextAnswer
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.queries.rebasing import Fit, TroubleKind, last_answer, rebase
from webapp.queries.texts import keys_in_force, load_weave
from webapp.services.errors import ChangedMeanwhile, ReasonMissing
from webapp.services.minutes import verify_minutes
from webapp.services.motions import publish_motion, redraft_motion
from webapp.services.rebasing import answer_new_text
from webapp.text.editing import set_text, strike_clause

TEN = "In 1 (line 3), delete “nine” and insert “ten”."


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, TEN)


@pytest.fixture
def author(amendment):
    return actor_of(amendment.drafter)


def redrafted(session, motion, edit, *, publish=False, now=LATER):
    committee = actor_with(motion.conference, Role.COMMITTEE)
    text = load_weave(session, motion).text(keys_in_force(session, motion))
    redraft_motion(session, committee, motion, edit(text), reason="Clearer so.", now=now)
    if publish:
        publish_motion(session, committee, motion, now=now)
    session.commit()
    return motion.versions[-1].number


def reworded(citation, words):
    return lambda text: set_text(text, text.find(citation).id, words)


def struck(citation):
    return lambda text: strike_clause(text, text.find(citation).id)


def test_an_amendment_to_a_text_that_has_not_changed_is_not_asked_about(session, motion, amendment):
    assert rebase(session, amendment, seen_at=NOON) is None


def test_a_redraft_elsewhere_leaves_an_amendment_clean(session, motion, amendment):
    redrafted(session, motion, reworded("3", "Pay for it from the levy on cars."))

    found = rebase(session, amendment, seen_at=NOON)

    assert (found.fit, found.words) == (Fit.CLEAN, amendment.submitted_words)
    assert found.reasons == ("Clearer so.",)
    assert not found.needs_answer


def test_an_amendment_whose_lines_have_moved_reads_otherwise_and_says_the_same(
    session, motion, amendment
):
    longer = "Conference notes that half of our libraries close before six. " * 3
    redrafted(session, motion, reworded("paragraph 1", longer.strip()), publish=True)

    found = rebase(session, amendment, seen_at=NOON)

    assert found.fit is Fit.MOVED
    assert amendment.submitted_words == TEN
    assert found.words == "In 1 (line 5), delete “nine” and insert “ten”."


def test_a_redraft_of_the_same_words_needs_attention_and_says_where(session, motion, amendment):
    redrafted(session, motion, reworded("1", "Keep every library open until late at night."))

    found = rebase(session, amendment, seen_at=NOON)

    assert found.fit is Fit.ATTENTION
    assert TroubleKind.COLLISION in [one.kind for one in found.troubles]
    assert "the same words of 1" in " ".join(one.said for one in found.troubles)


def test_a_redraft_that_says_the_same_already_leaves_no_effect(session, motion, amendment):
    text = "Keep every library open until ten in the evening."
    redrafted(session, motion, reworded("1", text))

    found = rebase(session, amendment, seen_at=NOON)

    assert [one.kind for one in found.troubles] == [TroubleKind.WITHOUT_EFFECT]


def test_an_amendment_to_a_clause_that_was_struck_needs_attention(session, motion, amendment):
    redrafted(session, motion, struck("1"))

    found = rebase(session, amendment, seen_at=NOON)

    assert found.fit is Fit.ATTENTION


def test_a_decided_amendment_is_not_asked_about_any_more(session, motion):
    amendment = amendment_to(motion, TEN, number="1")
    declared(amendment)
    redrafted(
        session,
        motion,
        reworded("3", "Pay for it from the levy on cars."),
        now=LATER + timedelta(minutes=1),
    )

    assert rebase(session, amendment, seen_at=NOON) is None


def test_the_author_agrees_and_the_words_submitted_stay(session, motion, amendment, author):
    longer = "Conference notes that half of our libraries close before six. " * 3
    seen = redrafted(session, motion, reworded("paragraph 1", longer.strip()), publish=True)

    for _ in range(2):
        answer_new_text(
            session, author, amendment, AnswerToText.AGREES, seen_version=seen, now=NOON
        )

    answer = session.query(TextAnswer).one()
    assert amendment.submitted_words == TEN
    assert answer.shown == "In 1 (line 5), delete “nine” and insert “ten”."
    minute = session.query(Minute).filter_by(activity="amendment:agree").one()
    assert (minute.facts["version"], minute.facts["fit"]) == (seen, "moved")
    assert list(verify_minutes(session, motion.conference_id)) == []


def test_an_objection_needs_a_reason_and_the_last_answer_counts(session, motion, amendment, author):
    seen = redrafted(session, motion, reworded("1", "Keep every library open until late."))
    say = {"seen_version": seen, "now": NOON}
    with pytest.raises(ReasonMissing):
        answer_new_text(session, author, amendment, AnswerToText.OBJECTS, words=" ", **say)

    answer_new_text(session, author, amendment, AnswerToText.AGREES, **say)
    answer_new_text(session, author, amendment, AnswerToText.OBJECTS, words="Not the same.", **say)

    last = last_answer(session, amendment, motion.versions[-1])
    assert (last.answer, last.words) == (AnswerToText.OBJECTS, "Not the same.")


def test_an_answer_to_a_text_that_changed_again_is_refused(session, motion, amendment, author):
    seen = redrafted(session, motion, reworded("1", "Keep every library open until late."))
    redrafted(session, motion, reworded("3", "Pay for it."), now=LATER + timedelta(minutes=1))

    with pytest.raises(ChangedMeanwhile):
        answer_new_text(
            session, author, amendment, AnswerToText.AGREES, seen_version=seen, now=NOON
        )


def test_nobody_answers_for_the_author(session, motion, amendment):
    seen = redrafted(session, motion, reworded("1", "Keep every library open until late."))

    with pytest.raises(NotPermitted):
        answer_new_text(
            session,
            actor_with(motion.conference, Role.COMMITTEE),
            amendment,
            AnswerToText.AGREES,
            seen_version=seen,
            now=NOON,
        )
