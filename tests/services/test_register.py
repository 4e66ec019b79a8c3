from __future__ import annotations

from itertools import count

import pytest
from sqlalchemy import select

from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import PersonFactory, actor_of, actor_with
from tests.factories.register import delegate_of
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.queries.electorate import entitled
from webapp.queries.errors import NotThere
from webapp.services.admitting import NewPerson, import_people
from webapp.services.errors import ChangedMeanwhile
from webapp.services.register import CardTaken, VotingRight, seen_as, set_voting_right


def keep(session, conference, person, weight=None, card=None, **named):
    by = named.pop("by", None) or actor_with(conference, Role.STAFF)
    right = VotingRight(weight, card)
    set_voting_right(session, by, conference, person, right, **named, now=NOON)


def rights(session, conference):
    return {one.name: (one.weight, one.card) for one in entitled(session, conference)}


def test_the_office_gives_a_delegate_a_weight_and_a_card(session):
    conference = ConferenceFactory()
    person = delegate_of(conference, "Jo Moss")

    keep(session, conference, person, weight=4, card="  b 17 ")

    assert rights(session, conference) == {"Jo Moss": (4, "B 17")}
    (minute,) = session.scalars(select(Minute))
    assert minute.facts == {"weight": 4, "card": "B 17"}


def test_keeping_what_is_there_is_no_act(session):
    conference = ConferenceFactory()
    person = delegate_of(conference, weight=2, card="17")

    keep(session, conference, person, weight=2, card="17")

    assert session.scalars(select(Minute)).all() == []


def test_no_card_is_held_up_by_two(session):
    conference = ConferenceFactory()
    delegate_of(conference, card="B 17")
    person = delegate_of(conference)

    with pytest.raises(CardTaken) as refused:
        keep(session, conference, person, card="b 17")

    assert refused.value.card == "B 17"


def test_what_somebody_else_changed_meanwhile_is_not_written_over(session):
    conference = ConferenceFactory()
    person = delegate_of(conference, weight=2, card="17")
    seen = seen_as(person.memberships[0])
    keep(session, conference, person, weight=3)

    with pytest.raises(ChangedMeanwhile):
        keep(session, conference, person, weight=5, seen=seen)


def test_only_the_office_keeps_the_register_and_only_of_delegates(session):
    conference = ConferenceFactory()
    person = delegate_of(conference)
    observer = PersonFactory(roles={conference: [Role.OBSERVER]})

    with pytest.raises(NotPermitted):
        keep(session, conference, person, weight=9, by=actor_of(person))
    with pytest.raises(NotThere):
        keep(session, conference, observer, weight=9)


_ids = count(1)


def import_rows(session, conference, *rows):
    return import_people(
        session,
        actor_with(conference, Role.STAFF),
        conference,
        rows,
        new_id=lambda: f"imported-{next(_ids)}",
        now=NOON,
    )


def test_a_list_brings_weights_and_cards_along(session):
    conference = ConferenceFactory()
    SubmittingBodyFactory(conference=conference, name="Harbourtown")
    row = NewPerson("Jo", "jo@example.org", body="harbourtown", right=VotingRight(3, "7"))

    first = import_rows(session, conference, row)
    again = import_rows(session, conference, row)

    assert rights(session, conference) == {"Jo": (3, "7")}
    assert (first.added, again.unchanged) == (1, 1)


def test_a_list_that_says_nothing_of_cards_leaves_them(session):
    conference = ConferenceFactory()
    import_rows(session, conference, NewPerson("Jo", "jo@example.org", right=VotingRight(3, "7")))

    import_rows(session, conference, NewPerson("Jo", "jo@example.org"))

    assert rights(session, conference) == {"Jo": (3, "7")}


def test_two_people_of_a_list_may_swap_their_cards(session):
    conference = ConferenceFactory()
    mine = NewPerson("Jo", "jo@example.org", right=VotingRight(card="1"))
    yours = NewPerson("Kim", "kim@example.org", right=VotingRight(card="2"))
    import_rows(session, conference, mine, yours)

    done = import_rows(
        session,
        conference,
        NewPerson("Jo", "jo@example.org", right=VotingRight(card="2")),
        NewPerson("Kim", "kim@example.org", right=VotingRight(card="1")),
    )

    assert rights(session, conference) == {"Jo": (1, "2"), "Kim": (1, "1")}
    assert done.extended == 2


def test_a_list_cannot_take_a_card_out_of_somebodys_hand(session):
    conference = ConferenceFactory()
    delegate_of(conference, card="7")

    with pytest.raises(CardTaken):
        import_rows(session, conference, NewPerson("Jo", "jo@x.org", right=VotingRight(card="7")))
