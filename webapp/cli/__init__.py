"""The `flask` commands, each loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

if TYPE_CHECKING:
    from flask import Flask

# What is typed, and where it lives.
COMMANDS = {
    "consolidate": "webapp.cli.consolidate:consolidate",
    "delete-ballots": "webapp.cli.ballots:delete_ballots_due",
    "demo": "webapp.cli.demo:demo",
    "new-conference": "webapp.cli.conferences:new_conference",
    "read-amendment": "webapp.cli.texts:read_amendment",
    "read-motion": "webapp.cli.texts:read_motion",
    "signing-key": "webapp.cli.signing_key:signing_key",
    "serve": "webapp.cli.serve:serve",
    "verify": "webapp.cli.verify:verify",
}


class LateCommands(AppGroup):
    """Commands that are imported when they are run, so that serving pages needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


def init_app(app: Flask) -> None:
    """Give the app its commands."""
    app.cli = LateCommands(app.cli.name, commands=app.cli.commands)
