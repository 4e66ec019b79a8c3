import pytest

from tests.factories.person import PersonFactory
from webapp.web.access import is_own_address


def test_a_page_that_no_table_opens_wants_somebody_signed_in(client, sign_in):
    refused = client.get("/trial/note?from=here")
    shown = sign_in(PersonFactory()).get("/trial/note")

    assert refused.location == "/accounts/sign-in?after=/trial/note?from%3Dhere"
    assert shown.status_code == 200


def test_a_program_is_told_rather_than_led_away(client):
    answer = client.get("/trial/note", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json["code"]) == (401, "Unauthorized")


def test_a_form_sent_after_the_session_ended_gives_its_words_back(client):
    answer = client.post("/trial/note", data={"note": "We call for better buses."})

    assert answer.status_code == 401
    assert "We call for better buses." in answer.text


def test_what_is_not_there_is_not_there_for_anybody(client):
    assert client.get("/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("/motions/3", True),
        ("//elsewhere.example", False),
        ("/\\elsewhere.example", False),
        ("https://elsewhere.example", False),
        ("", False),
        ("/motions\n/3", False),
    ],
)
def test_only_paths_of_this_service_are_its_own(address, is_own):
    assert is_own_address(address) is is_own


def test_a_number_too_large_for_any_database_is_nothing_to_find(sign_in):
    browser = sign_in(PersonFactory())

    assert browser.get("/trial/number/2147483647").status_code == 200
    assert browser.get("/trial/number/2147483648").status_code == 404
