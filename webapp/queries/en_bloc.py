"""Which amendments of a debate may be put together now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Amendment, EnBlocObjection
from webapp.procedure.en_bloc import FEWEST, uncontested
from webapp.queries.debates import load_debate, question_id
from webapp.queries.open_votes import questions_being_voted_on
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.texts import keys_in_force, load_weave

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.procedure.debate import Debate
    from webapp.text.weave import Weave


def amendments_en_bloc(
    session: Session, motion: Motion, debate: Debate | None = None, weave: Weave | None = None
) -> list[Amendment]:
    """Return the amendments that can be put with one vote, in printed order; none or several.

    None where the rulebook does not have it. Each must be able to stand on the text as it is,
    and on none of them a vote is being taken.
    """
    if not rulebook_of(motion.conference).voting.en_bloc:
        return []
    weave = weave or load_weave(session, motion)
    debate = debate or load_debate(session, motion, weave)
    objected = _objected(session, motion)
    objected |= questions_being_voted_on(session, motion)
    ids = uncontested(debate, objected)
    in_force = keys_in_force(session, motion)
    by_id = {question_id(one): one for one in motion.amendments}
    found = [by_id[id] for id in ids]
    standing = [
        one
        for one in found
        if one.change is not None and weave.requires(one.change.key) <= in_force
    ]
    return standing if len(standing) >= FEWEST else []


def _objected(session: Session, motion: Motion) -> set[str]:
    """Return the amendments that somebody wants put by themselves."""
    found = session.scalars(
        select(EnBlocObjection.amendment_id)
        .join(Amendment, Amendment.id == EnBlocObjection.amendment_id)
        .where(Amendment.motion_id == motion.id)
    )
    return {f"amendment:{id}" for id in found}
