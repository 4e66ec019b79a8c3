"""Words of the register: why a proxy is refused, and how many are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from webapp.procedure.proxies import WhyNot
from webapp.queries.register import Only

if TYPE_CHECKING:
    from webapp.procedure.proxies import ProxyRefused

REFUSED: dict[WhyNot, Any] = {
    WhyNot.NONE_ALLOWED: lazy_gettext("Standing orders know no proxies here."),
    WhyNot.ONESELF: lazy_gettext("Nobody needs a proxy for their own vote."),
    WhyNot.GIVER_NO_DELEGATE: lazy_gettext("Only a delegate has a vote to give."),
    WhyNot.HOLDER_NO_DELEGATE: lazy_gettext("Only a delegate can cast the vote of another."),
    WhyNot.GIVEN_ALREADY: lazy_gettext(
        "This vote is given, or offered, to somebody already. Withdraw that first."
    ),
    WhyNot.GIVER_HOLDS: lazy_gettext(
        "Whoever casts the votes of others cannot hand them on. Give those back first."
    ),
    WhyNot.HOLDER_GAVE: lazy_gettext(
        "That delegate has given their own vote to somebody else, so they cast none."
    ),
}
ONLY_WORDS: dict[Only, Any] = {
    Only.ALL: lazy_gettext("All delegates"),
    Only.PRESENT: lazy_gettext("Present"),
    Only.AWAY: lazy_gettext("Not present"),
    Only.GAVE: lazy_gettext("Gave their vote to another"),
    Only.HOLD: lazy_gettext("Vote for others"),
}


def refusal_words(refused: ProxyRefused) -> str:
    """Say why a proxy was not given or accepted, and what to do."""
    if refused.why is WhyNot.HANDS_FULL:
        return ngettext(
            "That delegate votes for %(num)d other already, and standing orders allow no more.",
            "That delegate votes for %(num)d others already, and standing orders allow no more.",
            refused.limit,
        )
    return str(REFUSED[refused.why])


def votes_words(weight: int) -> str:
    return ngettext("%(num)d vote", "%(num)d votes", weight)


def nobody_words(typed: str) -> str:
    return _(
        "There is no delegate called “%(typed)s”, and no card with this number. Write the whole "
        "name as it stands on their card.",
        typed=typed,
    )
