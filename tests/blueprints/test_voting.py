import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory
from tests.factories.debate import EIGHT, FUEL, TEN, amendment_to, declared, published_motion
from tests.factories.person import PersonFactory
from tests.moments import NOON
from webapp.models import Declaration, Motion
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def amendments(motion):
    return [
        amendment_to(motion, words, number=str(place))
        for place, words in enumerate((TEN, EIGHT, FUEL), start=1)
    ]


@pytest.fixture
def sit_down(sign_in, motion):
    """Give somebody with a part at the conference a browser."""
    return lambda role: sign_in(PersonFactory(roles={motion.conference: [role]}))


@pytest.fixture
def chair(sit_down):
    return sit_down(Role.CHAIR)


@pytest.fixture
def desk(chair, motion, amendments):
    return chair.get(f"/voting/{motion.id}")


# --- the whole of a debate


@pytest.mark.both_databases
def test_the_chair_presses_through_a_debate_to_its_status_line(
    chair, client, motion, desk, at_noon
):
    assert "If it is carried, Amendment 2 falls." in desk.text
    page = press(chair, desk, "Carried")
    assert "Amendment 1: Carried." in page.text
    at_noon.advance(minutes=5)
    page = press(chair, page, "Carried")
    at_noon.advance(minutes=5)
    page = press(chair, page, "Carried")
    at_noon.advance(minutes=5)

    assert "Every question is decided" in page.text
    record = client.get(f"/voting/{motion.id}/results")
    assert "Passed with Amendments 1 and 3" in record.text
    assert "Amendment 2 fell because Amendment 1 was carried." in record.text


def test_the_desk_shows_the_text_either_way(desk):
    assert "until <del" in desk.text
    assert "ten" in desk.text
    assert "Amendment 3 is put next." in desk.text
    assert "The text stays as it is." in desk.text


def test_the_motion_has_no_verdict_before_its_amendments(chair, desk):
    page = press(chair, desk, "Put it now F7 as a whole")

    assert "Still to be decided before it can be carried or lost: Amendments 1, 2 and 3." in (
        page.text
    )
    assert ">Carried</button>" not in page.text
    assert "Referred back" in press(chair, page, "Referred back").text


# --- taking back, tapping twice, two at one desk


def test_a_result_is_taken_back_from_its_bar(chair, client, motion, desk):
    page = press(chair, desk, "Carried")

    page = press(chair, page, "Undo")

    assert "Taken back: Amendment 1 is as it was before." in page.text
    assert "Amendment 1" in client.get(f"/voting/{motion.id}/results").text


def test_the_public_sees_nothing_until_the_bar_is_gone(chair, client, motion, desk, at_noon):
    page = press(chair, desk, "Carried")
    assert "Everybody sees it in" in page.text
    assert "has not voted" in client.get(f"/voting/{motion.id}/results").text

    at_noon.advance(seconds=8)

    assert "has not voted" not in client.get(f"/voting/{motion.id}/results").text
    assert "Everybody sees it in" not in chair.get(f"/voting/{motion.id}").text


def test_an_undo_that_comes_too_late_leads_to_the_correction(chair, desk, at_noon):
    page = press(chair, desk, "Carried")
    at_noon.advance(seconds=9)

    page = press(chair, page, "Undo")

    assert page.status_code == 409
    assert "Amendment 1: Carried." in page.text
    assert press(chair, page, "Correct this result").status_code == 200


def test_a_double_tap_records_once(chair, desk, session):
    press(chair, desk, "Carried")

    page = press(chair, desk, "Carried")

    assert page.status_code == 200
    assert session.query(Declaration).count() == 1


def test_the_second_of_two_chairs_is_told_what_was_recorded(chair, motion, desk):
    press(chair, desk, "Carried")

    page = press(chair, desk, "Lost")

    assert page.status_code == 409
    assert "Amendment 1: Carried." in page.text
    assert "Correct this result" in page.text


# --- counting


def counted(chair, page, in_favour, against, **more):
    return press(
        chair,
        page,
        "Record the count",
        in_favour=str(in_favour),
        against=str(against),
        **{key: str(value) for key, value in more.items()},
    )


def test_the_figures_decide_and_say_how_near_it_was(chair, motion, desk):
    page = counted(chair, desk, 50, 50, abstained=3)

    assert "Amendment 1: Lost, 50 to 50, 3 abstained." in page.text
    assert "Votes were equal, which is not enough." in page.text


@pytest.mark.parametrize(
    ("in_favour", "against", "said"),
    [
        (67, 33, "Passed, 67 to 33. It needed 67 in favour."),
        (66, 34, "Lost, 66 to 34. It needed 67 in favour and was 1 vote short."),
        (6, 3, "Passed, 6 to 3. It needed 6 in favour."),
        (0, 0, "Lost, 0 to 0. No votes were cast, so nothing changes."),
    ],
)
def test_two_thirds_are_worked_out_exactly(session, chair, motion, in_favour, against, said):
    session.get(Motion, motion.id).kind = "constitutional_amendment"
    session.commit()

    page = counted(chair, chair.get(f"/voting/{motion.id}"), in_favour, against)

    assert f"F7: {said}" in page.text


@pytest.mark.parametrize("typed", ["", "many", "-3", "2.5", "99999999999999"])
def test_figures_that_cannot_be_keep_what_was_typed(chair, desk, session, typed):
    page = counted(chair, desk, 41, typed)

    assert page.status_code == 422
    assert 'value="41"' in page.text
    assert session.query(Declaration).count() == 0


def test_equal_votes_ask_for_the_casting_vote_where_there_is_one(sign_in):
    conference = ConferenceFactory(rulebook=preset_text("small_association"))
    motion = published_motion(conference, kind="main_motion", code="1", body="board")
    chair = sign_in(PersonFactory(roles={conference: [Role.CHAIR]}))

    page = counted(chair, chair.get(f"/voting/{motion.id}"), 9, 9)
    assert page.status_code == 422
    page = press(chair, page, "Casting vote in favour")

    assert "casting vote carried it" in page.text


# --- paper records


def test_a_paper_record_says_when_it_happened_and_when_it_was_entered(
    chair, client, motion, desk, at_noon
):
    press(chair, desk, "Lost", happened_on="2026-09-19", happened_at="16:30")
    at_noon.advance(minutes=1)

    record = client.get(f"/voting/{motion.id}/results")

    assert "19 September 2026, 16:30" in record.text
    assert "recorded 20 September 2026, 13:00" in record.text


def test_the_time_alone_means_today(chair, client, motion, desk, at_noon, session):
    press(chair, desk, "Lost", happened_at="10:15")

    kept = session.query(Declaration).one().happened_at
    assert kept == NOON.replace(hour=9, minute=15)


@pytest.mark.parametrize(
    ("day", "time", "said"),
    [
        ("2026-09-20", "23:00", "This time has not come yet."),
        ("2026-09-20", "", "Write the time of that day too."),
        ("0001-01-01", "10:00", "Write a year between 1900 and 2200."),
        ("tomorrow", "10:00", "Not a valid date value."),
    ],
)
def test_a_time_that_cannot_be_records_nothing(chair, desk, session, day, time, said):
    page = press(chair, desk, "Carried", happened_on=day, happened_at=time)

    assert page.status_code == 422
    assert said in page.text
    assert session.query(Declaration).count() == 0


# --- corrections


@pytest.fixture
def mistaken(amendments):
    declared(amendments[0])
    return amendments


def correct(chair, page, outcome, reason="The tellers’ paper says lost."):
    page = press(chair, page, "Correct… Amendment 1")
    return press(chair, page, "See what relied on it", outcome=outcome, reason=reason)


def test_a_correction_shows_what_relied_on_the_mistake_before_it_is_made(
    chair, client, motion, mistaken, at_noon, session
):
    page = correct(chair, chair.get(f"/voting/{motion.id}"), "lost")
    assert "Amendment 2 fell, and was never put, because Amendment 1 was carried." in page.text
    assert session.query(Declaration).count() == 1

    page = press(chair, page, "Correct the result")
    at_noon.advance(minutes=1)

    assert "To settle after a correction" in page.text
    record = client.get(f"/voting/{motion.id}/results").text
    assert "<s>Carried</s>" in record
    assert "The tellers’ paper says lost." in record


@pytest.mark.parametrize(
    ("settled", "after"), [("Confirm", "Fallen"), ("Put again", "Amendment 2 is put next.")]
)
def test_what_relied_on_a_mistake_is_settled_on_the_desk(chair, motion, mistaken, settled, after):
    page = correct(chair, chair.get(f"/voting/{motion.id}"), "lost")
    page = press(chair, page, "Correct the result")

    page = press(chair, page, settled)

    assert "To settle after a correction" not in page.text
    assert after in page.text or "We come to Amendment 2" in page.text


@pytest.mark.parametrize(
    ("outcome", "figures", "reason", "said"),
    [
        ("carried", {}, "No reason at all", "This is what is recorded already."),
        ("lost", {}, "", "This field is required."),
        ("lost", {"in_favour": "9", "against": "3"}, "Counted", "These figures give another"),
        ("lost", {"in_favour": "9"}, "Counted", "Write both figures"),
        ("withdrawn", {"in_favour": "9", "against": "3"}, "Counted", "leave the figures empty"),
    ],
)
def test_a_correction_that_cannot_be_keeps_what_was_typed(
    chair, motion, mistaken, outcome, figures, reason, said
):
    page = press(chair, chair.get(f"/voting/{motion.id}"), "Correct… Amendment 1")
    page = press(chair, page, "See what relied on it", outcome=outcome, reason=reason, **figures)

    assert page.status_code == 422
    assert said in page.text
    assert reason in page.text


def test_the_second_of_two_corrections_gives_the_reason_back(chair, motion, mistaken):
    page = correct(chair, chair.get(f"/voting/{motion.id}"), "lost")
    press(chair, page, "Correct the result")
    late = correct_late(chair, page)

    assert late.status_code == 409
    assert "I was sitting at the front." in late.text


def correct_late(chair, page):
    """Send another correction from a page that was opened before the first."""
    return press(
        chair,
        page,
        "Correct the result",
        outcome="withdrawn",
        reason="I was sitting at the front.",
    )


CORRECT_1 = 'Correct…<span class="heard"> Amendment 1</span>'


def never_put(chair, page):
    page = correct(chair, page, "not_put", "Amendment 3 was put, and this was tapped.")
    return press(chair, page, "Correct the result")


def test_a_result_on_the_wrong_question_is_taken_off_it(
    chair, client, motion, mistaken, at_noon, session
):
    page = press(chair, chair.get(f"/voting/{motion.id}"), "Correct… Amendment 1")
    assert "Not put: conference never voted on it, and it is open again" in page.text

    page = never_put(chair, chair.get(f"/voting/{motion.id}"))
    assert "Amendment 1: Not put." in page.text
    assert "We come to Amendment 1" in page.text
    assert CORRECT_1 not in page.text
    at_noon.advance(minutes=1)

    record = client.get(f"/voting/{motion.id}/results").text
    assert "<s>Carried</s>" in record
    assert "Amendment 3 was put, and this was tapped." in record
    assert "Conference had not voted on this: the question was opened again." in record
    assert "Still to be decided" in record
    versions = client.get(f"/history/{motion.id}").text
    assert "Amendment 1 was not put." in versions


def test_a_question_never_put_is_really_put_afterwards(chair, client, motion, mistaken, at_noon):
    page = never_put(chair, chair.get(f"/voting/{motion.id}"))
    page = press(chair, page, "Put again")
    at_noon.advance(minutes=1)

    page = press(chair, chair.get(f"/voting/{motion.id}"), "Lost")
    at_noon.advance(minutes=1)

    assert CORRECT_1 in chair.get(f"/voting/{motion.id}").text
    record = client.get(f"/voting/{motion.id}/results").text
    assert "Not put" in record
    assert "Lost" in record
    assert "Amendment 2" in record


def test_figures_of_the_mistake_are_no_reason_to_refuse(chair, motion, amendments):
    declared(amendments[0], tally=Tally(70, 30))

    page = never_put(chair, chair.get(f"/voting/{motion.id}"))

    assert "Amendment 1: Not put." in page.text


def test_it_is_taken_off_once_and_the_second_is_told(chair, motion, mistaken):
    page = correct(chair, chair.get(f"/voting/{motion.id}"), "not_put", "The wrong one")
    press(chair, page, "Correct the result")

    late = correct_late(chair, page)
    again = press(chair, page, "Correct the result", outcome="not_put", reason="Tapped wrongly")

    assert (late.status_code, again.status_code) == (409, 422)
    assert "Amendment 1: Not put." in late.text
    assert "This is what is recorded already." in again.text


def test_a_page_of_a_question_never_put_offers_no_way_round_the_desk(chair, motion, mistaken):
    page = correct(chair, chair.get(f"/voting/{motion.id}"), "not_put", "The wrong one")
    press(chair, page, "Correct the result")

    page = press(
        chair, chair.get(page.request.path), "See what relied on it", outcome="lost", reason="Lost"
    )

    assert press(chair, page, "Correct the result").status_code == 409


def test_what_was_not_put_is_no_answer_to_a_question(chair, motion, amendments, desk, session):
    assert "not_put" not in desk.text

    sent = {"question": f"amendment:{amendments[0].id}", "outcome": "not_put"}
    page = chair.post(f"/voting/{motion.id}/declare", data=sent | {"csrf_token": token_of(desk)})

    assert page.status_code == 409
    assert session.query(Declaration).count() == 0


def test_the_correction_is_taken_back_within_its_seconds(chair, motion, mistaken):
    page = never_put(chair, chair.get(f"/voting/{motion.id}"))

    page = press(chair, page, "Undo")

    assert "Taken back" in page.text
    assert CORRECT_1 in page.text


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.TELLER])
def test_who_may_not_correct_finds_no_way_to_it(sit_down, motion, mistaken, session, role):
    somebody = sit_down(role)
    vote = session.query(Declaration).one().vote_id

    assert "Correct…" not in somebody.get(f"/voting/{motion.id}").text
    assert somebody.get(f"/voting/votes/{vote}/correct").status_code == 403


# --- who may


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.COMMITTEE, Role.OBSERVER])
def test_the_desk_is_the_chairs(sit_down, motion, role):
    assert sit_down(role).get(f"/voting/{motion.id}").status_code == 403


def test_a_teller_sees_the_desk_and_no_button_that_decides(sit_down, motion, amendments):
    page = sit_down(Role.TELLER).get(f"/voting/{motion.id}")

    assert "Order of voting" in page.text
    assert ">Carried</button>" not in page.text
    assert "Record the count" not in page.text


@pytest.mark.parametrize("role", [Role.TELLER, Role.DELEGATE, Role.COMMITTEE])
def test_a_form_sent_by_somebody_else_decides_nothing(sit_down, motion, desk, session, role):
    browser = sit_down(role)
    token = token_of(browser.get(f"/voting/{motion.id}/results"))

    page = browser.post(
        f"/voting/{motion.id}/declare",
        data={"csrf_token": token, "question": "motion", "outcome": "referred_back"},
    )

    assert (page.status_code, "Not yours to do" in page.text) == (403, True)
    assert session.query(Declaration).count() == 0


def token_of(page):
    return page.text.split('name="csrf_token" value="')[1].split('"')[0]


def test_whoever_is_not_signed_in_is_asked_to_be(client, motion):
    assert client.get(f"/voting/{motion.id}").status_code == 302


def test_a_closed_conference_keeps_its_votes_to_its_own(client, sit_down, session):
    conference = ConferenceFactory(is_closed=True)
    motion = published_motion(conference)

    assert client.get(f"/voting/{motion.id}/results").status_code == 404
    assert sit_down(Role.CHAIR).get(f"/voting/{motion.id}").status_code == 404


@pytest.mark.parametrize("address", ["/voting/999", "/voting/votes/999/correct"])
def test_what_is_not_there_is_not_there(chair, address):
    assert chair.get(address).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"question": "amendment:999", "outcome": "carried"},
        {"question": "motion", "outcome": "adopted"},
        {"question": "motion", "outcome": ""},
        {},
    ],
)
def test_a_form_of_nobodys_making_decides_nothing(chair, motion, desk, session, sent):
    page = chair.post(f"/voting/{motion.id}/declare", data=sent | {"csrf_token": token_of(desk)})

    assert page.status_code in {404, 409, 422}
    assert session.query(Declaration).count() == 0


# --- the list of debates, and the record


def test_the_chair_finds_every_debate_with_its_next_question(chair, motion, amendments):
    declared(amendments[0], Outcome.LOST)

    page = chair.get(f"/voting/desk/{motion.conference.slug}")

    assert "Next: Amendment 2" in page.text
    assert "1 of 4 decided" in page.text
    assert press(chair, page, "Open the libraries").status_code == 200


def test_the_list_of_debates_is_the_chairs(sit_down, motion):
    page = sit_down(Role.DELEGATE).get(f"/voting/desk/{motion.conference.slug}")

    assert page.status_code == 403


def test_the_record_names_the_majority_and_the_version(client, motion, amendments):
    declared(amendments[0], tally=Tally(70, 30))

    record = client.get(f"/voting/{motion.id}/results").text

    assert "70 to 30" in record
    assert "Decided by a majority of the votes cast. It needed 51 in favour." in record
    assert "It made version 3 of the text" in record
    assert "Amendment 3" in record.split("Still to be decided")[1]


def test_markup_and_template_code_are_only_words(chair, client):
    text = "A <b>bold</b> {{ 7 * 7 }} title\n\nConference calls on:\n\n1. <script>x</script> nine."
    motion = published_motion(text=text)

    record = client.get(f"/voting/{motion.id}/results").text

    assert "&lt;b&gt;bold&lt;/b&gt; {{ 7 * 7 }}" in record
    assert "<script>x" not in record
