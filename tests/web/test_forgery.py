import pytest

from tests.browser import press
from tests.factories.person import PersonFactory


@pytest.fixture
def browser(sign_in):
    return sign_in(PersonFactory())


def test_a_form_from_this_session_is_taken(browser):
    page = browser.get("/trial/note")
    page = press(browser, page, "Keep", note="We call for better buses.")

    assert "kept: We call for better buses." in page.text


def test_a_form_without_the_word_changes_nothing_and_can_be_sent_again(browser):
    page = browser.post("/trial/note", data={"note": "We call for <b>better</b> buses."})
    assert page.status_code == 403
    assert "kept:" not in page.text

    page = press(browser, page, "Send it again")

    assert "kept: We call for &lt;b&gt;better&lt;/b&gt; buses." in page.text


def test_the_word_of_one_session_does_not_serve_another(browser, sign_in):
    other = sign_in(PersonFactory())
    page = other.get("/trial/note")
    word = page.text.split('value="')[1].split('"')[0]
    browser.get("/trial/note")

    page = browser.post("/trial/note", data={"csrf_token": word, "note": "We call for this."})

    assert page.status_code == 403


def test_another_site_is_not_helped_to_send_it_again(browser):
    page = browser.post(
        "/trial/note",
        data={"note": "We call for worse buses."},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
    )

    assert page.status_code == 403
    assert "from another site" in page.text
    assert "worse buses" not in page.text


def test_a_script_of_ours_sends_the_word_in_a_header(browser):
    page = browser.get("/trial/note")
    word = page.text.split('value="')[1].split('"')[0]

    page = browser.post("/trial/note", data={"note": "We call."}, headers={"X-CSRF-Token": word})

    assert page.status_code == 200
