"""Opening a ballot by which members choose which motions of a kind are heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import Conference, MembersSelection, Poll, SelectionCandidate
from webapp.procedure.polls import Obstacle, PollSettings, obstacles_to
from webapp.procedure.ranking import MOST_OPTIONS, NONE
from webapp.procedure.rules import Selection
from webapp.queries.electorate import entitled, quorum_now
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.selections import open_selection_of, to_choose_from
from webapp.queries.standing import must
from webapp.sealing import PollFacts
from webapp.services.floor import follow_selection_on_floor
from webapp.services.poll_opening import begin_poll, published_of
from webapp.services.polls import PollRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.procedure.rules import Rulebook
    from webapp.queries.actor import Actor
    from webapp.sealing import SigningKey

METHOD = "schulze"
FEWEST = 2


def open_selection(
    session: Session,
    actor: Actor,
    conference: Conference,
    kind: str,
    settings: PollSettings,
    *,
    places: int,
    key: SigningKey,
    new_id: Callable[[], str],
    now: datetime,
) -> MembersSelection:
    """Ask members which motions of a kind, of those in order now, shall be heard.

    Raises NotPermitted, LookupError for a kind there is not, or PollRefused with everything that
    stands against it.
    """
    must(actor, "selection:open", conference)
    session.refresh(conference, with_for_update=True)
    rules = rulebook_of(conference)
    motions = to_choose_from(session, conference, kind)
    if obstacles := obstacles_now(session, conference, kind, settings, motions, places):
        raise PollRefused(obstacles)
    selection = MembersSelection(
        conference=conference,
        kind=kind,
        places=places,
        tie=rules.selection.tie,
        candidates=[
            SelectionCandidate(motion=motion, number=number)
            for number, motion in enumerate(motions, start=1)
        ],
    )
    session.add(selection)
    session.flush()
    selection.poll = begin_poll(
        session,
        actor,
        Poll(
            conference=conference,
            question=selection.question,
            words=rules.selection.words.format(places=places),
            choices=_choices(motions, rules),
            ranked=True,
        ),
        settings,
        entitled(session, conference),
        lambda poll: _facts(poll, selection, rules),
        key=key,
        new_id=new_id,
        now=now,
    )
    session.flush()
    follow_selection_on_floor(session, selection, now=now)
    return selection


def obstacles_now(
    session: Session,
    conference: Conference,
    kind: str,
    settings: PollSettings,
    motions: Sequence[Motion],
    places: int,
) -> list[Obstacle]:
    """Return all that stands against a ballot of members on these motions now."""
    rules = rulebook_of(conference)
    electorate = entitled(session, conference)
    found = obstacles_to(settings, rules.ballots, [person.weight for person in electorate])
    if rules.kind(kind).selection is not Selection.BALLOT:
        found.append(Obstacle.NOT_NOW)
    if open_selection_of(session, conference, kind) is not None:
        found.append(Obstacle.ALREADY_OPEN)
    if len(motions) < FEWEST:
        found.append(Obstacle.ONE_OPTION)
    elif places >= len(motions) and not rules.selection.none_of_these:
        found.append(Obstacle.PLACES_FOR_ALL)
    if len(_choices(motions, rules)) > MOST_OPTIONS:
        found.append(Obstacle.TOO_MANY_OPTIONS)
    quorum = quorum_now(session, conference)
    if quorum.tested and quorum.is_known and not quorum.is_met:
        found.append(Obstacle.NO_QUORUM)
    return found


def _choices(motions: Sequence[Motion], rules: Rulebook) -> list[str]:
    named = [f"motion:{motion.id}" for motion in motions]
    return [*named, NONE] if rules.selection.none_of_these else named


def _facts(poll: Poll, selection: MembersSelection, rules: Rulebook) -> PollFacts:
    return PollFacts(
        conference=poll.conference.slug,
        poll=poll.public_id,
        item="",
        question=poll.question,
        words=poll.words,
        form=poll.form.value,
        choices=tuple(poll.choices),
        weighted=poll.weighted,
        changeable=poll.changeable,
        majority="",
        opened_at=poll.opened_at,
        closes_at=poll.closes_at,
        labels={f"motion:{motion.id}": motion.title for motion in selection.motions},
        publishes=published_of(poll, rules),
        ranked={"method": METHOD, "places": selection.places, "tie": selection.tie.value},
    )
