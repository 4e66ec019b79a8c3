"""What everybody sees of a conference first: the agenda, the standing orders, the minutes."""

from webapp.blueprints.conference.views import bp

__all__ = ["bp"]
