import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory
from tests.factories.debate import BEFORE, declared, published_motion
from tests.factories.person import PersonFactory, actor_with
from tests.factories.separate_vote import separate_vote_on
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import Outcome
from webapp.services.separate_votes import mark_options

pytestmark = pytest.mark.usefixtures("at_noon")

EVENING = "until nine in the evening"


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def sit_down(sign_in, motion):
    """Give somebody with a part at the conference a browser."""
    return lambda role: sign_in(PersonFactory(roles={motion.conference: [role]}))


@pytest.fixture
def delegate(sit_down):
    return sit_down(Role.DELEGATE)


@pytest.mark.both_databases
def test_words_are_asked_for_put_and_lost_and_the_text_says_so(
    motion, sit_down, delegate, client, at_noon
):
    chair = sit_down(Role.CHAIR)
    page = press(
        delegate, delegate.get(f"/motions/{motion.id}"), "Ask for a separate vote on some words"
    )
    page = press(delegate, page, "Ask for this vote", first="3", words=EVENING)
    assert "The separate vote is asked for." in page.text

    desk = press(chair, chair.get(f"/voting/{motion.id}"), "Select this vote")
    desk = press(chair, desk, "Chair’s desk")
    assert "The question is that these words stand." in desk.text
    assert "If the words are lost" in desk.text
    desk = press(chair, desk, "Words lost")
    assert "(line 3): Lost." in desk.text
    at_noon.advance(minutes=1)
    press(chair, desk, "Carried")
    at_noon.advance(minutes=1)

    final = client.get(f"/motions/{motion.id}")
    assert "Passed as amended; “until nine in the evening” (line 3) lost in a separate vote" in (
        final.text
    )
    assert "Keep every library open." in final.text
    assert EVENING in client.get(f"/motions/{motion.id}?view=changes").text
    record = client.get(f"/voting/{motion.id}/results").text
    assert "The separate vote on “until nine in the evening” (line 3)" in record
    history = client.get(f"/history/{motion.id}").text
    assert "“until nine in the evening” (line 3): a separate vote." in history
    origins = client.get(f"/history/{motion.id}/origins").text
    assert "lost in a separate vote" in origins
    plain = client.get(f"/exports/{motion.id}/final.txt").text
    assert "Keep every library open." in plain


def test_whoever_asks_for_the_same_words_is_named_beside_the_first(motion, sign_in, sit_down):
    conference = motion.conference
    names = ["Jo Moss", "Kim Lee"]
    askers = [PersonFactory(name=name, roles={conference: [Role.DELEGATE]}) for name in names]
    for asker, reason in zip(askers, ["Too dear.", "Too late."], strict=True):
        browser = sign_in(asker)
        page = press(
            browser,
            browser.get(f"/voting/{motion.id}/ask"),
            "Ask for this vote",
            first="3",
            words=EVENING,
            rationale=reason,
        )
    assert "Yours is added to it." in page.text

    shown = sit_down(Role.CHAIR).get(page.request.path).text

    assert "Jo Moss, Kim Lee" in shown
    assert "Kim Lee: Too late." in shown
    page = press(browser, page, "Take the request back")
    assert "Others do, so the request stands." in page.text


def test_a_clause_of_the_paper_leads_to_the_form_with_its_lines(motion, delegate):
    page = delegate.get(f"/voting/{motion.id}/ask")

    page = press(delegate, page, "vote 2–5")

    assert 'value="2"' in page.text
    assert 'value="5"' in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"first": "40"}, "The motion has the lines 1 to 5."),
        ({"first": "3", "words": "until ten"}, "These words do not stand on those lines."),
        ({"first": "1", "last": "5", "words": "Conference"}, "more than once: line 1, line 2"),
        ({"first": "2"}, "Include the lines of the sub-clauses"),
        ({"first": ""}, "This field is required."),
    ],
)
def test_words_that_cannot_be_asked_for_so_keep_what_was_typed(motion, delegate, typed, sentence):
    page = delegate.get(f"/voting/{motion.id}/ask")

    page = press(delegate, page, "Ask for this vote", rationale="Too early", **typed)

    assert page.status_code == 422
    assert sentence in page.text
    assert "Too early" in page.text


def test_whoever_asked_takes_it_back(motion, delegate):
    page = delegate.get(f"/voting/{motion.id}/ask")
    page = press(delegate, page, "Ask for this vote", first="4")

    page = press(delegate, page, "Take the request back")

    assert "The request is taken back." in page.text
    assert motion.separate_votes[0].state == "withdrawn"


def test_leaving_one_out_asks_for_the_reason_and_tells_it(motion, sit_down):
    one = separate_vote_on(motion, 4, selected=False)
    committee = sit_down(Role.COMMITTEE)
    page = committee.get(f"/amendments/desk/{motion.id}")
    page = press(committee, page, "Leave it out…")

    refused = press(committee, page, "Leave it out")
    page = press(committee, refused, "Leave it out", reason="No time for it")

    assert refused.status_code == 422
    assert "Reason: No time for it" in page.text
    assert one.state == "not_selected"


def test_a_request_is_shown_to_nobody_else_before_it_is_selected(motion, client, sit_down):
    asked = separate_vote_on(motion, 4, selected=False)
    chosen = separate_vote_on(motion, 3)

    assert client.get(f"/voting/words/{asked.id}").status_code == 404
    assert sit_down(Role.DELEGATE).get(f"/voting/words/{asked.id}").status_code == 404
    assert client.get(f"/voting/words/{chosen.id}").status_code == 200
    listed = client.get(f"/amendments/motion/{motion.id}").text
    assert "Line 3" in listed
    assert "Line 4" not in listed


def test_nothing_can_be_asked_of_a_decided_motion(motion, delegate):
    declared(motion, Outcome.CARRIED)

    assert "Ask for a separate vote" not in delegate.get(f"/motions/{motion.id}").text
    assert delegate.get(f"/voting/{motion.id}/ask").status_code == 409


def test_standing_orders_without_separate_votes_offer_none(sign_in):
    never = preset_text("federal_conference").replace(
        'separate_votes = "after_amendments"', 'separate_votes = "never"'
    )
    motion = published_motion(ConferenceFactory(rulebook=never))
    delegate = sign_in(PersonFactory(roles={motion.conference: [Role.DELEGATE]}))

    assert "Ask for a separate vote" not in delegate.get(f"/motions/{motion.id}").text
    assert delegate.get(f"/voting/{motion.id}/ask").status_code == 409


def test_until_it_is_public_a_lost_vote_is_shown_as_open(motion, sit_down, client):
    one = separate_vote_on(motion, 3)
    chair = sit_down(Role.CHAIR)

    press(chair, chair.get(f"/voting/{motion.id}"), "Words lost")

    assert "To be voted on" in client.get(f"/voting/words/{one.id}").text
    assert "line 3" in client.get(f"/voting/{motion.id}/results").text


def test_a_mistaken_result_is_corrected_with_a_reason(motion, sit_down, client, at_noon):
    separate_vote_on(motion, 3)
    chair = sit_down(Role.CHAIR)
    desk = press(chair, chair.get(f"/voting/{motion.id}"), "Words lost")
    at_noon.advance(minutes=5)
    desk = chair.get(f"/voting/{motion.id}")

    page = press(chair, desk, "Correct… The separate vote on line 3")
    page = press(chair, page, "See what relied on it", outcome="carried", reason="Misheard")
    press(chair, page, "Correct the result")
    at_noon.advance(minutes=5)

    record = client.get(f"/voting/{motion.id}/results").text
    assert "Misheard" in record
    assert "Keep every library open until nine" in client.get(f"/motions/{motion.id}?view=now").text


# --- options


@pytest.mark.both_databases
def test_options_are_marked_chosen_among_and_named_in_the_status(motion, sit_down, client, at_noon):
    committee, chair = sit_down(Role.COMMITTEE), sit_down(Role.CHAIR)
    page = committee.get(f"/amendments/desk/{motion.id}")
    page = press(committee, page, "Mark options of this motion, of which one survives")
    page = press(committee, page, "Mark these options", lines="3\n4–5")
    assert "Option 2 (lines 4–5)" in page.text

    desk = chair.get(f"/voting/{motion.id}?question=separate_vote:2")
    assert "Option 1 (line 3) falls." in desk.text
    desk = press(chair, desk, "This option stands")
    at_noon.advance(minutes=1)
    press(chair, desk, "Carried")
    at_noon.advance(minutes=1)

    final = client.get(f"/exports/{motion.id}/final.txt").text
    assert "option 2 selected" in final
    assert "Keep every library" not in final


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("3", "Give at least two options"),
        ("3\n3–4", "belong to another option too"),
        ("3\nfour", "Write the lines of each option"),
        ("3\n77", "The motion has the lines 1 to 5."),
    ],
)
def test_options_that_cannot_be_are_sent_back_with_what_was_typed(
    motion, sit_down, lines, sentence
):
    committee = sit_down(Role.COMMITTEE)
    page = committee.get(f"/voting/{motion.id}/options")

    page = press(committee, page, "Mark these options", lines=lines)

    assert page.status_code == 422
    assert sentence in page.text
    assert lines.split("\n")[-1] in page.text


def test_figures_of_each_option_choose_one_and_stand_in_the_public_record(
    session, sign_in, client, at_noon
):
    motion = published_motion()  # where conference votes for one of them
    committee = actor_with(motion.conference, Role.COMMITTEE)
    one, other = mark_options(session, committee, motion, [(3, 3), (4, 4)], now=BEFORE)
    session.commit()
    chair = sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))
    desk = chair.get(f"/voting/{motion.id}?question={one.subject}")

    typed = {f"votes-{one.id}": "31", f"votes-{other.id}": "31"}
    page = press(chair, desk, "Record these figures", **typed)
    assert page.status_code == 422
    assert "the figures decide nothing" in page.text
    press(chair, page, "Record these figures", **{f"votes-{other.id}": "12"})
    at_noon.advance(minutes=1)

    record = client.get(f"/voting/{motion.id}/results").text
    assert "31 votes" in record
    assert "12 votes" in record
