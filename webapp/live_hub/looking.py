"""What the hub tells: the same facts that pages can ask for, looked up once for everybody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Conference
from webapp.queries.floor import floor_of, live_facts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Look:
    """What is before one conference. `changes_at` is when to look again without being told."""

    conference_id: int
    is_closed: bool
    minute: int
    floor: str
    body: bytes
    takes_ballots: bool
    changes_at: datetime | None


def look_up(engine: Engine, slug: str, now: datetime) -> Look | None:
    """Return what everybody may know of a conference now; None where there is none."""
    with Session(engine) as session:
        conference = session.scalars(select(Conference).where(Conference.slug == slug)).first()
        if conference is None:
            return None
        floor = floor_of(session, conference, now)
        facts = live_facts(floor, now)
        return Look(
            conference.id,
            conference.is_closed,
            facts["minute"],
            facts["floor"],
            json.dumps(facts, separators=(",", ":"), ensure_ascii=False).encode(),
            floor.poll is not None and floor.poll.takes_ballots(now),
            floor.changes_at,
        )
