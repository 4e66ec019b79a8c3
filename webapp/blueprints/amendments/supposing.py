"""The ways from an amendment to the text and the references that it would make."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from webapp.web.choosing import choice_of, references_of

if TYPE_CHECKING:
    from webapp.models import Amendment
    from webapp.text.weave import Weave


class Ahead(NamedTuple):
    """Where to see what an amendment would do, and how many references it would break."""

    url: str
    references_url: str
    broken: int


def what_it_would_do(amendment: Amendment, weave: Weave | None) -> Ahead | None:
    """Return the ways to an amendment's effect; None where it has none to be supposed."""
    choice = choice_of(amendment, weave=weave)
    if choice is None or choice.supposed.lacking:
        return None
    broken = [one for one in references_of(choice).broken if not one.is_older]
    return Ahead(
        choice.address("motions.what_if"), choice.address("motions.references"), len(broken)
    )
