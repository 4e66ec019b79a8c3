from __future__ import annotations

import pytest
from sqlalchemy import select, update

from tests.factories.conference import ConferenceFactory
from tests.factories.person import actor_with
from tests.factories.poll import KEY, closed, poll_on
from tests.moments import NOON
from webapp.models import Conference, Membership, Minute, Person, Poll
from webapp.procedure.roles import Role
from webapp.sealing.keys import as_words
from webapp.services.minutes import write_minute
from webapp.services.sign_in_codes import redeem_code


@pytest.fixture
def conference(session):
    conference = ConferenceFactory(slug="autumn")
    actor = actor_with(conference, Role.STAFF)
    for number in range(3):
        write_minute(
            session,
            actor,
            "agenda:add",
            "conference:1",
            conference_id=conference.id,
            now=NOON,
            facts={"n": number},
        )
    session.commit()
    return conference


def run(app, session, *words):
    session.commit()
    done = app.test_cli_runner().invoke(args=list(words))
    session.expire_all()
    return done


def test_a_chain_that_holds_is_said_to_hold(app, session, conference):
    done = run(app, session, "verify")

    assert (done.exit_code, done.output) == (0, "autumn: 3 minutes, the chain holds\n")


def test_an_altered_minute_is_named_and_ends_with_one(app, session, conference):
    session.execute(update(Minute).where(Minute.number == 2).values(facts={"n": 7}))

    done = run(app, session, "verify", "autumn")

    assert done.exit_code == 1
    assert done.output == "autumn: minute 2: altered\n"


def test_a_conference_that_is_not_there_is_not_called_whole(app, session, conference):
    done = run(app, session, "verify", "autum")

    assert done.exit_code == 1
    assert "there is no such conference" in done.output


def test_the_first_conference_comes_with_a_code_for_its_administrator(app, session):
    done = run(
        app,
        session,
        "new-conference",
        "spring",
        "Spring Conference",
        "--from",
        "2027-03-12",
        "--to",
        "2027-03-14",
        "--administrator",
        "Robin Ashdown",
        "--email",
        "Robin@example.org",
    )

    assert done.exit_code == 0, done.output
    code = done.output.split(" with ")[1].split(" ")[0]
    conference = session.scalars(select(Conference)).one()
    held = session.scalars(select(Membership)).one()
    assert (conference.slug, held.role) == ("spring", Role.ADMINISTRATOR)
    assert redeem_code(session, code, conference.created_at).email == "robin@example.org"


def test_a_conference_that_cannot_be_opened_leaves_nothing(app, session, conference):
    done = run(
        app,
        session,
        "new-conference",
        "autumn",
        "Another",
        "--from",
        "2027-03-12",
        "--to",
        "2027-03-14",
        "--administrator",
        "Robin",
        "--email",
        "robin@example.org",
    )

    assert done.exit_code == 1
    assert "Another conference has this name" in done.output
    assert not session.scalars(select(Person).where(Person.email == "robin@example.org")).all()


def test_a_poll_that_holds_is_said_to_hold_and_one_rewritten_is_named(app, session):
    app.config["SIGNING_KEY"] = as_words(b"k" * 32)
    poll = closed(poll_on())

    whole = run(app, session, "verify", poll.conference.slug)
    session.execute(update(Poll).values(words="Another question"))
    broken = run(app, session, "verify", poll.conference.slug)

    assert (whole.exit_code, "records and ballots of polls hold: 1" in whole.output) == (0, True)
    assert broken.exit_code == 1
    assert f"{poll.subject}: it is not what its opening record says" in broken.output


def test_a_key_of_before_is_accepted_when_it_is_named(app, session):
    poll = closed(poll_on())

    assert run(app, session, "verify").exit_code == 1
    assert run(app, session, "verify", "--key", KEY.public).exit_code == 0
    assert poll.closing["key"] == KEY.public
