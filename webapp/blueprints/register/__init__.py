"""The register of voters: for the office, at the door, and a delegate's own vote."""

from webapp.blueprints.register import door, lists, mine, voters
from webapp.blueprints.register.blueprint import bp

__all__ = ["bp", "door", "lists", "mine", "voters"]
