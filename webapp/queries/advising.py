"""The facts that drafting advice is given on: what an amendment does, and what it is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.procedure.advice import Drafted
from webapp.queries.alike import find_alike
from webapp.queries.proposals import seen_document
from webapp.text.effects import effect_of
from webapp.text.instructions.problems import ProblemKind
from webapp.text.numbering import number

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Motion, TextVersion
    from webapp.queries.proposals import Proposed


def drafted(
    session: Session,
    motion: Motion,
    version: TextVersion,
    proposed: Proposed,
    among: frozenset[str],
) -> Drafted:
    """Return what is known of an amendment as written so far; `among` are those it is held to."""
    if proposed.change is None:
        return Drafted(
            disagreeing_words=tuple(
                problem.words
                for problem in proposed.problems
                if problem.kind is ProblemKind.LINE_DISAGREES
            )
        )
    document = seen_document(version)
    effect = effect_of(proposed.change, document)
    alike = find_alike(session, motion, version, proposed, among)
    numbering = number(document)
    return Drafted(
        words_put_in=effect.words_put_in,
        only_strikes=effect.only_strikes,
        share_struck=effect.share_struck,
        reversed_places=tuple(numbering.citation(place) for place in effect.reverses),
        same_as=alike.same,
        nearly_as=alike.nearly,
    )
