from typing import Any, NamedTuple

import pytest
from sqlalchemy import update

from tests.architecture.access_table import KINDS, NOBODY, STRANGER, TABLE
from tests.architecture.scenes import scene_for
from tests.markup import read_markup
from webapp.models import Conference

IN, SIGN_IN, OUT = "in", "asked to sign in", "refused, or shown nothing"


@pytest.fixture
def staged(app, session):
    """Set a scene for a page: the world it is about, with somebody of every kind in it."""

    def stage(page):
        arguments = rule_of(app, page).arguments
        with app.test_request_context():  # keys in addresses are signed
            return scene_for(session, page.motion, arguments)

    return stage


@pytest.fixture
def happens(app, form_word):
    """Tell what happens to somebody at a page: `happens(scene, page, kind)`."""

    def happen(scene, page, kind):
        with app.test_request_context():
            address = app.url_for(page.endpoint, **scene.values)
        browser = app.test_client()
        with browser.session_transaction() as kept:
            kept.update(form_word.session)
            if kind != NOBODY:
                kept.update(_user_id=scene.sign_ins[kind], _fresh=True)
        sent = {"csrf_token": form_word.word, **page.sent}
        answer = browser.open(address, method=page.method, data=sent if page.sends else None)
        answer.close()
        if answer.status_code == 401 or "/accounts/sign-in" in (answer.location or ""):
            return SIGN_IN
        return OUT if answer.status_code in {403, 404} else IN

    return happen


class FormWord(NamedTuple):
    session: dict[str, Any]
    word: str


@pytest.fixture
def form_word(app):
    """Return a session and the word that its forms carry."""
    browser = app.test_client()
    form = read_markup(browser.get("/accounts/code").text)
    word = next(e.get("value") for e in form.walk() if e.get("name") == "csrf_token")
    with browser.session_transaction() as kept:
        return FormWord(dict(kept), word)


def rule_of(app, page):
    rules = app.url_map.iter_rules(page.endpoint)
    return next(rule for rule in rules if page.method in (rule.methods or ()))


def expected(page, kind):
    if kind in page.open_to:
        return IN
    return SIGN_IN if kind == NOBODY else OUT


@pytest.mark.parametrize("page", TABLE, ids=lambda page: f"{page.method} {page.endpoint}")
def test_each_page_lets_in_whom_the_table_names(staged, happens, page):
    found = {}
    scene = staged(page)
    for kind in KINDS:
        found[kind] = happens(scene, page, kind)
        if page.sends and found[kind] == IN:  # whoever was let in has changed it
            scene = staged(page)

    assert found == {kind: expected(page, kind) for kind in KINDS}


def leads_into_the_conference(app, page):
    return any(rule.arguments - {"filename"} for rule in app.url_map.iter_rules(page.endpoint))


@pytest.mark.parametrize("page", TABLE, ids=lambda page: f"{page.method} {page.endpoint}")
def test_nothing_of_a_closed_conference_is_shown_to_those_outside(
    app, staged, happens, page, session
):
    if not leads_into_the_conference(app, page):
        return
    scene = staged(page)
    session.execute(update(Conference).values(is_closed=True))
    session.commit()

    found = [happens(scene, page, kind) for kind in (NOBODY, STRANGER)]

    assert found[0] in {OUT, SIGN_IN}
    assert found[1] == OUT


def test_the_table_names_every_address_and_no_other(app):
    addresses = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(page.endpoint, page.method) for page in TABLE} == addresses
