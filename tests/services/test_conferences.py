from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories.conference import AgendaItemFactory, ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import MembershipFactory, PersonFactory, actor_of, actor_with
from tests.moments import NOON
from webapp.models import AgendaItem, Minute
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import FaultyRulebook, preset_text
from webapp.services import conferences
from webapp.services.conferences import ItemSettings, Settings
from webapp.services.errors import ChangedMeanwhile, CodeTaken

RULEBOOK = preset_text("federal_conference")
SETTINGS = Settings("Spring Conference", date(2027, 3, 12), date(2027, 3, 14))


def order_of(session, conference):
    items = select(AgendaItem.code).where(AgendaItem.conference_id == conference.id)
    return list(session.scalars(items.order_by(AgendaItem.position)))


def test_an_administrator_opens_another_conference_and_administers_it(session):
    person = PersonFactory(roles={ConferenceFactory(): [Role.ADMINISTRATOR]})

    opened = conferences.create_conference(
        session, actor_of(person), "spring-2027", SETTINGS, RULEBOOK, now=NOON
    )

    assert Role.ADMINISTRATOR in actor_of(person).roles_at(opened.id)
    assert session.scalars(select(Minute.activity)).all() == ["conference:create"]


def test_whoever_administers_nothing_opens_nothing(session):
    actor = actor_with(ConferenceFactory(), Role.STAFF)

    with pytest.raises(NotPermitted):
        conferences.create_conference(session, actor, "x", SETTINGS, RULEBOOK, now=NOON)


@pytest.mark.parametrize(
    ("slug", "settings", "rulebook", "refusal"),
    [
        ("Spring 2027", SETTINGS, RULEBOOK, conferences.BadSlug),
        ("new", SETTINGS, RULEBOOK, conferences.BadSlug),
        ("", SETTINGS, RULEBOOK, conferences.BadSlug),
        ("taken", SETTINGS, RULEBOOK, conferences.SlugTaken),
        ("s", replace(SETTINGS, ends_on=date(2027, 3, 1)), RULEBOOK, conferences.DatesReversed),
        ("s", replace(SETTINGS, time_zone="Atlantis"), RULEBOOK, conferences.NoSuchTimeZone),
        ("s", SETTINGS, "name = 1", FaultyRulebook),
    ],
)
def test_a_conference_that_cannot_be_is_not_opened(session, slug, settings, rulebook, refusal):
    actor = actor_with(ConferenceFactory(slug="taken"), Role.ADMINISTRATOR)

    with pytest.raises(refusal):
        conferences.create_conference(session, actor, slug, settings, rulebook, now=NOON)


def test_settings_are_changed_and_minuted_once(session):
    conference = ConferenceFactory()
    actor = actor_with(conference, Role.ADMINISTRATOR)
    seen = conferences.seen_settings(conference)

    for _ in range(2):  # a double click: the second changes nothing, and is no collision
        conferences.edit_conference(session, actor, conference, SETTINGS, seen=seen, now=NOON)

    assert conference.name == "Spring Conference"
    assert session.scalars(select(Minute.activity)).all() == ["conference:edit"]


def test_of_two_administrators_at_once_the_slower_is_told(session):
    conference = ConferenceFactory()
    one, two = (actor_with(conference, Role.ADMINISTRATOR) for _ in range(2))
    seen = conferences.seen_settings(conference)
    conferences.edit_conference(session, one, conference, SETTINGS, seen=seen, now=NOON)

    with pytest.raises(ChangedMeanwhile):
        conferences.edit_conference(
            session, two, conference, replace(SETTINGS, place="Elsewhere"), seen=seen, now=NOON
        )

    assert conference.place == ""


def test_a_body_is_added_renamed_and_removed(session):
    conference = ConferenceFactory()
    actor = actor_with(conference, Role.STAFF)

    body = conferences.add_body(
        session, actor, conference, name=" Harbourtown ", kind="local_party", now=NOON
    )
    conferences.edit_body(
        session, actor, conference, body, name="Harbour Town", kind="local_party", now=NOON
    )
    conferences.remove_body(session, actor, conference, body, now=NOON)

    activities = session.scalars(select(Minute.activity).order_by(Minute.number)).all()
    assert activities == ["body:add", "body:edit", "body:remove"]


def test_two_bodies_do_not_share_a_name_however_written(session):
    conference = ConferenceFactory()
    SubmittingBodyFactory(conference=conference, name="Harbourtown")

    with pytest.raises(conferences.BodyTaken):
        conferences.add_body(
            session,
            actor_with(conference, Role.STAFF),
            conference,
            name="HARBOURTOWN",
            kind="local_party",
            now=NOON,
        )


def test_a_body_somebody_is_delegate_of_stays(session):
    conference = ConferenceFactory()
    body = SubmittingBodyFactory(conference=conference)
    MembershipFactory(conference=conference, body=body)

    with pytest.raises(conferences.BodyInUse):
        conferences.remove_body(
            session, actor_with(conference, Role.STAFF), conference, body, now=NOON
        )


def test_an_item_comes_at_the_end_and_its_code_is_its_own(session):
    conference = ConferenceFactory()
    AgendaItemFactory(conference=conference, code="F1")
    actor = actor_with(conference, Role.COMMITTEE)

    conferences.add_item(
        session, actor, conference, ItemSettings("F2", "session", "A speech"), now=NOON
    )

    assert order_of(session, conference) == ["F1", "F2"]
    with pytest.raises(CodeTaken):
        conferences.add_item(
            session, actor, conference, ItemSettings("f1", "session", "Another"), now=NOON
        )


@pytest.mark.parametrize("code", ["", " ", "F 1", "<b>", "F" * 13, "é1"])
def test_a_code_is_something_that_can_be_cited(session, code):
    conference = ConferenceFactory()

    with pytest.raises(conferences.BadCode):
        conferences.add_item(
            session,
            actor_with(conference, Role.STAFF),
            conference,
            ItemSettings(code, "session", "A speech"),
            now=NOON,
        )


def test_items_change_places(session):
    conference = ConferenceFactory()
    one, two, three = (AgendaItemFactory(conference=conference, code=f"F{n}") for n in "123")
    actor = actor_with(conference, Role.COMMITTEE)

    for _ in range(2):  # pressed twice, moved once
        conferences.move_item(session, actor, conference, three, before=one, now=NOON)
    assert order_of(session, conference) == ["F3", "F1", "F2"]

    conferences.move_item(session, actor, conference, one, before=None, now=NOON)
    assert order_of(session, conference) == ["F3", "F2", "F1"]
    assert len(session.scalars(select(Minute)).all()) == 2
    assert two.position == 2


def test_of_two_who_edit_one_item_the_slower_is_told(session):
    conference = ConferenceFactory()
    item = AgendaItemFactory(conference=conference, code="F1")
    actor = actor_with(conference, Role.STAFF)
    seen = conferences.seen_item(item)
    new = ItemSettings("F1", "session", "A longer speech")
    conferences.edit_item(session, actor, conference, item, new, seen=seen, now=NOON)

    with pytest.raises(ChangedMeanwhile):
        conferences.edit_item(
            session, actor, conference, item, replace(new, title="None"), seen=seen, now=NOON
        )


def test_a_delegate_does_not_edit_the_agenda(session):
    conference = ConferenceFactory()
    item = AgendaItemFactory(conference=conference)

    with pytest.raises(NotPermitted):
        conferences.remove_item(
            session, actor_with(conference, Role.DELEGATE), conference, item, now=NOON
        )
