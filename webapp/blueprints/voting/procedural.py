"""Moving something about a debate, and what the chair rules on it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.blueprints.voting.blueprint import at_work, bp, printed_motion
from webapp.blueprints.voting.separate_votes import LAST_LINE, UNCLEAR
from webapp.extensions import db
from webapp.models import ProceduralMotion
from webapp.procedure import workflow
from webapp.procedure.errors import WrongState
from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.states import ProceduralState
from webapp.queries.outcomes import standing_votes
from webapp.queries.procedural import get_procedural
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may, must
from webapp.services import adjournments, procedural_motions
from webapp.services.errors import NotReady, PassageUnclear, ReasonMissing
from webapp.services.procedural_motions import LONGEST_NAME, Moved
from webapp.services.separate_votes import Pointed
from webapp.web.clock import utc_now
from webapp.web.conference import date_words
from webapp.web.credits import vote_sentence
from webapp.web.forms import BaseForm
from webapp.web.identity import current_actor
from webapp.web.motion_page import about
from webapp.web.procedural import procedural_row, procedural_rows, rules_to_move

if TYPE_CHECKING:
    from webapp.models import Motion
    from webapp.procedure.rules import ProceduralRule

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


class MoveForm(BaseForm):
    """What is moved, why, and of which lines where it is of a part."""

    rule = RadioField(lazy_gettext("What is moved"), [InputRequired()])
    by = StringField(
        lazy_gettext("Moved in the hall by"),
        [Optional(), Length(max=LONGEST_NAME)],
        description=lazy_gettext("As it will stand in the record."),
    )
    reasons = TextAreaField(
        lazy_gettext("Reasons"),
        [Length(max=4_000)],
        description=lazy_gettext("Everybody can read them once the chair has allowed it."),
    )
    first = IntegerField(
        lazy_gettext("From line"),
        [Optional(), NumberRange(1, LAST_LINE)],
        render_kw={"inputmode": "numeric"},
    )
    last = IntegerField(
        lazy_gettext("To line"),
        [Optional(), NumberRange(1, LAST_LINE)],
        render_kw={"inputmode": "numeric"},
    )

    def part(self, rule: ProceduralRule) -> Pointed | None:
        """Return the lines it is moved of; None for the whole motion."""
        if self.first.data is None or not rule.of_parts:
            return None
        return Pointed(self.first.data, self.last.data or self.first.data)


class RefuseForm(BaseForm):
    """Why something moved is not put."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [InputRequired(), Length(max=2_000)],
        description=lazy_gettext("Whoever moved it is told, and it stands in the minutes."),
    )
    act = HiddenField()


@bp.route("/<int:motion_id>/move", methods=["GET", "POST"])
def move(motion_id: int) -> ResponseReturnValue:
    """Move something about a debate, or take it from the floor."""
    motion = printed_motion(motion_id)
    must(current_actor(), "procedural:move", motion)
    rules = {rule.key: rule for rule in rules_to_move(motion)}
    form = MoveForm(request.form)
    form.rule.choices = [(rule.key, _described(motion, rule)) for rule in rules.values()]
    if request.method == "GET":
        return _move_page(motion, form, rules)
    if not rules:
        raise WrongState("move", motion.state)
    if not form.is_sent():
        return _move_page(motion, form, rules), WRONG
    try:
        one = _move(motion, form, rules[form.rule.data])
    except ReasonMissing:
        form.reasons.errors = [_("Standing orders ask for reasons in writing.")]
        return _move_page(motion, form, rules), WRONG
    except PassageUnclear as unclear:
        said = str(UNCLEAR[unclear.what]) % {"where": ", ".join(unclear.where)}
        form.first.errors = [*form.first.errors, said]
        return _move_page(motion, form, rules), WRONG
    if one.state is ProceduralState.SELECTED:
        flash(_("It is among the questions of the debate."), "success")
        return redirect(url_for(".desk", motion_id=motion.id), HTTPStatus.SEE_OTHER)
    flash(_("It is moved. The chair decides whether it is put."), "success")
    return _to(one)


@bp.get("/procedural/<int:procedural_id>")
def procedural(procedural_id: int) -> ResponseReturnValue:
    """Show one procedural motion: what is moved and why, how far it is, what was decided."""
    return _page(_the(procedural_id))


@bp.post("/procedural/<int:procedural_id>/rule")
def rule_procedural(procedural_id: int) -> ResponseReturnValue:
    """Allow a procedural motion, or refuse it for a reason."""
    one = _the(procedural_id)
    must(current_actor(), "procedural:rule", one)
    form = RefuseForm(request.form)
    if form.act.data == "allow":
        return _allow(one)
    if not form.is_sent():
        return _page(one, form), WRONG
    with at_work() as session:
        procedural_motions.refuse_procedural(
            session, current_actor(), one, reason=form.reason.data or "", now=utc_now()
        )
    flash(_("It is not put. Whoever moved it can read why."), "success")
    return redirect(url_for(".desk", motion_id=one.motion_id), HTTPStatus.SEE_OTHER)


@bp.post("/procedural/<int:procedural_id>/support")
def support_procedural(procedural_id: int) -> ResponseReturnValue:
    """Stand behind what somebody else moved."""
    one = _the(procedural_id)
    with at_work() as session:
        procedural_motions.support_procedural(session, current_actor(), one, now=utc_now())
    flash(_("You support it."), "success")
    return _to(one)


@bp.post("/procedural/<int:procedural_id>/withdraw")
def withdraw_procedural(procedural_id: int) -> ResponseReturnValue:
    """Take back what the chair has not ruled on."""
    one = _the(procedural_id)
    with at_work() as session:
        procedural_motions.withdraw_procedural(session, current_actor(), one, now=utc_now())
    flash(_("It is taken back."), "success")
    return redirect(url_for("motions.show", motion_id=one.motion_id), HTTPStatus.SEE_OTHER)


@bp.post("/procedural/<int:procedural_id>/end")
def end_effect(procedural_id: int) -> ResponseReturnValue:
    """Resume an adjourned debate, or let suspended standing orders hold again."""
    one = _the(procedural_id)
    must(current_actor(), "procedural:rule", one)
    with at_work() as session:
        adjournments.end_effect(session, current_actor(), one, now=utc_now())
    if one.effect is ProceduralEffect.ADJOURN:
        flash(_("The debate goes on where it stood."), "success")
    return redirect(url_for(".desk", motion_id=one.motion_id), HTTPStatus.SEE_OTHER)


def _the(procedural_id: int) -> ProceduralMotion:
    return get_procedural(db.session(), current_actor(), procedural_id)


def _described(motion: Motion, rule: ProceduralRule) -> str:
    """Say what may be moved and what it needs."""
    majority = rulebook_of(motion.conference).majority(rule.majority).words
    said = _("%(name)s: it needs %(majority)s", name=_begun(rule.name), majority=majority)
    return _("%(said)s; reasons in writing", said=said) if rule.reasons else said


def _begun(name: str) -> str:
    return name[:1].upper() + name[1:]


def _move(motion: Motion, form: MoveForm, rule: ProceduralRule) -> ProceduralMotion:
    from_floor = may(current_actor(), "procedural:rule", motion)
    moved = Moved(
        rule.key,
        reasons=form.reasons.data or "",
        part=form.part(rule),
        by=(form.by.data or "") if from_floor else None,
    )
    with at_work() as session:
        return procedural_motions.move_procedural(
            session, current_actor(), motion, moved, now=utc_now()
        )


def _allow(one: ProceduralMotion) -> ResponseReturnValue:
    try:
        with at_work() as session:
            procedural_motions.allow_procedural(session, current_actor(), one, now=utc_now())
    except NotReady as missing:
        needed = missing.obstacles[0].needed
        flash(_("It needs %(needed)d supporters, its mover among them.", needed=needed), "warning")
        return _to(one)
    flash(_("It is among the questions of the debate."), "success")
    return redirect(url_for(".desk", motion_id=one.motion_id), HTTPStatus.SEE_OTHER)


def _move_page(motion: Motion, form: MoveForm, rules: dict[str, ProceduralRule]) -> str:
    return render_template(
        "voting/move.html",
        **about(motion, "votes"),
        form=form,
        has_rules=bool(rules),
        has_parts=any(rule.of_parts for rule in rules.values()),
        from_floor=may(current_actor(), "procedural:rule", motion),
        rows=procedural_rows(motion),
    )


def _page(one: ProceduralMotion, form: RefuseForm | None = None) -> str:
    return render_template(
        "voting/procedural.html", **about(one.motion, "votes"), **_facts(one, form)
    )


def _facts(one: ProceduralMotion, form: RefuseForm | None) -> dict[str, Any]:
    actor = current_actor()
    votes = {vote.procedural_motion_id: vote for vote in standing_votes(db.session(), one.motion)}
    roles, row = actor.roles_towards(one), procedural_row(one)
    may_rule = may(actor, "procedural:rule", one)
    return {
        "one": one,
        "row": row,
        "moved": _moved_words(one),
        "result": vote_sentence(one.motion, votes.get(one.id)),
        "may_allow": row["may_rule"],
        "may_refuse": may_rule and workflow.may("reject", one.state, roles),
        "may_support": one.state is ProceduralState.MOVED
        and may(actor, "procedural:support", one)
        and one.person_id != actor.person_id
        and all(known.person_id != actor.person_id for known in one.supporters),
        "may_withdraw": one.state is ProceduralState.MOVED
        and workflow.may("withdraw", one.state, roles),
        "may_see_desk": may(actor, "desk:view", one.motion),
        "form": form or RefuseForm(),
    }


def _moved_words(one: ProceduralMotion) -> str:
    """Say who moved it and when, as far as that is known."""
    when = date_words(one.moved_at, one.motion.conference)
    mover = one.person.name if one.person is not None else one.moved_by
    if not mover:
        return _("Taken from the floor on %(when)s.", when=when)
    return _("Moved by %(mover)s on %(when)s.", mover=mover, when=when)


def _to(one: ProceduralMotion) -> ResponseReturnValue:
    return redirect(url_for(".procedural", procedural_id=one.id), HTTPStatus.SEE_OTHER)
