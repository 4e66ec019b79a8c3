"""Putting questions and recording results: the chair's desk, corrections, the public record."""

from webapp.blueprints.voting import (
    corrections,
    counts,
    desk,
    divisions,
    ordering,
    procedural,
    quorum,
    results,
    separate_votes,
    tellers,
    together,
)
from webapp.blueprints.voting.blueprint import bp

__all__ = [
    "bp",
    "corrections",
    "counts",
    "desk",
    "divisions",
    "ordering",
    "procedural",
    "quorum",
    "results",
    "separate_votes",
    "tellers",
    "together",
]
