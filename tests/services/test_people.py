from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, select

from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import MembershipFactory, PersonFactory, actor_of, actor_with
from tests.moments import NOON
from webapp.models import Membership, Minute, Person, SignInCode
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.queries.actor import NOBODY
from webapp.services import people, sign_in_codes, signing_in
from webapp.services.admitting import NewPerson, add_person, import_people
from webapp.services.minutes import verify_minutes
from webapp.services.passwords import WeakPassword, hash_password
from webapp.services.say_over_people import BelongsElsewhere, within_reach

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
ROBIN = NewPerson("Robin Ashdown", "Robin@Example.org")

_ids = count(1)


def new_id():
    return f"new-{next(_ids)}"


def roles_of(session, person, conference):
    return set(
        session.scalars(
            select(Membership.role).where(
                Membership.person_id == person.id, Membership.conference_id == conference.id
            )
        )
    )


def activities(session):
    return list(session.scalars(select(Minute.activity).order_by(Minute.number)))


def add(session, conference, new=ROBIN, by=Role.STAFF):
    actor = actor_with(conference, by)
    return add_person(session, actor, conference, new, new_id=new_id, now=NOON)


def issue(session, conference, *whom, by=Role.STAFF, code="KMPT-4RWX-9BHC"):
    return sign_in_codes.issue_sign_in_codes(
        session,
        actor_with(conference, by),
        conference,
        whom,
        new_code=lambda: code,
        lasts=timedelta(days=1),
        now=NOON,
    )


def test_staff_add_a_delegate_with_an_address_in_small_letters(session):
    conference = ConferenceFactory()

    person = add(session, conference)

    assert (person.name, person.email) == ("Robin Ashdown", "robin@example.org")
    assert roles_of(session, person, conference) == {Role.DELEGATE}
    assert activities(session) == ["person:add"]


def test_a_minute_knows_neither_name_nor_address(session):
    conference = ConferenceFactory()

    person = add(session, conference)

    minute = session.scalars(select(Minute)).one()
    assert minute.subject == f"person:{person.public_id}"
    assert "obin" not in f"{minute.facts}{minute.subject}{minute.actor}"


def test_somebody_with_an_account_keeps_their_name_and_takes_part(session):
    known = PersonFactory(name="Robin A.", email="robin@example.org")
    conference = ConferenceFactory()

    person = add(session, conference)

    assert person is known
    assert person.name == "Robin A."
    assert roles_of(session, person, conference) == {Role.DELEGATE}


def test_adding_somebody_twice_is_adding_them_once(session):
    conference = ConferenceFactory()

    first, second = add(session, conference), add(session, conference)

    assert first is second
    assert activities(session) == ["person:add"]


@pytest.mark.parametrize("role", [Role.CHAIR, Role.STAFF, Role.ADMINISTRATOR])
def test_staff_make_nobody_more_than_a_delegate(session, role):
    new = NewPerson("Robin", "robin@example.org", frozenset({role}))

    with pytest.raises(NotPermitted):
        add(session, ConferenceFactory(), new)

    assert session.scalars(select(Person).where(Person.email == "robin@example.org")).all() == []


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.DELEGATE, Role.COMMITTEE, Role.CHAIR])
def test_those_outside_the_office_add_nobody(session, role):
    with pytest.raises(NotPermitted):
        add(session, ConferenceFactory(), by=role)


def test_the_office_of_another_conference_adds_nobody_here(session):
    stranger = actor_with(ConferenceFactory(), Role.ADMINISTRATOR)

    with pytest.raises(NotPermitted):
        add_person(session, stranger, ConferenceFactory(), ROBIN, new_id=new_id, now=NOON)


def test_an_import_adds_everybody_and_the_same_again_changes_nothing(session):
    conference = ConferenceFactory()
    SubmittingBodyFactory(conference=conference, name="Harbourtown")
    actor = actor_with(conference, Role.STAFF)
    rows = [NewPerson(f"P {n}", f"p{n}@example.org", body="harbourtown") for n in range(3)]

    first = import_people(session, actor, conference, rows, new_id=new_id, now=NOON)
    again = import_people(session, actor, conference, rows, new_id=new_id, now=NOON)

    assert (first.added, first.extended, first.unchanged) == (3, 0, 0)
    assert (again.added, again.extended, again.unchanged) == (0, 0, 3)
    assert activities(session) == ["person:import"]
    held = session.scalars(select(Membership).where(Membership.role == Role.DELEGATE))
    assert {one.body.name for one in held} == {"Harbourtown"}


def test_an_import_with_one_part_too_high_adds_nobody(session):
    conference = ConferenceFactory()
    rows = [ROBIN, NewPerson("Jo", "jo@example.org", frozenset({Role.ADMINISTRATOR}))]
    before = session.scalar(select(func.count(Person.id)))

    with pytest.raises(NotPermitted):
        import_people(
            session,
            actor := actor_with(conference, Role.STAFF),
            conference,
            rows,
            new_id=new_id,
            now=NOON,
        )

    assert actor.is_signed_in
    assert session.scalar(select(func.count(Person.id))) == before + 1


def test_an_administrator_gives_and_takes_a_part(session):
    conference = ConferenceFactory()
    person = PersonFactory(roles={conference: [Role.DELEGATE]})
    actor = actor_with(conference, Role.ADMINISTRATOR)

    for _ in range(2):
        people.give_role(session, actor, conference, person, Role.CHAIR, now=NOON)
    assert roles_of(session, person, conference) == {Role.DELEGATE, Role.CHAIR}

    for _ in range(2):
        people.take_role(session, actor, conference, person, Role.CHAIR, now=NOON)
    assert roles_of(session, person, conference) == {Role.DELEGATE}
    assert activities(session) == ["role:give", "role:take"]


def test_staff_give_no_parts(session):
    conference = ConferenceFactory()
    person = PersonFactory(roles={conference: [Role.DELEGATE]})

    with pytest.raises(NotPermitted):
        people.give_role(
            session, actor_with(conference, Role.STAFF), conference, person, Role.CHAIR, now=NOON
        )


def test_the_last_administrator_cannot_leave(session):
    conference = ConferenceFactory()
    alone = PersonFactory(roles={conference: [Role.ADMINISTRATOR]})

    with pytest.raises(people.LastAdministrator):
        people.take_role(session, actor_of(alone), conference, alone, Role.ADMINISTRATOR, now=NOON)

    assert roles_of(session, alone, conference) == {Role.ADMINISTRATOR}


def test_an_erased_person_leaves_only_an_opaque_name_and_whole_minutes(session):
    conference = ConferenceFactory()
    person = add(session, conference)
    issue(session, conference, person)
    administrator = actor_with(conference, Role.ADMINISTRATOR)
    public_id = person.public_id

    people.erase_person(session, administrator, conference, person, now=NOON)

    assert (person.name, person.email, person.password_hash) == (people.ERASED_NAME, None, None)
    assert person.public_id == public_id
    assert not session.scalars(select(Membership).where(Membership.person_id == person.id)).all()
    assert not session.scalars(select(SignInCode)).all()
    assert not actor_of(person).is_signed_in
    assert list(verify_minutes(session, conference.id)) == []


def test_nobody_is_erased_over_the_head_of_another_conference(session):
    conference, other = ConferenceFactory(), ConferenceFactory()
    person = PersonFactory(roles={conference: [Role.DELEGATE], other: [Role.DELEGATE]})

    with pytest.raises(BelongsElsewhere):
        people.erase_person(
            session, actor_with(conference, Role.ADMINISTRATOR), conference, person, now=NOON
        )

    assert person.erased_at is None


def test_the_last_administrator_is_not_erased(session):
    conference = ConferenceFactory()
    alone = PersonFactory(roles={conference: [Role.ADMINISTRATOR]})

    with pytest.raises(people.LastAdministrator):
        people.erase_person(session, actor_of(alone), conference, alone, now=NOON)


def test_a_code_lets_its_person_in_once(session):
    conference = ConferenceFactory()
    person = add(session, conference)
    issue(session, conference, person)

    found = sign_in_codes.redeem_code(session, " kmpt 4rwx9bhc ", NOON)

    assert found is person
    with pytest.raises(sign_in_codes.CodeUsed):
        sign_in_codes.redeem_code(session, "KMPT-4RWX-9BHC", NOON)


def test_a_code_is_kept_as_a_digest_only(session):
    conference = ConferenceFactory()
    issue(session, conference, add(session, conference))

    (kept,) = session.scalars(select(SignInCode.digest))
    assert "KMPT" not in kept
    assert all("KMPT" not in str(facts) for facts in session.scalars(select(Minute.facts)))


def test_a_code_ends_when_its_time_is_over(session):
    conference = ConferenceFactory()
    issue(session, conference, add(session, conference))

    with pytest.raises(sign_in_codes.CodeExpired):
        sign_in_codes.redeem_code(session, "KMPT-4RWX-9BHC", NOON + timedelta(days=1))


def test_a_new_code_ends_the_one_before(session):
    conference = ConferenceFactory()
    person = add(session, conference)
    issue(session, conference, person, code="OLD")
    issue(session, conference, person, code="NEW")

    with pytest.raises(sign_in_codes.NoSuchCode):
        sign_in_codes.redeem_code(session, "OLD", NOON)

    assert sign_in_codes.redeem_code(session, "NEW", NOON) is person


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STAFF, Role.CHAIR, Role.COMMITTEE])
def test_staff_make_no_code_for_somebody_above_a_delegate(session, role):
    conference = ConferenceFactory()
    person = PersonFactory(roles={conference: [role]})

    with pytest.raises(NotPermitted):
        issue(session, conference, person)


def test_no_code_is_made_for_somebody_who_has_a_part_elsewhere(session):
    conference, other = ConferenceFactory(), ConferenceFactory()
    person = PersonFactory(roles={conference: [Role.DELEGATE], other: [Role.DELEGATE]})

    with pytest.raises(BelongsElsewhere):
        issue(session, conference, person, by=Role.ADMINISTRATOR)


def test_the_office_reaches_whom_it_may_and_passes_over_the_rest(session):
    conference, other = ConferenceFactory(), ConferenceFactory()
    near = PersonFactory(roles={conference: [Role.DELEGATE]})
    high = PersonFactory(roles={conference: [Role.CHAIR]})
    far = PersonFactory(roles={conference: [Role.DELEGATE], other: [Role.DELEGATE]})
    staff = actor_with(conference, Role.STAFF)

    assert within_reach(session, staff, [near, high, far]) == [near]


def test_a_password_is_right_or_wrong_and_a_new_one_ends_older_sessions(session):
    conference = ConferenceFactory()
    person = PersonFactory(roles={conference: [Role.DELEGATE]})
    epoch = person.session_epoch

    signing_in.set_password(session, person, hash_password("correct horse", CHEAP), now=NOON)

    assert signing_in.check_password(person, "correct horse", CHEAP)
    assert not signing_in.check_password(person, "correct hors", CHEAP)
    assert not signing_in.check_password(None, "correct horse", CHEAP)
    assert not signing_in.check_password(PersonFactory(), "nobody has this password", CHEAP)
    assert person.session_epoch == epoch + 1
    assert activities(session) == ["person:set_password"]


def test_a_password_is_the_same_however_the_keyboard_composes_it():
    kept = PersonFactory.build(password_hash=hash_password("café au lait", CHEAP), roles=None)

    assert signing_in.check_password(kept, "cafe\u0301 au lait", CHEAP)


@pytest.mark.parametrize("typed", ["", "short", "x" * 600])
def test_a_password_too_short_or_too_long_is_refused(typed):
    with pytest.raises(WeakPassword):
        hash_password(typed, CHEAP)


def test_an_address_that_is_taken_stays_where_it_is(session):
    conference = ConferenceFactory()
    PersonFactory(email="jo@example.org")
    person = PersonFactory(email="robin@example.org", roles={conference: [Role.DELEGATE]})

    with pytest.raises(people.AddressTaken):
        people.change_person(
            session,
            actor_with(conference, Role.STAFF),
            conference,
            person,
            name="Robin",
            email="JO@example.org",
            now=NOON,
        )


def test_staff_do_not_move_an_administrators_address_to_themselves(session):
    conference = ConferenceFactory()
    person = PersonFactory(roles={conference: [Role.ADMINISTRATOR]})

    with pytest.raises(NotPermitted):
        people.change_person(
            session,
            actor_with(conference, Role.STAFF),
            conference,
            person,
            name="Robin",
            email="mine@example.org",
            now=NOON,
        )


def test_nobody_in_particular_does_nothing(session):
    conference = MembershipFactory().conference

    with pytest.raises(NotPermitted):
        add_person(session, NOBODY, conference, ROBIN, new_id=new_id, now=NOON)
