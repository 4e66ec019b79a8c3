from __future__ import annotations

import pytest

from tests.chromium import assert_accessible_at_every_width
from tests.cli.demo_file import fill
from webapp.models import Motion, Person, Poll
from webapp.procedure.states import MotionState

SEEN_BY = {
    "": (
        *("/", "/history/{passed}", "/exports/{passed}/final.html", "/voting/{passed}/results"),
        *("/bulletins/{slug}", "/bulletins/{slug}/{poll}"),
    ),
    "delegate@example.org": ("/motions/mine/{slug}", "/amendments/new/{open}", "/motions/{open}"),
    "committee@example.org": ("/motions/desk/{slug}", "/amendments/desk/{open}"),
    "chair@example.org": ("/voting/desk/{slug}", "/voting/{open}"),
    "ada@example.org": ("/admin/{slug}/people", "/conference/{slug}/minutes"),
}


@pytest.fixture
def places(app, session):
    assert fill(app, session).exit_code == 0
    found = {motion.state: motion for motion in session.query(Motion).order_by(Motion.id.desc())}
    passed, still_open = found[MotionState.PASSED], session.get_one(Motion, 1)
    return {
        "passed": passed.id,
        "open": still_open.id,
        "slug": passed.conference.slug,
        "poll": session.query(Poll).order_by(Poll.id).first().public_id,
    }


@pytest.mark.parametrize("email", SEEN_BY, ids=lambda email: email.partition("@")[0] or "nobody")
def test_the_demo_is_accessible_to_each_who_looks_around(session, chromium, places, email):
    person = session.query(Person).filter_by(email=email).one() if email else None
    page = chromium(person)

    for address in SEEN_BY[email]:
        assert page.goto(address.format(**places)).status == 200
        assert_accessible_at_every_width(page)
