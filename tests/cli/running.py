"""Commands that need neither a database nor an app, run as typed."""

from __future__ import annotations

from importlib import import_module

from click.testing import CliRunner, Result

from webapp.cli import COMMANDS


def run(name: str, *words: object, typed: str | bytes = "") -> Result:
    """Run a command with these words, and this on standard input."""
    module, _, command = COMMANDS[name].partition(":")
    return CliRunner().invoke(
        getattr(import_module(module), command), [str(word) for word in words], input=typed
    )
