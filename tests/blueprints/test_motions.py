import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.motion import (
    TREES,
    draft_motion,
    motion_in_order,
    published_motion,
    rejected_motion,
    selected_motion,
    submitted_motion,
)
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.models import Motion
from webapp.procedure.roles import Role
from webapp.procedure.states import MotionState
from webapp.text.clause import same_text
from webapp.text.records import load_document


@pytest.fixture
def conference(session):
    return ConferenceFactory()


@pytest.fixture
def delegate(conference):
    return PersonFactory(roles={conference: [Role.DELEGATE]})


@pytest.fixture
def drafter(delegate, sign_in):
    return sign_in(delegate)


@pytest.fixture
def committee(conference, sign_in):
    return sign_in(PersonFactory(roles={conference: [Role.COMMITTEE]}))


def the_motion(session):
    return session.query(Motion).one()


def test_a_motion_goes_from_a_pasted_text_to_its_public_page(
    session, conference, drafter, committee, client
):
    body = SubmittingBodyFactory(conference=conference)

    page = drafter.get(f"/motions/new/{conference.slug}")
    page = press(drafter, page, "Read it", source=f"F1 Trees for every street\n\n{TREES}")
    page = press(drafter, page, "Save draft", body=str(body.id))
    page = press(drafter, page, "Submit…")
    press(drafter, page, "Submit to the committee")
    page = committee.get(f"/motions/desk/{conference.slug}")
    page = press(committee, page, "In order")
    page = press(committee, page, "Select…")
    page = press(committee, page, "Select it", code="F13")
    page = press(committee, page, "Publish…")
    press(committee, page, "Publish")

    motion = the_motion(session)
    page = client.get(f"/motions/{motion.id}")
    assert motion.state is MotionState.PUBLISHED
    assert "F13 Trees for every street" in page.text
    assert 'id="l8"' in page.text


def test_every_doubt_about_a_pasted_text_is_told_before_anything_is_kept(
    session, conference, drafter
):
    wrong = "Conference calls for:\n\n1. Buses.\n\n3. Trains, as 9 z) says.\n\nSign up for news"

    page = drafter.get(f"/motions/new/{conference.slug}")
    page = press(drafter, page, "Read it", source=wrong)

    assert "does not follow from the one before" in page.text
    assert "9 z)" in page.text
    assert session.query(Motion).count() == 0


def test_the_source_is_corrected_and_read_again_with_all_that_was_typed(conference, drafter):
    page = drafter.get(f"/motions/new/{conference.slug}")
    page = press(drafter, page, "Read it", source=TREES)

    page = press(
        drafter, page, "Read it again", source=TREES.replace("Two", "Three"), title="Shade"
    )

    assert "Three trees" in page.text
    assert 'value="Shade"' in page.text


def test_a_paste_without_a_word_is_refused_beside_its_box(conference, drafter):
    page = drafter.get(f"/motions/new/{conference.slug}")

    page = press(drafter, page, "Read it", source=" \n ")

    assert page.status_code == 422
    assert "Paste or type the motion first." in page.text


def test_a_text_with_too_many_clauses_names_the_limit_and_is_given_back(conference, drafter):
    source = "\n\n".join(f"{n}. Plant a tree." for n in range(1, 20_100))
    page = drafter.get(f"/motions/new/{conference.slug}")

    page = press(drafter, page, "Read it", source=source)

    assert page.status_code == 422
    assert "20,000" in page.text
    assert "20099. Plant a tree." in page.text


def test_a_name_nobody_has_is_told_beside_its_box_and_nothing_typed_is_lost(conference, drafter):
    page = drafter.get(f"/motions/new/{conference.slug}")
    page = press(drafter, page, "Read it", source=TREES)

    page = press(drafter, page, "Save draft", title="Trees", mover="Nobody At All")

    assert page.status_code == 422
    assert "Nobody at this conference is called Nobody At All." in page.text
    assert "Two trees to be planted" in page.text


def test_a_motion_is_typed_clause_by_clause_without_scripts(session, conference, drafter):
    page = drafter.get(f"/motions/compose/{conference.slug}")
    page = press(drafter, page, "Add inside paragraph 1", **words(page, "Conference calls for:"))
    page = press(drafter, page, "Add after 1", **words(page, "Conference calls for:", "Buses."))
    typed = words(page, "Conference calls for:", "Buses.", "Trains.\n\nTrams.")
    press(drafter, page, "Save draft", title="Transport", **typed)

    document = load_document(the_motion(session).draft)
    assert [document.find(name).text for name in ("1", "2", "3")] == [
        " Buses.",
        " Trains.",
        " Trams.",
    ]


def words(page, *texts):
    boxes = [part.split('"')[0] for part in page.text.split('name="words-')[1:]]
    return {f"words-{box}": text for box, text in zip(boxes, texts, strict=True)}


def box_of(motion, citation):
    return f"words-{load_document(motion.draft).find(citation).id}"


def test_every_act_of_the_clause_editor_can_be_undone(session, drafter, delegate, conference):
    motion = draft_motion(conference, mover=delegate)

    page = drafter.get(f"/motions/{motion.id}/edit")
    page = press(drafter, page, "Strike 2 a)")
    assert "Water young trees" not in page.text.replace("&#34;", "").split('name="before"')[0]
    page = press(drafter, page, "Undo the last step")
    press(drafter, page, "Save draft")

    assert load_document(the_motion(session).draft).find("2 a)").text.startswith(" Water")


def test_an_edit_form_sent_back_untouched_is_no_change(session, drafter, delegate, conference):
    motion = draft_motion(conference, mover=delegate)
    before, back = load_document(motion.draft), motion.back

    page = drafter.get(f"/motions/{motion.id}/edit")
    press(drafter, page, "Save draft")

    after = the_motion(session)
    assert load_document(after.draft) == before
    assert same_text(load_document(after.draft), before)
    assert after.back == back


def test_of_two_who_save_at_once_the_second_sees_both_and_loses_nothing(
    session, drafter, delegate, conference
):
    motion = draft_motion(conference, mover=delegate)
    page = drafter.get(f"/motions/{motion.id}/edit")
    press(drafter, drafter.get(f"/motions/{motion.id}/edit"), "Save draft", title="The first")

    second = press(drafter, page, "Save draft", title="The second")

    assert second.status_code == 409
    assert "The text as the other person saved it" in second.text
    assert 'value="The second"' in second.text
    assert the_motion(session).title == "The first"
    press(drafter, second, "Save draft")
    session.expire_all()
    assert the_motion(session).title == "The second"


def test_a_record_in_the_form_that_is_not_ours_is_refused(drafter, delegate, conference):
    motion = draft_motion(conference, mover=delegate)
    page = drafter.get(f"/motions/{motion.id}/edit")

    for state in ("", "[]", "{}", '{"format": 1, "clauses": [7], "under": []}', "[" * 5000):
        answer = press(drafter, page, "Save draft", state=state)

        assert answer.status_code == 422


def test_the_submit_page_lists_what_is_missing_with_the_way_to_it(drafter, delegate, conference):
    motion = draft_motion(conference, mover=delegate, from_body=False)

    page = drafter.get(f"/motions/{motion.id}/submit")

    assert "1 of the 10 members needed" in page.text
    assert "Ask for signatures" in page.text
    assert "Submit to the committee" not in page.text


def test_a_delegate_signs_a_draft_whose_address_was_sent_to_her(
    session, conference, delegate, drafter, sign_in
):
    motion = draft_motion(conference, mover=delegate, from_body=False)
    address = drafter.get(f"/motions/{motion.id}").text.split('value="http://localhost')[1]
    signer = sign_in(PersonFactory(roles={conference: [Role.DELEGATE]}))

    page = signer.get(address.split('"')[0])
    press(signer, page, "Sign it")
    press(signer, page, "Sign it")

    assert len(the_motion(session).supporters) == 1
    assert signer.get(f"/motions/{motion.id}").status_code == 200


def test_a_guessed_address_shows_no_draft(conference, sign_in):
    motion = draft_motion(conference)
    stranger = sign_in(PersonFactory(roles={conference: [Role.DELEGATE]}))

    assert stranger.get(f"/motions/{motion.id}").status_code == 404
    assert stranger.get(f"/motions/{motion.id}/sign/{'0' * 20}").status_code == 404


def test_a_motion_that_is_not_printed_is_not_there_for_the_public(conference, client):
    motion = selected_motion(conference)

    assert client.get(f"/motions/{motion.id}").status_code == 404


def test_the_committee_sees_no_names_before_it_has_selected(conference, committee):
    motion = motion_in_order(conference)

    page = committee.get(f"/motions/desk/{conference.slug}")
    before = motion.mover.name in page.text
    page = press(committee, page, "Select…")
    page = press(committee, page, "Select it")

    assert not before
    assert motion.mover.name in page.text


def test_a_motion_is_out_of_order_for_a_reason_of_the_rulebook(session, conference, committee):
    submitted_motion(conference)

    page = committee.get(f"/motions/desk/{conference.slug}")
    page = press(committee, page, "Out of order…")
    page = press(
        committee, page, "Out of order", reason="It arrived after the deadline", words="By an hour."
    )

    assert the_motion(session).verdict_reason == "It arrived after the deadline. By an hour."
    assert "By an hour." in page.text


def test_a_reason_of_ones_own_has_to_be_written(conference, committee):
    submitted_motion(conference)
    page = committee.get(f"/motions/desk/{conference.slug}")
    page = press(committee, page, "Out of order…")

    page = press(committee, page, "Out of order", reason="other")

    assert page.status_code == 422
    assert "Write the reason." in page.text


def test_a_code_once_given_is_suggested_and_taken_no_second_time(conference, committee):
    rejected_motion(conference, code="F13")
    motion_in_order(conference, title="Another")

    page = committee.get(f"/motions/desk/{conference.slug}")
    page = press(committee, page, "Select…", _in="state-list-in_order")
    assert 'value="F14"' in page.text
    page = press(committee, page, "Select it", code="f13")

    assert page.status_code == 422
    assert "belonged" in page.text


def test_the_committee_redrafts_after_seeing_the_redline(session, conference, committee):
    motion = selected_motion(conference)
    page = committee.get(f"/motions/{motion.id}/redraft")
    box = box_of(motion, "2 a)")

    page = press(committee, page, "Show the changes", **{box: "Water all trees."})
    assert '<ins class="inserted' in page.text
    page = press(committee, page, "Change the text", reason="Shorter.")

    motion = the_motion(session)
    assert motion.state is MotionState.SELECTED
    assert [version.reason for version in motion.versions] == ["", "Shorter."]
    assert "Water all trees." in page.text


def test_a_redraft_needs_a_reason_and_keeps_what_was_typed(conference, committee):
    motion = selected_motion(conference)
    page = committee.get(f"/motions/{motion.id}/redraft")
    box = box_of(motion, "2 a)")
    page = press(committee, page, "Show the changes", **{box: "Changed."})

    page = press(committee, page, "Change the text")

    assert page.status_code == 422
    assert "Say why the text is changed." in page.text
    assert "Changed." in page.text


@pytest.mark.parametrize(
    "address", ["rule", "select", "reject", "redraft", "publish", "edit", "submit", "withdraw"]
)
def test_an_act_that_is_not_yours_is_refused_and_has_no_button(
    address, conference, drafter, client
):
    motion = published_motion(conference)

    assert drafter.get(f"/motions/{motion.id}/{address}").status_code in {403, 409}
    assert client.get(f"/motions/{motion.id}/{address}").status_code == 302
    page = drafter.get(f"/motions/{motion.id}")
    assert f"/motions/{motion.id}/{address}" not in page.text


def test_a_second_click_changes_nothing_and_says_so(session, conference, committee):
    motion = selected_motion(conference)
    page = committee.get(f"/motions/{motion.id}/publish")

    press(committee, page, "Publish")
    motion_in_order(conference, title="Another")
    desk = committee.get(f"/motions/desk/{conference.slug}")
    again = press(committee, desk, "Select…", _in="state-list-in_order")
    press(committee, again, "Select it", code="F20")
    twice = press(committee, again, "Select it", code="F20")

    assert twice.status_code == 409


HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} \u202eright to left\u202c e\u0301 👩‍👩‍👧"


def test_markup_and_template_code_are_words_like_any_other(session, conference, drafter, client):
    page = drafter.get(f"/motions/new/{conference.slug}")
    page = press(drafter, page, "Read it", source=f"{HOSTILE}:\n\n1. {HOSTILE}")
    page = press(drafter, page, "Save draft", title=HOSTILE)

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "{{ 7 * 7 }}" in page.text


def test_a_nest_thirty_deep_is_drafted_and_edited(conference, drafter):
    source = "\n\n".join("\u2009" + "\u2003" * level + f"Clause {level}" for level in range(1, 31))
    page = drafter.get(f"/motions/new/{conference.slug}")
    page = press(drafter, page, "Read it", source=source)
    page = press(drafter, page, "Save draft", title="Deep")

    page = press(drafter, page, "Edit clause by clause")

    assert page.status_code == 200
    assert "Clause 30" in page.text


def test_a_paste_beyond_all_measure_names_the_limit(conference, drafter):
    page = drafter.get(f"/motions/new/{conference.slug}")

    page = press(drafter, page, "Read it", source="word " * 400_001)

    assert page.status_code == 422
    assert "two million characters" in page.text


def test_a_text_of_a_thousand_clauses_is_shown_in_parts_and_edited_where_it_was_written(
    session, conference, drafter
):
    source = "\n\n".join(f"{n}. Plant tree number {n}." for n in range(1, 1_001))
    page = drafter.get(f"/motions/new/{conference.slug}")
    page = press(drafter, page, "Read it", source=source)
    page = press(drafter, page, "Save draft", title="Trees without end")

    second = press(drafter, page, "part 2")
    edit = press(drafter, page, "Edit clause by clause")

    assert "Plant tree number 1000." not in page.text
    assert "Plant tree number 1000." in second.text
    assert "too many clauses for one page of boxes" in edit.text
    press(drafter, edit, "Save draft", title="Trees with an end")
    assert the_motion(session).title == "Trees with an end"
    assert len(load_document(the_motion(session).draft).clauses) == 1_000


def test_an_applicability_is_edited_as_words_and_its_doubts_are_told(
    session, conference, drafter, delegate
):
    motion = draft_motion(conference, mover=delegate)
    page = drafter.get(f"/motions/{motion.id}/edit")

    page = press(
        drafter,
        page,
        "Save draft",
        applicability="Applicability: Federal, except 2 a) which is England only, and 9 z) too.",
    )

    assert "9 z)" in page.text
    assert "no such clause" in page.text
    assert "England only" in page.text


def test_a_motion_is_read_as_published_with_its_changes_and_as_it_stands(
    conference, committee, client
):
    motion = published_motion(conference)
    page = committee.get(f"/motions/{motion.id}/redraft")
    box = box_of(motion, "2 a)")
    page = press(committee, page, "Show the changes", **{box: "Water all trees."})
    press(committee, page, "Change the text", reason="Shorter.")

    page = client.get(f"/motions/{motion.id}")
    assert "Water young trees" in page.text
    page = press(client, page, "changes")
    assert '<del class="struck"' in page.text
    assert "Shorter." in page.text
    page = press(client, page, "as it stands now")
    assert "Water young trees" not in page.text
    clause = next(one for one in read_markup(page.text).walk() if one.get("id") == "2a")
    assert "Water all trees." in clause.words()
