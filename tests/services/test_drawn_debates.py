"""Debates drawn at random, with every kind of question: the text always follows the results."""

import random
from datetime import timedelta

import pytest

from tests.factories.base import bound_session
from tests.factories.debate import BEFORE, amendment_to, published_motion
from tests.factories.person import actor_with
from tests.factories.separate_vote import separate_vote_on
from tests.moments import NOON
from tests.services.test_amending_amendments import amending, with_depth
from webapp.procedure.roles import Role
from webapp.procedure.states import MotionState, Outcome
from webapp.procedure.voting_plan import Standing
from webapp.queries.debates import load_debate, plan_of, question_named
from webapp.queries.decisions import open_reliances
from webapp.queries.texts import keys_in_force, latest_version, load_weave
from webapp.services.corrections import confirm_reliance, correct_result, put_again
from webapp.services.minutes import verify_minutes
from webapp.services.parts import split_amendment, units_of_amendment
from webapp.services.results import Result, declare_result, record_fall, undo_result
from webapp.services.separate_votes import mark_options

TEXT = """Open the libraries

Conference notes that half of our libraries close before six.

Conference calls on councils to:

1. Keep every library open until nine in the evening.
2. Lend books, tools and instruments without a fee.
3. Pay for it from the levy on parking.
4. Heat every reading room in winter.
5. Train two librarians for every branch.
"""
AMENDMENTS = (
    "In 1, delete “nine” and insert “ten”.",
    "In 1, delete “nine” and insert “eight”.",
    "Delete 1.",
    "In 2, delete “, tools”.",
    "Delete 4.",
    "In 5, delete “two” and insert “three”.\nIn 2, delete “a fee” and insert “any fee”.",
)
NEVER_PUT = 0.3
TURNED = {Outcome.CARRIED: Outcome.LOST, Outcome.LOST: Outcome.CARRIED}


class DrawnDebate:
    """One debate in which chance decides what is down, what is decided, undone and corrected."""

    def __init__(self, seed):
        self.session, self.chance, self.now = bound_session(), random.Random(seed), NOON
        self.motion = published_motion(with_depth(1), text=TEXT)
        self.chair = actor_with(self.motion.conference, Role.CHAIR)
        self.committee = actor_with(self.motion.conference, Role.COMMITTEE)

    def put_down(self):
        chosen = self.chance.sample(AMENDMENTS, self.chance.randint(2, 5))
        for number, words in enumerate(chosen, start=1):
            one = amendment_to(self.motion, words, number=str(number))
            if "ten" in words:
                amending(one, "In 1, delete “ten” and insert “eleven”.", number=f"{number}.1")
            elif len(units_of_amendment(one)) > 1:
                split_amendment(self.session, self.committee, one, [[0], [1]], now=BEFORE)
        for first in self.chance.sample(range(3, 7), self.chance.randint(0, 3)):
            separate_vote_on(self.motion, first, first + self.chance.randint(0, 1))
        if self.chance.random() < 0.5:
            lines = [(6, 6), (7, 7)]
            mark_options(self.session, self.committee, self.motion, lines, now=BEFORE)
        self.session.commit()

    def step(self):
        """Decide one question; tell whether there was one."""
        self.now += timedelta(minutes=5)
        for falling in self.plan().falling:
            record_fall(self.session, self.chair, self.item(falling), now=self.now)
        waiting = [
            one
            for one in self.plan().questions
            if one.standing in (Standing.NOW, Standing.WAITING) and one.id != "motion"
        ]
        if not waiting:
            return False
        item = self.item(self.chance.choice(waiting))
        is_option = getattr(item, "choice", None) is not None
        outcome = Outcome.CARRIED if is_option else self.chance.choice([*TURNED])
        declaration = self.declare(item, outcome)
        how = self.chance.random()
        if how < 0.2:
            soon = self.now + timedelta(seconds=2)
            undo_result(self.session, self.chair, declaration, now=soon)
        elif how < 0.4 and not is_option:
            self.correct(declaration)
        self.session.commit()
        return True

    def declare(self, item, outcome):
        result = Result(outcome, self.now)
        return declare_result(self.session, self.chair, item, result, now=self.now)

    def correct(self, declaration):
        self.now += timedelta(minutes=5)
        is_never_put = self.chance.random() < NEVER_PUT
        turned = Outcome.NOT_PUT if is_never_put else TURNED[declaration.outcome]
        result = Result(turned, self.now)
        correct_result(
            self.session, self.chair, declaration.vote, result, reason="Misheard", now=self.now
        )
        while found := open_reliances(self.session, self.motion):
            settle = self.chance.choice([confirm_reliance, put_again])
            settle(self.session, self.chair, found[0], now=self.now)

    def plan(self):
        return plan_of(self.motion, load_debate(self.session, self.motion))

    def item(self, question):
        return question_named(self.motion, question.id)


@pytest.mark.parametrize("seed", [2, 10, 15, 34])
def test_the_text_always_follows_the_results_and_every_debate_ends(session, seed):
    debate = DrawnDebate(seed)
    motion = debate.motion
    debate.put_down()

    for _ in range(60):
        if not debate.step():
            break
        in_force, _ = load_weave(session, motion).closure(keys_in_force(session, motion))
        assert frozenset(latest_version(session, motion).under) == in_force
    debate.declare(motion, Outcome.CARRIED)

    assert motion.state is MotionState.PASSED
    assert not list(verify_minutes(session, motion.conference_id))
