"""What the chair does with a poll: open it, close it, declare its result, or end it void."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.ballots.blueprint import bp
from webapp.blueprints.ballots.forms import VoidForm
from webapp.extensions import db
from webapp.queries.errors import NotThere
from webapp.queries.motions import get_motion, is_printed
from webapp.queries.polls import asked_in, get_poll
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.services.errors import ImpossibleResult
from webapp.services.poll_closing import close_poll, void_poll
from webapp.services.poll_declaring import declare_poll
from webapp.services.polls import PollRefused, open_poll
from webapp.web.chance import new_key
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.identity import current_actor
from webapp.web.opening_polls import OpenForm
from webapp.web.poll_words import asked_name, obstacle_words, poll_name
from webapp.web.signing import signing_key
from webapp.web.transactions import unit_of_work

if TYPE_CHECKING:
    from webapp.models import Motion, Poll

CASTING = {"for": True, "against": False}


@bp.get("/open/<int:motion_id>")
def prepare(motion_id: int) -> ResponseReturnValue:
    """Ask how the votes on a question are to be taken."""
    motion = motion_to_vote_on(motion_id)
    question = request.args.get("question") or "motion"
    form = OpenForm.offered(rulebook_of(motion.conference).ballots)
    form.question.data = question
    return preparing_page(motion, form)


@bp.post("/open/<int:motion_id>")
def start(motion_id: int) -> ResponseReturnValue:
    """Open a poll, or say everything that stands against it."""
    motion = motion_to_vote_on(motion_id)
    form = OpenForm(request.form)
    if not form.is_sent():
        return preparing_page(motion, form)
    try:
        with unit_of_work(db.session()) as session:
            poll = open_poll(
                session,
                current_actor(),
                asked_in(motion, form.question.data or ""),
                form.settings,
                key=signing_key(),
                new_id=new_key,
                now=utc_now(),
            )
    except PollRefused as refusal:
        form.form_errors += obstacle_words(refusal.obstacles)
        return preparing_page(motion, form)
    flash(_("Voting is open: %(question)s.", question=poll_name(poll)), "success")
    return to_desk(poll)


@bp.post("/<poll_id>/close")
def close(poll_id: str) -> ResponseReturnValue:
    """Close a poll and count it."""
    poll = poll_to_lead(poll_id)
    with unit_of_work(db.session()) as session:
        close_poll(session, current_actor(), poll, key=signing_key(), now=utc_now())
    flash(_("Voting is closed: %(question)s.", question=poll_name(poll)), "success")
    return to_desk(poll)


@bp.post("/<poll_id>/declare")
def declare(poll_id: str) -> ResponseReturnValue:
    """Declare what the figures of a closed poll decide."""
    poll = poll_to_lead(poll_id, "vote:declare")
    try:
        with unit_of_work(db.session()) as session:
            declare_poll(
                session,
                current_actor(),
                poll,
                casting_vote=CASTING.get(request.form.get("casting_vote", "")),
                now=utc_now(),
            )
    except ImpossibleResult as refusal:
        flash(undecided_words(refusal), "warning")
    return to_desk(poll)


@bp.route("/<poll_id>/void", methods=["GET", "POST"])
def void(poll_id: str) -> ResponseReturnValue:
    """End a poll without a result, with a reason."""
    poll = poll_to_lead(poll_id)
    form = VoidForm(request.form)
    if form.is_sent():
        with unit_of_work(db.session()) as session:
            void_poll(
                session,
                current_actor(),
                poll,
                reason=form.reason.data or "",
                key=signing_key(),
                now=utc_now(),
            )
        flash(_("Ended without a result: %(question)s.", question=poll_name(poll)), "success")
        return to_desk(poll)
    page = render_template(
        "ballots/void.html",
        **around(poll.conference, "desk"),
        poll=poll,
        name=poll_name(poll),
        form=form,
        back_url=lead_address(poll),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def motion_to_vote_on(motion_id: int) -> Motion:
    """Return a printed motion on which the person asking may open a poll."""
    motion = get_motion(db.session(), current_actor(), motion_id)
    if not is_printed(db.session(), motion):
        raise NotThere("motion", motion_id)
    must(current_actor(), "poll:open", motion)
    return motion


def poll_to_lead(poll_id: str, activity: str = "poll:close") -> Poll:
    poll = get_poll(db.session(), current_actor(), poll_id)
    must(current_actor(), activity, poll.place)
    return poll


def preparing_page(motion: Motion, form: OpenForm) -> ResponseReturnValue:
    asked = asked_in(motion, form.question.data or "")
    page = render_template(
        "ballots/open.html",
        **around(motion.conference, "desk"),
        motion=motion,
        name=asked_name(asked),
        form=form,
        back_url=desk_address(motion.id, form.question.data or ""),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def undecided_words(refusal: ImpossibleResult) -> str:
    """Say why the figures decide nothing by themselves."""
    if refusal.reason == "options_equal":
        return _(
            "No option has more votes than every other. Nothing was declared: put the options "
            "again, or declare on the desk what conference decides."
        )
    if refusal.reason == "casting_vote_awaited":
        return _("Votes are equal. The chair’s casting vote decides.")
    return _(
        "The majority is one of people who are not counted here. Declare the result on the desk."
    )


def to_desk(poll: Poll) -> ResponseReturnValue:
    return redirect(lead_address(poll), HTTPStatus.SEE_OTHER)


def lead_address(poll: Poll) -> str:
    """Return where a poll is led from: the desk, or the page of a selection by members."""
    if poll.selection is not None:
        slug = poll.conference.slug
        return url_for("selections.show", slug=slug, selection_id=poll.selection.id)
    return desk_address(poll.motion_id or 0, poll.question)


def desk_address(motion_id: int, question: str) -> str:
    """Return the desk's address; it shows the first option where one of them is chosen."""
    return url_for("voting.desk", motion_id=motion_id, question=question)
