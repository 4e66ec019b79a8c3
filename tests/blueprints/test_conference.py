from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from markupsafe import escape

from tests.browser import press
from tests.factories.conference import AgendaItemFactory, ConferenceFactory
from tests.factories.person import PersonFactory
from tests.factories.register import proxies_allowed
from tests.rulebooks import rulebooks, written
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.queries.actor import NOBODY
from webapp.queries.minutes import PAGE
from webapp.services.minutes import write_minute
from webapp.web import clock


@pytest.fixture
def conference(session):
    return ConferenceFactory(slug="autumn", name="Autumn Conference")


def write(session, conference, count):
    for _ in range(count):
        write_minute(
            session,
            NOBODY,
            "agenda:move",
            f"conference:{conference.id}",
            conference_id=conference.id,
            now=clock.utc_now(),
        )
    session.commit()


def test_the_only_conference_is_the_front_page(client, conference):
    page = client.get("/", follow_redirects=True)

    assert page.request.path == "/conference/autumn"
    assert "Autumn Conference" in page.text


def test_of_several_conferences_one_is_chosen(client, conference):
    ConferenceFactory(name="Spring Conference")

    page = press(client, client.get("/"), "Autumn Conference")

    assert page.request.path == "/conference/autumn"


def test_a_closed_conference_is_not_there_for_outsiders(client, sign_in, conference, session):
    conference.is_closed = True
    delegate = PersonFactory(roles={conference: [Role.DELEGATE]})

    assert client.get("/conference/autumn").status_code == 404
    assert "Autumn" not in client.get("/").text
    assert sign_in(delegate).get("/conference/autumn").status_code == 200


def test_the_agenda_shows_items_by_day_in_the_conferences_own_time(client, conference):
    AgendaItemFactory(
        conference=conference,
        code="F1",
        title="Opening",
        starts_at=datetime(2026, 9, 19, 23, 30, tzinfo=UTC),
    )

    page = client.get("/conference/autumn")

    assert "Sunday 20 September" in page.text
    assert ">00:30</time>" in page.text


def test_nothing_on_the_agenda_is_said_so(client, conference):
    assert "Nothing is on the agenda yet" in client.get("/conference/autumn").text


def test_a_title_that_is_markup_is_shown_as_words(client, conference):
    AgendaItemFactory(conference=conference, title="<script>alert(1)</script> {{ 7 * 7 }}")

    page = client.get("/conference/autumn")

    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in page.text


def test_only_those_who_may_are_offered_the_agenda_to_edit(client, sign_in, conference):
    staff = sign_in(PersonFactory(roles={conference: [Role.STAFF]}))

    assert "Edit the agenda" not in client.get("/conference/autumn").text
    assert press(staff, staff.get("/conference/autumn"), "Edit the agenda").status_code == 200


@pytest.mark.parametrize("preset", ["federal_conference", "small_association"])
def test_standing_orders_are_readable_by_everybody(client, preset):
    ConferenceFactory(slug="other", rulebook=preset_text(preset))

    page = client.get("/conference/other/rulebook")

    assert page.status_code == 200
    assert "Kinds of business" in page.text


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ("true", "Who gave a proxy counts as present while its holder is."),
        ("false", "Who gave a proxy is not present by it."),
    ],
)
def test_standing_orders_that_know_proxies_say_whether_they_count_to_presence(
    client, conference, counts, said
):
    proxies_allowed(conference)
    conference.rulebook = re.sub(
        r"proxies_count = \w+", f"proxies_count = {counts}", conference.rulebook
    )

    page = client.get("/conference/autumn/rulebook")

    assert said in page.text


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rulebook=rulebooks())
def test_every_rulebook_that_loads_prints_a_page(client, conference, session, rulebook):
    conference.rulebook = written(rulebook)
    session.commit()

    page = client.get("/conference/autumn/rulebook")

    assert page.status_code == 200
    for rule in rulebook.procedural:
        assert escape(rule.name[1:]) in page.text
    for section in ("deadlines", "kinds", "voting", "counting", "ballots", "reasons"):
        assert f'id="{section}"' in page.text


def test_the_minute_book_is_read_page_by_page(sign_in, conference, session):
    write(session, conference, PAGE + 3)
    chair = sign_in(PersonFactory(roles={conference: [Role.CHAIR]}))

    page = chair.get("/conference/autumn/minutes")
    assert f'id="m{PAGE + 3}"' in page.text
    assert 'id="m3"' not in page.text

    page = press(chair, page, "Older")
    assert 'id="m3"' in page.text

    page = press(chair, page, "Newer")
    assert f'id="m{PAGE + 3}"' in page.text


def test_minutes_after_a_number_follow_it_without_a_gap(sign_in, conference, session):
    write(session, conference, PAGE + 3)
    chair = sign_in(PersonFactory(roles={conference: [Role.CHAIR]}))

    first = chair.get("/conference/autumn/minutes?after=1")
    last = chair.get(f"/conference/autumn/minutes?after={PAGE + 3}")

    assert 'id="m2"' in first.text
    assert f'id="m{PAGE + 1}"' in first.text
    assert f'id="m{PAGE + 2}"' not in first.text
    assert "Nothing new since then" in last.text


@pytest.mark.parametrize("query", ["after=x", "before=-5", "after=99999999999999999999999"])
def test_a_number_that_is_none_is_no_fault_of_ours(sign_in, conference, session, query):
    chair = sign_in(PersonFactory(roles={conference: [Role.CHAIR]}))

    assert chair.get(f"/conference/autumn/minutes?{query}").status_code == 200
