"""A poll beside the simplest model of one: what everybody said last, and nothing once closed."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories.base import bound_session
from tests.factories.debate import published_motion
from tests.factories.person import actor_with
from tests.factories.poll import KEY, ballot, cast, delegates, new_id, places
from tests.moments import NOON
from webapp.procedure.polls import ANSWERS, Answer, PollSettings, PollState
from webapp.procedure.procedural import BallotForm
from webapp.procedure.roles import Role
from webapp.queries.polls import figures_in_box, turnout_of
from webapp.services.poll_closing import close_poll
from webapp.services.polls import open_poll

VOTERS = 10
SECONDS = 60
KINDS = (
    PollSettings(BallotForm.OPEN, seconds=SECONDS),
    PollSettings(BallotForm.OPEN, seconds=SECONDS, changeable=True),
    PollSettings(BallotForm.SECRET, seconds=SECONDS),
)

people = st.integers(0, VOTERS - 1)
choices = st.sampled_from(ANSWERS)


class APoll(RuleBasedStateMachine):
    """Delegates cast, change and send again, in any order, on either side of the close."""

    motion, chair = None, None

    @initialize(kind=st.sampled_from(KINDS))
    def open_it(self, kind):
        self.session, self.kind, self.now = bound_session(), kind, NOON
        self.poll = open_poll(
            self.session, self.chair, self.motion, kind, key=KEY, new_id=new_id, now=NOON
        )
        self.places = places(self.poll)
        self.standing = {}
        self.sent = []

    def teardown(self):
        if hasattr(self, "poll"):
            close_poll(self.session, self.chair, self.poll, key=KEY, now=self.now)

    @property
    def is_open(self):
        in_time = self.now < NOON + timedelta(seconds=SECONDS)
        return self.poll.state is PollState.OPEN and in_time

    @rule(person=people, choice=choices)
    def cast_a_ballot(self, person, choice):
        sent = ballot(self.poll, self.places[person], choice)
        [told] = cast(sent, now=self.now)
        voted_before = person in self.standing
        if not self.is_open:
            assert told.answer is (Answer.CAST_ALREADY if voted_before else Answer.CLOSED)
        elif voted_before and not self.kind.changeable:
            assert told.answer is Answer.CAST_ALREADY
        else:
            assert told.answer is (Answer.CHANGED if voted_before else Answer.RECORDED)
            self.standing[person] = (choice, told.receipt)
            self.sent.append((person, sent, told.receipt))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data):
        person, sent, receipt = data.draw(st.sampled_from(self.sent))
        [told] = cast(sent, now=self.now)
        current = self.standing[person][1]
        assert told.receipt == current if self.kind.form is BallotForm.OPEN else receipt
        assert told.answer is (Answer.SENT_BEFORE if receipt == current else Answer.REPLACED)

    @rule(one=people, other=people)
    def vote_for_somebody_else(self, one, other):
        if one == other:
            return
        thief = self.places[other].holder_id
        [told] = cast(ballot(self.poll, self.places[one], by=thief), now=self.now)
        assert told.answer is Answer.NOT_ON_ROLL

    @rule(seconds=st.integers(1, 20))
    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: len(self.sent) > 3)
    @rule()
    def close_it(self):
        close_poll(self.session, self.chair, self.poll, key=KEY, now=self.now)

    @invariant()
    def the_box_holds_what_everybody_said_last(self):
        if not hasattr(self, "poll"):
            return
        said = [choice for choice, _ in self.standing.values()]
        expected = {choice: said.count(choice) for choice in ANSWERS}
        found = self.poll.figures or figures_in_box(self.session, self.poll)
        assert found == expected
        assert turnout_of(self.session, self.poll).voted == len(self.standing)


def test_a_poll_keeps_what_everybody_said_last_and_nothing_after_its_close(session):
    APoll.motion = published_motion()
    APoll.chair = actor_with(APoll.motion.conference, Role.CHAIR)
    delegates(APoll.motion.conference, VOTERS)

    run_state_machine_as_test(
        APoll, settings=settings(max_examples=15, stateful_step_count=20, deadline=None)
    )
