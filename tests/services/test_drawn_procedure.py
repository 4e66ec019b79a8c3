"""Debates drawn at random, with procedural motions, votes en bloc and the chair's own order."""

from datetime import timedelta

import pytest

from tests.factories.procedural import procedural
from tests.services.test_drawn_debates import TURNED, DrawnDebate
from webapp.procedure.states import MotionState, Outcome, ProceduralState
from webapp.procedure.voting_plan import Standing
from webapp.queries.en_bloc import amendments_en_bloc
from webapp.queries.outcomes import ended_by
from webapp.queries.texts import keys_in_force, latest_version, load_weave
from webapp.services.en_bloc import declare_en_bloc
from webapp.services.minutes import verify_minutes
from webapp.services.results import Result, undo_result
from webapp.services.separate_votes import Pointed
from webapp.services.voting_order import put_off, put_out_of_turn

OVER = (MotionState.REFERRED_BACK, MotionState.NOT_PROCEEDED_WITH)


class DrawnProcedure(DrawnDebate):
    """A drawn debate about which things are moved, heard, carried, taken back and corrected."""

    def put_down(self):
        super().put_down()
        line = self.chance.randint(3, 6)
        part = Pointed(line, line) if self.chance.random() < 0.7 else None
        procedural(self.motion, "reference_back", part=part)
        for rule in self.chance.sample(["closure", "next_business", "suspension"], 2):
            procedural(self.motion, rule)

    def step(self):
        how = self.chance.random()
        if how < 0.2 and self.motion.state is MotionState.PUBLISHED:
            self.put_together()
        elif how < 0.4 and self.motion.state is MotionState.PUBLISHED:
            self.put_elsewhere()
        return super().step()

    def put_together(self):
        self.now += timedelta(minutes=5)
        together = amendments_en_bloc(self.session, self.motion)
        if not together:
            return
        result = Result(self.chance.choice([*TURNED]), self.now)
        made = declare_en_bloc(
            self.session, self.chair, self.motion, together, result, now=self.now
        )
        how = self.chance.random()
        if how < 0.3:
            soon = self.now + timedelta(seconds=2)
            undo_result(self.session, self.chair, self.chance.choice(made), now=soon)
        elif how < 0.6:
            self.correct(self.chance.choice(made))

    def put_elsewhere(self):
        self.now += timedelta(minutes=5)
        is_open = (Standing.NOW, Standing.WAITING)
        found = [one for one in self.plan().questions if one.standing in is_open]
        chosen = self.chance.choice(found)
        if chosen.id != "motion":
            elsewhere = self.chance.choice([put_off, put_out_of_turn])
            elsewhere(self.session, self.chair, self.item(chosen), reason="So.", now=self.now)
        after = [one.id for one in self.plan().questions if one.standing in is_open]
        assert sorted(after) == sorted(one.id for one in found)


@pytest.mark.parametrize("seed", [3, 11, 27])
def test_whatever_is_moved_the_text_follows_and_a_debate_ends_once(session, seed):
    debate = DrawnProcedure(seed)
    motion = debate.motion
    debate.put_down()

    for _ in range(60):
        if not debate.step():
            break
        in_force, _ = load_weave(session, motion).closure(keys_in_force(session, motion))
        assert frozenset(latest_version(session, motion).under) == in_force
        is_over = motion.state in OVER
        ending = ended_by(motion)
        assert is_over == (ending is not None and ending.state is ProceduralState.CARRIED)
    if motion.state is MotionState.PUBLISHED:
        debate.declare(motion, Outcome.CARRIED)

    assert motion.state is MotionState.PASSED or ended_by(motion) is not None
    assert not list(verify_minutes(session, motion.conference_id))
