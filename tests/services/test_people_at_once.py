"""Two administrators at once: each in a transaction of their own, on a real database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories.conference import ConferenceFactory
from tests.factories.person import PersonFactory, actor_of
from tests.moments import NOON
from webapp.models import Conference, Membership, Minute, Person
from webapp.models.storage import writing
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.queries.actor import load_actor
from webapp.services import people
from webapp.services.admitting import NewPerson, add_person
from webapp.services.conferences import ItemSettings, add_item
from webapp.services.errors import CodeTaken
from webapp.services.minutes import verify_minutes


def at_once(engine, acts):
    """Do each act in a thread and a transaction of its own; return what became of each."""

    def do(act):
        with Session(writing(engine)) as session:
            try:
                act(session)
                session.commit()
            except (people.LastAdministrator, NotPermitted, CodeTaken) as refusal:
                return type(refusal)
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def administered(session):
    conference = ConferenceFactory()
    pair = [PersonFactory(roles={conference: [Role.ADMINISTRATOR]}) for _ in range(2)]
    return conference, pair


def test_two_administrators_cannot_remove_each_other(own_engine, session):
    conference, (one, two) = administered(session)
    where = conference.id

    def removing(actor_id, person_id):
        def act(work):
            people.take_role(
                work,
                load_actor(work, actor_id),
                work.get_one(Conference, where),
                work.get_one(Person, person_id),
                Role.ADMINISTRATOR,
                now=NOON,
            )

        return act

    done = at_once(own_engine, [removing(one.id, two.id), removing(two.id, one.id)])

    left = session.scalars(select(Membership).where(Membership.role == Role.ADMINISTRATOR)).all()
    assert len(left) == 1
    assert done.count(None) == 1


def test_two_who_take_the_same_code_do_not_both_get_it(own_engine, session):
    conference, pair = administered(session)
    for person in pair:
        people.give_role(session, actor_of(pair[0]), conference, person, Role.COMMITTEE, now=NOON)
    session.commit()
    where, whose = conference.id, [person.id for person in pair]

    def adding(actor_id):
        def act(work):
            there = work.get_one(Conference, where)
            new = ItemSettings("F1", "session", "Welcome")
            add_item(work, load_actor(work, actor_id), there, new, now=NOON)

        return act

    done = at_once(own_engine, [adding(actor_id) for actor_id in whose])

    assert sorted(done, key=str) == sorted([None, CodeTaken], key=str)


def test_many_acts_at_once_leave_one_chain(own_engine, session):
    conference, (one, _) = administered(session)
    where, who = conference.id, one.id
    ids = count(1)

    def adding(number):
        def act(work):
            add_person(
                work,
                load_actor(work, who),
                work.get_one(Conference, where),
                NewPerson(f"P {number}", f"p{number}@example.org"),
                new_id=lambda: f"at-once-{number}-{next(ids)}",
                now=NOON,
            )

        return act

    done = at_once(own_engine, [adding(number) for number in range(8)])

    assert done == [None] * 8
    assert session.scalar(select(func.count(Minute.id))) == 8
    assert list(verify_minutes(session, where)) == []
