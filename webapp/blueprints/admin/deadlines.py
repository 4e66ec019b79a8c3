"""Moving the deadlines of one conference; the rulebook says when they fall otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import DateTimeLocalField, HiddenField
from wtforms.validators import InputRequired

from webapp.blueprints.admin.blueprint import answering, at_work, bp, office
from webapp.blueprints.admin.conferences import renew
from webapp.queries.deadlines import deadlines_of
from webapp.queries.rulebooks import rulebook_of
from webapp.services.deadlines import move_deadlines, seen_deadlines
from webapp.services.errors import ChangedMeanwhile
from webapp.web.clock import utc_now
from webapp.web.conference import around, date_words, from_local, local
from webapp.web.forms import BaseForm
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from webapp.models import Conference

PREFIX = "at_"


@bp.route("/<slug>/deadlines", methods=["GET", "POST"])
def deadlines(slug: str) -> ResponseReturnValue:
    """Let deadlines fall at other moments than the rulebook counts back to."""
    conference = office(slug, "deadline:edit")
    form = _form_for(conference)
    if form.is_sent() and _moved(conference, form):
        flash(_("The deadlines are kept."), "success")
        return redirect(url_for("conference.rulebook", slug=slug, _anchor="deadlines"))
    page = render_template(
        "admin/deadlines.html",
        **around(conference, "admin"),
        shown=conference,
        form=form,
        fields=[field for field in form if field.name.startswith(PREFIX)],
    )
    return page, answering(form)


def _form_for(conference: Conference) -> BaseForm:
    """Return a form with one field for each deadline, as it falls now."""
    zone = cast("ZoneInfo", local(utc_now(), conference).tzinfo)
    falling = deadlines_of(conference)
    fields: dict[str, Any] = {"seen": HiddenField()}
    data: dict[str, Any] = {"seen": seen_deadlines(conference)}
    for rule in rulebook_of(conference).deadlines:
        said = rule.closing(conference.starts_on, zone).closes_at
        fields[PREFIX + rule.key] = DateTimeLocalField(
            rule.name,
            [InputRequired()],
            description=_("By the rulebook: %(when)s.", when=date_words(said, conference)),
        )
        closes_at = local(falling[rule.key].closes_at, conference)
        data[PREFIX + rule.key] = closes_at.replace(tzinfo=None)
    made = type("DeadlinesForm", (BaseForm,), fields)
    return cast("BaseForm", made(request.form, data=data))


def _moved(conference: Conference, form: BaseForm) -> bool:
    moments: dict[str, datetime] = {
        field.name.removeprefix(PREFIX): from_local(field.data, conference)
        for field in form
        if field.name.startswith(PREFIX)
    }
    try:
        with at_work() as session:
            move_deadlines(
                session,
                current_actor(),
                conference,
                moments,
                seen=str(form["seen"].data or ""),
                now=utc_now(),
            )
    except ChangedMeanwhile:
        form.form_errors.append(
            _(
                "Somebody else moved deadlines meanwhile. Compare yours with those now in force; "
                "save again to put yours in their place."
            )
        )
        renew(form["seen"], seen_deadlines(conference))
    return not form.errors
