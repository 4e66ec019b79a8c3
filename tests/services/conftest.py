"""The debate that most tests of services begin with: a motion, its chair, and three amendments."""

import pytest

from tests.factories.debate import EIGHT, FUEL, TEN, amendment_to, published_motion
from tests.factories.person import actor_with
from webapp.procedure.roles import Role


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def chair(motion):
    return actor_with(motion.conference, Role.CHAIR)


@pytest.fixture
def ten(motion):
    return amendment_to(motion, TEN, number="1")


@pytest.fixture
def eight(motion):
    """Return an amendment that cannot stand beside ten."""
    return amendment_to(motion, EIGHT, number="2")


@pytest.fixture
def fuel(motion):
    return amendment_to(motion, FUEL, number="3")
