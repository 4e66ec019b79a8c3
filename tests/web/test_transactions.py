import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.factories.person import PersonFactory
from webapp.models import Person
from webapp.web.transactions import UnfinishedWork, unit_of_work


@pytest.fixture
def robin(session):
    return PersonFactory(name="Robin")


@pytest.fixture
def view(own_engine):
    """Return a session as a page has it: its transactions read until a unit of work begins."""
    with Session(own_engine) as opened:
        yield opened


def test_what_happened_inside_is_kept(robin, view):
    person = view.get_one(Person, robin.id)

    with unit_of_work(view):
        person.name = "Ash"

    view.expire_all()
    assert person.name == "Ash"


def test_nothing_is_kept_when_anything_is_raised(robin, view):
    person = view.get_one(Person, robin.id)

    def fail_halfway():
        with unit_of_work(view) as work:
            person.name = "Ash"
            work.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail_halfway()

    assert person.name == "Robin"


def test_inside_a_row_is_what_it_is_now(robin, view, session):
    person = view.get_one(Person, robin.id)
    robin.name = "Birch"
    session.commit()
    assert person.name == "Robin"

    with unit_of_work(view):
        assert person.name == "Birch"


def test_a_change_outside_is_refused_by_the_database(robin, view):
    view.get_one(Person, robin.id).name = "Ash"

    with pytest.raises(DBAPIError, match=r"read-?only"):
        view.commit()


def test_a_change_begun_outside_is_not_taken_along(robin, view):
    view.get_one(Person, robin.id).name = "Ash"

    with pytest.raises(UnfinishedWork), unit_of_work(view):
        pass


def test_one_unit_of_work_does_not_begin_within_another(view):
    with pytest.raises(UnfinishedWork), unit_of_work(view), unit_of_work(view):
        pass
