"""`flask verify`: whether anybody rewrote the minutes."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from webapp.extensions import db
from webapp.models import Conference, Minute
from webapp.services.minutes import verify_minutes


@click.command("verify")
@click.argument("slugs", nargs=-1)
@with_appcontext
def verify(slugs: tuple[str, ...]) -> None:
    """Check the minute chain of every conference, or of those named.

    Prints each break, and ends with 1 where there is any.
    """
    conferences = db.session.scalars(select(Conference).order_by(Conference.id)).all()
    unknown = set(slugs) - {conference.slug for conference in conferences}
    for slug in sorted(unknown):
        click.echo(f"{slug}: there is no such conference", err=True)
    broken = sum(
        report(conference) for conference in conferences if not slugs or conference.slug in slugs
    )
    if broken or unknown:
        sys.exit(1)


def report(conference: Conference) -> int:
    """Print what is broken in one minute book, or that it holds; return how much is."""
    found = list(verify_minutes(db.session(), conference.id))
    for place in found:
        click.echo(f"{conference.slug}: minute {place.number}: {place.fault}", err=True)
    if not found:
        minutes = select(func.count(Minute.id)).where(Minute.conference_id == conference.id)
        click.echo(f"{conference.slug}: {db.session.scalar(minutes)} minutes, the chain holds")
    return len(found)
