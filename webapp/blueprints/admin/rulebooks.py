"""Editing standing orders: checked with every line, looked at as differences, put in force."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.admin.blueprint import answering, at_work, bp, find_fault, office
from webapp.blueprints.admin.conferences import renew
from webapp.blueprints.admin.forms import RulebookForm
from webapp.extensions import db
from webapp.procedure.rulebook import FaultyRulebook
from webapp.queries.conferences import fingerprint
from webapp.services import rulebooks
from webapp.services.errors import ChangedMeanwhile
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Conference
    from webapp.procedure.rulebook_differences import Difference


@bp.route("/<slug>/rulebook", methods=["GET", "POST"])
def rulebook(slug: str) -> ResponseReturnValue:
    """Edit the standing orders: faults by line, then what would be otherwise, then in force.

    What was looked at is what comes into force: a text typed anew is looked at again.
    """
    conference = office(slug, "rulebook:edit")
    form = RulebookForm(
        request.form,
        data={"source": conference.rulebook, "seen": rulebooks.seen_rulebook(conference)},
    )
    faults: list[dict[str, Any]] = []
    otherwise: tuple[Difference, ...] | None = None
    if form.is_sent():
        try:
            otherwise = rulebooks.look_at_rulebook(
                db.session(), current_actor(), conference, _source(form)
            )
            looked = request.form.get("act") == "keep" and form.looked_at.data == _mark(form)
            if looked and _kept(conference, form):
                flash(_("The standing orders are in force."), "success")
                return redirect(url_for("conference.rulebook", slug=slug))
        except FaultyRulebook as refusal:
            faults = _faults(refusal, _source(form))
        except rulebooks.StillInUse as refusal:
            for clash in refusal.clashes:
                find_fault(form.source, _in_use(clash))
        renew(form.looked_at, "" if faults or form.source.errors else _mark(form))
    page = render_template(
        "admin/rulebook.html",
        **around(conference, "admin"),
        shown=conference,
        form=form,
        faults=faults,
        otherwise=otherwise,
        lines=(form.source.data or "").count("\n") + 1,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if faults else answering(form)


def _source(form: RulebookForm) -> str:
    return (form.source.data or "").replace("\r\n", "\n")


def _mark(form: RulebookForm) -> str:
    return fingerprint([_source(form)])


def _kept(conference: Conference, form: RulebookForm) -> bool:
    try:
        with at_work() as session:
            rulebooks.change_rulebook(
                session,
                current_actor(),
                conference,
                _source(form),
                seen=form.seen.data or "",
                now=utc_now(),
            )
    except ChangedMeanwhile:
        form.form_errors.append(
            _(
                "Somebody else changed the standing orders meanwhile. Compare yours with those "
                "now in force, shown below; save again to put yours in their place."
            )
        )
        renew(form.seen, rulebooks.seen_rulebook(conference))
    return not form.errors


def _faults(refusal: FaultyRulebook, source: str) -> list[dict[str, Any]]:
    lines = source.split("\n")
    return [
        {
            "line": fault.line,
            "place": _("Line %(line)d:", line=fault.line),
            "sentence": f"{fault.key}: {fault.what} {fault.remedy}",
            "source": lines[fault.line - 1] if 0 < fault.line <= len(lines) else "",
        }
        for fault in refusal.faults
    ]


def _in_use(clash: rulebooks.Clash) -> str:
    keys = ", ".join(clash.keys)
    return {
        "kinds": _(
            "Something at this conference is of the kind %(keys)s, which is not there any more. "
            "Put it back in.",
            keys=keys,
        ),
        "bodies": _(
            "A body here is of the kind %(keys)s, which is not there any more. Put it back in.",
            keys=keys,
        ),
        "amendments": _(
            "There are amendments to business of the kind %(keys)s. Leave amendable = true.",
            keys=keys,
        ),
        "depth": _(
            "Amendments here are amended %(keys)s deep. Leave amendments.depth at that or more.",
            keys=keys,
        ),
        "majorities": _(
            "A procedural motion before conference needs the majority %(keys)s. Put it back in, "
            "or wait until it is decided.",
            keys=keys,
        ),
    }[clash.what]
