"""The life of an amendment: writing, signing, submitting, the committee's desk, its own page."""

from webapp.blueprints.amendments import (
    committee,
    joining,
    keeping,
    rebasing,
    showing,
    signing,
    writing,
)
from webapp.blueprints.amendments.blueprint import bp

__all__ = ["bp", "committee", "joining", "keeping", "rebasing", "showing", "signing", "writing"]
