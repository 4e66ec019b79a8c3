"""Whose doing a change is: the name at the words, a sentence about it, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Amendment, ChangeKind, ChangeRecord
from webapp.procedure.phrases import cite_amendment, cite_passages
from webapp.procedure.states import AmendmentState, Outcome
from webapp.queries.naming import procedural_name
from webapp.queries.outcomes import (
    public_amendment_state,
    public_declaration,
    standing_votes,
    tally_of,
)
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.rendering.changed_paper import Credit
from webapp.rendering.paper import Chip
from webapp.text.errors import TextTrouble
from webapp.web.clock import utc_now
from webapp.web.conference import date_words, way_to
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Declaration, Motion, ProceduralMotion, SeparateVote, Vote
    from webapp.text.clause import ClauseId
    from webapp.text.weave import Weave

ON_THE_PAPER = (
    AmendmentState.SELECTED,
    AmendmentState.CARRIED,
    AmendmentState.LOST,
    AmendmentState.FALLEN,
    AmendmentState.ACCEPTED,
    AmendmentState.WRITTEN_IN,
)


def credits_of(motion: Motion) -> dict[str, Credit]:
    """Return the credit of each change set of a motion, by its key."""
    amendments = {row.change_id: row for row in motion.amendments if row.change_id is not None}
    votes = votes_on_amendments(motion)
    words = {row.change_id: row for row in motion.separate_votes if row.change_id is not None}
    parts = {row.change_id: row for row in motion.procedural_motions if row.change_id is not None}
    records = db.session.scalars(
        select(ChangeRecord).where(ChangeRecord.motion_id == motion.id).order_by(ChangeRecord.id)
    )
    return {
        record.key: _of_amendment(
            motion, amendments[record.id], votes.get(amendments[record.id].id)
        )
        if record.id in amendments
        else _of_words(motion, words[record.id])
        if record.id in words
        else _of_part(motion, parts[record.id])
        if record.id in parts
        else _of_committee(motion, record)
        for record in records
    }


def chips_of(motion: Motion, weave: Weave) -> dict[ClauseId, tuple[Chip, ...]]:
    """Return the chips of the printed amendments, by the clauses that they touch."""
    chips = {
        row.change.key: chip for row in motion.amendments if row.change and (chip := _chip(row))
    }
    order = list(chips)
    try:
        touched = weave.touched_by(chips)
    except TextTrouble:  # no chip is worth a page
        return {}
    return {
        clause: tuple(chips[key] for key in sorted(keys, key=order.index))
        for clause, keys in touched.items()
    }


def _chip(amendment: Amendment) -> Chip | None:
    """Return the chip of an amendment that is on the paper."""
    state = public_amendment_state(db.session(), amendment, seen_at=utc_now())
    if amendment.number is None or state not in ON_THE_PAPER:
        return None
    words = rulebook_of(amendment.motion.conference).words
    url = way_to("amendments.show", amendment_id=amendment.id) or "#"
    title = f"{cite_amendment(amendment.number, words)}: {words.amendment_states[state]}"
    return Chip(_short(amendment), url, title)


def _short(amendment: Amendment) -> str:
    """Return the name of an amendment in a margin."""
    if amendment.state is AmendmentState.WRITTEN_IN:
        return _("drafting")
    return f"A{amendment.number}" if amendment.number else _("A?")


def votes_on_amendments(motion: Motion) -> dict[int, Vote]:
    """Return the last vote with a public result on each amendment, by the amendment's id."""
    votes = standing_votes(db.session(), motion)
    return {
        vote.amendment_id: vote
        for vote in votes
        if vote.amendment_id is not None and public_declaration(vote, utc_now()) is not None
    }


def vote_sentence(motion: Motion, vote: Vote | None) -> str:
    """Say when and how a vote went, as the public knows: "Vote of 22 November: 119 to 70."."""
    return result_sentence(motion, public_declaration(vote, utc_now()))


def result_sentence(motion: Motion, declaration: Declaration | None) -> str:
    """Say when and how one result came about; "" where conference never voted."""
    if declaration is None or declaration.outcome is Outcome.NOT_PUT:
        return ""
    when = date_words(declaration.happened_at, motion.conference)
    tally = tally_of(declaration)
    if tally is None and declaration.vote.en_bloc is not None:
        return _("Vote of %(when)s, en bloc, on a show of cards.", when=when)
    if tally is None:
        return _("Vote of %(when)s, on a show of cards.", when=when)
    return _(
        "Vote of %(when)s: %(for)s to %(against)s.",
        when=when,
        **{"for": tally.in_favour, "against": tally.against},
    )


def _of_amendment(motion: Motion, amendment: Amendment, vote: Vote | None) -> Credit:
    words = rulebook_of(motion.conference).words
    state = public_amendment_state(db.session(), amendment, seen_at=utc_now())
    parts = [cite_amendment(amendment.number or "", words)]
    if may(current_actor(), "amendment:see_movers", amendment):
        if amendment.mover is not None:
            parts.append(_("moved by %(mover)s", mover=amendment.mover.name))
        if amendment.body is not None:
            parts.append(_("for %(body)s", body=amendment.body.name))
    said = f"{', '.join(parts)}. {words.amendment_states[state]}."
    sentence = f"{said} {vote_sentence(motion, vote)}".strip()
    url = way_to("amendments.show", amendment_id=amendment.id)
    return Credit(_short(amendment), sentence, url or None)


def passage_words(one: SeparateVote) -> str:
    """Return how the words of a separate vote are cited, as a sentence begins."""
    cited = cite_passages([one.passage], rulebook_of(one.motion.conference).words)
    return cited[:1].upper() + cited[1:]


def _of_words(motion: Motion, one: SeparateVote) -> Credit:
    """Return the credit of words struck because they were lost in a separate vote."""
    votes = {vote.separate_vote_id: vote for vote in standing_votes(db.session(), motion)}
    vote = votes.get(one.id)
    said = _("%(passage)s, lost in a separate vote.", passage=passage_words(one))
    url = way_to("voting.separate_vote", separate_vote_id=one.id)
    return Credit(_("separate vote"), f"{said} {vote_sentence(motion, vote)}".strip(), url or None)


def _of_part(motion: Motion, one: ProceduralMotion) -> Credit:
    """Return the credit of words struck because they were referred back."""
    votes = {vote.procedural_motion_id: vote for vote in standing_votes(db.session(), motion)}
    said = _("%(name)s was carried.", name=procedural_name(one))
    url = way_to("voting.procedural", procedural_id=one.id)
    sentence = f"{said} {vote_sentence(motion, votes.get(one.id))}".strip()
    return Credit(_("referred back"), sentence, url or None)


def _of_committee(motion: Motion, record: ChangeRecord) -> Credit:
    names = {
        ChangeKind.REDRAFT: _("Redraft"),
        ChangeKind.CORRECTION: _("Correction"),
        ChangeKind.SEPARATE_VOTE: _("Separate vote"),
    }
    name = names.get(record.kind, _("Change"))
    when = date_words(record.made_at, motion.conference)
    sentence = _("%(name)s, %(when)s. %(reason)s", name=name, when=when, reason=record.reason or "")
    return Credit(name, sentence.strip(), way_to("history.versions", motion_id=motion.id) or None)
