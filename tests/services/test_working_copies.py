from datetime import timedelta

import pytest

from tests.factories.conference import ConferenceFactory
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import Person, WorkingCopy
from webapp.procedure.roles import Role
from webapp.queries.working_copies import find_working_copy
from webapp.services.working_copies import (
    SendItWhole,
    TypedElsewhere,
    Typing,
    forget_typed,
    keep_typed,
    settle_typed,
)

SUBJECT = "motion:1/edited"


@pytest.fixture
def author(session):
    return actor_with(ConferenceFactory(), Role.DELEGATE)


def typing(words="one", *, hand="phone", turn=1, seen=0, **more):
    return Typing({"words": words}, hand=hand, turn=turn, seen=seen, **more)


def keep(session, author, sent):
    return keep_typed(session, author, SUBJECT, sent, now=NOON)


def kept_words(session, author):
    copy = find_working_copy(session, author, SUBJECT)
    return copy.fields and copy.fields["words"]


def test_every_keeping_is_a_version_of_its_own(session, author):
    first = keep(session, author, typing("one")).version
    second = keep(session, author, typing("two", turn=2, seen=first)).version

    assert (first, second) == (1, 2)
    assert kept_words(session, author) == "two"


def test_who_has_seen_the_last_version_goes_on_with_it(session, author):
    copy = keep(session, author, typing("one"))

    keep(session, author, typing("two", hand="laptop", seen=copy.version))

    assert kept_words(session, author) == "two"


def test_who_is_behind_overwrites_nothing(session, author):
    keep(session, author, typing("one"))

    with pytest.raises(TypedElsewhere) as refused:
        keep(session, author, typing("two", hand="laptop"))

    assert (refused.value.version, refused.value.is_settled) == (1, False)
    assert kept_words(session, author) == "one"


def test_who_was_open_while_it_was_saved_elsewhere_is_told(session, author):
    keep(session, author, typing("one"))
    settle_typed(session, author, SUBJECT, now=NOON)

    with pytest.raises(TypedElsewhere) as refused:
        keep(session, author, typing("two", turn=2, seen=1))

    assert refused.value.is_settled


def test_a_window_opened_after_saving_begins_anew(session, author):
    keep(session, author, typing("one"))
    settle_typed(session, author, SUBJECT, now=NOON)
    seen = find_working_copy(session, author, SUBJECT).version

    keep(session, author, typing("two", hand="laptop", seen=seen))

    assert kept_words(session, author) == "two"


def test_saving_in_one_window_keeps_what_another_typed_meanwhile(session, author):
    keep(session, author, typing("one"))

    settle_typed(session, author, SUBJECT, seen=0, hand="laptop", now=NOON)

    assert kept_words(session, author) == "one"


@pytest.mark.parametrize("turn", [1, 2])
def test_what_comes_late_is_overtaken(session, author, turn):
    keep(session, author, typing("one", turn=2))
    later = NOON + timedelta(minutes=1)

    copy = keep_typed(session, author, SUBJECT, typing("old", turn=turn), now=later)

    assert (copy.fields, copy.turn, copy.kept_at) == ({"words": "one"}, 2, NOON)


def test_what_a_window_sent_before_it_need_only_name(session, author):
    whole = Typing({"state": "text", "words": "one"}, hand="phone", turn=1, seen=0)
    keep(session, author, whole)

    copy = keep(session, author, typing("two", turn=2, unsent=frozenset({"state"})))

    assert copy.fields == {"state": "text", "words": "two"}


def test_what_another_window_sent_does_not_count_as_sent(session, author):
    whole = Typing({"state": "text", "words": "one"}, hand="phone", turn=1, seen=0)
    keep(session, author, whole)

    with pytest.raises(SendItWhole):
        keep(session, author, typing(hand="laptop", seen=1, unsent=frozenset({"state"})))


def test_subjects_and_people_are_kept_apart(session, author):
    other = actor_with(ConferenceFactory(), Role.DELEGATE)
    keep(session, author, typing("one"))

    keep_typed(session, author, "motion:2/edited", typing("two"), now=NOON)
    keep(session, other, typing("three"))

    assert kept_words(session, author) == "one"


def test_nothing_typed_is_left_of_somebody_who_is_erased(session, author):
    keep(session, author, typing("one"))

    forget_typed(session, session.get(Person, author.person_id))

    assert session.query(WorkingCopy).count() == 0
