"""Tickets for the live hub: a conference that not everybody may look at, until a moment.

The hub has no sessions and no sign-in: whoever may see a closed conference gets a ticket from
the web pages, and the hub checks the seal on it.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

PURPOSE = b"carried live ticket 1:"
SEAL_LENGTH = 43


def make_ticket(key: str, slug: str, until: int) -> str:
    """Return a ticket to follow this conference until a second of the epoch."""
    return f"{until}.{_seal(key, slug, until)}"


def ticket_ends(key: str, slug: str, ticket: str, *, now: float) -> int | None:
    """Return when a ticket ends; None where it is none for this conference, or over.

    >>> ticket = make_ticket("a key", "autumn", 1000)
    >>> ticket_ends("a key", "autumn", ticket, now=999)
    1000
    >>> ticket_ends("a key", "autumn", ticket, now=1000), ticket_ends("a key", "x", ticket, now=1)
    (None, None)
    """
    until, _, seal = ticket.partition(".")
    if not (until.isascii() and until.isdecimal()) or len(until) > len(str(2**40)):
        return None
    if not hmac.compare_digest(_seal(key, slug, int(until)).encode(), seal.encode()):
        return None
    return int(until) if now < int(until) else None


def _seal(key: str, slug: str, until: int) -> str:
    said = PURPOSE + f"{slug}:{until}".encode()
    return hmac.new(key.encode(), said, sha256).hexdigest()[:SEAL_LENGTH]
