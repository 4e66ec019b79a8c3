"""A motion's page: as published, what changed since, as it stands now; before print, its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.motions.advising import advising_about
from webapp.blueprints.motions.blueprint import bp, motion_or_404, open_to_me
from webapp.blueprints.motions.drafts import applicability_values, doubts_about
from webapp.blueprints.motions.reading import Reading, public_reading
from webapp.blueprints.motions.signing import sharing_address
from webapp.blueprints.motions.words import kind_name, missing, movers, what_happens_next
from webapp.extensions import db
from webapp.models import VersionKind
from webapp.procedure.states import MotionState
from webapp.queries.motions import is_printed, last_published
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.queries.texts import latest_version
from webapp.rendering.paper import plain_paper
from webapp.services import motions
from webapp.services.versions import line_profile
from webapp.text.lines import lay_out
from webapp.text.numbering import number
from webapp.text.records import load_back, load_document
from webapp.web.appealing import appealing_about
from webapp.web.clock import utc_now
from webapp.web.conference import date_words, way_to
from webapp.web.consequences import consequences_on_paper
from webapp.web.identity import current_actor
from webapp.web.lateness import amendments_closing, closing_of
from webapp.web.motion_page import about
from webapp.web.paper_parts import in_parts
from webapp.web.procedural import way_to_move
from webapp.web.separate_votes import way_to_ask

if TYPE_CHECKING:
    from webapp.models import Motion, TextVersion

VIEWS = ("published", "changes", "now")


@bp.get("/<int:motion_id>")
def show(motion_id: int) -> ResponseReturnValue:
    """Show a motion: to everybody once it is printed, before that to whom it is for."""
    motion = motion_or_404(motion_id)
    if not is_printed(db.session(), motion):
        return _unprinted(motion)
    published = last_published(db.session(), motion, seen_at=utc_now())
    now = latest_version(db.session(), motion, seen_at=utc_now())
    assert published is not None  # noqa: S101 - it is printed
    assert now is not None  # noqa: S101
    view = _view_asked(now)
    shown = published if view == "published" else now
    reading = public_reading(motion, published, now, view)
    return render_template(
        "motions/show.html",
        **about(motion, "text"),
        kind=kind_name(motion),
        movers=movers(motion),
        version=shown,
        version_of=date_words(shown.public_at, motion.conference),
        view=view,
        views=_switch(motion, now, view),
        reading=reading,
        paper_view=in_parts(reading.paper),
        stated=_applicability(reading),
        writing=_ways_to_amend(motion),
        amendments_closing=amendments_closing(motion),
        asking=way_to_ask(motion),
        moving=way_to_move(motion),
        consequences=consequences_on_paper(motion),
        consequences_url=url_for(".consequences", motion_id=motion.id)
        if may(current_actor(), "consequence:rule", motion)
        else "",
        events=open_to_me(motion),
        voting_url=way_to("voting.desk", motion_id=motion.id)
        if may(current_actor(), "desk:view", motion)
        else "",
    )


def _unprinted(motion: Motion) -> str:
    version = latest_version(db.session(), motion)
    document = load_document(version.document if version else motion.draft)
    back = load_back(version.back if version else motion.back)
    layout = lay_out(document, line_profile(motion))
    numbering = number(document)
    drafting = motion.state is MotionState.DRAFT
    obstacles = motions.obstacles_to_submitting(motion) if drafting else []
    events = open_to_me(motion)
    stated = back.applicability
    advising = advising_about(motion, may_revise="revise" in events)
    is_shown = advising is not None and not all(one.answered for one in advising.given)
    return render_template(
        "motions/unprinted.html",
        **about(motion, "text"),
        kind=kind_name(motion),
        movers=movers(motion),
        next_sentence=what_happens_next(motion, motion.state, shown_to_committee=is_shown),
        view=in_parts(plain_paper(document, layout)),
        applicability=stated.render(numbering, layout) if stated else "",
        values=applicability_values(stated, numbering),
        doubts=doubts_about(document, back) if drafting else [],
        missing=[missing(motion, obstacle) for obstacle in obstacles],
        names_shown=may(current_actor(), "motion:see_movers", motion),
        sharing=sharing_address(motion) if "submit" in events else "",
        events=events,
        drafting=drafting,
        closing=closing_of(motion) if drafting else None,
        advising=advising,
        appealing=appealing_about(motion),
        version=version,
    )


def _view_asked(now: TextVersion) -> str:
    asked = request.args.get("view", "")
    if asked in VIEWS:
        return asked
    return "now" if now.kind in {VersionKind.FINAL, VersionKind.CORRECTED} else "published"


def _switch(motion: Motion, now: TextVersion, view: str) -> list[dict[str, Any]]:
    labels = {
        "published": _("as published"),
        "changes": _("changes"),
        "now": _("as decided") if now.kind is VersionKind.FINAL else _("as it stands now"),
    }
    readings = [
        {
            "label": labels[name],
            "url": url_for(".show", motion_id=motion.id, view=name),
            "current": name == view,
        }
        for name in VIEWS
    ]
    if not any(one.number is not None for one in motion.amendments):
        return readings
    what_if = {
        "label": _("what if…"),
        "url": url_for(".what_if", motion_id=motion.id),
        "current": False,
    }
    return [*readings, what_if]


def _applicability(reading: Reading) -> dict[str, Any] | None:
    stated = reading.back.applicability
    if stated is None:
        return None
    numbering = number(reading.document)
    return {
        "statement": stated.render(numbering, reading.layout),
        "values": applicability_values(stated, numbering),
    }


def _ways_to_amend(motion: Motion) -> dict[str, Any]:
    """Return how the person asking can write an amendment now; empty when nobody can."""
    kind = rulebook_of(motion.conference).kind(motion.kind)
    if motion.state is not MotionState.PUBLISHED or not kind.amendable:
        return {}
    if not current_actor().is_signed_in:
        return {"sign_in": url_for("accounts.sign_in", after=request.path)}
    if not may(current_actor(), "amendment:draft", motion):
        return {}
    return {
        "in_place": way_to("amendments.new", motion_id=motion.id),
        "by_instruction": way_to("amendments.instruct", motion_id=motion.id),
    }
