"""How consequences are said, on whatever page they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from webapp.extensions import db
from webapp.procedure.phrases import cite_amendments
from webapp.queries.consequences import public_consequences
from webapp.queries.rulebooks import rulebook_of
from webapp.web.clock import utc_now

if TYPE_CHECKING:
    from webapp.models import Amendment, Motion


def called(amendment: Amendment) -> str:
    words = rulebook_of(amendment.motion.conference).words
    return cite_amendments([amendment.number or ""], words)


def consequence_words(carried: Amendment, other: Amendment, *, falls: bool) -> str:
    """Say what becomes of one amendment if another is carried."""
    if falls:
        return _(
            "If %(carried)s is carried, %(other)s falls.",
            carried=called(carried),
            other=called(other),
        )
    return _(
        "If %(carried)s is carried, %(other)s is put all the same.",
        carried=called(carried),
        other=called(other),
    )


def consequences_on_paper(motion: Motion) -> list[tuple[str, str]]:
    """Return what the paper says of falling: each sentence, with the committee's reason."""
    return [
        (
            consequence_words(one.carried, one.other, falls=True),
            one.ruling.reason if one.ruling is not None else "",
        )
        for one in public_consequences(db.session(), motion, seen_at=utc_now())
    ]
