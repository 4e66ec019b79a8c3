"""The words that the question on the floor is about, as everybody may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import Amendment
from webapp.queries.amending import grounds_of, in_force_with
from webapp.queries.supposing import Supposed
from webapp.queries.texts import keys_in_force, load_weave
from webapp.text.redline import redline

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def text_in_question(session: Session, amendment: Amendment) -> Supposed:
    """Return the text without and with an amendment, whatever became of it.

    So it reads the same before the vote, while a result may still be taken back, and after:
    nobody learns from it how conference has decided.
    """
    weave = load_weave(session, amendment.motion)
    its_own = in_force_with(amendment)
    stands = keys_in_force(session, amendment.motion) - its_own
    before_it, _ = weave.closure(stands | grounds_of(amendment))
    with_it, _ = weave.closure(before_it | its_own)
    before, after = weave.text(before_it), weave.text(with_it)
    drawn = redline(
        weave.origins(with_it),
        before=before,
        after=after,
        change_sets=[weave.change_sets[key] for key in sorted(with_it)],
    )
    return Supposed(before, after, drawn)
