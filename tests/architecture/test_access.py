import pytest

from tests.architecture.access_table import KINDS, NOBODY, STRANGER, TABLE
from tests.architecture.world import make_world
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.procedure.roles import Role

IN, SIGN_IN, REFUSED, HIDDEN = "in", "asked to sign in", "refused", "hidden"


@pytest.fixture
def browser_of(app, session, sign_in):
    def give(kind, world):
        if kind == NOBODY:
            return app.test_client()
        roles = [] if kind == STRANGER else [Role(kind)]
        return sign_in(PersonFactory(roles={world.conference: roles}))

    return give


def address_of(app, page, world):
    rule = next(
        rule
        for rule in app.url_map.iter_rules(page.endpoint)
        if page.method in (rule.methods or ())
    )
    unknown = rule.arguments - set(world.names)
    assert not unknown, f"the world of this test has no {unknown}, which {rule} names"
    with app.test_request_context():
        return app.url_for(page.endpoint, **{name: world.names[name] for name in rule.arguments})


def what_happens(browser, page, address):
    if page.method == "POST":
        form = read_markup(browser.get("/accounts/code").text)
        word = next(e.get("value") for e in form.walk() if e.get("name") == "csrf_token")
        answer = browser.post(address, data={"csrf_token": word})
    else:
        answer = browser.get(address)
    answer.close()
    if answer.status_code == 401 or "/accounts/sign-in" in (answer.location or ""):
        return SIGN_IN
    return {403: REFUSED, 404: HIDDEN}.get(answer.status_code, IN)


def expected(page, kind):
    if kind in page.open_to:
        return IN
    return SIGN_IN if kind == NOBODY else REFUSED


@pytest.mark.parametrize("page", TABLE, ids=lambda page: f"{page.method} {page.endpoint}")
def test_each_page_lets_in_whom_the_table_names(app, browser_of, page):
    found = {}
    for kind in KINDS:
        world = make_world()
        found[kind] = what_happens(browser_of(kind, world), page, address_of(app, page, world))

    assert found == {kind: expected(page, kind) for kind in KINDS}


def leads_into_the_conference(app, page):
    return any(rule.arguments - {"filename"} for rule in app.url_map.iter_rules(page.endpoint))


@pytest.mark.parametrize("page", TABLE, ids=lambda page: f"{page.method} {page.endpoint}")
def test_nothing_of_a_closed_conference_is_shown_to_those_outside(app, browser_of, page, session):
    if not leads_into_the_conference(app, page):
        return
    world = make_world()
    world.conference.is_closed = True
    session.commit()
    address = address_of(app, page, world)

    found = [what_happens(browser_of(kind, world), page, address) for kind in (NOBODY, STRANGER)]

    assert found[0] in {HIDDEN, SIGN_IN}
    assert found[1] in {HIDDEN, REFUSED}


def test_the_table_names_every_address_and_no_other(app):
    addresses = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(page.endpoint, page.method) for page in TABLE} == addresses
