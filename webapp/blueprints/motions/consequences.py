"""What falls with which amendment: the committee confirms it, overrides it, or adds to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.motions.blueprint import at_work, bp
from webapp.blueprints.motions.forms import AlternativesForm, ConsequenceForm
from webapp.blueprints.motions.what_if import printed_or_404
from webapp.extensions import db
from webapp.procedure.places import place_key
from webapp.procedure.states import AmendmentState
from webapp.queries.consequences import SETTLED_BY_A_RULING, list_consequences
from webapp.queries.standing import must
from webapp.services import consequences as services
from webapp.services.errors import ReasonMissing
from webapp.web.backing import find_fault
from webapp.web.clock import utc_now
from webapp.web.conference import date_words
from webapp.web.consequences import alternatives_words, called, consequence_words
from webapp.web.identity import current_actor
from webapp.web.motion_page import about

if TYPE_CHECKING:
    from webapp.models import Amendment, Motion
    from webapp.queries.consequences import KnownConsequence

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/<int:motion_id>/consequences")
def consequences(motion_id: int) -> ResponseReturnValue:
    """Show what falls with what, as worked out and as ruled."""
    return _page(_motion_to_rule_on(motion_id))


@bp.post("/<int:motion_id>/consequences")
def rule_on_consequences(motion_id: int) -> ResponseReturnValue:
    """Keep one ruling."""
    motion = _motion_to_rule_on(motion_id)
    form = ConsequenceForm(request.form)
    on_paper = {str(one.id): one for one in motion.amendments if one.number is not None}
    form.fit([(key, called(one)) for key, one in on_paper.items()])
    if not form.validate():
        return _page(motion, form), WRONG
    carried, other = on_paper[form.carried.data], on_paper[form.other.data]
    if carried is other:
        find_fault(form.other, _("Choose two different ones."))
        return _page(motion, form), WRONG
    try:
        with at_work() as session:
            ruling = services.rule_on_consequence(
                session,
                current_actor(),
                carried,
                other,
                falls=form.verdict.data == "falls",
                reason=form.reason.data or "",
                now=utc_now(),
                seen_version=form.seen_version(),
            )
            said = consequence_words(ruling.carried, ruling.other, falls=ruling.falls)
    except ReasonMissing:
        find_fault(form.reason, _("This does not follow from the texts: write the reason."))
        return _page(motion, form), WRONG
    flash(_("The committee has ruled: %(sentence)s", sentence=said), "success")
    return redirect(url_for(".consequences", motion_id=motion.id), HTTPStatus.SEE_OTHER)


@bp.post("/<int:motion_id>/alternatives")
def rule_alternatives(motion_id: int) -> ResponseReturnValue:
    """Rule that only one of several can be carried."""
    motion = _motion_to_rule_on(motion_id)
    form = AlternativesForm(request.form)
    on_paper = {str(one.id): one for one in _open(motion)}
    form.fit([(key, called(one)) for key, one in on_paper.items()])
    if not form.validate():
        return _page(motion, together=form), WRONG
    chosen = [on_paper[key] for key in form.amendments.data or ()]
    if len(chosen) < 2:  # noqa: PLR2004 - one is no alternative
        find_fault(form.amendments, _("Choose at least two."))
        return _page(motion, together=form), WRONG
    try:
        with at_work() as session:
            services.rule_alternatives(
                session, current_actor(), chosen, reason=form.reason.data or "", now=utc_now()
            )
            said = alternatives_words(chosen)
    except ReasonMissing:
        find_fault(form.reason, _("This does not follow from the texts: write the reason."))
        return _page(motion, together=form), WRONG
    flash(_("The committee has ruled: %(sentence)s", sentence=said), "success")
    return redirect(url_for(".consequences", motion_id=motion.id), HTTPStatus.SEE_OTHER)


def _motion_to_rule_on(motion_id: int) -> Motion:
    motion = printed_or_404(motion_id)
    must(current_actor(), "consequence:rule", motion)
    return motion


def _open(motion: Motion) -> list[Amendment]:
    found = [one for one in motion.amendments if one.state is AmendmentState.SELECTED]
    return sorted(found, key=lambda one: place_key(one.number or ""))


def _page(
    motion: Motion,
    sent: ConsequenceForm | None = None,
    *,
    together: AlternativesForm | None = None,
) -> str:
    known = list_consequences(db.session(), motion)
    rows = [_row(motion, one, sent) for one in known]
    adding = sent if sent is not None and not any(row["form"] is sent for row in rows) else None
    return render_template(
        "motions/consequences.html",
        **about(motion, "text"),
        rows=rows,
        adding=adding or _adding(motion),
        is_wrong=adding is not None,
        together=together or _choosing(motion),
        several=len(_open(motion)) > 1,
        desk_url=url_for("amendments.desk", motion_id=motion.id),
    )


def _adding(motion: Motion) -> ConsequenceForm:
    form = ConsequenceForm()
    form.fit([(str(one.id), called(one)) for one in _open(motion)])
    return form


def _choosing(motion: Motion) -> AlternativesForm:
    form = AlternativesForm()
    form.fit([(str(one.id), called(one)) for one in _open(motion)])
    return form


def _row(motion: Motion, one: KnownConsequence, sent: ConsequenceForm | None) -> dict[str, Any]:
    form = sent if sent is not None and sent.is_about(one.carried.id, one.other.id) else None
    if form is None:
        form = ConsequenceForm()
        form.reason.data = one.ruling.reason if one.ruling else ""
        form.seen.data = str(one.ruling.row_version if one.ruling else 0)
    both: dict[str, Any] = {"carried": sorted_places(one.carried, one.other)}
    return {
        "id": f"{one.carried.id}-{one.other.id}",
        "carried": one.carried,
        "other": one.other,
        "sentence": consequence_words(one.carried, one.other, falls=one.consequence.falls),
        "falls": one.consequence.falls,
        "worked_out": one.consequence.worked_out,
        "overridden": one.consequence.is_overridden,
        "collisions": [_sentence(each.sentence) for each in one.collisions],
        "has_text": all(each.kind is SETTLED_BY_A_RULING for each in one.collisions),
        "ruling": one.ruling,
        "ruled_at": date_words(one.ruling.ruled_at, motion.conference) if one.ruling else "",
        "what_if_url": url_for(".what_if", motion_id=motion.id, **both),
        "form": form,
    }


def sorted_places(*amendments: Amendment) -> list[str]:
    return sorted((one.number or "" for one in amendments), key=place_key)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]
