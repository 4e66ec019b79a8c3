"""Lists made of the register: how strong each body is, and all of it for a spreadsheet."""

from __future__ import annotations

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.register.blueprint import bp, here
from webapp.extensions import db
from webapp.procedure.roles import Role
from webapp.queries.electorate import quorum_now
from webapp.queries.register import list_voters, strength_by_body
from webapp.rendering.as_csv import render_csv
from webapp.web.conference import around
from webapp.web.identity import current_actor


@bp.get("/<slug>/strength")
def strength(slug: str) -> ResponseReturnValue:
    """Show how many delegates and votes each body has, and how many are there."""
    conference = here(slug, "register:view")
    return render_template(
        "register/strength.html",
        **around(conference, "admin"),
        shown=conference,
        rows=strength_by_body(db.session(), current_actor(), conference),
        quorum=quorum_now(db.session(), conference),
    )


@bp.get("/<slug>/register.csv")
def export(slug: str) -> ResponseReturnValue:
    """Return the register as a spreadsheet reads it; importing it again changes nothing."""
    conference = here(slug, "register:view")
    found = list_voters(db.session(), current_actor(), conference, whole=True)
    table = render_csv(
        # The first six are what the import of people reads.
        ("Name", "E-mail", "Part", "Body", "Weight", "Card", _("Votes through"), _("Present")),
        (
            (
                one.name,
                one.email,
                Role.DELEGATE.value,
                one.body,
                str(one.weight),
                one.card,
                one.holder,
                _("yes") if one.present_since else _("no"),
            )
            for one in found.voters
        ),
    )
    answer = make_response(table)
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="register-{slug}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
