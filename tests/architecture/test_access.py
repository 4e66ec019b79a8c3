import pytest

from tests.architecture.access_table import KINDS, MOVER, NOBODY, STRANGER, TABLE
from tests.architecture.world import World
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.procedure.roles import Role

IN, SIGN_IN, OUT = "in", "asked to sign in", "refused, or shown nothing"


@pytest.fixture
def browser_of(app, session, sign_in):
    def give(kind, world):
        if kind == NOBODY:
            return app.test_client()
        if kind == MOVER:
            return sign_in(world.mover)
        roles = [] if kind == STRANGER else [Role(kind)]
        return sign_in(PersonFactory(roles={world.conference: roles}))

    return give


def address_of(app, page, world):
    rule = next(
        rule
        for rule in app.url_map.iter_rules(page.endpoint)
        if page.method in (rule.methods or ())
    )
    with app.test_request_context():
        values = {name: world.value_of(name) for name in rule.arguments}
        return app.url_for(page.endpoint, **values)


def what_happens(browser, page, address):
    if page.method == "POST":
        form = read_markup(browser.get("/accounts/code").text)
        word = next(e.get("value") for e in form.walk() if e.get("name") == "csrf_token")
        answer = browser.post(address, data={"csrf_token": word, **page.sent})
    else:
        answer = browser.get(address)
    answer.close()
    if answer.status_code == 401 or "/accounts/sign-in" in (answer.location or ""):
        return SIGN_IN
    return OUT if answer.status_code in {403, 404} else IN


def expected(page, kind):
    if kind in page.open_to:
        return IN
    return SIGN_IN if kind == NOBODY else OUT


@pytest.mark.parametrize("page", TABLE, ids=lambda page: f"{page.method} {page.endpoint}")
def test_each_page_lets_in_whom_the_table_names(app, browser_of, page):
    found = {}
    world = World(page.motion)
    for kind in KINDS:
        found[kind] = what_happens(browser_of(kind, world), page, address_of(app, page, world))
        if page.method == "POST" and found[kind] == IN:  # whoever was let in has changed it
            world = World(page.motion)

    assert found == {kind: expected(page, kind) for kind in KINDS}


def leads_into_the_conference(app, page):
    return any(rule.arguments - {"filename"} for rule in app.url_map.iter_rules(page.endpoint))


@pytest.mark.parametrize("page", TABLE, ids=lambda page: f"{page.method} {page.endpoint}")
def test_nothing_of_a_closed_conference_is_shown_to_those_outside(app, browser_of, page, session):
    if not leads_into_the_conference(app, page):
        return
    world = World(page.motion)
    world.conference.is_closed = True
    session.commit()
    address = address_of(app, page, world)

    found = [what_happens(browser_of(kind, world), page, address) for kind in (NOBODY, STRANGER)]

    assert found[0] in {OUT, SIGN_IN}
    assert found[1] == OUT


def test_the_table_names_every_address_and_no_other(app):
    addresses = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(page.endpoint, page.method) for page in TABLE} == addresses
