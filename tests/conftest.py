"""What every test may ask for."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.orm import Session

import config
from tests import chromium as chromium_tools
from tests import databases
from tests import nginx as nginx_tools
from tests.browser import Browser
from tests.chromium import chromium, live_address, running_chromium  # noqa: F401 - fixtures
from tests.databases import (  # noqa: F401 - fixtures
    database_kind,
    engine,
    own_database,
    own_engine,
    session,
    shared_engines,
)
from tests.moments import NOON
from webapp.app import create_app
from webapp.extensions import db
from webapp.models import Person
from webapp.web import clock
from webapp.web.identity import SignedIn

TESTS = Path(__file__).parent
CI = os.environ.get("CI") == "true"

settings.register_profile(
    "fast", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("fast"), derandomize=True)
settings.register_profile("nightly", settings.get_profile("fast"), max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if CI else "fast"))


# --- the run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.open_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.close_run()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", databases.kinds_for(metafunc), indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chromium_tools.leave_out_without_browser(config, items, required=CI)
    nginx_tools.leave_out_without_nginx(config, items, required=CI)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for tools in (chromium_tools, nginx_tools):
        if sentence := tools.left_out_sentence(required=CI):
            terminalreporter.write_line(sentence)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def connect_nearby(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = str(address[0])
            assert host in {"127.0.0.1", "::1", "localhost"}, f"a test called {host}"
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_nearby)
        yield


# --- pages


class Compiled(BytecodeCache):
    """Templates compiled once for all the apps of a worker."""

    known: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture
def _push_request_context() -> None:
    """Switch off pytest-flask's shared context: it takes the second person for the first."""


@pytest.fixture
def app_settings() -> dict[str, Any] | None:
    """Return what a test sets differently: by a fixture of this name in its module.

    A dictionary, even an empty one, gives every test an app of its own, to which it may add
    pages. None lets it share the worker's app: making one takes a tenth of a second.
    """
    return None


@pytest.fixture(scope="session")
def shared_app() -> Flask:
    """Return the worker's app, on no database in particular."""
    return make_app({})


def make_app(different: dict[str, Any]) -> Flask:
    made = create_app(config.TestConfig(**different))
    made.jinja_env.bytecode_cache = Compiled()
    return made


@pytest.fixture
def app(
    request: pytest.FixtureRequest,
    own_engine: Engine,  # noqa: F811
    session: Session,  # noqa: F811
    app_settings: dict[str, Any] | None,
) -> Iterator[Flask]:
    """Return the app on a database of the test's own, with the forgery checks on."""
    shared = app_settings is None
    used = request.getfixturevalue("shared_app") if shared else make_app(app_settings or {})
    used.test_client_class = Browser.beside(session)
    settings_before = dict(used.config)
    with used.app_context():
        used_before = db.engines[None]
        cast("dict[str | None, Engine]", db.engines)[None] = own_engine
    yield used
    with used.app_context():
        cast("dict[str | None, Engine]", db.engines)[None] = used_before
    used.config.clear()
    used.config.update(settings_before)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return the browser of somebody who has not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], FlaskClient]:
    """Give people browsers: `sign_in(person)`, each with cookies of its own."""

    def give_browser(person: Person) -> FlaskClient:
        browser = app.test_client()
        with browser.session_transaction() as kept:
            kept["_user_id"] = SignedIn(person).get_id()
            kept["_fresh"] = True
        return browser

    return give_browser


# --- time


class StoppedClock:
    """The app's clock, standing at noon until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def advance(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    """Stop the app's clock at NOON; `at_noon.advance(minutes=5)` moves it."""
    stopped = StoppedClock()
    monkeypatch.setattr(clock, "watch", lambda: stopped.now)
    return stopped


# --- files


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare with a file judged by eye: `golden("redline/strike.html", rendered)`."""

    def compare(name: str, actual: str) -> None:
        path = TESTS / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8", newline="")
        assert path.exists(), f"there is no golden file {name}: `make golden` writes it"
        with path.open(encoding="utf-8", newline="") as file:
            assert actual == file.read()

    return compare


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """Return the folder of real motions, which is not part of this repository."""
    beside = TESTS.parent.parent / "shared" / "fixtures"
    folder = Path(os.environ.get("CARRIED_FIXTURES", beside))
    if not folder.is_dir():
        pytest.skip("the real motions are not here; CARRIED_FIXTURES names their folder")
    return folder
