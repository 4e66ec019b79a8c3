"""The floor in words and pictures, as the pages of the hall show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from webapp.extensions import db
from webapp.models import Amendment, ProceduralMotion, SeparateVote
from webapp.procedure.counting import CountState
from webapp.queries.floor import options_of
from webapp.queries.floor_text import text_in_question
from webapp.queries.outcomes import tally_of
from webapp.queries.texts import latest_version, printed_version
from webapp.rendering.effect import effect_paper
from webapp.text.records import load_layout
from webapp.web.conference import time_words, way_to
from webapp.web.poll_words import asked_name
from webapp.web.ranked_results import chosen_words
from webapp.web.result_words import figures_words, near_words, outcome_word, verdict_behind

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.models import Conference, Declaration, Item, MembersSelection, Motion
    from webapp.procedure.tally import Tally
    from webapp.queries.floor import FloorNow, PollNow
    from webapp.rendering.paper import Paper
    from webapp.text.lines import Layout

WHOLE = 1000  # how wide the bar of a result is drawn
SHORT_LIST, FEW = "short", 4
SHORT, LONG, VERY_LONG = 160, 420, 900  # characters at which the screen writes smaller


@dataclass(frozen=True, slots=True)
class Bar:
    """Figures as a bar: where votes in favour end, and what was needed."""

    in_favour: int
    against: int
    abstained: int
    reaches: int
    needed: int | None


@dataclass(frozen=True, slots=True)
class ResultShown:
    """A result as everybody may know it."""

    word: str
    kind: str
    figures: str
    near: str
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class PollShown:
    """A vote on phones while it runs."""

    is_open: bool
    url: str
    closes_at: str
    closes_words: str
    turnout: int
    places: int
    is_secret: bool


@dataclass(frozen=True, slots=True)
class FloorView:
    """Everything that is shown of the floor; `heard` is read out when it changes."""

    heard: str
    note: str = ""
    motion: str = ""
    motion_url: str = ""
    name: str = ""
    is_motion: bool = False
    url: str = ""
    words: str = ""
    printed: str = ""
    options: tuple[tuple[str, str], ...] = ()
    paper: Paper | None = None
    size: str = ""
    is_being_decided: bool = False
    is_counted: bool = False
    is_adjourned: bool = False
    poll: PollShown | None = None
    result: ResultShown | None = None
    candidates: tuple[str, ...] = ()
    decided: str = ""


def floor_view(conference: Conference, floor: FloorNow, seen_at: datetime) -> FloorView:
    """Return what the pages of the hall show."""
    motion, item = floor.motion, floor.item
    if floor.selection is not None:
        return _selection_view(conference, floor, floor.selection, seen_at)
    if motion is None:
        return FloorView(
            heard=floor.note or _("Nothing is before conference now."), note=floor.note
        )
    result = _result(floor.declaration) if floor.declaration is not None else None
    poll = _poll(conference, floor.poll, seen_at) if floor.poll is not None else None
    paper = _paper(item) if isinstance(item, Amendment) else None
    printed = _printed(item)
    return FloorView(
        heard=_heard(floor.name, result, poll, floor.count),
        note=floor.note,
        motion=" ".join(filter(None, (motion.code, motion.title))),
        motion_url=way_to("motions.show", motion_id=motion.id),
        name=floor.name,
        is_motion=item is motion,
        url=_address(motion, item),
        words=floor.words,
        printed=printed,
        options=tuple((one.option or "", one.words) for one in options_of(motion, floor.question)),
        paper=paper,
        size=_size(paper, printed),
        is_being_decided=floor.is_being_decided or floor.count is CountState.CLOSED,
        is_counted=floor.count is CountState.OPEN,
        is_adjourned=floor.is_adjourned,
        poll=poll,
        result=result,
    )


def _selection_view(
    conference: Conference, floor: FloorNow, selection: MembersSelection, seen_at: datetime
) -> FloorView:
    """Return a ballot of members: among what it chooses, and what it chose."""
    poll = _poll(conference, floor.poll, seen_at) if floor.poll is not None else None
    decided = chosen_words(selection)
    name = asked_name(selection)
    url = way_to("selections.show", slug=conference.slug, selection_id=selection.id)
    return FloorView(
        heard=f"{name}: {decided}" if decided else _heard(name, None, poll, None),
        note=floor.note,
        motion=name,
        motion_url=url,
        name=name,
        is_motion=True,
        url=url,
        words=floor.words,
        candidates=() if decided else tuple(one.title for one in selection.motions),
        poll=None if decided else poll,
        decided=decided,
        size=SHORT_LIST if len(selection.candidates) <= FEW else "",
    )


def _heard(
    name: str, result: ResultShown | None, poll: PollShown | None, count: CountState | None
) -> str:
    """Return the sentence for those who listen."""
    if result is not None:
        said = ", ".join(filter(None, (result.word, result.figures)))
        return _("%(question)s: %(result)s.", question=name, result=said)
    if poll is not None and poll.is_open:
        if poll.closes_words:
            return _(
                "%(question)s: voting is open until %(time)s.",
                question=name,
                time=poll.closes_words,
            )
        return _("%(question)s: voting is open.", question=name)
    if poll is not None:
        return _("%(question)s: voting is closed.", question=name)
    if count is CountState.OPEN:
        return _("%(question)s: tellers are counting.", question=name)
    return _("Before conference now: %(question)s.", question=name)


def _result(declaration: Declaration) -> ResultShown:
    item = declaration.vote.item
    tally = tally_of(declaration)
    return ResultShown(
        word=outcome_word(item, declaration.outcome),
        kind=declaration.outcome.value,
        figures=figures_words(tally),
        near=near_words(declaration),
        bar=_bar(declaration, tally) if tally is not None and tally.cast else None,
    )


def _bar(declaration: Declaration, tally: Tally) -> Bar:
    try:
        verdict = verdict_behind(declaration, tally)
        needed = None if verdict.houses else min(verdict.needed * WHOLE // tally.cast, WHOLE)
    except LookupError:  # the majority is one of people whom the figures do not count
        needed = None
    return Bar(
        tally.in_favour,
        tally.against,
        tally.abstentions,
        tally.in_favour * WHOLE // tally.cast,
        needed,
    )


def _poll(conference: Conference, poll: PollNow, seen_at: datetime) -> PollShown:
    closes_at = poll.closes_at
    return PollShown(
        is_open=poll.takes_ballots(seen_at),
        url=way_to("ballots.show", poll_id=poll.id),
        closes_at=closes_at.isoformat() if closes_at else "",
        closes_words=time_words(closes_at, conference) if closes_at else "",
        turnout=poll.turnout,
        places=poll.places,
        is_secret=poll.is_secret,
    )


def _address(motion: Motion, item: Item | None) -> str:
    if isinstance(item, Amendment):
        return way_to("amendments.show", amendment_id=item.id)
    if isinstance(item, SeparateVote):
        return way_to("voting.separate_vote", separate_vote_id=item.id)
    if isinstance(item, ProceduralMotion):
        return way_to("voting.procedural", procedural_id=item.hearing_of_id or item.id)
    return way_to("motions.show", motion_id=motion.id)


def _printed(item: Item | None) -> str:
    """Return the words as they stand on the agenda."""
    if isinstance(item, Amendment):
        return item.submitted_words or ""
    if isinstance(item, ProceduralMotion):
        return item.passage_words or item.reasons
    return item.words if isinstance(item, SeparateVote) else ""


def _paper(amendment: Amendment) -> Paper:
    supposed = text_in_question(db.session(), amendment)
    return effect_paper(supposed.redline, _printed_lines(amendment.motion))


def _printed_lines(motion: Motion) -> Layout | None:
    version = latest_version(db.session(), motion)
    layout = printed_version(version).layout if version is not None else None
    return load_layout(layout) if layout else None


def _size(paper: Paper | None, printed: str) -> str:
    """Return how small the screen has to write for the words to find room."""
    shown = sum(
        len(piece.text)
        for clause in (paper.clauses if paper else ())
        for _line, pieces in clause.lines
        for piece in pieces
    ) or len(printed)
    steps = ((VERY_LONG, "very-long"), (LONG, "long"), (SHORT, ""))
    return next((size for limit, size in steps if shown > limit), "short")
