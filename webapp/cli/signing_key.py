"""`flask signing-key`: the key under the records of polls."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from webapp.sealing import NoSuchKey, make_key_file, service_key


@click.command("signing-key")
@click.option(
    "--new",
    "new",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Make a key in this file, which must not be there yet.",
)
@with_appcontext
def signing_key(new: Path | None) -> None:
    """Show the public key that records of polls are signed with, or make a key.

    Only the public key is ever printed: hand it out before the conference, so that nobody has to
    take it from a bulletin. The file is the secret; every server needs the same one.
    """
    if new is not None:
        if new.exists():
            raise click.ClickException(f"{new} is there already; a key is never written over")
        click.echo(make_key_file(new).public)
        return
    setting = current_app.config["SIGNING_KEY"]
    if not setting:
        raise click.ClickException("CARRIED_SIGNING_KEY is not set; --new FILE makes a key")
    try:
        click.echo(service_key(setting).public)
    except NoSuchKey as fault:
        raise click.ClickException(f"CARRIED_SIGNING_KEY: {fault}") from fault
