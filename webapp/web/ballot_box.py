"""The writer of this process that ballots are handed to, on the app's database."""

from __future__ import annotations

import atexit
import threading
from weakref import WeakSet

from flask import current_app

from webapp.extensions import db
from webapp.services.ballot_writer import BallotWriter
from webapp.web.clock import utc_now

_KEPT = "ballots"
_making = threading.Lock()
_made: WeakSet[BallotWriter] = WeakSet()


def ballot_writer() -> BallotWriter:
    """Return the writer of the app's database, made when it is first asked for."""
    engine = db.engine
    engine_known, writer = current_app.extensions.get(_KEPT, (None, None))
    if engine_known is not engine or writer is None:
        with _making:
            engine_known, writer = current_app.extensions.get(_KEPT, (None, None))
            if engine_known is not engine or writer is None:
                writer = BallotWriter(engine, utc_now)
                current_app.extensions[_KEPT] = (engine, writer)
                _made.add(writer)
    found: BallotWriter = writer
    return found


@atexit.register
def drain() -> None:
    """Record what was handed over, when the server is told to stop."""
    for writer in _made:
        writer.drain()
