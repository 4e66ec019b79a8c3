import pytest
from flask import request

from tests.browser import press
from tests.factories.person import PersonFactory

PAGE = """<header><a href="/elsewhere">Save</a></header><main>
<form method="post" action="/trial/echo?from=page">
  {token}
  <input type="hidden" name="version" value="7">
  <textarea name="text">
first line
second</textarea>
  <select name="body"><option value="1">One<option value="2" selected>Two</select>
  <input type="checkbox" name="agreed" value="yes" checked>
  <input type="checkbox" name="quiet" value="yes">
  <input type="radio" name="route" value="edit" checked>
  <input type="radio" name="route" value="say">
  <input name="off" value="never" disabled>
  <button name="act" value="save">Save</button><button name="act" value="drop">Drop</button>
</form>
<div id="second"><a href="echo">Drop</a></div>
<input name="outside" form="other" value="x"></main>"""


@pytest.fixture
def app(app):
    def page():
        token = app.jinja_env.globals["csrf_token"]()
        return PAGE.format(token=f'<input type="hidden" name="csrf_token" value="{token}">')

    def echo():
        return {name: request.form.getlist(name) for name in request.form if name != "csrf_token"}

    app.add_url_rule("/trial/page", "page", page)
    app.add_url_rule("/trial/echo", "echo", echo, methods=["GET", "POST"])
    return app


@pytest.fixture
def browser(sign_in):
    return sign_in(PersonFactory())


def test_everything_on_the_form_is_sent_as_it_stood(browser):
    sent = press(browser, browser.get("/trial/page"), "Save").json

    assert sent == {
        "version": ["7"],
        "text": ["first line\r\nsecond"],
        "body": ["2"],
        "agreed": ["yes"],
        "route": ["edit"],
        "act": ["save"],
    }


def test_what_is_typed_takes_the_place_of_what_stood_there(browser):
    page = browser.get("/trial/page")
    sent = press(browser, page, "Save", text="new\nwords", agreed=[], quiet="yes", route="say").json

    assert sent["text"] == ["new\r\nwords"]
    assert "agreed" not in sent
    assert (sent["quiet"], sent["route"]) == (["yes"], ["say"])


def test_a_place_says_which_of_two_is_meant(browser):
    page = browser.get("/trial/page")

    with pytest.raises(AssertionError, match="more than once"):
        press(browser, page, "Drop")
    assert press(browser, page, "Drop", _in="second").request.path == "/trial/echo"


def test_a_button_or_box_that_is_not_there_fails_the_test(browser):
    page = browser.get("/trial/page")

    with pytest.raises(AssertionError, match="no 'Submit'"):
        press(browser, page, "Submit")
    with pytest.raises(AssertionError, match="no box for reason"):
        press(browser, page, "Save", reason="because")
