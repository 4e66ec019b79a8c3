import pytest

from tests.browser import press
from tests.factories.person import PersonFactory
from webapp.services.passwords import hash_password

PASSWORD = "three words long"
HALL, ELSEWHERE = "192.0.2.1", "192.0.2.99"


@pytest.fixture
def app_settings():
    return {"RATELIMIT_ENABLED": True}


@pytest.fixture
def person(session):
    kept = hash_password(PASSWORD, {"time_cost": 1, "memory_cost": 8, "parallelism": 1})
    return PersonFactory(password_hash=kept)


def try_to_sign_in(app, email, password, *, address):
    browser = app.test_client()
    browser.environ_base["REMOTE_ADDR"] = address
    page = browser.get("/accounts/sign-in")
    return press(browser, page, "Sign in", email=email, password=password)


def test_guessing_one_account_ends_soon(app, person):
    for _ in range(10):
        guess = try_to_sign_in(app, person.email, "a wrong guess", address=HALL)
        assert guess.status_code == 422

    guess = try_to_sign_in(app, person.email, "a wrong guess", address=HALL)

    assert guess.status_code == 429
    assert "tried too often" in guess.text


def test_whoever_guesses_keeps_neither_the_person_nor_the_hall_out(app, person):
    neighbour = PersonFactory(password_hash=person.password_hash)
    for _ in range(11):
        try_to_sign_in(app, person.email, "a wrong guess", address=HALL)

    from_elsewhere = try_to_sign_in(app, person.email, PASSWORD, address=ELSEWHERE)
    in_the_hall = try_to_sign_in(app, neighbour.email, PASSWORD, address=HALL)

    assert person.name in from_elsewhere.text
    assert neighbour.name in in_the_hall.text


def test_signing_in_rightly_counts_for_nothing(app, person):
    for _ in range(12):
        page = try_to_sign_in(app, person.email, PASSWORD, address=HALL)

    assert person.name in page.text
