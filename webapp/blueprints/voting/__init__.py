"""Putting questions and recording results: the chair's desk, corrections, the public record."""

from webapp.blueprints.voting import corrections, desk, results, separate_votes
from webapp.blueprints.voting.blueprint import bp

__all__ = ["bp", "corrections", "desk", "results", "separate_votes"]
