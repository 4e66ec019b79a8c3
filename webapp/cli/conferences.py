"""`flask new-conference`: the first conference, and the first administrator's sign-in code."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import NoReturn

import click
from flask.cli import with_appcontext

from webapp.extensions import db
from webapp.importing.people import is_email
from webapp.models import Conference, Person
from webapp.procedure.rulebook import PRESETS, preset_text
from webapp.queries.actor import load_actor
from webapp.queries.people import as_kept, find_by_email
from webapp.services import conferences
from webapp.services.conferences import Settings
from webapp.services.errors import NotDone
from webapp.services.sign_in_codes import issue_sign_in_codes
from webapp.web.chance import new_code, new_token
from webapp.web.clock import utc_now
from webapp.web.transactions import unit_of_work

CODE_LASTS = timedelta(days=7)
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("new-conference")
@click.argument("slug")
@click.argument("name")
@click.option("--from", "first", type=DAY, required=True, help="The first day: 2026-09-19.")
@click.option("--to", "last", type=DAY, required=True, help="The last day.")
@click.option("--administrator", required=True, metavar="NAME", help="Who is to run it.")
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--rulebook", type=click.Choice(PRESETS), default=PRESETS[0], show_default=True)
@click.option("--time-zone", default="Europe/London", show_default=True)
@with_appcontext
def new_conference(
    slug: str,
    name: str,
    *,
    first: datetime,
    last: datetime,
    administrator: str,
    email: str,
    rulebook: str,
    time_zone: str,
) -> None:
    """Open a conference at /conference/SLUG and print its administrator's sign-in code."""
    if not is_email(as_kept(email)):
        give_up(f"{email} is no e-mail address; write one like robin@example.org")
    settings = Settings(name, first.date(), last.date(), time_zone=time_zone)
    try:
        with unit_of_work(db.session()) as session:
            person = find_by_email(session, email) or Person(
                public_id=new_token(),
                name=administrator,
                email=as_kept(email),
                created_at=utc_now(),
            )
            session.add(person)
            session.flush()
            conference = conferences.found_conference(
                session, slug, settings, preset_text(rulebook), person, now=utc_now()
            )
            code = "" if person.password_hash else _code_for(conference, person)
    except NotDone as refusal:
        give_up(f"not opened: {type(refusal).__doc__}")
    click.echo(f"{name} is open at /conference/{slug}")
    if code:
        click.echo(f"{administrator} signs in at /accounts/code with {code} (once, within 7 days)")


def _code_for(conference: Conference, person: Person) -> str:
    session = db.session()
    session.flush()
    (issued,) = issue_sign_in_codes(
        session,
        load_actor(session, person.id),
        conference,
        [person],
        new_code=new_code,
        lasts=CODE_LASTS,
        now=utc_now(),
    )
    return issued.code


def give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
