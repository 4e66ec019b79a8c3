"""The demo's register of voters: cards, a few weights, proxies, and who has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.services.presence import mark_present
from webapp.services.proxies import accept_proxy, give_proxy
from webapp.services.register import VotingRight, set_voting_right

if TYPE_CHECKING:
    from webapp.cli.demo.filling import Demo

OFFICE = "staff@example.org"
FIRST_CARD = 101
VOTERS = (
    # Address, weight, and whether they have come
    ("chair@example.org", 1, True),
    ("committee@example.org", 1, True),
    ("teller@example.org", 1, True),
    ("delegate@example.org", 2, True),
    ("marta@example.org", 3, True),
    ("jonah@example.org", 2, True),
    ("priya@example.org", 2, True),
    ("tomasz@example.org", 1, True),
    ("hannah@example.org", 1, True),
    ("elif@example.org", 1, True),
    ("george@example.org", 2, False),
    ("niamh@example.org", 2, True),
    ("lars@example.org", 2, False),
    ("yusuf@example.org", 1, True),
    ("beth@example.org", 2, True),
    ("ioana@example.org", 3, False),
)
HELD = ("lars@example.org", "priya@example.org")
OFFERED = ("george@example.org", "delegate@example.org")


def register_voters(demo: Demo) -> None:
    """Give everybody a card, let most of them in, and let two vote through others."""
    office = demo.actor(OFFICE)
    for number, (email, weight, has_come) in enumerate(VOTERS, start=FIRST_CARD):
        person = demo.person(email)
        right = VotingRight(weight, str(number))
        set_voting_right(demo.session, office, demo.conference, person, right, now=demo.at())
        if has_come:
            mark_present(demo.session, office, demo.conference, person, now=demo.at())
    for giver, holder in (HELD, OFFERED):
        proxy = give_proxy(
            demo.session,
            demo.actor(giver),
            demo.conference,
            demo.person(giver),
            demo.person(holder),
            now=demo.at(),
        )
        if (giver, holder) == HELD:
            accept_proxy(demo.session, demo.actor(holder), proxy, now=demo.at())
