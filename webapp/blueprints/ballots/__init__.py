"""Voting on one's own phone or a shared device, and what the chair does with a poll."""

from webapp.blueprints.ballots import casting, chairing, devices, results, sharing, showing
from webapp.blueprints.ballots.blueprint import bp

__all__ = ["bp", "casting", "chairing", "devices", "results", "sharing", "showing"]
