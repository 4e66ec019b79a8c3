"""What the pages of an amendment say: what is missing, who brings it, what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.procedure.phrases import cite_amendment
from webapp.procedure.states import AmendmentState
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Amendment
    from webapp.queries.amendments import Act
    from webapp.services.errors import Obstacle


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do before an amendment can be submitted, and where to do it."""

    sentence: str
    url: str
    link: str


def missing(amendment: Amendment, obstacle: Obstacle) -> Missing:
    if obstacle.what == "too_few_supporters" and obstacle.needed:
        return _signatures(amendment, obstacle)
    edit = url_for("amendments.edit", amendment_id=amendment.id)
    sentence, place, link = {
        "no_change": (_("It changes nothing yet."), "", _("Write the change")),
        "not_understood": (
            _("The instruction leaves a question open."),
            "#printed",
            _("Answer it"),
        ),
        "text_republished": (
            _("The motion was published again since this was written."),
            "",
            _("Take it over to the new text"),
        ),
        "meets_text_in_force": (
            _("It cannot stand beside what has been decided or redrafted since."),
            "#printed",
            _("Look at where"),
        ),
        "composite_changed": (
            _("Those it is a composite with agreed to other words."),
            "#printed",
            _("Look at it and offer it again"),
        ),
        "no_mover": (_("Nobody moves it."), "#mover", _("Name the mover")),
        "body_may_not_submit": (
            _("This kind of body may not submit amendments."),
            "#body",
            _("Choose another"),
        ),
        "too_few_supporters": (
            _("Only a body may submit amendments."),
            "#body",
            _("Choose the body"),
        ),
    }[obstacle.what]
    return Missing(sentence, edit + place, link)


def _signatures(amendment: Amendment, obstacle: Obstacle) -> Missing:
    sentence = ngettext(
        "%(found)s of the %(needed)s members needed has signed, its mover among them.",
        "%(found)s of the %(needed)s members needed have signed, its mover among them.",
        obstacle.found,
        found=obstacle.found,
        needed=obstacle.needed,
    )
    show = url_for("amendments.show", amendment_id=amendment.id, _anchor="sharing")
    return Missing(sentence, show, _("Ask for signatures"))


def name_of(amendment: Amendment) -> str:
    """Return what an amendment is called: "Amendment 3", or that it has no number yet."""
    words = rulebook_of(amendment.motion.conference).words
    word = words.amendment
    if amendment.number is not None:
        return cite_amendment(amendment.number, words)
    if amendment.state is AmendmentState.WRITTEN_IN:
        return _("Drafting amendment")
    if amendment.amends is not None:
        word = words.amendment_to.format(number="", parent=name_of(amendment.amends))
        word = " ".join(word.split())
    if amendment.state is AmendmentState.DRAFT:
        return _("%(amendment)s in draft", amendment=word)
    return _("%(amendment)s, not yet numbered", amendment=word)


def state_word(amendment: Amendment, state: AmendmentState) -> str:
    return rulebook_of(amendment.motion.conference).words.amendment_states[state]


def what_happens_next(amendment: Amendment, state: AmendmentState) -> str:
    """Say what an amendment waits for, as long as conference has not decided on it."""
    return {
        AmendmentState.DRAFT: _("Only those who bring it and those who signed it can see it."),
        AmendmentState.SUBMITTED: _("The committee chooses next what is debated, and numbers it."),
        AmendmentState.SELECTED: _("It is on the paper. Conference decides on it."),
        AmendmentState.OUT_OF_ORDER: _("The committee ruled it out of order."),
        AmendmentState.NOT_SELECTED: _("The committee did not select it."),
    }.get(state, "")


def movers(amendment: Amendment) -> str:
    """Say who brings an amendment, as far as the reader may know."""
    if not may(current_actor(), "amendment:see_movers", amendment):
        return _("from: %(route)s (names are hidden until selection)", route=route(amendment))
    body, mover = amendment.body, amendment.mover
    parts = []
    if mover is not None and body is not None:
        parts.append(_("Moved by %(mover)s for %(body)s", mover=mover.name, body=body.name))
    elif mover is not None:
        parts.append(
            _("Moved by %(mover)s with %(route)s", mover=mover.name, route=route(amendment))
        )
    elif body is not None:
        parts.append(_("Submitted by %(body)s", body=body.name))
    if beside := [one.person.name for one in amendment.supporters if one.moves]:
        parts.append(_("moved with %(names)s", names=", ".join(beside)))
    if amendment.summator is not None:
        parts.append(_("summation by %(summator)s", summator=amendment.summator.name))
    return "; ".join(parts)


def route(amendment: Amendment) -> str:
    """Say by which way an amendment comes, without a name: “a local party”, “12 members”."""
    if amendment.body is not None:
        try:
            return rulebook_of(amendment.motion.conference).body(amendment.body.kind).name
        except LookupError:
            return amendment.body.kind.replace("_", " ").capitalize()
    signed = {one.person_id for one in amendment.supporters} | {amendment.mover_id} - {None}
    return ngettext("%(num)d member", "%(num)d members", len(signed))


def act_words(act: Act) -> str:
    """Say what the minute book says of an amendment, without who did it."""
    return {
        "amendment:submit": _("Submitted"),
        "amendment:compose": _(
            "Submitted as a composite of two, when the movers of both had agreed"
        ),
        "amendment:withdraw": _("Withdrawn: a composite stands in its place")
        if act.for_composite
        else _("Withdrawn"),
        "amendment:join": _("Joined by another mover, who asked for the same"),
        "amendment:rule_in_order": _("Ruled in order after all"),
        "amendment:rule_out_of_order": _("Ruled out of order: %(reason)s", reason=act.reason),
        "amendment:select": _("Selected for debate as number %(number)s", number=act.given_number),
        "amendment:reject": _("Not selected: %(reason)s", reason=act.reason),
        "amendment:agree": _("Its author agreed to it as it reads against the new text"),
        "amendment:object": _(
            "Its author objected to it as it reads against the new text: %(reason)s",
            reason=act.reason,
        ),
        "amendment:admit_late": _("Admitted late as number %(number)s", number=act.given_number),
    }.get(act.activity, act.activity)
