"""Importing people: a list is read and shown first, put right on the page, then kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from webapp.blueprints.admin.blueprint import at_work, bp, office
from webapp.blueprints.admin.forms import ImportForm
from webapp.blueprints.admin.words import place_of, role_words, sentence_of
from webapp.extensions import db
from webapp.importing.people import PeopleReading, PersonRow, read_people
from webapp.importing.tables import decoded_or_none, only_lines
from webapp.models import Conference
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.queries.conferences import list_bodies
from webapp.queries.people import names_by_address
from webapp.services.admitting import Imported, NewPerson
from webapp.services.admitting import import_people as keep_people
from webapp.services.register import CardTaken, VotingRight
from webapp.web.chance import new_token
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.identity import current_actor

DEFAULT_ROLES = (Role.DELEGATE, Role.OBSERVER)
FIRST_ROWS = 25
MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would do, as its page shows it."""

    rows: list[dict[str, str]]
    total: int
    known: int
    renamed: list[dict[str, str]]
    more_renamed: int
    wrong: int
    faults: list[dict[str, Any]]
    more_faults: int
    ignored: tuple[str, ...]
    nameless: tuple[str, ...]
    is_hopeless: bool


@bp.route("/<slug>/people/import", methods=["GET", "POST"])
def import_people(slug: str) -> ResponseReturnValue:
    """Read a list and show what it says; keep it once the person has looked at that."""
    conference = office(slug, "person:import")
    form = ImportForm(request.form, data={"default_role": Role.DELEGATE.value})
    form.default_role.choices = [(role.value, role_words(role)) for role in DEFAULT_ROLES]
    if not form.is_sent():
        return _page(conference, form), HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else 200
    sent = _sent(form)
    reading = _read(conference, form, sent)
    if _may_be_kept(reading, request.form.get("act", "preview")):
        done = _import(conference, form, reading)
        if done is not None:
            flash(_said(done), "success")
            if not reading.wrong_lines:
                return redirect(url_for(".people", slug=slug))
            reading = _read(conference, form, _leave_in_the_box(form, sent, reading.wrong_lines))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if reading.faults or form.errors else HTTPStatus.OK
    return _page(conference, form, _preview(form, reading)), status


def _sent(form: ImportForm) -> bytes | str:
    """Return the file's bytes or the text pasted; the text is shown in the box from now on."""
    file = request.files.get("file")
    sent = file.read() if file is not None else b""
    if not sent:
        return form.text.data or ""
    form.text.process(MultiDict({"text": decoded_or_none(sent) or ""}))
    return sent


def _read(conference: Conference, form: ImportForm, sent: bytes | str) -> PeopleReading:
    return read_people(
        sent,
        frozenset(body.name for body in list_bodies(db.session(), conference)),
        default_roles=frozenset({Role(form.default_role.data)}),
    )


def _leave_in_the_box(form: ImportForm, sent: bytes | str, lines: Collection[int]) -> str:
    """Let the lines that were not imported be put right: nothing typed is lost."""
    text = sent if isinstance(sent, str) else decoded_or_none(sent) or ""
    left = only_lines(text, lines)
    form.text.process(MultiDict({"text": left}))
    return left


def _may_be_kept(reading: PeopleReading, act: str) -> bool:
    """Tell whether the person said to keep what was read, wrong lines left out or none wrong."""
    if reading.is_hopeless or not reading.rows:
        return False
    return act == "import_right" or (act == "import" and not reading.faults)


def _import(conference: Conference, form: ImportForm, reading: PeopleReading) -> Imported | None:
    """Keep the rows; None, and nobody kept, where they name parts that are not one's to give."""
    rows = [
        NewPerson(
            row.name,
            row.email,
            _roles(form, row),
            row.body,
            VotingRight(row.weight, row.card),
        )
        for row in reading.rows
    ]
    try:
        with at_work() as session:
            return keep_people(
                session, current_actor(), conference, rows, new_id=new_token, now=utc_now()
            )
    except NotPermitted:
        form.form_errors.append(
            _(
                "Some lines name a part that only an administrator may give. Write delegate or "
                "observer there, or ask an administrator to import the list."
            )
        )
    except CardTaken as taken:
        form.form_errors.append(
            _(
                "Somebody here who is not in the list has card %(card)s already. Give them "
                "another one first, or correct the list.",
                card=taken.card,
            )
        )
    return None


def _roles(form: ImportForm, row: PersonRow) -> frozenset[Role]:
    return row.roles or frozenset({Role(form.default_role.data)})


def _preview(form: ImportForm, reading: PeopleReading) -> Preview:
    known = names_by_address(db.session(), [row.email for row in reading.rows])
    renamed = [row for row in reading.rows if known.get(row.email, row.name) != row.name]
    return Preview(
        rows=[
            {
                "line": str(row.line),
                "name": row.name,
                "email": row.email,
                "roles": ", ".join(role_words(role) for role in sorted(_roles(form, row))),
                "body": row.body,
                "weight": str(row.weight or ""),
                "card": row.card or "",
                "known": _("has an account") if row.email in known else _("new"),
            }
            for row in reading.rows[:FIRST_ROWS]
        ],
        total=len(reading.rows),
        known=len(known),
        renamed=[
            {
                "place": _("Line %(line)d:", line=row.line),
                "sentence": _(
                    "“%(listed)s” has an account as “%(name)s” and keeps that name; change it on "
                    "their page if the list is right.",
                    listed=row.name,
                    name=known[row.email],
                ),
            }
            for row in renamed[:MOST_FAULTS]
        ],
        more_renamed=max(0, len(renamed) - MOST_FAULTS),
        wrong=len({fault.line for fault in reading.faults}),
        faults=[
            {"place": place_of(fault), "sentence": sentence_of(fault), "hard": reading.is_hopeless}
            for fault in reading.faults[:MOST_FAULTS]
        ],
        more_faults=max(0, len(reading.faults) - MOST_FAULTS),
        ignored=reading.ignored,
        nameless=reading.nameless,
        is_hopeless=reading.is_hopeless or not reading.rows,
    )


def _page(conference: Conference, form: ImportForm, preview: Preview | None = None) -> str:
    return render_template(
        "admin/import_people.html",
        **around(conference, "admin"),
        shown=conference,
        form=form,
        preview=preview,
    )


def _said(done: Imported) -> str:
    said = [ngettext("%(num)d person is added.", "%(num)d people are added.", done.added)]
    if done.extended:
        said.append(
            ngettext(
                "%(num)d who has an account takes part now.",
                "%(num)d who have accounts take part now.",
                done.extended,
            )
        )
    if done.unchanged:
        said.append(
            ngettext("%(num)d was here already.", "%(num)d were here already.", done.unchanged)
        )
    return " ".join(said)
