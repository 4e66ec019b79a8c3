import pytest

from tests.chromium import PHONE, assert_accessible, assert_accessible_at_every_width
from tests.factories.person import PersonFactory
from webapp.services import passwords
from webapp.services.hashing_line import HashingLine, TooManyAtOnce
from webapp.services.passwords import hash_password

PASSWORD = "three words long"


@pytest.mark.parametrize("address", ["/accounts/sign-in", "/accounts/code", "/nowhere"])
def test_the_ways_in_are_open_to_everybody(chromium, address):
    page = chromium()

    page.goto(address)

    assert_accessible_at_every_width(page)


@pytest.mark.parametrize("address", ["/accounts/", "/accounts/password"])
def test_an_account_is_usable_by_everybody(chromium, address):
    page = chromium(PersonFactory())

    page.goto(address)

    assert_accessible_at_every_width(page)


def test_a_full_line_is_waited_for_and_the_form_sent_again_by_itself(
    chromium, session, monkeypatch
):
    kept = hash_password(PASSWORD, {"time_cost": 1, "memory_cost": 8, "parallelism": 1})
    person = PersonFactory(password_hash=kept)
    session.commit()
    monkeypatch.setattr(TooManyAtOnce, "retry_after", 1)
    monkeypatch.setattr(passwords, "line", HashingLine(0))
    page = chromium(width=PHONE)
    page.goto("/accounts/sign-in?after=/accounts/")

    page.fill("#email", person.email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.get_by_text("it is sent again by itself").wait_for()
    assert_accessible(page)
    monkeypatch.setattr(passwords, "line", HashingLine(1))

    page.get_by_role("heading", name=person.name).wait_for()


def test_a_wrong_password_is_said_on_the_same_page_and_can_be_sent_again(chromium, session):
    kept = hash_password(PASSWORD, {"time_cost": 1, "memory_cost": 8, "parallelism": 1})
    person = PersonFactory(password_hash=kept)
    session.commit()
    page = chromium()
    page.goto("/accounts/sign-in?after=/accounts/")
    page.fill("#email", person.email)
    page.fill("#password", "a wrong guess")
    page.press("#password", "Enter")
    page.get_by_text("do not belong together").wait_for()

    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")

    page.get_by_role("heading", name=person.name).wait_for()
