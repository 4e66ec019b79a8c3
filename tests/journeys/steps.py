"""What people press on the way from a pasted motion to its final text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.browser import press
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.models import Amendment, Motion
from webapp.procedure.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from tests.conftest import StoppedClock
    from tests.journeys.cases import Case
    from webapp.models import Person

IN_PLACE, BY_INSTRUCTION = "in place", "by instruction"


@dataclass(slots=True)
class Hall:
    """A conference with a browser for each who acts in it."""

    session: Session
    clock: StoppedClock
    case: Case
    slug: str
    body: str
    drafter: FlaskClient
    amender: FlaskClient
    committee: FlaskClient
    chair: FlaskClient

    @property
    def motion(self) -> Motion:
        return self.session.query(Motion).one()

    @property
    def amendment(self) -> Amendment:
        return self.session.query(Amendment).one()


def open_hall(
    session: Session, clock: StoppedClock, case: Case, sign_in: Callable[[Person], FlaskClient]
) -> Hall:
    conference = ConferenceFactory()
    body = SubmittingBodyFactory(conference=conference)

    def browser(*roles: Role) -> FlaskClient:
        return sign_in(PersonFactory(roles={conference: roles}))

    return Hall(
        session=session,
        clock=clock,
        case=case,
        slug=conference.slug,
        body=str(body.id),
        drafter=browser(Role.DELEGATE),
        amender=browser(Role.DELEGATE),
        committee=browser(Role.COMMITTEE),
        chair=browser(Role.CHAIR),
    )


def publish_motion(hall: Hall) -> None:
    """Paste, read, save, submit; then in order, selected, published."""
    drafter, committee, case = hall.drafter, hall.committee, hall.case
    page = drafter.get(f"/motions/new/{hall.slug}")
    page = press(drafter, page, "Read it", source=case.source)
    page = press(drafter, page, "Save draft", body=hall.body)
    page = press(drafter, page, "Submit…")
    press(drafter, page, "Submit to the committee")
    page = committee.get(f"/motions/desk/{hall.slug}")
    page = press(committee, page, "In order")
    page = press(committee, page, "Select…")
    page = press(committee, page, "Select it", code=case.code)
    page = press(committee, page, "Publish…")
    press(committee, page, "Publish")


def amend_motion(hall: Hall, way: str) -> None:
    """Write the amendment from the motion's page, submit it, and have it selected as 1."""
    amender, committee, case = hall.amender, hall.committee, hall.case
    page = amender.get(f"/motions/{hall.motion.id}")
    if way == IN_PLACE:
        page = press(amender, page, "Change the text in place")
        typed = {box_of(page, case.clause): case.after}
    else:
        page = press(amender, page, "Type an instruction")
        typed = {"instruction": case.words}
    page = press(amender, page, "Look at it and submit", body=hall.body, **typed)
    press(amender, page, "Submit to the committee")
    page = committee.get(f"/amendments/desk/{hall.motion.id}")
    press(committee, page, "Select", number="1")


def carry(hall: Hall) -> None:
    """Declare the question that is put, on a show of cards, and let the undo seconds pass."""
    page = hall.chair.get(f"/voting/{hall.motion.id}")
    press(hall.chair, page, "Carried")
    hall.clock.advance(minutes=1)


def box_of(page: TestResponse, clause: str) -> str:
    """Return the name of the box in which a clause's words stand."""
    labels = (one for one in read_markup(page.text).walk() if one.tag == "label")
    return next(one.get("for") for one in labels if one.words() == f"Words of {clause}")
