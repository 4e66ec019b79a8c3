"""The desk asks the database for all amendments at once, however many there are."""

import pytest
from sqlalchemy import Engine, event

from tests.factories.debate import amendment_to, published_motion
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("at_noon")

FEW, MANY = 2, 8
MOST = 52  # where one more for every amendment would show at once


@pytest.fixture
def asked():
    """Count the statements that are sent, as a list that grows."""
    found = []

    def note(_connection, _cursor, statement, *_more):
        found.append(statement)

    event.listen(Engine, "after_cursor_execute", note)
    yield found
    event.remove(Engine, "after_cursor_execute", note)


def test_the_desk_asks_no_more_for_many_amendments_than_for_few(session, sign_in, asked):
    motion = published_motion()
    chair = sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))
    counted = []
    for numbers in (range(1, FEW + 1), range(FEW + 1, MANY + 1)):
        for number in numbers:
            words = f"In 1, delete “nine” and insert “{number} or nine”."
            amendment_to(motion, words, number=str(number))
        session.expire_all()
        asked.clear()
        assert chair.get(f"/voting/{motion.id}").status_code == 200
        counted.append(len(asked))

    few, many = counted
    assert many == few <= MOST
