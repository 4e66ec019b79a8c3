"""Pages of appeals against the committee's verdicts: making one, those there are, deciding."""

from webapp.blueprints.appeals.blueprint import bp

__all__ = ["bp"]
