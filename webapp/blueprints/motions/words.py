"""What the pages of a motion say: what is missing, where it stands, what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.procedure.states import MotionState
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Motion
    from webapp.services.errors import Obstacle


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do before a motion can be submitted, and where to do it."""

    sentence: str
    url: str
    link: str


def missing(motion: Motion, obstacle: Obstacle) -> Missing:
    edit = url_for("motions.edit", motion_id=motion.id)
    match obstacle.what:
        case "no_title":
            return Missing(_("It has no title."), f"{edit}#title", _("Write one"))
        case "no_text":
            return Missing(_("It has no text."), edit, _("Write it"))
        case "no_mover":
            return Missing(_("Nobody moves it."), f"{edit}#mover", _("Name the mover"))
        case "body_may_not_submit":
            return Missing(
                _("This kind of body may not submit this kind of motion."),
                f"{edit}#body",
                _("Choose another"),
            )
        case "too_few_supporters" if not obstacle.needed:
            return Missing(
                _("Only a body may submit this kind of motion."),
                f"{edit}#body",
                _("Choose the body"),
            )
    sentence = ngettext(
        "%(found)s of the %(needed)s members needed has signed, its mover among them.",
        "%(found)s of the %(needed)s members needed have signed, its mover among them.",
        obstacle.found,
        found=obstacle.found,
        needed=obstacle.needed,
    )
    return Missing(sentence, "#sharing", _("Ask for signatures"))


def state_word(motion: Motion, state: MotionState) -> str:
    return rulebook_of(motion.conference).words.motion_states[state]


def kind_name(motion: Motion) -> str:
    try:
        return rulebook_of(motion.conference).kind(motion.kind).name
    except LookupError:  # a rulebook changed since knows no such kind
        return motion.kind.replace("_", " ").capitalize()


def what_happens_next(
    motion: Motion, state: MotionState, *, shown_to_committee: bool = False
) -> str:
    """Say where a motion stands that is not printed, and what it waits for."""
    if shown_to_committee and state is MotionState.DRAFT:
        return _("A draft. Those who bring it, those who signed and the committee can see it.")
    return {
        MotionState.DRAFT: _("A draft. Only those who bring it and those who signed can see it."),
        MotionState.SUBMITTED: _("The committee rules next whether it is in order."),
        MotionState.IN_ORDER: _("It is in order. The committee chooses next what is debated."),
        MotionState.OUT_OF_ORDER: _("The committee ruled it out of order."),
        MotionState.SELECTED: _("It was selected for debate. It is published with the agenda."),
        MotionState.REJECTED: _("The committee did not select it."),
        MotionState.WITHDRAWN: _("It was withdrawn before it was printed."),
    }.get(state, "")


def movers(motion: Motion) -> str:
    """Say who brings a motion, as far as the reader may know."""
    names_shown = may(current_actor(), "motion:see_movers", motion)
    body = motion.body
    if not names_shown:
        return _("from: %(route)s (names are hidden until selection)", route=route(motion))
    parts = []
    if motion.mover is not None and body is not None:
        parts.append(_("Moved by %(mover)s for %(body)s", mover=motion.mover.name, body=body.name))
    elif motion.mover is not None:
        parts.append(
            _("Moved by %(mover)s with %(route)s", mover=motion.mover.name, route=route(motion))
        )
    elif body is not None:
        parts.append(_("Submitted by %(body)s", body=body.name))
    if motion.summator is not None:
        parts.append(_("summation by %(summator)s", summator=motion.summator.name))
    return "; ".join(parts)


def route(motion: Motion) -> str:
    """Say by which way a motion comes, without a name: “a local party”, “12 members”."""
    if motion.body is not None:
        try:
            return rulebook_of(motion.conference).body(motion.body.kind).name
        except LookupError:
            return motion.body.kind.replace("_", " ").capitalize()
    signed = {supporter.person_id for supporter in motion.supporters} | {motion.mover_id} - {None}
    return ngettext("%(num)d member", "%(num)d members", len(signed))
