"""The bodies that may submit: a list, and a form for one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.admin.blueprint import answering, at_work, bp, find_fault, office
from webapp.blueprints.admin.forms import BodyForm
from webapp.extensions import db
from webapp.models import Conference, SubmittingBody
from webapp.queries.conferences import bodies_in_use, get_body, list_bodies
from webapp.queries.errors import NotThere
from webapp.queries.rulebooks import rulebook_of
from webapp.services import conferences
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.identity import current_actor


@bp.route("/<slug>/bodies", methods=["GET", "POST"])
def bodies(slug: str) -> ResponseReturnValue:
    """List the bodies, and add one."""
    conference = office(slug, "body:edit")
    form = BodyForm(request.form)
    form.kind.choices = _kinds(conference)
    if form.is_sent() and _keep(conference, None, form):
        flash(_("%(name)s may submit now.", name=form.name.data), "success")
        return redirect(url_for(".bodies", slug=slug))
    names = dict(_kinds(conference))
    page = render_template(
        "admin/bodies.html",
        **around(conference, "admin"),
        shown=conference,
        form=form,
        bodies=[
            (body, names.get(body.kind, body.kind))
            for body in list_bodies(db.session(), conference)
        ],
        in_use=bodies_in_use(db.session(), conference),
    )
    return page, answering(form)


@bp.route("/<slug>/bodies/<int:body_id>", methods=["GET", "POST"])
def body(slug: str, body_id: int) -> ResponseReturnValue:
    """Put a body's name or kind right."""
    conference = office(slug, "body:edit")
    shown = get_body(db.session(), conference, body_id)
    form = BodyForm(request.form, obj=shown)
    form.kind.choices = _kinds(conference)
    if form.is_sent() and _keep(conference, shown, form):
        flash(_("%(name)s is kept.", name=form.name.data), "success")
        return redirect(url_for(".bodies", slug=slug))
    page = render_template(
        "admin/body.html", **around(conference, "admin"), shown=conference, form=form
    )
    return page, answering(form)


@bp.post("/<slug>/bodies/<int:body_id>/remove")
def remove_body(slug: str, body_id: int) -> ResponseReturnValue:
    """Take a body away that nothing stands on; pressed twice it is gone once."""
    conference = office(slug, "body:edit")
    try:
        with at_work() as session:
            gone = get_body(session, conference, body_id)
            conferences.remove_body(session, current_actor(), conference, gone, now=utc_now())
    except NotThere:
        flash(_("That body is gone already."))
    except conferences.BodyInUse:
        flash(_("That body stands behind somebody or something, so it stays."), "error")
    else:
        flash(_("The body is removed."), "success")
    return redirect(url_for(".bodies", slug=slug))


def _kinds(conference: Conference) -> list[tuple[str, str]]:
    return [(kind.key, kind.name) for kind in rulebook_of(conference).bodies]


def _keep(conference: Conference, known: SubmittingBody | None, form: BodyForm) -> bool:
    name, kind = form.name.data or "", form.kind.data
    try:
        with at_work() as session:
            if known is None:
                conferences.add_body(
                    session, current_actor(), conference, name=name, kind=kind, now=utc_now()
                )
            else:
                conferences.edit_body(
                    session, current_actor(), conference, known, name=name, kind=kind, now=utc_now()
                )
    except conferences.BodyTaken:
        find_fault(form.name, _("A body of this name is there already."))
    return not form.errors
