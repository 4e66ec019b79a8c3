"""Correcting a result, and settling what relied on it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.voting.blueprint import at_work, bp, desk_of
from webapp.blueprints.voting.forms import CorrectionForm, asking_houses, figures_given
from webapp.blueprints.voting.words import (
    IMPOSSIBLE,
    item_of,
    item_relying,
    outcome_word,
    question_name,
    recorded_words,
    result_words,
    short_name,
    why_words,
)
from webapp.extensions import db
from webapp.models import Amendment, Declaration, Item, Motion, Reliance, RelianceState, Vote
from webapp.procedure.states import MotionState, Outcome
from webapp.queries.decisions import what_relied_on
from webapp.queries.errors import NotThere
from webapp.queries.outcomes import ended_by, ends_the_debate, tally_of
from webapp.queries.verdicts import casting_vote_for, houses_for, may_be_accepted
from webapp.services.corrections import confirm_reliance, correct_result, put_again
from webapp.services.deciding import Result
from webapp.services.errors import ChangedMeanwhile, ImpossibleResult, NothingChanged, VoteOpen
from webapp.services.results import check_figures
from webapp.web.clock import utc_now
from webapp.web.conference import around, local
from webapp.web.identity import current_actor
from webapp.web.motion_page import about
from webapp.web.open_votes import vote_open_words

SETTLEMENTS = {"confirm": confirm_reliance, "put_again": put_again}


@bp.route("/votes/<int:vote_id>/correct", methods=["GET", "POST"])
def correct(vote_id: int) -> ResponseReturnValue:
    """Correct a result: say the right one and why, see what relied on the wrong one, confirm."""
    vote, standing = _declared(vote_id)
    form = _form_for(vote, standing)
    if not form.is_sent() or not _is_possible(form, vote, standing):
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return _correction_page(vote, standing, form), status
    if request.form.get("act") != "correct":
        return _correction_page(vote, standing, form, is_checked=True)
    try:
        _correct(vote, form)
    except ChangedMeanwhile:
        return _changed_page(vote, form), HTTPStatus.CONFLICT
    except VoteOpen as refusal:
        form.form_errors.append(vote_open_words(vote.motion, refusal))
        return _correction_page(vote, standing, form), HTTPStatus.CONFLICT
    except NothingChanged:
        form.form_errors.append(_("This is what is recorded already."))
        page = _correction_page(vote, standing, form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".desk", motion_id=vote.motion_id), HTTPStatus.SEE_OTHER)


@bp.post("/reliances/<int:reliance_id>")
def settle(reliance_id: int) -> ResponseReturnValue:
    """Confirm what relied on a corrected result, or have it put again."""
    reliance = db.session().get(Reliance, reliance_id)
    settlement = SETTLEMENTS.get(request.form.get("act", ""))
    if reliance is None or settlement is None:
        raise NotThere("reliance", reliance_id)
    motion = desk_of(reliance.declaration.vote.motion_id, "vote:correct")
    with at_work() as session:
        settlement(session, current_actor(), reliance, now=utc_now())
    flash(_settled_words(reliance), "success")
    return redirect(url_for(".desk", motion_id=motion.id), HTTPStatus.SEE_OTHER)


def _settled_words(reliance: Reliance) -> str:
    name = short_name(item_relying(reliance))
    if reliance.state is RelianceState.CONFIRMED:
        return _("Confirmed: %(question)s stays as it was decided.", question=name)
    return _("%(question)s is open again, to be put once more.", question=name)


def _declared(vote_id: int) -> tuple[Vote, Declaration]:
    """Return a vote with the result that stands. Raises NotThere where it has none."""
    vote = db.session().get(Vote, vote_id)
    if vote is None or vote.declaration is None:
        raise NotThere("vote", vote_id)
    desk_of(vote.motion_id, "vote:correct")
    return vote, vote.declaration


def _form_for(vote: Vote, standing: Declaration) -> CorrectionForm:
    """Return the form, beginning with the time that was recorded."""
    began = local(standing.happened_at, vote.motion.conference)
    item = item_of(vote)
    houses = houses_for(item)
    form = asking_houses(CorrectionForm, houses, needed=False)(
        request.form,
        happened_on=began.date(),
        happened_at=began.time().replace(second=0, microsecond=0),
        seen=str(standing.id),
        **figures_given(tally_of(standing), houses),
    )
    form.begin_at(standing.happened_at, vote.motion.conference)
    form.casting_for = lambda outcome: casting_vote_for(item, outcome)
    form.outcome.choices = [(one.value, _choice_word(item, one)) for one in _outcomes(item)]
    return form


def _choice_word(item: Item, outcome: Outcome) -> str:
    word = outcome_word(item, outcome)
    if outcome is Outcome.NOT_PUT:
        return _("%(word)s: conference never voted on it, and it is open again", word=word)
    return word


def _outcomes(item: Item) -> list[Outcome]:
    possible = [Outcome.CARRIED, Outcome.LOST, Outcome.WITHDRAWN, Outcome.NOT_PUT]
    if isinstance(item, Amendment) and may_be_accepted(item):
        possible.insert(3, Outcome.ACCEPTED)
    if isinstance(item, Motion):
        possible[2:2] = [Outcome.REFERRED_BACK, Outcome.NOT_REACHED]
    return possible


def _is_possible(form: CorrectionForm, vote: Vote, standing: Declaration) -> bool:
    """Tell whether the result is another one and follows from its figures; say so otherwise."""
    result = form.result(vote.motion.conference, utc_now())
    if result.says_the_same(standing) and form.seen_id == standing.id:
        form.form_errors.append(_("This is what is recorded already."))
        return False
    if _comes_too_late(vote, result):
        said = _(
            "%(motion)s was put and decided since. Correct that to “Not put” first: then this can "
            "end the debate.",
            motion=short_name(vote.motion),
        )
        form.form_errors.append(said)
        return False
    try:
        check_figures(item_of(vote), result, now=utc_now())
    except ImpossibleResult as refusal:
        known = IMPOSSIBLE.get(refusal.reason)
        said = _("These figures give another result under the majority that applies.")
        form.form_errors.append(str(known) if known else said)
        return False
    return True


def _comes_too_late(vote: Vote, result: Result) -> bool:
    """Tell whether something would end a debate in which the motion itself was decided."""
    one = vote.procedural_motion
    return (
        one is not None
        and result.outcome is Outcome.CARRIED
        and ends_the_debate(one)
        and vote.motion.state is not MotionState.PUBLISHED
        and ended_by(vote.motion) is not one
    )


def _correct(vote: Vote, form: CorrectionForm) -> None:
    with at_work() as session:
        correct_result(
            session,
            current_actor(),
            vote,
            form.result(vote.motion.conference, utc_now()),
            reason=form.reason.data or "",
            seen=form.seen_id,
            now=utc_now(),
        )


def _correction_page(
    vote: Vote, standing: Declaration, form: CorrectionForm, *, is_checked: bool = False
) -> str:
    return render_template(
        "voting/correct.html",
        **about(vote.motion, "desk") | around(vote.motion.conference, "desk"),
        vote=vote,
        name=question_name(item_of(vote)),
        stands=recorded_words(standing),
        form=form,
        is_checked=is_checked,
        **(_checked(vote, standing, form) if is_checked else {}),
    )


def _checked(vote: Vote, standing: Declaration, form: CorrectionForm) -> dict[str, Any]:
    """Return what is shown before a correction is made."""
    outcome = Outcome(form.outcome.data)
    relied = what_relied_on(db.session(), standing, outcome)
    proposed = form.result(vote.motion.conference, utc_now())
    return {
        "before": result_words(standing),
        "after": outcome_word(item_of(vote), outcome),
        "figures": proposed.tally,
        "relied": [why_words(one, standing) for one in relied],
    }


def _changed_page(vote: Vote, form: CorrectionForm) -> str:
    """Say that somebody corrected it meanwhile, and give back the reason that was typed."""
    standing = vote.declaration
    return render_template(
        "errors/error.html",
        status=int(HTTPStatus.CONFLICT),
        title=_("Changed meanwhile"),
        sentence=recorded_words(standing) if standing else "",
        remedy=_(
            "Somebody else corrected %(question)s, or had it put again, while you were writing. "
            "Look at what stands now before you go on.",
            question=short_name(item_of(vote)),
        ),
        kept=form.reason.data or "",
        back_url=url_for(".correct", vote_id=vote.id),
    )
