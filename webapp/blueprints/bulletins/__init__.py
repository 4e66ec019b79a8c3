"""The public record of votes by ballot: what anybody may check, and how."""

from webapp.blueprints.bulletins.views import bp

__all__ = ["bp"]
