import pytest
from sqlalchemy import func, select

from tests.factories.poll import cast_all, closed, poll_on
from webapp.models import OpenBallot


@pytest.fixture
def poll(session):
    poll = poll_on()
    cast_all(poll, "for", "against")
    return closed(poll)


def run(app, session):
    session.commit()
    done = app.test_cli_runner().invoke(args=["delete-ballots"])
    session.expire_all()
    return done.output, session.scalar(select(func.count(OpenBallot.place)))


def test_ballots_stay_until_their_day(app, session, poll, at_noon):
    assert run(app, session) == ("", 2)


def test_ballots_go_on_their_day_once_and_the_figures_stay(app, session, poll, at_noon):
    at_noon.now = poll.delete_after

    first, again = run(app, session), run(app, session)

    assert first == (f"{poll.subject}: 2 ballots deleted\n", 0)
    assert again == ("", 0)
    assert poll.figures == {"for": 1, "against": 1, "abstain": 0}
