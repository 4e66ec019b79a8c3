"""`flask demo`: a lively conference of our own writing, to look around in."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from webapp.cli.demo.filling import fill, is_filled
from webapp.cli.demo.people import ADMINISTRATOR, PASSWORD, SIGN_INS
from webapp.extensions import db
from webapp.services.passwords import hash_password
from webapp.web.chance import new_key, new_token
from webapp.web.clock import utc_now
from webapp.web.signing import signing_key
from webapp.web.transactions import unit_of_work


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Fill the database with the demo conference, unless it is there, and print its sign-ins."""
    with unit_of_work(db.session()) as session:
        if not is_filled(session):
            hashed = hash_password(PASSWORD, current_app.config["ARGON2"])
            fill(
                session,
                password_hash=hashed,
                new_id=new_token,
                new_key=new_key,
                key=signing_key(),
                now=utc_now(),
            )
    click.echo(f"Sign in with the password {PASSWORD} as:")
    for person in (ADMINISTRATOR, *SIGN_INS):
        roles = ", ".join(sorted(person.roles))
        click.echo(f"  {person.email:24} {roles}")
