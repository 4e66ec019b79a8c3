import pytest

from tests.browser import press
from tests.factories.amendment import (
    FIVE_SUMMERS,
    draft_amendment,
    selected_amendment,
    submitted_amendment,
)
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.models import Amendment
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState


@pytest.fixture
def conference(session):
    return ConferenceFactory()


@pytest.fixture
def motion(conference):
    return published_motion(conference)


@pytest.fixture
def body(conference):
    return SubmittingBodyFactory(conference=conference)


@pytest.fixture
def delegate(conference):
    return PersonFactory(roles={conference: [Role.DELEGATE]})


@pytest.fixture
def author(delegate, sign_in):
    return sign_in(delegate)


@pytest.fixture
def committee(conference, sign_in):
    return sign_in(PersonFactory(roles={conference: [Role.COMMITTEE]}))


def the_amendment(session):
    return session.query(Amendment).one()


def box_of(page, words):
    """Return the name of the text box that holds these words."""
    markup = read_markup(page.text)
    return next(e.get("name") for e in markup.walk() if e.tag == "textarea" and words in e.words())


def test_a_text_edited_in_place_goes_to_the_paper(session, motion, body, author, committee, client):
    page = author.get(f"/motions/{motion.id}")
    page = press(author, page, "Change the text in place")
    box = box_of(page, "Water young trees")
    page = press(
        author,
        page,
        "Look at it and submit",
        **{box: "Water young trees in their first five summers.", "body": str(body.id)},
    )
    assert "In 2 a) (line 7), delete “three” and insert “five”." in page.text
    page = press(author, page, "Submit to the committee")
    page = committee.get(f"/amendments/desk/{motion.id}")
    press(committee, page, "Select")

    page = client.get(f"/amendments/motion/{motion.id}")
    page = press(client, page, "Amendment 1")

    assert the_amendment(session).state is AmendmentState.SELECTED
    assert "delete “three” and insert “five”" in page.text


def test_an_instruction_goes_to_the_committee(session, motion, body, author):
    page = author.get(f"/motions/{motion.id}")
    page = press(author, page, "Type an instruction")
    page = press(
        author,
        page,
        "Look at it and submit",
        instruction="In line 7, delete 'three' and insert 'five'.",
        body=str(body.id),
    )
    page = press(author, page, "Submit to the committee")

    assert the_amendment(session).submitted_words == (
        "In 2 a) (line 7), delete “three” and insert “five”."
    )


def at_edit(browser, motion, way="new"):
    return browser.get(f"/amendments/{way}/{motion.id}")


def name_of_act(page, act, words):
    """Return the value of the button that does an act to the clause with these words."""
    return f"{act}:{box_of(page, words).removeprefix('words-')}"


def send(browser, page, act, **typed):
    """Press a button beside a clause, known by what it sends."""
    markup = read_markup(page.text)
    button = next(e for e in markup.walk() if e.get("value") == act)
    return press(browser, page, button.words(), **typed)


def test_every_act_keeps_what_was_typed_in_every_box(session, motion, author):
    page = at_edit(author, motion)
    typed = {box_of(page, "Publish each felling"): "Publish each felling a year ahead."}

    page = send(author, page, name_of_act(page, "up", "Publish each felling"), **typed)
    page = send(author, page, name_of_act(page, "add", "Two trees"))
    page = send(author, page, name_of_act(page, "strike", "Water young trees"))

    assert "Publish each felling a year ahead." in page.text
    assert session.query(Amendment).count() == 1
    again = author.get(f"/amendments/{the_amendment(session).id}/edit")
    assert "Publish each felling a year ahead." in again.text
    assert "Delete line 7 (2 a))." in again.text


def test_the_last_step_is_undone(session, motion, author):
    page = at_edit(author, motion)
    page = send(author, page, name_of_act(page, "strike", "Water young trees"))

    page = press(author, page, "Undo the last step")

    assert box_of(page, "Water young trees")
    assert "Nothing is changed yet." in page.text


def test_a_struck_clause_is_put_back_where_it_stood(session, motion, author):
    page = at_edit(author, motion)
    page = send(author, page, name_of_act(page, "strike", "Councils to"))
    page = press(author, page, "Save draft")

    page = press(author, page, "Put it back 2")

    assert box_of(page, "Water young trees")
    assert "Nothing is changed yet." in page.text


def test_an_empty_line_in_a_box_splits_the_clause(session, motion, author):
    page = at_edit(author, motion)
    box = box_of(page, "Publish each felling")

    page = press(
        author,
        page,
        "Save draft",
        **{box: "Publish each felling a month ahead,\r\n\r\nwith its reason."},
    )

    assert "begin new clause" in page.text


def test_a_form_sent_back_untouched_changes_nothing(session, motion, author):
    page = at_edit(author, motion)

    page = press(author, page, "Look at it and submit")

    assert "It changes nothing yet." in page.text
    assert "Submit to the committee" not in page.text


def test_the_published_text_can_be_begun_with_again(session, motion, author):
    page = at_edit(author, motion)
    page = send(author, page, name_of_act(page, "strike", "Water young trees"))

    page = press(author, page, "Begin again from the published text")

    assert "Nothing is changed yet." in page.text


def test_a_question_is_answered_with_one_click(session, motion, author):
    page = at_edit(author, motion, "instruct")
    page = press(author, page, "Save draft", instruction="Delete “trees”.")
    answers = [e for e in read_markup(page.text).walk() if e.get("name") == "use"]

    page = press(author, page, answers[1].words())

    assert len(answers) > 1
    assert "question before it can be printed" not in page.text
    assert the_amendment(session).typed != "Delete “trees”."


def test_an_answer_to_words_changed_since_is_asked_again(session, motion, author):
    page = at_edit(author, motion, "instruct")
    page = press(author, page, "Save draft", instruction="Delete “trees”.")
    answer = next(e for e in read_markup(page.text).walk() if e.get("name") == "use")

    page = press(author, page, answer.words(), instruction="Please delete “summers”")

    assert "You changed the instruction since." in page.text
    assert the_amendment(session).typed == "Please delete “summers”"


def test_an_instruction_that_was_not_read_is_kept_with_the_words_it_failed_on(
    session, motion, author
):
    page = at_edit(author, motion, "instruct")

    page = press(author, page, "Look at it and submit", instruction="Delete 9 z).")

    assert page.status_code == 422
    assert "The motion has no clause called that." in page.text
    assert the_amendment(session).typed == "Delete 9 z)."


def test_an_instruction_goes_on_in_the_text_and_back(session, motion, author):
    page = at_edit(author, motion, "instruct")
    page = press(author, page, "Save draft", instruction="In line 7, delete “three”.")

    page = press(author, page, "Go on with it in the text, clause by clause")
    assert box_of(page, "Water young trees in their first summers.")
    page = press(author, page, "Go on with it as an instruction")

    assert the_amendment(session).typed == "In 2 a) (line 7), delete “three”."


def test_a_name_nobody_has_is_told_and_the_text_is_kept(session, motion, author):
    page = at_edit(author, motion)
    box = box_of(page, "Water young trees")

    page = press(
        author, page, "Look at it and submit", mover="Nobody At All", **{box: "Water them."}
    )

    assert page.status_code == 422
    assert "Nobody at this conference is called Nobody At All." in page.text
    again = author.get(f"/amendments/{the_amendment(session).id}/edit")
    assert box_of(again, "Water them.")


def test_two_tabs_do_not_overwrite_one_another(session, motion, author):
    page = at_edit(author, motion, "instruct")
    first = press(author, page, "Save draft", instruction="Delete 1.")
    press(author, first, "Save draft", instruction="Delete 2 b).")

    page = press(author, first, "Save draft", instruction="Delete 2 a).")

    assert page.status_code == 409
    assert "Delete 2 a)." in page.text
    assert "Delete line 8 (2 b))." in page.text
    assert the_amendment(session).typed == "Delete 2 b)."


def test_a_second_click_makes_no_second_amendment(session, motion, body, author):
    page = at_edit(author, motion, "instruct")
    typed = {"instruction": "Delete 2 b).", "body": str(body.id)}

    for _ in range(2):
        review = press(author, page, "Look at it and submit", **typed)
    press(author, review, "Submit to the committee")
    page = press(author, review, "Submit to the committee")

    assert page.status_code == 409
    assert the_amendment(session).state is AmendmentState.SUBMITTED


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "{{ config }} {% for x in y %}",
        "\u202eשלום\u202c and \x07 and 👩🏽\u200d🌾",
        "Delete “" + "trees and " * 10_000 + "”.",
    ],
    ids=["markup", "template", "direction", "hundred kilobytes"],
)
@pytest.mark.parametrize("way", ["new", "instruct"])
def test_hostile_words_are_shown_as_they_are_and_break_nothing(session, motion, author, way, words):
    page = at_edit(author, motion, way)
    box = box_of(page, "Water young trees") if way == "new" else "instruction"

    page = press(author, page, "Save draft", **{box: words})

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert author.get(f"/amendments/{the_amendment(session).id}").status_code == 200


def test_supporters_sign_at_the_address_they_were_sent(
    session, motion, conference, delegate, author, sign_in
):
    draft = draft_amendment(motion, delegate, from_body=False)
    page = author.get(f"/amendments/{draft.id}")
    address = next(
        e.get("value") for e in read_markup(page.text).walk() if e.get("id") == "address"
    )
    friend = sign_in(PersonFactory(roles={conference: [Role.DELEGATE]}))

    page = friend.get(address)
    page = press(friend, page, "Sign it")

    assert "You have signed this amendment." in page.text
    assert len(the_amendment(session).supporters) == 1
    assert friend.get(f"{address[:-4]}aaaa").status_code == 404


def test_the_committee_sees_no_names_and_what_collides(session, motion, committee):
    first = submitted_amendment(motion)
    submitted_amendment(motion, typed="In 2 a), delete “three” and insert “ten”.")

    page = committee.get(f"/amendments/desk/{motion.id}")

    assert first.mover.name not in page.text
    assert "names are hidden until selection" in page.text
    assert "only one can stand" in page.text


def test_a_number_that_was_given_is_refused_beside_its_box(session, motion, committee):
    selected_amendment(motion, number="1")
    submitted_amendment(motion, typed="Delete 2 b).")
    page = committee.get(f"/amendments/desk/{motion.id}")

    page = press(committee, page, "Select", number="1")

    assert page.status_code == 422
    assert "it is or was another amendment’s" in page.text


def test_an_amendment_is_left_out_for_a_reason_its_author_reads(
    session, motion, committee, sign_in
):
    amendment = submitted_amendment(motion)
    page = committee.get(f"/amendments/desk/{motion.id}")
    page = press(committee, page, "Do not select…")
    refused = press(committee, page, "Not selected", reason="other")
    press(committee, refused, "Not selected", reason="other", words="There is no time for it")

    page = sign_in(amendment.drafter).get(f"/amendments/{amendment.id}")

    assert refused.status_code == 422
    assert "There is no time for it" in page.text
    assert amendment.state is AmendmentState.NOT_SELECTED


def test_an_amendment_out_of_order_is_taken_back_on_appeal(session, motion, committee):
    amendment = submitted_amendment(motion)
    page = committee.get(f"/amendments/desk/{motion.id}")
    page = press(committee, page, "Out of order…")
    page = press(committee, page, "Out of order", reason="other", words="It is vague")

    press(committee, page, "In order after all")

    assert amendment.state is AmendmentState.SUBMITTED


def test_a_submitted_amendment_is_withdrawn_by_its_author(session, motion, sign_in):
    amendment = submitted_amendment(motion)
    browser = sign_in(amendment.drafter)
    page = browser.get(f"/amendments/{amendment.id}")
    page = press(browser, page, "Withdraw…")

    press(browser, page, "Withdraw it")

    assert amendment.state is AmendmentState.WITHDRAWN


def test_nobody_else_is_offered_what_only_the_author_may_do(session, motion, client, author):
    amendment = selected_amendment(motion)

    pages = [browser.get(f"/amendments/{amendment.id}") for browser in (client, author)]

    for page in pages:
        assert "In 2 a) (line 7), delete “three” and insert “five”." in page.text
        assert "Withdraw…" not in page.text
        assert "Edit" not in [e.words() for e in read_markup(page.text).walk() if e.tag == "a"]


def test_a_delegate_finds_a_draft_again_among_their_amendments(motion, conference, author):
    page = at_edit(author, motion, "instruct")
    press(author, page, "Save draft", instruction="Delete 2 b).")

    page = author.get(f"/amendments/mine/{conference.slug}")
    page = press(author, page, "Amendment in draft")
    page = press(author, page, "Edit")

    assert "Delete 2 b)." in page.text


def test_a_draft_to_a_text_published_since_is_taken_over(
    session, motion, author, committee, delegate
):
    draft = draft_amendment(motion, delegate)
    page = committee.get(f"/motions/{motion.id}/redraft")
    box = box_of(page, "Two trees")
    page = press(committee, page, "Show the changes", **{box: "Three trees for each."})
    press(committee, page, "Change the text", reason="Shorter")
    page = committee.get(f"/motions/{motion.id}/publish")
    press(committee, page, "Publish")

    page = author.get(f"/amendments/{draft.id}/edit")
    page = press(author, page, "Take it over to the new text")

    assert "Take it over" not in page.text
    assert "delete “three” and insert “five”" in page.text
    assert the_amendment(session).typed == FIVE_SUMMERS


LONG_TEXT = "Conference calls for:\n\n" + "\n\n".join(
    f"{place}. Demand number {place} on the councils." for place in range(1, 71)
)


def test_in_a_long_text_the_buttons_of_a_clause_come_when_asked_for(session, conference, author):
    motion = published_motion(conference, text=LONG_TEXT)
    page = at_edit(author, motion)
    assert "Strike 33" not in [
        e.words() for e in read_markup(page.text).walk() if e.tag == "button"
    ]

    page = press(author, page, "Add, move, join, strike… 33")
    page = press(author, page, "Strike 33")

    assert "Delete line 34 (33)." in page.text
