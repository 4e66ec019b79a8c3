"""How a text came to be: its versions, any two compared, each clause's own history, each word's."""

from webapp.blueprints.history import clauses, versions
from webapp.blueprints.history.blueprint import bp

__all__ = ["bp", "clauses", "versions"]
