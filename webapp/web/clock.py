"""The only place that reads the time; everything below is told it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime


def _read_watch() -> datetime:
    return datetime.now(UTC)


watch: Callable[[], datetime] = _read_watch  # the tests stop it


def utc_now() -> datetime:
    return watch()
