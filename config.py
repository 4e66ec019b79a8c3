"""Every setting, read from the environment once.

CARRIED_CONFIG        production (when unset), development, demo or test
CARRIED_DATABASE_URL  sqlite:////srv/carried/carried.sqlite or postgresql://…
CARRIED_SECRET_KEY    signs sessions; at least 32 characters
CARRIED_SIGNING_KEY   signs records of polls: a file, or the key itself; the same on every server
CARRIED_BEHIND_PROXY  how many reverse proxies stand in front (0)
CARRIED_LIVE_URL      where browsers reach the live hub: /events behind a proxy that leads there,
                      https://live.example.org, or :8001 for another port of the same host;
                      unset: pages ask again and again instead
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from webapp.models.storage import engine_options
from webapp.sealing import NoSuchKey, make_key_file, service_key

ROOT = Path(__file__).parent
INSTANCE = ROOT / "instance"
SHORTEST_KEY = 32
MEGABYTE = 1024 * 1024


class NotConfigured(RuntimeError):
    """A setting that nothing can stand in for is missing."""


class Config:
    """Settings shared by every way of running; on its own, production."""

    NAME = "production"
    SECRET_KEY: str | None = None
    SQLALCHEMY_DATABASE_URI: str | None = None
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, Any]
    SIGNING_KEY: str | None = None
    BEHIND_PROXY = 0
    SERVE_OVER_TLS = True

    LIVE_URL = ""
    LIVE_SECONDS = 0.25  # what is before conference is looked up no more often than this

    SESSION_COOKIE_NAME = "carried"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    PERMANENT_SESSION_LIFETIME = timedelta(days=14)
    SESSION_REFRESH_EACH_REQUEST = False

    # The largest text anybody may send, with every clause in a box of its own.
    MAX_CONTENT_LENGTH = 8 * MEGABYTE
    MAX_FORM_MEMORY_SIZE = 8 * MEGABYTE
    MAX_FORM_PARTS = 60_000

    # OWASP's second choice: as hard to guess as its first, and light enough for a hall that
    # signs in during a vote. Passwords kept under other costs go on being understood.
    ARGON2 = {"time_cost": 2, "memory_cost": 19 * 1024, "parallelism": 1}  # noqa: RUF012
    BABEL_DEFAULT_LOCALE = "en_GB"
    BABEL_DEFAULT_TIMEZONE = "Europe/London"
    RATELIMIT_HEADERS_ENABLED = False
    RATELIMIT_ENABLED = True

    def __init__(self, **settings: Any) -> None:
        """Take what the environment says, then what the caller says."""
        self.SECRET_KEY = os.environ.get("CARRIED_SECRET_KEY") or self.SECRET_KEY
        self.SQLALCHEMY_DATABASE_URI = (
            os.environ.get("CARRIED_DATABASE_URL") or self.SQLALCHEMY_DATABASE_URI
        )
        self.SIGNING_KEY = os.environ.get("CARRIED_SIGNING_KEY") or self.SIGNING_KEY
        self.BEHIND_PROXY = int(os.environ.get("CARRIED_BEHIND_PROXY") or self.BEHIND_PROXY)
        self.LIVE_URL = os.environ.get("CARRIED_LIVE_URL") or self.LIVE_URL
        for name, value in settings.items():
            setattr(self, name, value)
        if self.SQLALCHEMY_DATABASE_URI:
            self.SQLALCHEMY_ENGINE_OPTIONS = engine_options(self.SQLALCHEMY_DATABASE_URI)
        self.SESSION_COOKIE_SECURE = self.SERVE_OVER_TLS

    def missing(self) -> list[str]:
        """Name what must be set before anybody can be served."""
        wanted = []
        if len(self.SECRET_KEY or "") < SHORTEST_KEY:
            wanted.append(f"CARRIED_SECRET_KEY (at least {SHORTEST_KEY} characters)")
        if not self.SQLALCHEMY_DATABASE_URI:
            wanted.append("CARRIED_DATABASE_URL")
        if not is_key(self.SIGNING_KEY):
            wanted.append("CARRIED_SIGNING_KEY (`flask signing-key --new FILE` makes one)")
        return wanted


class DevelopmentConfig(Config):
    """On one's own machine: a file in `instance/`, plain HTTP."""

    NAME = "development"
    SERVE_OVER_TLS = False
    SQLALCHEMY_DATABASE_URI = f"sqlite:///{INSTANCE / 'carried.sqlite'}"

    def __init__(self, **settings: Any) -> None:
        """Sign sessions and records with keys of this machine's own."""
        super().__init__(**settings)
        self.SECRET_KEY = self.SECRET_KEY or key_of_this_machine()
        if not self.SIGNING_KEY:
            path = INSTANCE / "signing-key"
            make_key_file(path)
            self.SIGNING_KEY = str(path)


class DemoConfig(DevelopmentConfig):
    """`make demo`."""

    NAME = "demo"
    SQLALCHEMY_DATABASE_URI = f"sqlite:///{INSTANCE / 'demo.sqlite'}"


class TestConfig(Config):
    """Tests: nothing is taken from the environment; forgery checks stay on."""

    __test__ = False  # not a test, whatever pytest makes of the name
    NAME = "test"
    SERVE_OVER_TLS = False
    TESTING = True
    LIVE_SECONDS = 0.0
    RATELIMIT_ENABLED = False
    ARGON2 = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}  # noqa: RUF012

    def __init__(self, **settings: Any) -> None:
        """Ignore the environment."""
        given = {"SECRET_KEY": "a key for tests, forty characters long!!", **settings}
        given.setdefault("SQLALCHEMY_DATABASE_URI", "sqlite://")
        given.setdefault("BEHIND_PROXY", 0)
        given.setdefault("LIVE_URL", "")
        given.setdefault("SIGNING_KEY", "A" * 43)  # a key for tests, in base64
        super().__init__(**given)


KINDS = {kind.NAME: kind for kind in (Config, DevelopmentConfig, DemoConfig, TestConfig)}


def from_environment() -> Config:
    """Return the configuration that CARRIED_CONFIG names."""
    name = os.environ.get("CARRIED_CONFIG", "production")
    if name not in KINDS:
        raise NotConfigured(f"CARRIED_CONFIG is {name!r}; it may be {', '.join(KINDS)}")
    return KINDS[name]()


def is_key(setting: str | None) -> bool:
    """Whether records can be signed with it: better known now than when a poll is opened."""
    try:
        return bool(setting and service_key(setting))
    except NoSuchKey:
        return False


def environment_of_a_part(live_url: str) -> dict[str, str]:
    """Return what a process that `flask serve` starts finds in its environment.

    `live_url` is where the hub is, unless the settings know another way to it.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FLASK_")}
    return {"CARRIED_LIVE_URL": live_url} | kept if live_url else kept


def is_command_line() -> bool:
    """Whether a `flask` command is running rather than a server."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def key_of_this_machine() -> str:
    """Return the key kept in `instance/`, making it the first time."""
    INSTANCE.mkdir(exist_ok=True)
    path = INSTANCE / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(SHORTEST_KEY))
    except FileExistsError:
        pass
    return path.read_text()
