"""Counts drawn at random: whatever tellers and the chair do, nothing is lost and sums are right."""

import random
from contextlib import suppress
from itertools import count as numbers

import pytest
from sqlalchemy import func, select

from tests.factories.base import bound_session
from tests.factories.debate import amendment_to, published_motion
from tests.factories.hall_count import block_at, open_count_on
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import CountSheet
from webapp.procedure.counting import CountState
from webapp.procedure.errors import OutOfOrder
from webapp.procedure.roles import Role
from webapp.procedure.tally import NO_VOTES, Tally
from webapp.queries.counts import last_number
from webapp.services import count_sheets, counts
from webapp.services.count_checks import verify_counts
from webapp.services.errors import NotDone
from webapp.services.minutes import verify_minutes

BLOCKS = ("Front", "Back", "Gallery")
ACTS = 40


class DrawnCount:
    """A count, what tellers and chair do to it, and beside it a plain notion of what holds."""

    def __init__(self, seed):
        self.session, self.chance, self.tokens = bound_session(), random.Random(seed), numbers()
        motion = published_motion()
        amendment = amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")
        self.chair = actor_with(motion.conference, Role.CHAIR)
        self.people = [actor_with(motion.conference, Role.TELLER) for _ in range(4)]
        self.count = open_count_on(amendment, *BLOCKS, tellers=self.chance.randint(1, 2))
        self.entered = 0
        self.hold = {place: {} for place in range(1, 1 + len(BLOCKS))}
        self.ruled = {}

    def figures(self):
        return Tally(self.chance.randint(10, 11), self.chance.randint(4, 5))

    def enter(self, place):
        teller, tally = self.chance.choice(self.people), self.figures()
        block, token = block_at(self.count, place), str(next(self.tokens))
        seen = last_number(block, teller.person_id)
        before = self.hold[place].get(teller.person_id)
        for _ in range(self.chance.randint(1, 2)):  # sent twice, now and then
            count_sheets.enter_sheet(
                self.session, teller, block, tally, token=token, seen=seen, now=NOON
            )
        self.entered += before != tally
        self.hold[place][teller.person_id] = tally

    def take_back(self, place):
        teller, block = self.chance.choice(self.people), block_at(self.count, place)
        token = str(next(self.tokens))
        count_sheets.take_back_sheet(self.session, teller, block, token=token, now=NOON)
        self.entered += self.hold[place].pop(teller.person_id, None) is not None

    def settle(self, place):
        tally = self.figures()
        block, reason = block_at(self.count, place), "Seen from the platform."
        count_sheets.settle_block(self.session, self.chair, block, tally, reason=reason, now=NOON)
        self.ruled[place] = tally

    def afresh(self, place):
        block = block_at(self.count, place)
        seen = max((sheet.id for sheet in block.sheets), default=0)
        count_sheets.reopen_block(self.session, self.chair, block, seen=seen, now=NOON)
        self.hold[place], _ = {}, self.ruled.pop(place, None)

    def close(self, _):
        counts.close_count(self.session, self.chair, self.count, now=NOON)

    def do_something(self):
        act = self.chance.choices(
            [self.enter, self.take_back, self.settle, self.afresh, self.close], [12, 1, 1, 1, 1]
        )[0]
        with suppress(NotDone, OutOfOrder):
            act(self.chance.randint(1, len(BLOCKS)))

    def sum(self):
        """Return what a person with a pencil would add up."""
        found = NO_VOTES
        for place, sheets in self.hold.items():
            said = set(sheets.values())
            if place in self.ruled:
                found += self.ruled[place]
            elif len(said) == 1 and len(sheets) >= self.count.tellers:
                found += said.pop()
        return found


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_to_a_count_loses_nothing_and_adds_up(session, seed):
    drawn = DrawnCount(seed)

    for _ in range(ACTS):
        drawn.do_something()

    session.flush()
    assert session.scalar(select(func.count(CountSheet.id))) == drawn.entered
    if drawn.count.state is CountState.CLOSED:
        assert drawn.count.tally == drawn.sum()
    conference_id = drawn.count.motion.conference_id
    assert list(verify_counts(session, conference_id)) == []
    assert list(verify_minutes(session, conference_id)) == []
