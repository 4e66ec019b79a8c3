"""The life of a motion: drafting, signing, submitting, the committee's desk, the public page."""

from webapp.blueprints.motions import (
    advising,
    committee,
    composing,
    consequences,
    pasting,
    redrafting,
    showing,
    signing,
    what_if,
)
from webapp.blueprints.motions.blueprint import bp

__all__ = [
    "advising",
    "bp",
    "committee",
    "composing",
    "consequences",
    "pasting",
    "redrafting",
    "showing",
    "signing",
    "what_if",
]
