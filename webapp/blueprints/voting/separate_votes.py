"""Asking for a vote on certain words by themselves, and choosing which of them are put."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.blueprints.voting.blueprint import at_work, bp, printed_motion
from webapp.extensions import db
from webapp.models import SeparateVote
from webapp.procedure import workflow
from webapp.procedure.errors import WrongState
from webapp.procedure.separate_votes import allows_separate_votes
from webapp.procedure.states import MotionState, SeparateVoteState
from webapp.queries.motions import last_published
from webapp.queries.outcomes import standing_votes
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.separate_votes import get_separate_vote
from webapp.queries.standing import may, must
from webapp.rendering.paper import Chip, plain_paper
from webapp.services import separate_votes
from webapp.services.errors import PassageUnclear, VoteOpen
from webapp.services.separate_votes import Pointed
from webapp.text.records import load_document, load_layout
from webapp.web.clock import utc_now
from webapp.web.conference import date_words, number_asked
from webapp.web.credits import vote_sentence
from webapp.web.forms import BaseForm
from webapp.web.identity import current_actor
from webapp.web.motion_page import about
from webapp.web.open_votes import vote_open_words
from webapp.web.separate_votes import separate_vote_row, separate_vote_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.models import Motion, TextVersion
    from webapp.rendering.paper import Paper
    from webapp.text.clause import Clause, ClauseId
    from webapp.text.lines import Layout

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
LAST_LINE = 99_999
LINES = re.compile(r"([0-9]{1,5})(?:\s*[-–]\s*([0-9]{1,5}))?")
UNCLEAR = {
    "no_lines": lazy_gettext("The motion has the lines 1 to %(where)s."),
    "not_found": lazy_gettext("These words do not stand on those lines. Copy them as printed."),
    "found_twice": lazy_gettext(
        "These words stand there more than once: %(where)s. Give fewer lines, or more words."
    ),
    "one_option": lazy_gettext("Give at least two options, each on a line of its own."),
    "overlap": lazy_gettext("The lines %(where)s belong to another option too."),
    "leads_in": lazy_gettext(
        "Without these words %(where)s would lead in its sub-clauses with nothing. Include the "
        "lines of the sub-clauses, or point at fewer words."
    ),
}


class AskForm(BaseForm):
    """The words to vote on: printed lines, and some of the words on them."""

    first = IntegerField(
        lazy_gettext("From line"),
        [InputRequired(), NumberRange(1, LAST_LINE)],
        render_kw={"inputmode": "numeric"},
    )
    last = IntegerField(
        lazy_gettext("To line"),
        [Optional(), NumberRange(1, LAST_LINE)],
        render_kw={"inputmode": "numeric"},
    )
    words = TextAreaField(
        lazy_gettext("Only these words"),
        [Length(max=10_000)],
        description=lazy_gettext("As printed on those lines. Leave it empty for whole lines."),
    )
    rationale = TextAreaField(
        lazy_gettext("Why"),
        [Length(max=2_000)],
        description=lazy_gettext("For the chair and the committee."),
    )


class OptionsForm(BaseForm):
    """The options of a motion, by their printed lines."""

    lines = TextAreaField(
        lazy_gettext("Lines of each option"),
        [InputRequired(), Length(max=1_000)],
        description=lazy_gettext("One option a line, by its printed lines: 9–11."),
    )

    def passages(self) -> list[tuple[int, int]] | None:
        """Return the lines of each option, None where one cannot be read."""
        found = []
        for row in filter(None, (one.strip() for one in (self.lines.data or "").splitlines())):
            match = LINES.fullmatch(row)
            if match is None:
                return None
            found.append((int(match[1]), int(match[2] or match[1])))
        return found


class LeaveOutForm(BaseForm):
    """Why a separate vote is not put."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [InputRequired(), Length(max=2_000)],
        description=lazy_gettext("Whoever asked is told it."),
    )
    act = HiddenField()


@bp.route("/<int:motion_id>/ask", methods=["GET", "POST"])
def ask(motion_id: int) -> ResponseReturnValue:
    """Ask for a vote on words of a motion by themselves."""
    motion = printed_motion(motion_id)
    must(current_actor(), "separate_vote:ask", motion)
    printed = _printed(motion)
    form = AskForm(request.form, first=number_asked("first"), last=number_asked("last"))
    if not form.is_sent():
        return _ask_page(motion, printed, form), WRONG if form.errors else HTTPStatus.OK
    first = form.first.data or 0
    pointed = Pointed(first, form.last.data or first, form.words.data or "")
    try:
        with at_work() as session:
            one = separate_votes.ask_separate_vote(
                session,
                current_actor(),
                motion,
                pointed,
                rationale=form.rationale.data or "",
                now=utc_now(),
            )
    except PassageUnclear as unclear:
        field = form.words if unclear.what in {"not_found", "found_twice"} else form.first
        said = str(UNCLEAR[unclear.what]) % {"where": ", ".join(unclear.where)}
        field.errors = [*field.errors, said]
        return _ask_page(motion, printed, form), WRONG
    if one.also_asked:
        flash(_("Others ask for a vote on these words too. Yours is added to it."), "success")
    else:
        flash(_("The separate vote is asked for."), "success")
    return _to(one)


@bp.route("/<int:motion_id>/options", methods=["GET", "POST"])
def options(motion_id: int) -> ResponseReturnValue:
    """Mark passages of a motion as options of which exactly one survives."""
    motion = printed_motion(motion_id)
    must(current_actor(), "separate_vote:choose", motion)
    printed = _print_under_debate(motion)
    form = OptionsForm(request.form)
    if not form.is_sent():
        return _options_page(motion, printed, form), WRONG if form.errors else HTTPStatus.OK
    passages = form.passages()
    if passages is None:
        form.lines.errors = [*form.lines.errors, _("Write the lines of each option as 9–11.")]
        return _options_page(motion, printed, form), WRONG
    try:
        with at_work() as session:
            separate_votes.mark_options(session, current_actor(), motion, passages, now=utc_now())
    except PassageUnclear as unclear:
        said = str(UNCLEAR[unclear.what]) % {"where": ", ".join(unclear.where)}
        form.lines.errors = [*form.lines.errors, said]
        return _options_page(motion, printed, form), WRONG
    flash(_("The options are among the questions: exactly one of them survives."), "success")
    return redirect(url_for(".options", motion_id=motion.id), HTTPStatus.SEE_OTHER)


@bp.get("/words/<int:separate_vote_id>")
def separate_vote(separate_vote_id: int) -> ResponseReturnValue:
    """Show one separate vote: the words, how far it is, what was decided."""
    return _page(_the(separate_vote_id))


@bp.post("/words/<int:separate_vote_id>/choose")
def choose_words(separate_vote_id: int) -> ResponseReturnValue:
    """Select a separate vote for the debate, or leave it out for a reason."""
    one = _the(separate_vote_id)
    must(current_actor(), "separate_vote:choose", one)
    form = LeaveOutForm(request.form)
    if form.act.data == "select":
        with at_work() as session:
            separate_votes.select_separate_vote(session, current_actor(), one, now=utc_now())
        flash(_("The separate vote is among the questions."), "success")
        return _to(one)
    if not form.is_sent():
        return _page(one, form), WRONG
    try:
        with at_work() as session:
            separate_votes.reject_separate_vote(
                session, current_actor(), one, reason=form.reason.data or "", now=utc_now()
            )
    except VoteOpen as refusal:
        form.form_errors.append(vote_open_words(one.motion, refusal))
        return _page(one, form), HTTPStatus.CONFLICT
    flash(_("The separate vote is left out."), "success")
    return _to(one)


@bp.post("/words/<int:separate_vote_id>/withdraw")
def withdraw_words(separate_vote_id: int) -> ResponseReturnValue:
    """Take back a request."""
    one = _the(separate_vote_id)
    with at_work() as session:
        separate_votes.withdraw_separate_vote(session, current_actor(), one, now=utc_now())
    if one.state is SeparateVoteState.ASKED:
        flash(_("You no longer ask for it. Others do, so the request stands."), "success")
    else:
        flash(_("The request is taken back."), "success")
    return redirect(url_for("motions.show", motion_id=one.motion_id), HTTPStatus.SEE_OTHER)


def _the(separate_vote_id: int) -> SeparateVote:
    return get_separate_vote(db.session(), current_actor(), separate_vote_id)


def _printed(motion: Motion) -> TextVersion:
    """Return the print whose lines are asked for. Raises WrongState where nothing can be."""
    printed = _print_under_debate(motion)
    if not allows_separate_votes(rulebook_of(motion.conference)):
        raise WrongState("ask", motion.state)
    return printed


def _print_under_debate(motion: Motion) -> TextVersion:
    printed = last_published(db.session(), motion, seen_at=utc_now())
    if motion.state is not MotionState.PUBLISHED or printed is None:
        raise WrongState("ask", motion.state)
    return printed


def _options_page(motion: Motion, printed: TextVersion, form: OptionsForm) -> str:
    document, layout = load_document(printed.document), load_layout(printed.layout or {})
    return render_template(
        "voting/options.html",
        **about(motion, "text"),
        paper_view=plain_paper(document, layout),
        form=form,
        rows=[row for row in separate_vote_rows(motion) if row["is_option"]],
    )


def _ask_page(motion: Motion, printed: TextVersion, form: AskForm) -> str:
    return render_template(
        "voting/ask.html",
        **about(motion, "text"),
        paper_view=_paper(motion, printed),
        form=form,
        rows=separate_vote_rows(motion),
    )


def _paper(motion: Motion, printed: TextVersion) -> Paper:
    """Return the printed motion, beside each clause the way to ask for a vote on it."""
    document, layout = load_document(printed.document), load_layout(printed.layout or {})
    chips = {
        clause.id: (chip,)
        for clause in document.walk()
        if (chip := _chip(motion, clause, layout)) is not None
    }
    return plain_paper(document, layout, chips=chips)


def _chip(motion: Motion, clause: Clause, layout: Layout) -> Chip | None:
    lines = _lines_with_all_below(clause, layout)
    if not lines:
        return None
    first, last = min(lines), max(lines)
    url = url_for(".ask", motion_id=motion.id, first=first, last=last, _anchor="ask")
    title = _("Ask for a vote on lines %(first)s to %(last)s", first=first, last=last)
    label = f"{first}–{last}" if first != last else str(first)
    return Chip(_("vote %(lines)s", lines=label), url, title)


def _lines_with_all_below(clause: Clause, layout: Layout) -> Sequence[int]:
    def of(id: ClauseId) -> Sequence[int]:
        return layout.of(id) or ()

    return [line for one in clause.walk() for line in of(one.id)]


def _page(one: SeparateVote, form: LeaveOutForm | None = None) -> str:
    actor, session = current_actor(), db.session()
    votes = {vote.separate_vote_id: vote for vote in standing_votes(session, one.motion)}
    roles = actor.roles_towards(one)
    may_choose = may(actor, "separate_vote:choose", one)
    row = separate_vote_row(one)
    return render_template(
        "voting/separate_vote.html",
        **about(one.motion, "votes"),
        row=row,
        one=one,
        asked=_("Asked for on %(when)s", when=date_words(one.asked_at, one.motion.conference)),
        askers=[one.asked_by.name, *(other.person.name for other in one.also_asked)],
        reasons=_reasons(one),
        shows_asker=may(actor, "separate_vote:view_asked", one),
        result=vote_sentence(one.motion, votes.get(one.id)),
        may_select=may_choose and row["may_choose"],
        may_leave_out=may_choose and workflow.may("reject", one.state, roles),
        may_withdraw=one.state is SeparateVoteState.ASKED
        and workflow.may("withdraw", one.state, roles),
        may_see_desk=may(actor, "desk:view", one.motion),
        form=form or LeaveOutForm(),
    )


def _reasons(one: SeparateVote) -> list[tuple[str, str]]:
    """Return what each asker gave as a reason, with their name; nothing for who gave none."""
    given = [(one.asked_by.name, one.rationale)]
    given += [(other.person.name, other.rationale) for other in one.also_asked]
    return [(name, words) for name, words in given if words]


def _to(one: SeparateVote) -> ResponseReturnValue:
    return redirect(url_for(".separate_vote", separate_vote_id=one.id), HTTPStatus.SEE_OTHER)
