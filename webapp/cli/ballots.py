"""`flask delete-ballots`: ballots go on their day."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Poll
from webapp.services.poll_closing import delete_ballots
from webapp.web.clock import utc_now
from webapp.web.transactions import unit_of_work


@click.command("delete-ballots")
@with_appcontext
def delete_ballots_due() -> None:
    """Delete the ballots of every poll whose time is over; to be run every day.

    Figures, signed records and minutes stay. Backups made before still hold the ballots.
    """
    now = utc_now()
    due = select(Poll.id).where(Poll.delete_after <= now, Poll.ballots_deleted_at.is_(None))
    for poll_id in db.session.scalars(due).all():
        with unit_of_work(db.session()) as session:
            poll = session.get_one(Poll, poll_id)
            gone = delete_ballots(session, poll, now=now)
            subject = poll.subject
        click.echo(f"{subject}: {gone} ballots deleted")
