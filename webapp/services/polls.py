"""Opening a vote by ballots on a question, and all that stands against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import (
    Poll,
)
from webapp.procedure.phrases import cite_passages
from webapp.procedure.polls import (
    ABSTAIN,
    ANSWERS,
    Obstacle,
    PollSettings,
    PollState,
    house_of,
    obstacles_of_houses,
    obstacles_to,
)
from webapp.procedure.rules import OptionsRule
from webapp.procedure.states import MotionState
from webapp.procedure.voting_plan import Standing
from webapp.queries.adjournments import adjournment_of
from webapp.queries.alternatives import Alternatives
from webapp.queries.debates import load_debate, plan_of, question_id
from webapp.queries.electorate import entitled, quorum_now
from webapp.queries.motions import is_printed
from webapp.queries.naming import question_name
from webapp.queries.polls import (
    OneOf,
)
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.queries.verdicts import houses_for, majority_for, motion_of
from webapp.sealing import PollFacts
from webapp.services.deciding import is_decided, lock
from webapp.services.errors import NotDone
from webapp.services.floor import follow_on_floor
from webapp.services.poll_opening import begin_poll, published_of
from webapp.services.ranked_amendments import obstacles_to_ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from webapp.models import Item, Motion
    from webapp.procedure.rules import Rulebook
    from webapp.procedure.voting_plan import Question
    from webapp.queries.actor import Actor
    from webapp.queries.electorate import Entitled
    from webapp.sealing import SigningKey

__all__ = ["PollRefused", "PollSettings", "obstacles_now", "open_poll"]


SEVERAL = (OneOf, Alternatives)


class PollRefused(NotDone):
    """Standing orders do not let this poll be opened; `obstacles` says why, all of it."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(obstacles)
        self.obstacles = tuple(obstacles)


def open_poll(
    session: Session,
    actor: Actor,
    asked: Item | OneOf | Alternatives,
    settings: PollSettings,
    *,
    key: SigningKey,
    new_id: Callable[[], str],
    now: datetime,
) -> Poll:
    """Put a question to ballots, on a roll of those entitled at this moment.

    Raises PollRefused with everything that stands against it.
    """
    motion = asked.motion if isinstance(asked, SEVERAL) else motion_of(asked)
    must(actor, "poll:open", motion)
    lock(session, motion)
    electorate = entitled(session, motion.conference)
    if obstacles := obstacles_now(session, asked, settings, electorate):
        raise PollRefused(obstacles)
    houses = _houses_of(asked)
    if houses:  # the roll says whose votes are added up by a house's own name
        electorate = tuple(
            replace(one, body=house_of(one.body, houses) or one.body) for one in electorate
        )
    poll = begin_poll(
        session,
        actor,
        Poll(
            conference=motion.conference,
            motion=motion,
            question=asked.subject if isinstance(asked, SEVERAL) else question_id(asked),
            words=_words(session, asked),
            choices=_choices(asked),
            ranked=isinstance(asked, Alternatives),
        ),
        settings,
        electorate,
        lambda poll: _facts(poll, asked),
        key=key,
        new_id=new_id,
        now=now,
    )
    follow_on_floor(session, motion, poll.question, now=now)
    return poll


def obstacles_now(
    session: Session,
    asked: Item | OneOf | Alternatives,
    settings: PollSettings,
    electorate: Sequence[Entitled],
) -> list[Obstacle]:
    """Return all that stands against opening a poll on this question now."""
    motion = asked.motion if isinstance(asked, SEVERAL) else motion_of(asked)
    rules = rulebook_of(motion.conference)
    found = obstacles_to(settings, rules.ballots, [person.weight for person in electorate])
    if not is_printed(session, motion):
        return [*found, Obstacle.NO_TEXT]
    if adjournment_of(motion) is not None:
        return [*found, Obstacle.ADJOURNED]
    if isinstance(asked, OneOf):
        found += _obstacles_to_options(session, asked, rules)
    elif isinstance(asked, Alternatives):
        found += obstacles_to_ranking(asked)
        if not any(_is_to_be_put(session, one, motion) for one in asked.amendments):
            found.append(Obstacle.NOT_NOW)
    elif not _is_to_be_put(session, asked, motion):
        found.append(Obstacle.NOT_NOW)
    bodies = {person.body for person in electorate}
    found += obstacles_of_houses(settings, _houses_of(asked), bodies)
    question = asked.subject if isinstance(asked, SEVERAL) else question_id(asked)
    if _open_on(session, motion, question):
        found.append(Obstacle.ALREADY_OPEN)
    quorum = quorum_now(session, motion.conference)
    if quorum.tested and quorum.is_known and not quorum.is_met:
        found.append(Obstacle.NO_QUORUM)
    return found


def _is_to_be_put(session: Session, item: Item, motion: Motion) -> bool:
    """Tell whether it is a question's turn, in the order as it stands on the desk."""
    if is_decided(item) or motion.state is not MotionState.PUBLISHED:
        return False
    found = _planned(session, motion, question_id(item))
    return found is not None and found.standing is Standing.NOW


def _obstacles_to_options(session: Session, asked: OneOf, rules: Rulebook) -> list[Obstacle]:
    one_of = rules.voting.options is OptionsRule.ONE_OF
    if not one_of or not any(_is_to_be_put(session, one, asked.motion) for one in asked.options):
        return [Obstacle.NOT_NOW]
    return [Obstacle.ONE_OPTION] if len(asked.options) < 2 else []  # noqa: PLR2004


def _open_on(session: Session, motion: Motion, question: str) -> bool:
    standing = select(Poll.id).where(
        Poll.motion_id == motion.id, Poll.question == question, Poll.state == PollState.OPEN
    )
    return session.scalars(standing).first() is not None


def _planned(session: Session, motion: Motion, question: str) -> Question | None:
    planned = plan_of(motion, load_debate(session, motion)).questions
    return next((one for one in planned if one.id == question), None)


def _choices(asked: Item | OneOf | Alternatives) -> list[str]:
    if isinstance(asked, Alternatives):
        return asked.choices
    if isinstance(asked, OneOf):
        return [*(one.subject for one in asked.options), ABSTAIN]
    return list(ANSWERS)


def _words(session: Session, asked: Item | OneOf | Alternatives) -> str:
    """Return what the chair reads out; of several each of them."""
    if isinstance(asked, SEVERAL):
        several = asked.options if isinstance(asked, OneOf) else asked.amendments
        planned = [_planned(session, asked.motion, question_id(one)) for one in several]
        return "\n".join(one.words for one in planned if one is not None)
    planned_one = _planned(session, motion_of(asked), question_id(asked))
    return planned_one.words if planned_one is not None else ""


def _facts(poll: Poll, asked: Item | OneOf | Alternatives) -> PollFacts:
    rules = rulebook_of(poll.conference)
    labels, ranked = {}, None
    if isinstance(asked, Alternatives):
        item: Item = asked.amendments[0]
        labels = {question_id(one): question_name(one) for one in asked.amendments}
        needs = majority_for(item).rule
        ranked = {
            "method": "schulze",
            "needs": {"share": str(needs.share), "must_exceed": needs.must_exceed},
        }
    else:
        item = asked.options[0] if isinstance(asked, OneOf) else asked
    if isinstance(asked, OneOf):
        labels = {one.subject: cite_passages([one.passage], rules.words) for one in asked.options}
    return PollFacts(
        conference=poll.conference.slug,
        poll=poll.public_id,
        item=motion_of(item).code,
        question=poll.question,
        words=poll.words,
        form=poll.form.value,
        choices=tuple(poll.choices),
        weighted=poll.weighted,
        changeable=poll.changeable,
        majority=majority_for(item).words,
        opened_at=poll.opened_at,
        closes_at=poll.closes_at,
        labels=labels,
        publishes=published_of(poll, rules),
        houses=_houses_of(asked),
        ranked=ranked,
    )


def _houses_of(asked: Item | OneOf | Alternatives) -> tuple[str, ...]:
    """Return the houses that vote apart; among several the votes of all are enough."""
    return () if isinstance(asked, SEVERAL) else houses_for(asked)
