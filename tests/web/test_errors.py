import pytest

from tests.factories.person import PersonFactory
from webapp.web import errors


@pytest.fixture
def browser(sign_in):
    return sign_in(PersonFactory())


def test_what_may_not_be_done_is_refused_with_a_sentence(browser):
    page = browser.get("/trial/refused")

    assert page.status_code == 403
    assert "leave the act to somebody else" in page.text


def test_a_program_gets_the_name_of_what_went_wrong(browser):
    answer = browser.get("/trial/missing", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert answer.json["code"] == "NoSuchClause"


def test_nothing_typed_is_lost_by_a_refusal(browser):
    word = browser.get("/trial/note").text.split('value="')[1].split('"')[0]

    page = browser.post(
        "/trial/refused",
        data={"csrf_token": word, "note": "A long and careful paragraph.", "password": "x" * 20},
    )

    assert page.status_code == 403
    assert "A long and careful paragraph." in page.text
    assert "x" * 20 not in page.text


def test_a_null_character_is_refused_and_not_kept(browser):
    word = browser.get("/trial/note").text.split('value="')[1].split('"')[0]

    page = browser.post("/trial/note", data={"csrf_token": word, "note": "better\0buses, please"})

    assert page.status_code == 422
    assert browser.get("/trial/note?x=%00").status_code == 422


def test_every_answer_has_a_status_people_are_told(app):
    for answer in [*errors.ANSWERS.values(), *errors.STATUSES.values()]:
        with app.test_request_context():
            assert 400 <= answer.status < 600
            assert str(answer.sentence).endswith(".")


def test_a_fault_of_ours_is_told_without_its_cause(app, browser):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/trial/broken", "broken", lambda: 1 / 0)

    page = browser.get("/trial/broken")

    assert page.status_code == 500
    assert "The fault is ours" in page.text
    assert "division" not in page.text


def test_what_is_too_large_is_refused_with_a_way_out(browser):
    page = browser.post("/trial/note", data={"note": "x" * 9_000_000})

    assert page.status_code == 413
    assert "Send it in parts" in page.text
