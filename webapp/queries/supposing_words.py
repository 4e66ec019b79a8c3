"""What the text would be without words that a vote may take out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.queries.separate_votes import provisional_key, strike_now
from webapp.queries.supposing import Supposed
from webapp.queries.texts import keys_in_force
from webapp.text.redline import redline

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.queries.separate_votes import Words
    from webapp.text.weave import Weave


def text_without(session: Session, one: Words, weave: Weave) -> Supposed:
    """Return what the text would be were these words gone now; the same where nothing is left."""
    in_force, _ = weave.closure(keys_in_force(session, one.motion))
    before = weave.text(in_force)
    struck = strike_now(weave, one, before, id=provisional_key(one))
    changes = [struck[0]] if struck is not None else []
    wider = weave.extended(changes)
    under = in_force | {change.id for change in changes}
    after = wider.text(under)
    drawn = redline(
        wider.origins(under),
        before=before,
        after=after,
        change_sets=[wider.change_sets[key] for key in sorted(under)],
    )
    return Supposed(before, after, drawn)
