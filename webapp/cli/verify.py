"""`flask verify`: whether anybody rewrote the minutes, a count, or a vote by ballot."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from webapp.extensions import db
from webapp.models import Conference, Minute, Poll
from webapp.services.count_checks import list_counts, verify_counts
from webapp.services.minutes import verify_minutes
from webapp.services.record_checks import verify_polls
from webapp.web.signing import signing_key


@click.command("verify")
@click.argument("slugs", nargs=-1)
@click.option("--key", "keys", multiple=True, help="A public key that signed records before.")
@with_appcontext
def verify(slugs: tuple[str, ...], keys: tuple[str, ...]) -> None:
    """Check the minutes, the counts and the polls of every conference, or of those named.

    Prints each break, and ends with 1 where there is any.
    """
    conferences = db.session.scalars(select(Conference).order_by(Conference.id)).all()
    unknown = set(slugs) - {conference.slug for conference in conferences}
    for slug in sorted(unknown):
        click.echo(f"{slug}: there is no such conference", err=True)
    wanted = [one for one in conferences if not slugs or one.slug in slugs]
    broken = sum(
        report(one) + report_counts(one) + report_polls(one, {*keys, *own_key()}) for one in wanted
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


def report_counts(conference: Conference) -> int:
    """Print what is broken of a conference's counts, or that they hold; return how much is."""
    counts = list_counts(db.session(), conference.id)
    found = list(verify_counts(db.session(), conference.id))
    for place in found:
        click.echo(f"{conference.slug}: {place.subject}: {place.fault}", err=True)
    if counts and not found:
        click.echo(f"{conference.slug}: counts in the hall hold: {len(counts)}")
    return len(found)


def report_polls(conference: Conference, keys: set[str]) -> int:
    """Print what is broken of a conference's polls, or that they hold; return how much is."""
    count = db.session.scalar(
        select(func.count(Poll.id)).where(Poll.conference_id == conference.id)
    )
    if not count:
        return 0
    found = list(verify_polls(db.session(), conference.id, keys))
    for place in found:
        click.echo(f"{conference.slug}: {place.subject}: {place.fault}", err=True)
    if not found:
        click.echo(f"{conference.slug}: records and ballots of polls hold: {count}")
    return len(found)


def own_key() -> set[str]:
    """Return the public key this service signs with now, where it has one."""
    return {signing_key().public} if current_app.config["SIGNING_KEY"] else set()
