"""Times that tests agree on."""

from datetime import UTC, datetime

NOON = datetime(2026, 9, 20, 12, 0, tzinfo=UTC)
