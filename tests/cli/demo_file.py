"""The demo conference, filled once a worker and copied for every further test on SQLite."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tests.databases import FOLDER, SQLITE

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

_told: list[Result] = []


def run(app: Flask, session: Session, *words: str) -> Result:
    """Run a command on the test's database, and let the session see what it did."""
    session.commit()
    done = app.test_cli_runner().invoke(args=list(words))
    session.expire_all()
    return done


def fill(app: Flask, session: Session) -> Result:
    """Fill the test's database with the demo conference; return what the command said."""
    engine = session.get_bind().engine
    if engine.dialect.name != SQLITE:
        return run(app, session, "demo")
    kept = Path(os.environ[FOLDER]) / f"demo-{os.getpid()}.sqlite"
    own = Path(str(engine.url.database))
    if not _told:
        _told.append(run(app, session, "demo"))
        copy(own, kept)
    else:
        session.commit()
        copy(kept, own)
        session.expire_all()
    return _told[0]


def copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)
