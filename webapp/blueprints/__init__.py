"""The pages, one package for each noun; and which of them are open to whom.

A package holds `bp`, its blueprint, named as the package is. An endpoint that stands in
neither table below wants somebody signed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint

# Open to everybody, to read and to send.
PUBLIC = frozenset(
    {
        "static",
        "health.show",
        "accounts.sign_in",
        "accounts.use_code",
        # Asks by itself who is voting, without the database: see its module.
        "ballots.cast",
        "ballots.share",
        # Set up by somebody who may; then nobody is signed in at it.
        "ballots.device",
        "ballots.take_back",
    }
)

# Open to everybody who reads. Their queries show a closed conference to its own people only.
READABLE: frozenset[str] = frozenset(
    {
        "bulletins.index",
        "bulletins.json",
        "bulletins.records",
        "bulletins.show",
        "bulletins.verifier",
        "conference.index",
        "conference.agenda",
        "conference.rulebook",
        "amendments.list",
        "amendments.new_text",
        "amendments.show",
        "motions.references",
        "motions.show",
        "motions.what_if",
        "exports.choose",
        "exports.page",
        "exports.plain",
        "exports.markdown",
        "exports.json",
        "live.floor",
        "live.now",
        "live.now_facts",
        "live.screen",
        "live.screen_floor",
        "live.way",
        "ballots.index",
        "ballots.receipt",
        "ballots.show",
        "selections.index",
        "selections.show",
        "voting.results",
        "voting.procedural",
        "voting.separate_vote",
        "history.versions",
        "history.version",
        "history.compare",
        "history.clause",
        "history.origins",
    }
)


def all_blueprints() -> Iterator[Blueprint]:
    """Yield the blueprint of every package here."""
    for found in iter_modules(__path__):
        if found.ispkg:
            yield import_module(f"{__name__}.{found.name}").bp
