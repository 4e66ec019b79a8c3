"""Asking for a vote on certain words by themselves, and choosing which are put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webapp.models import SeparateVote, SeparateVoteAsker
from webapp.procedure.errors import WrongState
from webapp.procedure.phrases import Passage, cite_passages
from webapp.procedure.roles import Role
from webapp.procedure.separate_votes import allows_separate_votes
from webapp.procedure.states import MotionState, SeparateVoteState
from webapp.procedure.workflow import next_state
from webapp.queries.motions import last_published
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.separate_votes import spans_of
from webapp.queries.standing import must
from webapp.services.deciding import lock
from webapp.services.errors import PassageUnclear, ReasonMissing
from webapp.services.minutes import write_minute
from webapp.services.open_votes import require_no_open_vote
from webapp.text.numbering import number
from webapp.text.passages import leaves_children, lines_between, quoted, words_within
from webapp.text.records import load_document, load_layout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion, TextVersion
    from webapp.procedure.rules import Wording
    from webapp.queries.actor import Actor
    from webapp.text.clause import Document
    from webapp.text.lines import Layout
    from webapp.text.passages import Spans

SHOWN_OF_QUOTE = 60
FEWEST_OPTIONS = 2
GONE = (SeparateVoteState.WITHDRAWN, SeparateVoteState.NOT_SELECTED)


@dataclass(frozen=True, slots=True)
class Pointed:
    """The lines somebody points at in the printed motion, and which words on them ("": all)."""

    first: int
    last: int
    words: str = ""


def ask_separate_vote(
    session: Session,
    actor: Actor,
    motion: Motion,
    pointed: Pointed,
    *,
    rationale: str = "",
    now: datetime,
) -> SeparateVote:
    """Ask that conference votes on certain words of the printed motion by themselves.

    Who asks for words that are asked for already joins that request. Raises PassageUnclear,
    and WrongState unless the motion is published under standing orders with separate votes.
    """
    must(actor, "separate_vote:ask", motion)
    lock(session, motion)
    rulebook = rulebook_of(motion.conference)
    printed = last_published(session, motion, seen_at=now)
    if motion.state is not MotionState.PUBLISHED or printed is None:
        raise WrongState("ask", motion.state)
    if not allows_separate_votes(rulebook):
        raise WrongState("ask", motion.state)
    asked = find_passage(printed, pointed, rulebook.words)
    for known in motion.separate_votes:
        is_open = known.version_id == printed.id and known.state not in GONE
        is_open = is_open and known.choice is None
        if is_open and spans_of(known) == asked.spans:
            _join(session, actor, known, rationale.strip(), now)
            return known
    one = SeparateVote(
        motion=motion,
        text_version=printed,
        spans=stored(asked.spans),
        first_line=asked.first,
        last_line=asked.last,
        label=asked.label,
        words=asked.quote,
        rationale=rationale.strip(),
        asked_by_id=actor.person_id,
        asked_at=now,
        state=SeparateVoteState.ASKED,
    )
    session.add(one)
    _note(session, actor, "separate_vote:ask", one, now=now, words=one.words)
    return one


def select_separate_vote(
    session: Session, actor: Actor, one: SeparateVote, *, now: datetime
) -> None:
    """Take a separate vote among the questions of the debate; twice is once."""
    must(actor, "separate_vote:choose", one)
    if one.state is SeparateVoteState.SELECTED:
        return
    state = next_state("select", one.state, actor.roles_towards(one))
    if one.motion.state is not MotionState.PUBLISHED:
        raise WrongState("select", one.motion.state)
    one.state, one.verdict_reason, one.selected_at = state, None, now
    _note(session, actor, "separate_vote:select", one, now=now)


def reject_separate_vote(
    session: Session, actor: Actor, one: SeparateVote, *, reason: str, now: datetime
) -> None:
    """Leave a separate vote out of the debate, for a reason that is told."""
    must(actor, "separate_vote:choose", one)
    if one.choice is not None:  # the others of its choice would be put without it
        raise WrongState("reject", one.state)
    state = next_state("reject", one.state, actor.roles_towards(one))
    require_no_open_vote(session, one.motion, [one])
    if not reason.strip():
        raise ReasonMissing
    with session.no_autoflush:
        one.state, one.verdict_reason = state, reason.strip()
    _note(session, actor, "separate_vote:reject", one, now=now, reason=reason.strip())


def withdraw_separate_vote(
    session: Session, actor: Actor, one: SeparateVote, *, now: datetime
) -> None:
    """Take back a request that was not yet selected.

    Where others ask for the same, it stays theirs; the office takes it back for everybody.
    """
    state = next_state("withdraw", one.state, actor.roles_towards(one))
    if one.state is not SeparateVoteState.ASKED:  # then it is the chair's to declare
        raise WrongState("withdraw", one.state)
    if not _leave_to_others(one, actor):
        one.state = state
    _note(session, actor, "separate_vote:withdraw", one, now=now)


def _join(session: Session, actor: Actor, one: SeparateVote, rationale: str, now: datetime) -> None:
    """Keep that somebody else asks for the same; whoever asked already has said so once."""
    if actor.person_id is None or Role.MOVER in actor.roles_towards(one):
        return
    one.also_asked.append(
        SeparateVoteAsker(person_id=actor.person_id, rationale=rationale, asked_at=now)
    )
    _note(session, actor, "separate_vote:join", one, now=now, words=one.words)


def _leave_to_others(one: SeparateVote, actor: Actor) -> bool:
    """Take somebody off a request that others share, and tell whether it stays."""
    own = next((asker for asker in one.also_asked if asker.person_id == actor.person_id), None)
    if own is not None:
        one.also_asked.remove(own)
        return True
    if one.asked_by_id != actor.person_id or not one.also_asked:
        return False
    heir = one.also_asked[0]
    one.asked_by_id, one.asked_at = heir.person_id, heir.asked_at
    one.rationale = heir.rationale
    one.also_asked.remove(heir)
    return True


def mark_options(
    session: Session,
    actor: Actor,
    motion: Motion,
    passages: Sequence[tuple[int, int]],
    *,
    now: datetime,
) -> list[SeparateVote]:
    """Mark lines of the printed motion as options of which exactly one survives.

    They are questions of the debate at once. Raises PassageUnclear for lines that are not
    there, overlap, or belong to options already, and WrongState.
    """
    must(actor, "separate_vote:choose", motion)
    lock(session, motion)
    words = rulebook_of(motion.conference).words
    printed = last_published(session, motion, seen_at=now)
    if motion.state is not MotionState.PUBLISHED or printed is None:
        raise WrongState("mark_options", motion.state)
    if len(passages) < FEWEST_OPTIONS:
        raise PassageUnclear("one_option")
    known = [one for one in motion.separate_votes if one.option is not None]
    taken = [(one.first_line, one.last_line) for one in known if one.version_id == printed.id]
    choice = f"choice-{1 + len({one.choice for one in known})}"
    made = []
    for number_, (first, last) in enumerate(passages, start=1 + len(known)):
        asked = find_passage(printed, Pointed(first, last), words)
        if any(asked.first <= end and begin <= asked.last for begin, end in taken):
            raise PassageUnclear("overlap", (f"{asked.first}–{asked.last}",))
        taken.append((asked.first, asked.last))
        lines = cite_passages([Passage(lines=(asked.first, asked.last))], words)
        made.append(
            SeparateVote(
                motion=motion,
                text_version=printed,
                spans=stored(asked.spans),
                first_line=asked.first,
                last_line=asked.last,
                label=words.option.format(option=number_, places=lines),
                words=asked.quote,
                choice=choice,
                option=str(number_),
                asked_by_id=actor.person_id,
                asked_at=now,
                selected_at=now,
                state=SeparateVoteState.SELECTED,
            )
        )
    session.add_all(made)
    for one in made:
        _note(session, actor, "separate_vote:mark_option", one, now=now, number=one.option)
    return made


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as it was found: its spans, printed lines, words, and a name if not its lines."""

    spans: Spans
    first: int
    last: int
    quote: str
    label: str


def find_passage(printed: TextVersion, pointed: Pointed, words: Wording) -> Found:
    """Return the passage somebody points at in a printed text. Raises PassageUnclear."""
    document, layout = load_document(printed.document), load_layout(printed.layout or {})
    first, last = sorted((pointed.first, pointed.last))
    spans = lines_between(document, layout, first, last)
    if not spans or layout.line(first) is None or layout.line(last) is None:
        raise PassageUnclear("no_lines", (str(len(layout.lines)),))
    label = ""
    if pointed.words.strip():
        spans = _the_words(document, layout, spans, pointed.words, words)
        first, last = _lines_of(layout, spans)
        if spans != lines_between(document, layout, first, last):
            label = _label(quoted(document, spans), first, last, words)
    if emptied := leaves_children(document, spans):
        numbering = number(document)
        raise PassageUnclear("leads_in", tuple(numbering.citation(one) for one in emptied))
    return Found(spans, first, last, quoted(document, spans), label)


def _the_words(
    document: Document, layout: Layout, within: Spans, sought: str, words: Wording
) -> Spans:
    found = words_within(document, within, sought)
    if not found:
        raise PassageUnclear("not_found")
    if len(found) > 1:
        cited = [cite_passages([Passage(lines=_lines_of(layout, spans))], words) for spans in found]
        raise PassageUnclear("found_twice", tuple(cited))
    return found[0]


def _lines_of(layout: Layout, spans: Spans) -> tuple[int, int]:
    """Return the printed lines of the first and the last word of a passage."""
    first, last = spans[0], spans[-1]
    # The space before a word may end the line before it.
    begins = layout.at(first.clause, min(first.start + 1, max(first.end - 1, first.start)))
    ends = layout.at(last.clause, max(last.start, last.end - 1))
    return begins or 1, ends or begins or 1


def _label(quote: str, first: int, last: int, words: Wording) -> str:
    shown = quote if len(quote) <= SHOWN_OF_QUOTE else f"{quote[:SHOWN_OF_QUOTE].rstrip()}…"
    return f"“{shown}” ({cite_passages([Passage(lines=(first, last))], words)})"


def stored(spans: Spans) -> list[dict[str, Any]]:
    """Return a passage as rows keep it."""
    return [{"clause": span.clause, "start": span.start, "end": span.end} for span in spans]


def _note(
    session: Session,
    actor: Actor,
    activity: str,
    one: SeparateVote,
    *,
    now: datetime,
    **facts: Any,
) -> None:
    session.flush()
    write_minute(
        session,
        actor,
        activity,
        one.subject,
        conference_id=one.motion.conference_id,
        now=now,
        facts={
            "motion": one.motion_id,
            "state": one.state.value,
            "lines": [one.first_line, one.last_line],
            **facts,
        },
    )
