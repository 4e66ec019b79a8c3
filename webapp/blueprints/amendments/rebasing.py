"""An amendment against the motion as the committee has changed it since: its author answers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, Length

from webapp.blueprints.amendments.blueprint import amendment_or_404, at_work, bp
from webapp.blueprints.amendments.redlines import OURS
from webapp.blueprints.amendments.words import name_of
from webapp.extensions import db
from webapp.models import AnswerToText
from webapp.queries.proposals import seen_layout
from webapp.queries.rebasing import Fit, TroubleKind, last_answer, rebase
from webapp.queries.standing import may, must
from webapp.queries.texts import printed_version
from webapp.rendering.changed_paper import Credit, changed_paper
from webapp.rendering.in_context import in_context, only_by
from webapp.services.errors import ChangedMeanwhile, ReasonMissing
from webapp.services.rebasing import answer_new_text
from webapp.text.records import load_document
from webapp.web.backing import find_fault
from webapp.web.clock import utc_now
from webapp.web.conference import date_words
from webapp.web.forms import BaseForm
from webapp.web.identity import current_actor
from webapp.web.motion_page import about

if TYPE_CHECKING:
    from webapp.models import Amendment, TextAnswer
    from webapp.queries.rebasing import Rebased, Trouble
    from webapp.rendering.paper import Paper
    from webapp.text.weave import Weave

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
LONGEST_ANSWER = 2_000


class AnswerForm(BaseForm):
    """What the author says of the amendment against the new text."""

    answer = HiddenField(validators=[AnyOf([one.value for one in AnswerToText])])
    words = TextAreaField(
        lazy_gettext("If you object: why"),
        [Length(max=LONGEST_ANSWER)],
        description=lazy_gettext("The committee reads this, and it goes into the minute book."),
    )
    version = HiddenField()

    def seen_version(self) -> int:
        seen = self.version.data or ""
        return int(seen) if seen.isdecimal() else 0


@bp.get("/<int:amendment_id>/new-text")
def new_text(amendment_id: int) -> ResponseReturnValue:
    """Show an amendment as submitted, and what the same change says in the newest text."""
    amendment = amendment_or_404(amendment_id)
    rebased = rebase(db.session(), amendment, seen_at=utc_now())
    if rebased is None:
        return redirect(url_for(".show", amendment_id=amendment_id))
    return _page(amendment, rebased, AnswerForm())


@bp.post("/<int:amendment_id>/new-text")
def answer_to_text(amendment_id: int) -> ResponseReturnValue:
    """Keep what its author says; a newer text, or one decided on meanwhile, is shown instead."""
    amendment = amendment_or_404(amendment_id)
    must(current_actor(), "amendment:answer", amendment)
    form = AnswerForm(request.form)
    rebased = rebase(db.session(), amendment, seen_at=utc_now())
    if rebased is None:
        raise ChangedMeanwhile("amendment", amendment_id)
    if not form.validate():
        return _page(amendment, rebased, form), WRONG
    try:
        with at_work() as session:
            answer_new_text(
                session,
                current_actor(),
                amendment,
                AnswerToText(form.answer.data or ""),
                seen_version=form.seen_version(),
                words=form.words.data or "",
                now=utc_now(),
            )
    except ReasonMissing:
        find_fault(form.words, _("Write why you object."))
        return _page(amendment, rebased, form), WRONG
    flash(_("The committee is told what you say."), "success")
    return redirect(url_for(".new_text", amendment_id=amendment_id), HTTPStatus.SEE_OTHER)


def in_short(amendment: Amendment, *, weave: Weave | None = None) -> dict[str, Any] | None:
    """Return how an amendment fits the newest text, as lists say it; None if nothing changed."""
    rebased = rebase(db.session(), amendment, seen_at=utc_now(), weave=weave)
    if rebased is None:
        return None
    answer = last_answer(db.session(), amendment, rebased.version)
    return {
        "sentence": fit_words(rebased),
        "fit": rebased.fit.value,
        "answer": answer_words(answer) if answer else "",
        "objects": answer is not None and answer.answer is AnswerToText.OBJECTS,
        "asks": rebased.needs_answer and answer is None,
        "words": rebased.words if rebased.fit is Fit.MOVED else "",
        "version": rebased.version.number,
        "url": url_for("amendments.new_text", amendment_id=amendment.id),
    }


def worth_saying(amendment: Amendment, weave: Weave) -> dict[str, Any] | None:
    """Return how an amendment fits, where that is anything but cleanly or its author spoke."""
    said = in_short(amendment, weave=weave)
    return said if said and (said["fit"] != Fit.CLEAN or said["answer"]) else None


def fit_words(rebased: Rebased) -> str:
    number = rebased.version.number
    return {
        Fit.CLEAN: _("It stands as it is against version %(number)s.", number=number),
        Fit.MOVED: _(
            "Against version %(number)s the same change is at another place.", number=number
        ),
        Fit.ATTENTION: _("Against version %(number)s it needs attention.", number=number),
    }[rebased.fit]


def answer_words(answer: TextAnswer) -> str:
    if answer.answer is AnswerToText.AGREES:
        return _("Its author agrees.")
    return _("Its author objects: %(words)s", words=answer.words)


def _page(amendment: Amendment, rebased: Rebased, form: AnswerForm) -> str:
    motion = amendment.motion
    answer = last_answer(db.session(), amendment, rebased.version)
    form.version.data = str(rebased.version.number)
    return render_template(
        "amendments/new_text.html",
        **about(motion, "amendments"),
        amendment=amendment,
        name=name_of(amendment),
        rebased=rebased,
        fit=rebased.fit.value,
        sentence=fit_words(rebased),
        troubles=[{"hard": True, "sentence": _trouble(one)} for one in rebased.troubles],
        made=date_words(rebased.version.made_at, motion.conference),
        redline=in_context(_redline(amendment, rebased)),
        answer=answer_words(answer) if answer else "",
        answered=date_words(answer.answered_at, motion.conference) if answer else "",
        may_answer=may(current_actor(), "amendment:answer", amendment),
        form=form,
    )


def _trouble(one: Trouble) -> str:
    return {
        TroubleKind.COLLISION: one.said[:1].upper() + one.said[1:],
        TroubleKind.WITHOUT_GROUND: _(
            "It was written upon %(others)s, which is not in force.", others=one.said
        ),
        TroubleKind.WITHOUT_EFFECT: _(
            "It would change nothing: the new text says so already, or what it changed is gone."
        ),
        TroubleKind.PARTLY_WITHOUT_EFFECT: _(
            "A part of it would change nothing: what it changed is gone or stands elsewhere."
        ),
    }[one.kind]


def _redline(amendment: Amendment, rebased: Rebased) -> Paper:
    """Return the amendment marked in the new text, on the lines of the last print."""
    assert amendment.change is not None  # noqa: S101 - it was rebased
    printed = load_document(printed_version(rebased.version).document)
    marked = changed_paper(
        rebased.weave.origins(rebased.after.under | printed.under),
        printed,
        rebased.after,
        seen_layout(rebased.version),
        {amendment.change.key: Credit(OURS)},
    )
    return only_by(marked, OURS)
