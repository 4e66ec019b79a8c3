from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.factories.conference import ConferenceFactory
from tests.factories.person import PersonFactory, actor_with
from tests.factories.poll import CHANGEABLE, ballot, cast, places, poll_on
from tests.moments import NOON
from webapp.models import Minute, Person
from webapp.procedure.errors import NotPermitted
from webapp.procedure.polls import Answer
from webapp.procedure.roles import Role
from webapp.queries.errors import NotThere
from webapp.queries.polls import figures_in_box
from webapp.services.say_over_people import BelongsElsewhere
from webapp.services.signing_in import sign_out_elsewhere, sign_out_everywhere


def test_ballots_from_a_lost_phone_are_refused_and_those_before_stay(session):
    poll = poll_on(None, CHANGEABLE)
    place = places(poll)[0]
    person = session.get_one(Person, place.holder_id)
    cast(ballot(poll, place, "for"))

    staff = actor_with(poll.conference, Role.STAFF)
    sign_out_everywhere(session, staff, poll.conference, person, now=NOON)
    from_the_lost, from_another = (
        cast(ballot(poll, places(poll)[at], "against", by=person.id, epoch=epoch))[0].answer
        for at, epoch in ((0, 0), (0, 1))
    )

    assert (from_the_lost, from_another) == (Answer.SIGNED_OUT, Answer.CHANGED)
    assert figures_in_box(session, poll)["against"] == 1


def test_any_office_of_theirs_signs_a_person_out_and_all_books_say_so(session):
    here, elsewhere = ConferenceFactory(), ConferenceFactory()
    person = PersonFactory(roles={here: [Role.CHAIR], elsewhere: [Role.DELEGATE]})

    sign_out_everywhere(session, actor_with(here, Role.STAFF), here, person, now=NOON)

    noted = session.execute(select(Minute.conference_id, Minute.activity)).all()
    assert set(noted) == {(one.id, "person:sign_out") for one in (here, elsewhere)}


def test_only_those_with_a_say_over_somebody_forget_their_password(session):
    here, elsewhere = ConferenceFactory(), ConferenceFactory()
    person = PersonFactory(roles={here: [Role.DELEGATE], elsewhere: [Role.DELEGATE]})
    person.password_hash = "kept"
    staff = actor_with(here, Role.STAFF)

    with pytest.raises(BelongsElsewhere):
        sign_out_everywhere(session, staff, here, person, forget_password=True, now=NOON)

    assert (person.password_hash, person.session_epoch) == ("kept", 0)


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.TELLER, Role.CHAIR, Role.COMMITTEE])
def test_nobody_else_signs_others_out(session, role):
    conference = ConferenceFactory()
    person = PersonFactory(roles={conference: [Role.DELEGATE]})

    with pytest.raises(NotPermitted):
        sign_out_everywhere(session, actor_with(conference, role), conference, person, now=NOON)


def test_the_office_reaches_its_own_people_alone(session):
    conference = ConferenceFactory()
    stranger = PersonFactory(roles={ConferenceFactory(): [Role.DELEGATE]})

    with pytest.raises(NotThere):
        sign_out_everywhere(
            session, actor_with(conference, Role.STAFF), conference, stranger, now=NOON
        )


def test_people_sign_out_their_own_phones(session):
    person = PersonFactory(roles={ConferenceFactory(): [Role.DELEGATE]})

    sign_out_elsewhere(session, person, now=NOON)

    assert person.session_epoch == 1
    assert session.scalars(select(Minute.actor)).all() == [person.public_id]
