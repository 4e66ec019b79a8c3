"""Two who change the register at once: each in a transaction of their own, on a real database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories.conference import ConferenceFactory
from tests.factories.person import actor_with
from tests.factories.register import delegate_of, proxies_allowed
from tests.moments import NOON
from webapp.models import Conference, Person, Presence, Proxy
from webapp.models.storage import writing
from webapp.procedure.proxies import ProxyRefused, WhyNot
from webapp.procedure.roles import Role
from webapp.queries.actor import load_actor
from webapp.services.presence import mark_present
from webapp.services.proxies import give_proxy


def at_once(engine, acts):
    """Do each act in a thread and a transaction of its own; return what became of each."""

    def do(act):
        with Session(writing(engine)) as session:
            try:
                done = act(session)
                session.commit()
            except ProxyRefused as refused:
                return refused.why
            return done

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def giving(conference, giver, holder):
    where, one, other = conference.id, giver.id, holder.id

    def act(work):
        there = work.get_one(Conference, where)
        pair = work.get_one(Person, one), work.get_one(Person, other)
        give_proxy(work, load_actor(work, one), there, *pair, now=NOON)

    return act


def test_no_hand_holds_more_than_the_limit_however_many_reach_for_it(own_engine, session):
    conference = ConferenceFactory()
    proxies_allowed(conference, 2)
    holder, *givers = [delegate_of(conference) for _ in range(6)]
    session.commit()

    done = at_once(own_engine, [giving(conference, giver, holder) for giver in givers])

    assert sorted(map(str, done)) == sorted(map(str, [None] * 2 + [WhyNot.HANDS_FULL] * 3))
    assert session.scalar(select(func.count(Proxy.id))) == 2


def test_two_who_name_each_other_at_once_do_not_both_give_their_vote_away(own_engine, session):
    conference = ConferenceFactory()
    proxies_allowed(conference, 2)
    pair = [delegate_of(conference) for _ in range(2)]
    session.commit()

    done = at_once(own_engine, [giving(conference, *pair), giving(conference, pair[1], pair[0])])

    assert done.count(None) == 1
    assert session.scalar(select(func.count(Proxy.id))) == 1


def test_somebody_let_in_at_two_doors_at_once_is_there_once(own_engine, session):
    conference = ConferenceFactory()
    comer, teller = delegate_of(conference), actor_with(conference, Role.TELLER)
    where, who = conference.id, comer.id
    session.commit()

    def arriving(work):
        there = work.get_one(Conference, where)
        return mark_present(work, teller, there, work.get_one(Person, who), now=NOON)

    done = at_once(own_engine, [arriving] * 4)

    assert sorted(done) == [False, False, False, True]
    assert session.scalar(select(func.count(Presence.id))) == 1
