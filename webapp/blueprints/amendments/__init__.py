"""The life of an amendment: writing, signing, submitting, the committee's desk, its own page."""

from webapp.blueprints.amendments import (
    amending,
    committee,
    composing,
    joining,
    keeping,
    rebasing,
    showing,
    signing,
    without_a_vote,
    writing,
)
from webapp.blueprints.amendments.blueprint import bp

__all__ = [
    "amending",
    "bp",
    "committee",
    "composing",
    "joining",
    "keeping",
    "rebasing",
    "showing",
    "signing",
    "without_a_vote",
    "writing",
]
