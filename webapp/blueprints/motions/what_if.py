"""What if: a motion's text under any outcomes, at an address to share."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.motions.blueprint import bp, motion_or_404
from webapp.extensions import db
from webapp.models import Amendment, SeparateVote
from webapp.procedure.phrases import cite_amendments, cite_passages, listed
from webapp.procedure.states import AmendmentState, SeparateVoteState
from webapp.queries.consequences import SETTLED_BY_A_RULING, list_consequences
from webapp.queries.errors import NotThere
from webapp.queries.motions import is_printed
from webapp.queries.rulebooks import rulebook_of
from webapp.rendering.changed_paper import Credit, changed_paper, without_struck
from webapp.rendering.in_context import in_context, is_changed
from webapp.text.numbering import number
from webapp.text.records import load_back, load_layout
from webapp.web.choosing import Choice, choice_asked, is_as_shared, references_of
from webapp.web.consequences import consequence_words
from webapp.web.credits import credits_of
from webapp.web.motion_page import about
from webapp.web.paper_parts import in_parts
from webapp.web.separate_votes import BADGES, state_words

if TYPE_CHECKING:
    from webapp.models import Motion
    from webapp.queries.consequences import KnownConsequence
    from webapp.queries.what_if import Lacking, Supposable
    from webapp.rendering.paper import Paper
    from webapp.text.collisions import Collision

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
VIEWS = ("changes", "whole", "text")
SHORT = 140


@bp.get("/<int:motion_id>/what-if")
def what_if(motion_id: int) -> ResponseReturnValue:
    """Show the text, its redline and its labels under the outcomes that the address names."""
    motion = printed_or_404(motion_id)
    choice = choice_asked(motion)
    view = _view_asked()
    if not is_as_shared(choice):
        kept = {"view": view} if view != VIEWS[0] else {}
        return redirect(choice.address("motions.what_if", **kept))
    marked = _redline(choice)
    supposed = choice.supposed
    refused = bool(supposed.lacking or supposed.unsettled)
    page = render_template(
        "motions/what_if.html",
        **about(motion, "text"),
        questions=[_row(choice, one) for one in choice.questions],
        lacking=_refusals(choice),
        left_out=supposed.left_out,
        clashes=[_clash(choice, one) for one in supposed.collisions],
        has_changed=any(is_changed(clause) for clause in marked.walk()),
        paper_view=None if refused else in_parts(_as_asked(marked, view)),
        view=view,
        views=_switch(choice, view),
        labels=_labels(choice),
        applicability="" if refused else _applicability(choice),
        references=references_of(choice),
        references_url=choice.address("motions.references"),
        reset_url=url_for(".what_if", motion_id=motion.id),
        shared=choice.address("motions.what_if", _external=True),
    )
    return page, WRONG if refused else HTTPStatus.OK


@bp.get("/<int:motion_id>/references")
def references(motion_id: int) -> ResponseReturnValue:
    """List the references that these outcomes would break, and those that would follow."""
    motion = printed_or_404(motion_id)
    choice = choice_asked(motion)
    if not is_as_shared(choice):
        return redirect(choice.address("motions.references"))
    refused = bool(choice.supposed.lacking or choice.supposed.unsettled)
    page = render_template(
        "motions/references.html",
        **about(motion, "text"),
        supposed=_said(choice),
        lacking=_refusals(choice),
        found=references_of(choice),
        what_if_url=choice.address("motions.what_if"),
    )
    return page, WRONG if refused else HTTPStatus.OK


def printed_or_404(motion_id: int) -> Motion:
    """Return a motion that was put before conference. Raises NotThere for any other."""
    motion = motion_or_404(motion_id)
    if not is_printed(db.session(), motion):
        raise NotThere("motion", motion_id)
    return motion


def _view_asked() -> str:
    asked = request.args.get("view", "")
    return asked if asked in VIEWS else VIEWS[0]


def _redline(choice: Choice) -> Paper:
    supposed = choice.supposed
    return changed_paper(
        supposed.weave.origins(supposed.before.under | supposed.after.under),
        supposed.before,
        supposed.after,
        load_layout(supposed.printed.layout or {}),
        credits_of(choice.motion)
        | {
            one.key: Credit(_("Separate vote"), one.called[:1].upper() + one.called[1:])
            for one in choice.chosen
            if isinstance(one.item, SeparateVote)
        },
    )


def _as_asked(marked: Paper, view: str) -> Paper:
    if view == "text":
        return without_struck(marked)
    return marked if view == "whole" else in_context(marked)


def _switch(choice: Choice, view: str) -> list[dict[str, Any]]:
    labels = {
        "changes": _("only what changes"),
        "whole": _("the whole text with changes"),
        "text": _("as it would read"),
    }
    return [
        {
            "label": labels[name],
            "url": choice.address(
                "motions.what_if", **({"view": name} if name != VIEWS[0] else {})
            ),
            "current": name == view,
        }
        for name in VIEWS
    ]


def _row(choice: Choice, one: Supposable) -> dict[str, Any]:
    words = rulebook_of(choice.motion.conference).words
    item = one.item
    if isinstance(item, Amendment):
        said = item.submitted_words or ""
        word, kind = words.amendment_states[AmendmentState(one.state)], one.state.value
    else:
        said = item.words
        state = SeparateVoteState(one.state)
        word, kind = state_words(item, state), BADGES.get(state, state.value)
    said = " ".join(said.split())
    return {
        "name": one.name,
        "field": one.changes_by.value,
        "called": one.called[:1].upper() + one.called[1:],
        "chosen": one.key in choice.keys,
        "words": said if len(said) <= SHORT else f"{said[:SHORT].rstrip()}…",
        "state": one.state,
        "state_word": word,
        "kind": kind,
    }


def _refusals(choice: Choice) -> list[dict[str, str]]:
    """Say which outcomes cannot be, and what could be supposed instead."""
    conjunction = rulebook_of(choice.motion.conference).words.conjunction
    return [
        *(_lacking(choice, one) for one in choice.supposed.lacking),
        *(
            {
                "sentence": _(
                    "Of %(options)s exactly one survives: suppose all the others lost, or none.",
                    options=listed(options, conjunction),
                ),
                "url": "",
                "link": "",
            }
            for options in choice.supposed.unsettled
        ),
    ]


def _lacking(choice: Choice, one: Lacking) -> dict[str, str]:
    sentence = _(
        "%(question)s was written upon %(others)s and has no effect without it.",
        question=one.called[:1].upper() + one.called[1:],
        others=", ".join(one.needs),
    )
    can_be = one.needed <= {other.key for other in choice.questions}
    return {
        "sentence": sentence,
        "url": choice.address_with("motions.what_if", one.needed) if can_be else "",
        "link": _("Suppose %(others)s carried as well", others=", ".join(one.needs)),
    }


def _said(choice: Choice) -> str:
    """Name what is supposed: "Amendments 1 and 3 carried and lines 20–22 lost"."""
    words = rulebook_of(choice.motion.conference).words
    amendments = [one.item for one in choice.chosen if isinstance(one.item, Amendment)]
    places = [one.number for one in amendments if one.number is not None]
    names = [cite_amendments(places, words)] if places else []
    names += [
        one.called
        for one in choice.chosen
        if isinstance(one.item, Amendment) and one.item.number is None
    ]
    lost = [one.item.passage for one in choice.chosen if isinstance(one.item, SeparateVote)]
    parts = [
        _("%(names)s carried", names=listed(names, words.conjunction)) if names else "",
        _("%(places)s lost", places=cite_passages(lost, words)) if lost else "",
    ]
    return ", ".join(part for part in parts if part)


def _clash(choice: Choice, collision: Collision) -> dict[str, Any]:
    numbering = number(choice.supposed.before)
    known = collision.clause is not None and collision.clause in numbering
    said = [collision.sentence[:1].upper() + collision.sentence[1:], *_rules_for(choice, collision)]
    if not _is_ruled_to_stand(choice, collision):
        said.append(
            _(
                "Both are in the text below; only one can stand, and that has to be decided before"
                " such a text could be final."
            )
        )
    return {
        "hard": True,
        "place": numbering.citation(collision.clause) if known and collision.clause else "",
        "sentence": " ".join(said),
    }


def _between(choice: Choice, collision: Collision) -> list[KnownConsequence]:
    """Return what falls with what of the two amendments that meet."""
    keys = {collision.first, collision.second}
    found = [
        one.item for one in choice.chosen if one.key in keys and isinstance(one.item, Amendment)
    ]
    if len(found) < len(keys) or any(one.number is None for one in found):
        return []
    weave = choice.supposed.weave
    return list_consequences(db.session(), choice.motion, weave=weave, among=found)


def _rules_for(choice: Choice, collision: Collision) -> list[str]:
    return [
        consequence_words(one.carried, one.other, falls=one.consequence.falls)
        for one in _between(choice, collision)
    ]


def _is_ruled_to_stand(choice: Choice, collision: Collision) -> bool:
    """Tell whether the committee has let both be put, and the text with both can be made."""
    return collision.kind is SETTLED_BY_A_RULING and any(
        not one.consequence.falls for one in _between(choice, collision)
    )


def _labels(choice: Choice) -> list[tuple[str, str]]:
    """Return the clauses that are cited otherwise in the text supposed: before, and after."""
    old, new = number(choice.supposed.before), number(choice.supposed.after)
    return [
        (old.citation(clause), new.citation(clause))
        for clause in old
        if clause in new and old.citation(clause) != new.citation(clause)
    ]


def _applicability(choice: Choice) -> str:
    supposed = choice.supposed
    back = supposed.weave.resettle(load_back(choice.motion.back), supposed.after.under)
    if back.applicability is None:
        return ""
    numbering = number(supposed.after)
    layout = load_layout(supposed.printed.layout or {})
    return back.applicability.render(numbering, layout)
