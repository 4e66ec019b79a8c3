"""Measure the page on which an amendment is written, for a motion of nearly four hundred clauses.

Run with `python -m benchmarks.amendment_page`. Thirty amendments are on the paper. Times are of
the processor, the best of several runs; weights are of the page without its style sheets and
scripts, also as a ratio to the text that it shows.
"""

from __future__ import annotations

import re
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

import config
from webapp.app import create_app
from webapp.extensions import db
from webapp.models import Base, Conference, Motion, Person
from webapp.models.storage import writing
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.queries.actor import load_actor
from webapp.services import amendments, conferences, motions, people
from webapp.text.reading import read_plain
from webapp.web.clock import utc_now
from webapp.web.identity import SignedIn

DEMANDS, PARTS, AMENDMENTS, RUNS = 39, 9, 30, 7
HEADERS = {"Accept": "application/json"}


def source() -> str:
    """Return a motion of 391 clauses."""
    lines = ["Conference calls for:"]
    for demand in range(1, DEMANDS + 1):
        lines.append(f"{demand}. Demand number {demand} on what councils ought to do:")
        lines += [
            f"{'abcdefghi'[part]}) To plant tree kind {demand}-{part} on each street, with enough"
            " water and care for it in its first summers, within the same parish and year."
            for part in range(PARTS)
        ]
    return "\n\n".join(lines)


def fill(session: Session) -> tuple[Motion, Person]:
    """Publish the motion and select amendments to it, as everybody's staff would."""
    now = utc_now()
    staff = Person(public_id="staff", name="Staff", created_at=now)
    session.add(staff)
    session.flush()
    settings = conferences.Settings(
        name="Hall",
        place="Town",
        starts_on=date(2030, 1, 1),
        ends_on=date(2030, 1, 2),
        time_zone="UTC",
    )
    conference: Conference = conferences.found_conference(
        session, "hall", settings, preset_text("federal_conference"), staff, now=now
    )
    actor = load_actor(session, staff.id)
    for role in (Role.STAFF, Role.DELEGATE):
        people.give_role(session, actor, conference, staff, role, now=now)
    actor = load_actor(session, staff.id)
    body = conferences.add_body(
        session, actor, conference, name="Town", kind="local_party", now=now
    )
    reading = read_plain(source(), front_expected=False)
    proposal = motions.Proposal(
        kind="policy_motion",
        title="Trees",
        document=reading.document,
        back=reading.back,
        mover_id=staff.id,
        body_id=body.id,
    )
    motion = motions.draft_motion(session, actor, conference, proposal, now=now)
    motions.submit_motion(session, actor, motion, now=now)
    motions.rule_in_order(session, actor, motion, now=now)
    motions.select_motion(session, actor, motion, code="F1", now=now)
    motions.publish_motion(session, actor, motion, now=now)
    for number in range(1, AMENDMENTS + 1):
        words = f"In {number} a), delete “enough” and insert “plenty of”."
        wanted = amendments.Proposal(typed=words, mover_id=staff.id, body_id=body.id)
        one = amendments.draft_amendment(session, actor, motion, wanted, now=now)
        amendments.submit_amendment(session, actor, one, now=now)
        amendments.select_amendment(session, actor, one, number=str(number), now=now)
    return motion, staff


def signed_in(app: Flask) -> tuple[FlaskClient, int]:
    with app.app_context():
        with writing(db.engine).begin() as connection:
            Base.metadata.create_all(connection)
        with Session(writing(db.engine)) as session:
            motion, staff = fill(session)
            session.commit()
            motion_id, sign = motion.id, SignedIn(staff).get_id()
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = sign, True
    return client, motion_id


def best(act: Callable[[], TestResponse]) -> tuple[float, TestResponse]:
    """Return the least processor time of several runs, in milliseconds, and the last answer."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        answer = act()
        times.append(time.process_time() - began)
    assert answer.status_code == 200, answer.status
    return min(times) * 1000, answer


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'measured.sqlite'}"
        client, motion_id = signed_in(
            create_app(config.TestConfig(SQLALCHEMY_DATABASE_URI=address))
        )
        shown, page = best(lambda: client.get(f"/amendments/new/{motion_id}"))
        hidden = re.findall(
            r'<input[^>]*name="(csrf_token|hand|copy|of|state)" value="([^"]*)"', page.text
        )
        box = re.findall(r'name="(words-[^"]+)"', page.text)[5]
        turns = iter(range(1, 100))

        def keep() -> TestResponse:
            turn = next(turns)
            fields: dict[str, Any] = {**dict(hidden), "turn": turn, box: f"To plant {turn} trees."}
            return client.post(f"/amendments/new/{motion_id}/keep", data=fields, headers=HEADERS)

        kept, answer = best(keep)
        plain = len(source().encode())
        weight, packed = len(page.data), len(zlib.compress(page.data))
        print(f"page {shown:5.0f} ms, {weight / 1000:4.0f} kB, {weight / plain:4.1f} × its text")
        print(f"     compressed {packed / 1000:4.0f} kB, {packed / plain:4.1f} × its text")
        print(f"keep {kept:5.0f} ms, {len(answer.data) / 1000:4.1f} kB, {kept / shown:4.1f} × it")


if __name__ == "__main__":
    main()
