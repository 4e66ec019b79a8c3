from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from tests.browser import press
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import PersonFactory
from webapp.models import Membership, Person
from webapp.procedure.roles import Role

LIST = "Name,E-mail,Branch\nJo Moss,jo@example.org,Harbourtown\nKim Lee,kim@example.org,\n"


@pytest.fixture
def conference(session):
    conference = ConferenceFactory(slug="autumn")
    SubmittingBodyFactory(conference=conference, name="Harbourtown")
    return conference


@pytest.fixture
def office(sign_in, conference):
    return sign_in(
        PersonFactory(
            name="Ada Quill", email="ada@example.org", roles={conference: [Role.ADMINISTRATOR]}
        )
    )


@pytest.fixture
def staff(sign_in, conference):
    return sign_in(PersonFactory(roles={conference: [Role.STAFF]}))


def named(session, name):
    return session.scalars(select(Person).where(Person.name == name)).first()


def test_a_person_is_added_by_hand_and_found_again(office, session):
    page = press(office, office.get("/admin/autumn/people"), "Add a person")
    page = press(
        office,
        page,
        "Add this person",
        name="  Jo   Moss ",
        email="Jo@Example.org",
        roles=["delegate", "teller"],
        body="Harbourtown",
    )

    assert "Jo Moss is added." in page.text
    assert "jo@example.org" in page.text
    held = session.scalars(select(Membership).join(Person).where(Person.name == "Jo Moss")).all()
    assert {one.role for one in held} == {Role.DELEGATE, Role.TELLER}


def test_a_wrong_address_comes_back_with_what_was_typed(office):
    page = office.get("/admin/autumn/people/new")
    page = press(office, page, "Add this person", name="Jo Moss", email="jo at example")

    assert page.status_code == 422
    assert 'value="Jo Moss"' in page.text
    assert "Write an address like robin@example.org." in page.text


def test_nothing_but_spaces_is_no_name(office):
    page = office.get("/admin/autumn/people/new")
    page = press(office, page, "Add this person", name="   ", email="jo@example.org")

    assert page.status_code == 422


def test_staff_are_offered_ordinary_parts_alone(staff):
    page = staff.get("/admin/autumn/people/new")

    assert 'value="delegate"' in page.text
    assert 'value="administrator"' not in page.text


def test_a_part_is_given_and_ended_on_a_persons_page(office, conference, session):
    person = PersonFactory(name="Jo Moss", roles={conference: [Role.DELEGATE]})

    page = press(office, office.get("/admin/autumn/people?words=moss"), "Jo Moss")
    page = press(office, page, "Give this part", role="chair")
    assert "Jo Moss plays that part now." in page.text

    page = press(office, page, "End as chair")
    assert "End as chair" not in page.text
    assert press(office, page, "End as delegate").request.path == "/admin/autumn/people"
    assert not person.memberships


def test_the_last_administrator_is_told_why_they_stay(office):
    page = press(office, office.get("/admin/autumn/people"), "Ada Quill")

    page = press(office, page, "End as administrator")

    assert "Make another administrator first." in page.text
    assert "End as administrator" in page.text


def test_a_person_is_erased_after_being_asked(office, conference, session):
    person = PersonFactory(name="Jo Moss", roles={conference: [Role.DELEGATE]})

    page = office.get(f"/admin/autumn/people/{person.public_id}")
    page = press(office, page, "Erase this person…")
    page = press(office, page, "Erase for good")

    assert "The minutes stay whole." in page.text
    assert "Jo Moss" not in page.text
    assert "Jo Moss" not in office.get("/conference/autumn/minutes").text
    assert named(session, "Jo Moss") is None


def test_staff_are_not_offered_to_erase_or_to_give_parts(staff, conference):
    person = PersonFactory(roles={conference: [Role.DELEGATE]})

    page = staff.get(f"/admin/autumn/people/{person.public_id}")

    assert "Erase this person" not in page.text
    assert "Give this part" not in page.text
    assert "Make a code" in page.text


def test_staff_are_not_offered_a_code_for_an_administrator(staff, conference):
    person = PersonFactory(roles={conference: [Role.ADMINISTRATOR]})

    page = staff.get(f"/admin/autumn/people/{person.public_id}")

    assert "Make a code" not in page.text


def test_codes_are_shown_once_and_let_people_in(office, client, conference):
    PersonFactory(name="Jo Moss", email="jo@example.org", roles={conference: [Role.DELEGATE]})

    page = office.get("/admin/autumn/codes")
    page = press(office, page, "Make the codes")
    assert page.headers["Cache-Control"] == "no-store"
    card = page.text.split('<p class="name">Jo Moss</p>')[1]
    code = card.split('<p class="code">')[1].split("<")[0]

    page = press(client, client.get("/accounts/code"), "Sign in", code=code.lower())

    assert "Jo Moss" in page.text
    assert "Sign out" in page.text
    assert code not in office.get("/admin/autumn/codes").text


def test_the_second_time_only_those_without_a_card_get_one(office, conference):
    PersonFactory(name="Jo Moss", roles={conference: [Role.DELEGATE]})
    press(office, office.get("/admin/autumn/codes"), "Make the codes")
    PersonFactory(name="Kim Lee", roles={conference: [Role.DELEGATE]})

    page = press(office, office.get("/admin/autumn/codes"), "Make the codes")

    assert "Kim Lee" in page.text
    assert "Jo Moss" not in page.text


def test_a_list_is_looked_at_and_then_imported(office, session):
    page = office.get("/admin/autumn/people/import")
    page = press(office, page, "Look at the list", file=(io.BytesIO(LIST.encode()), "people.csv"))
    assert "Jo Moss" in page.text
    assert named(session, "Jo Moss") is None

    page = press(office, page, "Import 2 people")

    assert "2 people are added." in page.text
    assert named(session, "Jo Moss").memberships[0].body.name == "Harbourtown"


def test_a_name_that_the_list_has_otherwise_is_said_with_its_line(office):
    PersonFactory(name="Joanna Moss", email="jo@example.org")
    page = office.get("/admin/autumn/people/import")

    page = press(office, page, "Look at the list", text=LIST)

    assert "“Jo Moss” has an account as “Joanna Moss” and keeps that name" in page.text
    assert "Line 2:" in page.text


def test_the_same_list_again_changes_nothing(office, session):
    for _ in range(2):
        page = office.get("/admin/autumn/people/import")
        page = press(office, page, "Look at the list", text=LIST)
        page = press(office, page, "Import 2 people")

    assert "2 were here already." in page.text
    assert len(session.scalars(select(Person).where(Person.email == "jo@example.org")).all()) == 1


def test_a_wrong_line_stops_the_import_until_it_is_left_out(office, session):
    typed = LIST + "Nobody,not an address,\n"
    page = office.get("/admin/autumn/people/import")
    page = press(office, page, "Look at the list", text=typed)

    assert page.status_code == 422
    assert "Line 4, column “E-mail”:" in page.text
    assert "Import 2 people" not in page.text
    assert named(session, "Jo Moss") is None

    page = press(office, page, "Import these, leave the wrong lines out")

    assert "2 people are added." in page.text
    assert named(session, "Jo Moss") is not None


def test_wrong_lines_left_out_stay_in_the_box_and_are_put_right_there(office, session):
    page = office.get("/admin/autumn/people/import")
    page = press(office, page, "Look at the list", text=LIST.replace("jo@", "jo at "))

    page = press(office, page, "Import these, leave the wrong lines out")
    assert "1 person is added." in page.text
    assert "Name,E-mail,Branch\nJo Moss,jo at example.org,Harbourtown" in page.text
    page = press(office, page, "Look again", text=LIST)
    press(office, page, "Import 2 people")

    assert named(session, "Jo Moss").memberships[0].body.name == "Harbourtown"


def test_a_weight_that_the_chosen_part_would_lose_is_said_with_its_line(office, session):
    typed = "Name,E-mail,Weight\nKim Lee,kim@example.org,1\nJo Moss,jo@example.org,3\n"
    page = office.get("/admin/autumn/people/import")

    page = press(office, page, "Look at the list", text=typed, default_role="observer")
    assert "Line 3, column “Weight”:" in page.text
    assert "choose it for lines without a part" in page.text
    page = press(office, page, "Look again", default_role="delegate")
    press(office, page, "Import 2 people")

    assert named(session, "Jo Moss").memberships[0].weight == 3


def test_a_wrong_line_is_put_right_on_the_page(office, session):
    page = office.get("/admin/autumn/people/import")
    page = press(office, page, "Look at the list", text=LIST.replace("jo@", "jo at "))
    page = press(office, page, "Look again", text=LIST)
    press(office, page, "Import 2 people")

    assert named(session, "Jo Moss") is not None


def test_staff_cannot_import_an_administrator(staff, session):
    typed = "name,email,role\nJo Moss,jo@example.org,administrator\n"
    page = staff.get("/admin/autumn/people/import")
    page = press(staff, page, "Look at the list", text=typed)
    page = press(staff, page, "Import 1 person")

    assert page.status_code == 422
    assert "only an administrator may give" in page.text
    assert named(session, "Jo Moss") is None


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\0\1\2",
        b"PK\3\4",
        b"name,email\n=1+1,<b>@x.y",
        b'name,email\n"',
        b"\xff\xfe\0",
    ],
)
def test_whatever_file_is_sent_the_page_answers(office, sent):
    page = office.get("/admin/autumn/people/import")
    page = press(office, page, "Look at the list", file=(io.BytesIO(sent), "people.csv"))

    assert page.status_code == 422
    assert "is wrong" in page.text or "are wrong" in page.text


def test_a_lost_phone_is_signed_out_from_the_door(staff, sign_in, conference):
    person = PersonFactory(name="Jo Moss", roles={conference: [Role.DELEGATE]})
    lost = sign_in(person)

    page = press(
        staff, staff.get(f"/register/{conference.slug}/door?words=Moss"), "Lost phone Jo Moss"
    )
    page = press(staff, page, "Sign out everywhere")

    assert "Jo Moss is signed out everywhere." in page.text
    assert lost.get("/accounts/").status_code == 302


def test_whose_phone_knows_the_password_gets_a_code_in_its_place(staff, conference, session):
    person = PersonFactory(
        name="Jo Moss", password_hash="kept", roles={conference: [Role.DELEGATE]}
    )

    page = press(
        staff,
        staff.get(f"/admin/{conference.slug}/people/{person.public_id}"),
        "Sign out everywhere…",
    )
    page = press(staff, page, "Sign out everywhere and make a code")

    assert "Jo Moss" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert session.get_one(Person, person.id).password_hash is None


def test_no_code_is_offered_for_whom_the_office_may_make_none(staff, conference):
    chair = PersonFactory(roles={conference: [Role.CHAIR]})

    page = staff.get(f"/admin/{conference.slug}/people/{chair.public_id}/lost-phone")

    assert "Sign out everywhere and make a code" not in page.text
    assert "ask its administrators for a code" in page.text
