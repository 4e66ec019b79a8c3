import pytest

from tests.browser import press
from tests.factories.debate import amendment_to, declared, published_motion
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.models import ConsequenceRuling
from webapp.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def motion(session):
    motion = published_motion()
    amendment_to(motion, "In 2, delete “tools” and insert “songs”.", number="1")
    amendment_to(motion, "Delete 2.", number="2")
    amendment_to(motion, "In 3, delete “parking” and insert “fuel”.", number="3")
    return motion


@pytest.fixture
def committee(sign_in, motion):
    return sign_in(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))


@pytest.fixture
def page(committee, motion):
    return committee.get(f"/motions/{motion.id}/consequences")


FALLS = "If Amendment 1 is carried, Amendment 2 falls."
STANDS = "If Amendment 1 is carried, Amendment 2 is put all the same."


def test_the_committee_overrides_with_a_reason_and_the_paper_and_the_desk_follow(
    committee, motion, page, client, sign_in
):
    assert FALLS in client.get(f"/motions/{motion.id}").text
    chair = sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))

    page = press(
        committee,
        page,
        f"It is put all the same {FALLS}",
        reason="A clause that was mended can still go.",
        _in=f"pair-{pair(motion)}",
    )

    assert f"The committee has ruled: {STANDS}" in page.text
    assert FALLS not in client.get(f"/motions/{motion.id}").text
    desk = press(chair, chair.get(f"/voting/{motion.id}"), "Put it now Amendment 1")
    desk = press(chair, desk, "Put it now, out of its turn", reason="Its mover has to leave.")
    desk = press(chair, desk, "Carried")
    assert "by the committee’s ruling Amendment 2 is put all the same" in desk.text


def pair(motion):
    return f"{motion.amendments[0].id}-{motion.amendments[1].id}"


def test_without_a_reason_the_page_comes_back_and_says_so(committee, motion, page, session):
    page = press(committee, page, f"It is put all the same {FALLS}", _in=f"pair-{pair(motion)}")

    assert page.status_code == 422
    assert "This does not follow from the texts: write the reason." in page.text
    assert session.query(ConsequenceRuling).count() == 0


def test_what_follows_from_the_texts_is_confirmed_at_one_press(committee, motion, page, session):
    press(committee, page, f"It falls {FALLS}", _in=f"pair-{pair(motion)}")

    assert session.query(ConsequenceRuling).one().falls


def test_the_committee_adds_what_no_text_says(committee, motion, page, client):
    first, _, third = motion.amendments

    page = press(
        committee,
        page,
        "Rule that it falls",
        carried=str(first.id),
        other=str(third.id),
        reason="It pays for what would be gone.",
    )

    assert "If Amendment 1 is carried, Amendment 3 falls." in page.text
    shown = client.get(f"/motions/{motion.id}").text
    assert "It pays for what would be gone." in shown


def test_the_committee_makes_alternatives_and_the_paper_says_so_once(
    committee, motion, page, client
):
    every = [str(one.id) for one in motion.amendments]

    page = press(
        committee,
        page,
        "Rule that only one can be carried",
        amendments=every,
        reason="Each is a way to pay for it.",
    )

    said = "Of Amendments 1, 2 and 3 only one can be carried."
    assert f"The committee has ruled: {said}" in page.text
    shown = client.get(f"/motions/{motion.id}").text
    assert said in shown
    assert "Each is a way to pay for it." in shown
    assert FALLS not in shown


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([0], "Choose at least two."),
        ([0, 2], "This does not follow from the texts: write the reason."),
    ],
)
def test_alternatives_come_back_with_what_is_missing(committee, motion, page, chosen, sentence):
    ids = [str(motion.amendments[place].id) for place in chosen]

    page = press(committee, page, "Rule that only one can be carried", amendments=ids)

    assert page.status_code == 422
    assert sentence in page.text


def test_an_amendment_cannot_fall_with_itself(committee, motion, page):
    first = str(motion.amendments[0].id)

    page = press(
        committee, page, "Rule that it falls", carried=first, other=first, reason="Because."
    )

    assert page.status_code == 422
    assert "Choose two different ones." in page.text


def test_others_are_not_offered_to_rule_and_are_refused(client, sign_in, motion):
    delegate = sign_in(PersonFactory(roles={motion.conference: [Role.DELEGATE]}))

    assert "Rule on what falls" not in delegate.get(f"/motions/{motion.id}").text
    assert delegate.get(f"/motions/{motion.id}/consequences").status_code == 403


def rows_of(page):
    return [e.words() for e in read_markup(page.text).walk() if e.tag == "tr"]


def test_the_committees_desk_has_amendments_against_amendments(committee, motion):
    page = committee.get(f"/amendments/desk/{motion.id}")

    assert "Amendment 1 – one with Amendment 2" in rows_of(page)
    page = press(committee, page, "Rule on what falls")
    assert FALLS in page.text


def test_the_chairs_desk_has_the_same_table(sign_in, motion):
    chair = sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))

    page = chair.get(f"/voting/{motion.id}")

    assert "Amendment 1 – one with Amendment 2" in rows_of(page)
    assert any("within what is struck" in row for row in rows_of(page))


def test_the_minute_book_says_what_was_ruled_and_why(committee, motion, page):
    press(committee, page, f"It falls {FALLS}", _in=f"pair-{pair(motion)}", reason="As printed.")

    minutes = committee.get(f"/conference/{motion.conference.slug}/minutes")

    assert "ruled on what falls with an amendment" in minutes.text
    assert "As printed." in minutes.text
    assert "if this is carried" in minutes.text


def test_two_of_the_committee_do_not_overwrite_each_other(committee, motion, page, sign_in):
    other = sign_in(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))
    there = f"pair-{pair(motion)}"
    theirs = other.get(f"/motions/{motion.id}/consequences")
    press(other, theirs, f"It falls {FALLS}", _in=there, reason="First.")

    late = press(committee, page, f"It is put all the same {FALLS}", _in=there, reason="Second.")

    assert late.status_code == 409


def test_an_amendment_decided_meanwhile_is_not_ruled_on(committee, motion, page):
    declared(motion.amendments[0])

    late = press(
        committee, page, f"It falls {FALLS}", _in=f"pair-{pair(motion)}", reason="Too late."
    )

    assert late.status_code == 409
