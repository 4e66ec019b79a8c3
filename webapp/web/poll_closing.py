"""Closing a poll whose time is over: done by whoever looks next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.extensions import db
from webapp.queries.polls import is_due
from webapp.services.poll_closing import close_if_due
from webapp.web.clock import utc_now
from webapp.web.signing import signing_key
from webapp.web.transactions import unit_of_work

if TYPE_CHECKING:
    from webapp.models import Poll


def close_what_is_due(poll: Poll) -> Poll:
    """Close the poll if the clock has, and return it as it is then."""
    if is_due(poll, utc_now()):
        with unit_of_work(db.session()) as session:
            close_if_due(session, poll, key=signing_key(), now=utc_now())
    return poll
