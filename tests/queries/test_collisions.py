import pytest

from tests.factories.debate import amendment_to, published_motion
from webapp.queries.collisions import table_of_meetings
from webapp.queries.texts import load_weave
from webapp.text.collisions import CollisionKind
from webapp.text.records import load_document


@pytest.fixture
def motion(session):
    motion = published_motion()
    for place, words in enumerate(
        (
            "In 1, delete “nine” and insert “ten”.",
            "In 1, delete “nine” and insert “six”.",
            "In 3, delete “parking” and insert “fuel”.",
            "In 3, delete “parking” and insert “fuel”.",
            "In 2, delete “tools” and insert “songs”.",
        ),
        start=1,
    ):
        amendment_to(motion, words, number=str(place))
    return motion


@pytest.fixture
def table(session, motion):
    names = {one.id: f"Amendment {one.number}" for one in motion.amendments}
    text = load_document(motion.versions[-1].document)
    return table_of_meetings(load_weave(session, motion), motion.amendments, text, names)


def test_only_amendments_that_meet_another_stand_in_the_table(table):
    assert [one.number for one in table.amendments] == ["1", "2", "3", "4"]


def test_each_pair_says_where_and_of_what_kind_it_is_the_hard_ones_first(table):
    found = dict.fromkeys(
        (one.first.number, one.second.number, one.collision.kind, one.place)
        for one in table.meetings
    )

    assert list(found) == [
        ("1", "2", CollisionKind.SAME_WORDS, "1"),
        ("3", "4", CollisionKind.IDENTICAL, "3"),
    ]


def test_a_pair_is_found_either_way_round(table):
    one, other, third, _ = table.amendments

    assert table.between(one, other) == table.between(other, one) != ()
    assert table.between(one, third) == ()
