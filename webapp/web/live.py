"""Where pages that follow what happens get it from: the live hub, or the same facts asked for."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app, request
from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Poll
from webapp.procedure.polls import PollState
from webapp.queries.floor import floor_of, live_facts
from webapp.web.clock import utc_now
from webapp.web.poll_closing import close_what_is_due
from webapp.web.tickets import make_ticket

if TYPE_CHECKING:
    from webapp.models import Conference
    from webapp.queries.floor import PollNow

TICKET_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Told:
    """What is before a conference as it was looked up a moment ago."""

    looked_up: float
    facts: dict[str, Any]
    body: bytes
    etag: str
    is_open: bool


_looking = threading.Lock()


def _told() -> dict[str, Told]:
    """Return what this worker has looked up, by the name of the conference."""
    told: dict[str, Told] = current_app.extensions.setdefault("live_told", {})
    return told


def told_already(slug: str, known: str = "") -> Told | None:
    """Return what was looked up a moment ago of a conference that everybody may look at.

    A hall that asks at once is answered from this, without a question to the database.
    """
    found = _told().get(slug)
    return found if found is not None and found.is_open and _will_do(found, known) else None


def told_now(conference: Conference, known: str = "") -> Told:
    """Return what everybody may know now, looked up at most a few times a second.

    `known` is the name of a newer floor that somebody was told of elsewhere: if it is not the
    one looked up last, it is looked up again.
    """
    with _looking:  # those who wait here find what the first one looked up
        found = _told().get(conference.slug)
        if found is None or not _will_do(found, known):
            found = _told()[conference.slug] = _look(conference)
        return found


def _look(conference: Conference) -> Told:
    floor = floor_of(db.session(), conference, utc_now())
    if floor.poll is not None and _is_over(floor.poll):
        wanted = select(Poll).where(Poll.public_id == floor.poll.id)
        close_what_is_due(db.session.scalars(wanted).one())
        floor = floor_of(db.session(), conference, utc_now())
    facts = live_facts(floor, utc_now())
    body = json.dumps(facts, separators=(",", ":"), ensure_ascii=False).encode()
    etag = sha256(body).hexdigest()[:20]
    return Told(time.monotonic(), facts, body, etag, is_open=not conference.is_closed)


def _is_over(poll: PollNow) -> bool:
    """Tell whether a clock ran out and nobody has looked since: whoever looks closes the poll."""
    return poll.state is PollState.OPEN and not poll.takes_ballots(utc_now())


def _will_do(told: Told, known: str) -> bool:
    age = time.monotonic() - told.looked_up
    return age < current_app.config["LIVE_SECONDS"] and known in {"", told.facts["floor"]}


def hub_address() -> str:
    """Return where the browser that asks reaches the live hub, "" where there is none."""
    said = str(current_app.config["LIVE_URL"])
    if not said.startswith(":"):
        return said.rstrip("/")
    host = urlsplit(f"//{request.host}").hostname or ""
    return f"{request.scheme}://{f'[{host}]' if ':' in host else host}{said}".rstrip("/")


def hub_origin() -> str:
    """Return what a page must be allowed to connect to beside its own service; mostly nothing."""
    if not current_app.config["LIVE_URL"]:
        return ""
    parts = urlsplit(hub_address())
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def events_address(conference: Conference) -> str:
    """Return the address of the hub's events; with a ticket where not everybody may look."""
    hub = hub_address()
    if not hub:
        return ""
    address = f"{hub}/{conference.slug}"
    if not conference.is_closed:
        return address
    until = int(utc_now().timestamp()) + TICKET_SECONDS
    ticket = make_ticket(str(current_app.secret_key), conference.slug, until)
    return f"{address}?ticket={ticket}"
