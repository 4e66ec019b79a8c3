"""What the committee does to an amendment beside choosing it: writing it in, splitting it."""

from __future__ import annotations

from http import HTTPStatus
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.blueprints.amendments.blueprint import amendment_for, at_work, bp
from webapp.blueprints.amendments.words import name_of
from webapp.procedure.parts import NotAPartition
from webapp.services.drafting_amendments import write_in_amendment
from webapp.services.errors import NotReady, UndecidedCollision
from webapp.services.parts import rejoin_amendment, split_amendment, units_of_amendment
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.forms import BaseForm
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Amendment

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


class WriteInForm(BaseForm):
    """Why an amendment is written in without a vote."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [InputRequired(), Length(max=2_000)],
        description=lazy_gettext("Everybody can read it in the history of the text."),
    )


class PartsForm(BaseForm):
    """Nothing but the session's word: the parts are chosen beside each change."""


@bp.get("/<int:amendment_id>/write-in")
def writing_in(amendment_id: int) -> ResponseReturnValue:
    """Ask why an amendment is written in."""
    return _write_in_page(amendment_for("write_in", amendment_id), WriteInForm())


@bp.post("/<int:amendment_id>/write-in")
def write_in(amendment_id: int) -> ResponseReturnValue:
    """Write a drafting amendment into the text, without a vote."""
    amendment = amendment_for("write_in", amendment_id)
    form = WriteInForm(request.form)
    if not form.validate():
        return _write_in_page(amendment, form), WRONG
    try:
        with at_work() as session:
            write_in_amendment(
                session, current_actor(), amendment, reason=form.reason.data or "", now=utc_now()
            )
    except UndecidedCollision:
        form.form_errors.append(
            _("It meets what is in the text by now, so it cannot be written in without a vote.")
        )
        return _write_in_page(amendment, form), WRONG
    flash(_("The amendment is written into the text."), "success")
    return _to(amendment)


@bp.get("/<int:amendment_id>/parts")
def parting(amendment_id: int) -> ResponseReturnValue:
    """Ask which changes of an amendment are put together."""
    return _parts_page(amendment_for("split", amendment_id), PartsForm())


@bp.post("/<int:amendment_id>/parts")
def split(amendment_id: int) -> ResponseReturnValue:
    """Put an amendment to conference in parts."""
    amendment = amendment_for("split", amendment_id)
    form = PartsForm(request.form)
    chosen = [
        request.form.get(f"part-{at}", "") for at in range(len(units_of_amendment(amendment)))
    ]
    parts = [[at for at, letter in enumerate(chosen) if letter == part] for part in ascii_lowercase]
    try:
        if not form.validate():
            return _parts_page(amendment, form, chosen), WRONG
        with at_work() as session:
            made = split_amendment(session, current_actor(), amendment, parts, now=utc_now())
            names = [name_of(one) for one in made]
    except NotAPartition:
        form.form_errors.append(_("Give every change a part, and make at least two parts."))
        return _parts_page(amendment, form, chosen), WRONG
    except NotReady as refusal:
        form.form_errors.append(_why(refusal))
        return _parts_page(amendment, form, chosen), WRONG
    flash(_("It is put in parts: %(names)s.", names=", ".join(names)), "success")
    return _to(amendment)


@bp.post("/<int:amendment_id>/whole")
def rejoin(amendment_id: int) -> ResponseReturnValue:
    """Put an amendment as a whole again, where it was put in parts."""
    amendment = amendment_for("rejoin", amendment_id)
    try:
        with at_work() as session:
            rejoin_amendment(session, current_actor(), amendment, now=utc_now())
    except NotReady as refusal:
        flash(_why(refusal), "warning")
        return _to(amendment)
    flash(_("It is put as a whole again; its parts are withdrawn."), "success")
    return _to(amendment)


def _why(refusal: NotReady) -> str:
    if any(one.what == "part_decided" for one in refusal.obstacles):
        return _("A part of it is decided. Correct that result first, or leave it in parts.")
    if any(one.what == "is_amended" for one in refusal.obstacles):
        return _("There are amendments to it as a whole: they are decided or withdrawn first.")
    return _("In these parts it would not do what it does as a whole. Put more of it together.")


def _write_in_page(amendment: Amendment, form: WriteInForm) -> str:
    return render_template("amendments/write_in.html", **_about(amendment), form=form)


def _parts_page(amendment: Amendment, form: PartsForm, chosen: list[str] | None = None) -> str:
    units = units_of_amendment(amendment)
    letters = list(ascii_lowercase[: max(2, min(len(units), len(ascii_lowercase)))])
    suggested = [letters[min(at, len(letters) - 1)] for at in range(len(units))]
    return render_template(
        "amendments/parting.html",
        **_about(amendment),
        form=form,
        units=[
            {"words": unit.words, "part": part}
            for unit, part in zip(units, chosen or suggested, strict=True)
        ],
        letters=letters,
    )


def _about(amendment: Amendment) -> dict[str, Any]:
    return {
        **around(amendment.motion.conference, "committee"),
        "motion": amendment.motion,
        "amendment": amendment,
        "name": name_of(amendment),
    }


def _to(amendment: Amendment) -> ResponseReturnValue:
    return redirect(url_for(".show", amendment_id=amendment.id), HTTPStatus.SEE_OTHER)
