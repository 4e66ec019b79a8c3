"""What stands in the way of an export, said so that somebody knows what to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from webapp.web.credits import passage_words

if TYPE_CHECKING:
    from webapp.models import Reliance
    from webapp.queries.passed import InTheWay


def to_decide(found: InTheWay) -> list[str]:
    """Return one sentence for each thing to decide before the text is final."""
    return [
        *(collision.sentence for collision in found.collisions),
        *(_reliance_sentence(reliance) for reliance in found.reliances),
    ]


def _reliance_sentence(reliance: Reliance) -> str:
    amendment = reliance.fallen or (reliance.vote.amendment if reliance.vote else None)
    if reliance.fallen is not None:
        return _(
            "Amendment %(number)s fell by a result that has been corrected since; its fall is to"
            " be confirmed, or the amendment put.",
            number=reliance.fallen.number,
        )
    if amendment is not None:
        return _(
            "The vote on Amendment %(number)s relied on a result that has been corrected since;"
            " it is to be confirmed or taken again.",
            number=amendment.number,
        )
    if reliance.vote is not None and reliance.vote.separate_vote is not None:
        return _(
            "The separate vote on %(words)s relied on a result that has been corrected since; it is"
            " to be confirmed or taken again.",
            words=passage_words(reliance.vote.separate_vote),
        )
    return _(
        "The vote on the motion relied on a result that has been corrected since; it is to be"
        " confirmed or taken again."
    )
