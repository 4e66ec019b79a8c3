"""How consequences are said, on whatever page they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from webapp.extensions import db
from webapp.procedure.consequences import alternatives
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


def alternatives_words(amendments: list[Amendment]) -> str:
    """Say that at most one of these can be carried."""
    words = rulebook_of(amendments[0].motion.conference).words
    places = [one.number or "" for one in amendments]
    return _(
        "Of %(amendments)s only one can be carried.", amendments=cite_amendments(places, words)
    )


def consequences_on_paper(motion: Motion) -> list[tuple[str, str]]:
    """Return what the paper says of falling: each sentence, with the committee's reason.

    Where at most one of three or more can be carried that is one sentence, before the others.
    """
    known = {
        (str(one.carried.id), str(one.other.id)): one
        for one in public_consequences(db.session(), motion, seen_at=utc_now())
    }
    groups = alternatives(known.keys())
    said = []
    for group in groups:
        inside = [one for pair, one in known.items() if group.issuperset(pair)]
        reasons = dict.fromkeys(one.ruling.reason for one in inside if one.ruling is not None)
        together = list(dict.fromkeys(one.carried for one in inside))
        said.append((alternatives_words(together), " ".join(filter(None, reasons))))
    alone = [one for pair, one in known.items() if not any(g.issuperset(pair) for g in groups)]
    return said + [
        (
            consequence_words(one.carried, one.other, falls=True),
            one.ruling.reason if one.ruling is not None else "",
        )
        for one in alone
    ]
