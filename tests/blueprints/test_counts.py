import pytest
from sqlalchemy import select

from tests.browser import press
from tests.factories.debate import amendment_to, declared, published_motion
from tests.factories.hall_count import agreed, entered, open_count_on
from tests.factories.person import PersonFactory, actor_of, actor_with
from tests.moments import NOON
from webapp.models import CountSheet
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.services.counts import close_count

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")


@pytest.fixture
def sit_down(sign_in, motion):
    """Give somebody with a part at the conference a browser."""
    return lambda role: sign_in(PersonFactory(roles={motion.conference: [role]}))


@pytest.fixture
def chair(sit_down):
    return sit_down(Role.CHAIR)


@pytest.fixture
def teller(sit_down):
    return sit_down(Role.TELLER)


def sheet_page(browser, count, place=1):
    return browser.get(f"/voting/counts/{count.id}/blocks/{place}")


def count_page(browser, count):
    return browser.get(f"/voting/counts/{count.id}")


@pytest.mark.both_databases
def test_two_tellers_and_the_chair_count_a_question_from_desk_to_public_record(
    chair, sit_down, client, motion, amendment, at_noon
):
    desk = chair.get(f"/voting/{motion.id}")
    page = press(chair, desk, "By other blocks…")
    page = press(chair, page, "Open the count", blocks="Front\nBack", tellers="2")
    assert "0 of 2 blocks agreed." in page.text
    for teller in (sit_down(Role.TELLER), sit_down(Role.TELLER)):
        for block, in_favour, against in (("Front", "40", "20"), ("Back", "27", "13")):
            hall = teller.get(f"/voting/counting/{motion.conference.slug}")
            links = [word for word in hall.text.split('"') if "/blocks/" in word]
            sheet = teller.get(links[["Front", "Back"].index(block)])
            sheet = press(teller, sheet, "Hand in", in_favour=in_favour, against=against)
            assert "Recorded 13:00:00" in sheet.text
    page = chair.get(page.request.path)
    assert "Carried: It needed 51 in favour." in page.text

    page = press(chair, page, "Close and declare")

    assert "Amendment 1: Carried, 67 to 33." in page.text
    at_noon.advance(minutes=5)
    record = client.get(f"/voting/{motion.id}/results")
    assert "Counted at the chair’s order: 67 to 33." in record.text
    assert ">27<" in record.text


def test_one_tap_opens_a_count_by_the_usual_blocks(chair, motion, amendment):
    page = press(chair, chair.get(f"/voting/{motion.id}"), "Have the tellers count")

    assert "0 of 5 blocks agreed." in page.text


def test_tellers_who_differ_are_told_on_which_figure_and_how_far(chair, teller, amendment):
    count = open_count_on(amendment)
    entered(count, 1, 40, 20)

    page = press(teller, sheet_page(teller, count), "Hand in", in_favour="42", against="20")

    assert "In favour: 40 or 42, 2 apart" in page.text
    assert "Count this block together once more." in page.text
    assert "In favour: 40 or 42, 2 apart" in count_page(chair, count).text


def test_no_teller_sees_the_others_figures_before_handing_in(teller, amendment):
    count = open_count_on(amendment)
    entered(count, 1, 4071, 20)

    assert "4071" not in sheet_page(teller, count).text
    assert "4071" not in count_page(teller, count).text


def test_figures_for_a_block_agreed_meanwhile_are_refused_and_kept_on_the_page(teller, amendment):
    count = open_count_on(amendment)
    page = sheet_page(teller, count)
    agreed(count, 1, 40, 20)

    page = press(teller, page, "Hand in", in_favour="39", against="21")

    assert page.status_code == 409
    assert "This block is agreed." in page.text
    assert 'value="39"' in page.text


def test_what_is_no_figure_is_told_at_its_box(teller, amendment):
    count = open_count_on(amendment)

    page = press(teller, sheet_page(teller, count), "Hand in", in_favour="many", against="2")

    assert page.status_code == 422
    assert 'value="many"' in page.text


def test_a_second_phone_of_the_same_teller_overwrites_nothing_unseen(sign_in, amendment, session):
    count = open_count_on(amendment)
    person = PersonFactory(roles={amendment.motion.conference: [Role.TELLER]})
    browser = sign_in(person)
    old_page = sheet_page(browser, count)
    entered(count, 1, 40, 20, by=actor_of(person))

    page = press(browser, old_page, "Hand in", in_favour="44", against="20")

    assert page.status_code == 409
    assert "You have handed in other figures since" in page.text
    press(browser, page, "Correct my figures")
    assert session.scalars(select(CountSheet.in_favour)).all() == [40, 44]


def test_the_chair_settles_a_block_with_a_reason(chair, amendment):
    count = open_count_on(amendment)
    entered(count, 1, 40, 20)
    entered(count, 1, 41, 20)
    page = count_page(chair, count)

    refused = press(chair, page, "These figures hold", in_favour="41", against="20")
    page = press(chair, refused, "These figures hold", reason="The aide saw 41.")

    assert refused.status_code == 422
    assert "Settled by the chair" in page.text
    assert "The chair: The aide saw 41." in page.text


def test_a_tie_asks_for_the_chairs_casting_vote_on_the_same_page(chair, amendment, session):
    conference = amendment.motion.conference
    conference.rulebook = conference.rulebook.replace(
        'tie = "nothing_changes"', 'tie = "casting_vote"', 1
    )
    count = open_count_on(amendment)
    agreed(count, 1, 20, 20)
    page = count_page(chair, count)
    assert "Votes are equal. The chair’s casting vote decides." in page.text

    page = press(chair, page, "Casting vote in favour")

    assert "Amendment 1: Carried, 20 to 20." in page.text


def test_of_two_counts_the_chair_chooses_with_a_reason_that_all_can_read(
    chair, client, motion, amendment, at_noon, session
):
    for figures in ((40, 39), (39, 40)):
        count = open_count_on(amendment)
        agreed(count, 1, *figures)
        close_count(session, actor_with(motion.conference, Role.CHAIR), count, now=NOON)
        session.commit()
    page = press(chair, count_page(chair, count), "Declare this result")
    assert page.status_code == 422

    page = press(chair, page, "Declare this result", reason="A row was counted twice.")

    assert "Amendment 1: Lost, 39 to 40." in page.text
    at_noon.advance(minutes=5)
    record = client.get(f"/voting/{motion.id}/results").text
    assert "A row was counted twice." in record
    assert "Counted again: 39 to 40. This count stands." in record


def test_a_count_is_broken_off_with_a_reason(chair, amendment):
    count = open_count_on(amendment)
    page = count_page(chair, count)

    refused = press(chair, page, "Break it off")
    page = press(chair, refused, "Break it off", reason="The fire bell rang.")

    assert refused.status_code == 422
    assert "The count is broken off" in page.text
    assert "The fire bell rang." in count_page(chair, count).text


def test_delegates_who_challenge_a_result_are_counted_on_the_desk(
    chair, sit_down, motion, amendment
):
    motion.conference.rulebook = motion.conference.rulebook.replace(
        "division_on_request_of = 50", "division_on_request_of = 2"
    )
    declared(amendment, Outcome.CARRIED)
    for delegate in (sit_down(Role.DELEGATE), sit_down(Role.DELEGATE)):
        page = press(delegate, delegate.get(f"/voting/{motion.id}/results"), "Ask for a count")
        page = press(delegate, page, "Challenge the result: ask for a count")
        assert "You have asked for it." in page.text

    desk = chair.get(f"/voting/{motion.id}")

    assert "2 delegates ask for a count: it has to be taken." in desk.text
    page = press(chair, desk, "Count it… Amendment 1")
    assert "Count the hall on Amendment 1" in page.text


def test_a_delegate_does_not_count(sit_down, amendment):
    count = open_count_on(amendment)

    assert sheet_page(sit_down(Role.DELEGATE), count).status_code == 403


def test_a_tap_on_a_question_that_tellers_count_says_what_to_do_first(chair, motion, amendment):
    desk = chair.get(f"/voting/{motion.id}")
    count = open_count_on(amendment)

    page = press(chair, desk, "Carried")

    assert page.status_code == 409
    assert "Conference is voting on Amendment 1, on phones or by tellers." in page.text
    assert f"/voting/counts/{count.id}" in page.text


def test_a_committee_that_leaves_out_what_is_being_counted_is_told_why_not(
    sit_down, motion, amendment
):
    committee = sit_down(Role.COMMITTEE)
    page = committee.get(f"/amendments/{amendment.id}/reject")
    open_count_on(amendment)

    typed = {"reason": "It is too slight", "words": "The mover has left the hall."}
    page = press(committee, page, "Not selected", **typed)

    assert page.status_code == 409
    assert "Conference is voting on Amendment 1" in page.text
    assert "The mover has left the hall." in page.text


def test_a_teller_finds_the_block_the_chair_gave_them_first_and_others_only_if_nobody_has_them(
    chair, sign_in, motion, amendment
):
    people = [PersonFactory(roles={motion.conference: [Role.TELLER]}) for _ in range(2)]
    count = open_count_on(amendment, "Front", "Back", "Gallery")
    for place, person in ((2, people[0]), (1, people[1])):
        page = count_page(chair, count)
        address = f"/voting/counts/{count.id}/blocks/{place}/tellers"
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        chair.post(address, data={"csrf_token": token, "teller": [str(person.id)]})

    page = sign_in(people[0]).get(f"/voting/counting/{motion.conference.slug}").text

    assert "the chair gave you this block" in page
    assert page.index("/blocks/2") < page.index("/blocks/3")
    assert "/blocks/1" not in page
