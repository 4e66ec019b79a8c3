"""What is before conference now: on every phone, on the screens of the hall, and as facts."""

from webapp.blueprints.live import feed, pages, showing
from webapp.blueprints.live.blueprint import bp

__all__ = ["bp", "feed", "pages", "showing"]
