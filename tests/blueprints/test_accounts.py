from datetime import timedelta

import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory
from tests.factories.person import PersonFactory
from tests.moments import NOON
from webapp.models import SignInCode
from webapp.procedure.roles import Role
from webapp.services import passwords
from webapp.services.hashing_line import HashingLine
from webapp.services.passwords import hash_password
from webapp.services.sign_in_codes import digest_of

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
PASSWORD = "three words long"


@pytest.fixture
def robin(session):
    return PersonFactory(email="robin@example.org", password_hash=hash_password(PASSWORD, CHEAP))


def test_a_person_signs_in_and_comes_back_to_the_page_asked_for(client, robin):
    page = client.get("/accounts/password", follow_redirects=True)
    page = press(client, page, "Sign in", email="Robin@Example.org", password=PASSWORD)

    assert page.request.path == "/accounts/password"
    assert robin.name in page.text


def test_a_wrong_password_keeps_the_address_typed_and_says_no_more(client, robin):
    page = client.get("/accounts/sign-in")
    page = press(client, page, "Sign in", email="robin@example.org", password="not this one")

    assert page.status_code == 422
    assert 'value="robin@example.org"' in page.text
    assert "do not belong together" in page.text
    assert "not this one" not in page.text


def test_nobody_is_led_to_another_site_after_signing_in(client, robin):
    page = client.get("/accounts/sign-in?after=//elsewhere.example/")
    sent = client.post(
        "/accounts/sign-in?after=//elsewhere.example/",
        data=page_fields(page) | {"email": robin.email, "password": PASSWORD},
    )

    assert sent.location == "/"


def page_fields(page):
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    return {"csrf_token": token}


@pytest.fixture
def give_code(session):
    def give(code, person, *, lasts=timedelta(days=30)):
        session.add(
            SignInCode(
                person_id=person.id, digest=digest_of(code), made_at=NOON, expires_at=NOON + lasts
            )
        )
        session.commit()

    return give


def test_a_printed_code_opens_an_account_once(client, robin, give_code, at_noon):
    give_code("KMPT-4RWX-9BHC", robin)
    chosen = {"new_password": "wholly new words", "repeated": "wholly new words"}

    page = client.get("/accounts/code")
    page = press(client, page, "Sign in", code="kmpt 4rwx 9bhc", **chosen)
    again = press(client, client.get("/accounts/code"), "Sign in", code="KMPT4RWX9BHC", **chosen)

    assert robin.name in page.text
    assert "has been used" in again.text
    assert again.status_code == 422


def test_a_code_with_a_weak_password_stays_good(client, robin, give_code, at_noon):
    give_code("KMPT-4RWX-9BHC", robin)
    weak = {"new_password": "short", "repeated": "short"}
    strong = {"new_password": "wholly new words", "repeated": "wholly new words"}

    page = client.get("/accounts/code")
    page = press(client, page, "Sign in", code="KMPT-4RWX-9BHC", **weak)
    assert page.status_code == 422
    page = press(client, page, "Sign in", **strong)

    assert robin.name in page.text


def test_a_code_lets_somebody_in_who_chooses_a_password_later(client, robin, give_code, at_noon):
    give_code("KMPT-4RWX-9BHC", robin)
    page = press(client, client.get("/accounts/code"), "Sign in", code="KMPT-4RWX-9BHC")
    assert robin.name in page.text
    page = client.get("/accounts/password")
    assert "so far" not in page.text

    chosen = {"new_password": "wholly new words", "repeated": "wholly new words"}
    page = press(client, page, "Choose this password", **chosen)

    assert "changed" in page.text
    assert "so far" in client.get("/accounts/password").text


def test_a_full_line_for_passwords_answers_at_once_and_keeps_the_address(
    client, robin, monkeypatch
):
    monkeypatch.setattr(passwords, "line", HashingLine(0))

    page = client.get("/accounts/sign-in")
    page = press(client, page, "Sign in", email="robin@example.org", password=PASSWORD)

    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert 'value="robin@example.org"' in page.text
    assert "send this again" in page.text


def test_neither_a_code_nor_a_mistaken_one_waits_in_that_line(
    client, robin, give_code, at_noon, monkeypatch
):
    give_code("KMPT-4RWX-9BHC", robin)
    monkeypatch.setattr(passwords, "line", HashingLine(0))
    chosen = {"new_password": "wholly new words", "repeated": "wholly new words"}

    page = client.get("/accounts/code")
    mistaken = press(client, page, "Sign in", code="KMPT-4RWX-9BHX", **chosen)
    good = press(client, page, "Sign in", code="KMPT-4RWX-9BHC")

    assert "no such code" in mistaken.text
    assert robin.name in good.text


def test_a_code_opens_nothing_after_its_time(client, robin, give_code, at_noon):
    give_code("KMPT-4RWX-9BHC", robin, lasts=timedelta(hours=1))
    at_noon.advance(hours=2)

    page = client.get("/accounts/code")
    page = press(
        client,
        page,
        "Sign in",
        code="KMPT-4RWX-9BHC",
        new_password="wholly new words",
        repeated="wholly new words",
    )

    assert "too old" in page.text


def test_a_new_password_signs_other_browsers_out(sign_in, robin):
    here, there = sign_in(robin), sign_in(robin)

    page = here.get("/accounts/password")
    page = press(
        here,
        page,
        "Change password",
        password=PASSWORD,
        new_password="wholly new words",
        repeated="wholly new words",
    )

    assert "changed" in page.text
    assert here.get("/accounts/").status_code == 200
    assert there.get("/accounts/").status_code == 302


def test_the_password_so_far_is_asked_for(sign_in, robin):
    browser = sign_in(robin)

    page = press(
        browser,
        browser.get("/accounts/password"),
        "Change password",
        password="a guess or two",
        new_password="wholly new words",
        repeated="wholly new words",
    )

    assert page.status_code == 422
    assert "not your password" in page.text


def test_whoever_signs_out_is_nobody(sign_in, robin):
    browser = sign_in(robin)

    press(browser, browser.get("/accounts/"), "Sign out")

    assert browser.get("/accounts/").status_code == 302


def test_two_people_at_two_browsers_are_two_people(sign_in):
    conference = ConferenceFactory()
    first, second = (
        PersonFactory(name=name, roles={conference: [Role.DELEGATE]}) for name in ("Ash", "Birch")
    )

    one, other = sign_in(first), sign_in(second)

    assert "Ash" in one.get("/accounts/").text
    assert "Birch" in other.get("/accounts/").text
    assert "Ash" in one.get("/accounts/").text


def test_whoever_lost_a_phone_signs_it_out_from_another_browser(sign_in, robin):
    lost, other = sign_in(robin), sign_in(robin)

    page = press(other, other.get("/accounts/"), "Sign out everywhere else")

    assert "Every other browser is signed out." in page.text
    assert robin.name in other.get("/accounts/").text
    assert lost.get("/accounts/").status_code == 302


def test_a_script_that_finds_the_line_full_is_told_only_when_to_come_again(
    client, robin, monkeypatch
):
    monkeypatch.setattr(passwords, "line", HashingLine(0))
    page = client.get("/accounts/sign-in")
    client.environ_base["HTTP_SEC_FETCH_DEST"] = "empty"

    answer = press(client, page, "Sign in", email="robin@example.org", password=PASSWORD)

    assert (answer.status_code, answer.text) == (503, "")
    assert answer.headers["Retry-After"]
