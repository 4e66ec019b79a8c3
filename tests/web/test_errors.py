import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.factories.person import PersonFactory
from webapp.extensions import db
from webapp.web import identity, refusals


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
    for answer in [*refusals.ANSWERS.values(), *refusals.STATUSES.values()]:
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


def test_a_database_that_is_away_is_told_even_without_the_frame(app, browser, monkeypatch):
    def be_away(*_):
        raise OperationalError("SELECT 1", {}, OSError("no route"))

    monkeypatch.setattr(identity, "load_signed_in", be_away)
    identity.recognise_people()

    page = browser.get("/trial/note")

    assert page.status_code == 503
    assert "Wait" not in page.text
    assert "no route" not in page.text


def test_a_look_up_that_failed_does_not_spoil_the_page_that_says_so(app, browser):
    app.add_url_rule(
        "/trial/faulty", "faulty", lambda: str(db.session.execute(text("SELECT * FROM nowhere")))
    )

    page = browser.get("/trial/faulty")

    assert page.status_code == 503
    assert "Robin Ashdown" in page.text
