"""What chair and staff do: ask members which motions are heard, and decide a tie."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from webapp.blueprints.selections.blueprint import (
    address_of,
    bp,
    conference_to_lead,
    selection_here,
)
from webapp.blueprints.selections.showing import motion_address, showing_page
from webapp.extensions import db
from webapp.procedure.ranking import MOST_OPTIONS
from webapp.queries.errors import NotThere
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.selections import kinds_chosen_by_ballot, to_choose_from
from webapp.services.errors import ReasonMissing
from webapp.services.floor import show_selection_on_floor
from webapp.services.polls import PollRefused
from webapp.services.selections import open_selection
from webapp.services.settling import NotAmongThoseTied, decide_tie
from webapp.web.chance import new_key
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.identity import current_actor
from webapp.web.opening_polls import OpenForm
from webapp.web.poll_words import asked_name, obstacle_words
from webapp.web.ranked_results import tie_rule_words
from webapp.web.signing import signing_key
from webapp.web.transactions import unit_of_work

if TYPE_CHECKING:
    from webapp.models import Conference
    from webapp.procedure.rules import BallotRules, ItemKind

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


class AskForm(OpenForm):
    """How many places there are, and how the votes are taken."""

    places = IntegerField(
        _("How many are heard"),
        [
            InputRequired(),
            NumberRange(1, MOST_OPTIONS, _("Write a number from 1 to 20.")),
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    @classmethod
    def fitting(cls, rules: BallotRules, places: int) -> AskForm:
        """Return the form as standing orders fill it in; people choose at leisure."""
        return cls(
            form=rules.form.value,
            seconds=0,
            weighted=rules.weighted,
            changeable=rules.changeable,
            places=places,
        )


@bp.get("/<slug>/open")
def prepare(slug: str) -> ResponseReturnValue:
    """Ask how members are to be asked, and show about what."""
    conference = conference_to_lead(slug, "selection:open")
    rules = rulebook_of(conference)
    form = AskForm.fitting(rules.ballots, rules.selection.places)
    return asking_page(conference, kind_asked(conference), form)


@bp.post("/<slug>/open")
def start(slug: str) -> ResponseReturnValue:
    """Ask members, or say everything that stands against it."""
    conference = conference_to_lead(slug, "selection:open")
    kind = kind_asked(conference)
    form = AskForm(request.form)
    if not form.is_sent():
        return asking_page(conference, kind, form)
    try:
        with unit_of_work(db.session()) as session:
            selection = open_selection(
                session,
                current_actor(),
                conference,
                kind.key,
                form.settings,
                places=form.places.data or 0,
                key=signing_key(),
                new_id=new_key,
                now=utc_now(),
            )
    except PollRefused as refusal:
        form.form_errors += obstacle_words(refusal.obstacles)
        return asking_page(conference, kind, form)
    flash(gettext("Voting is open: %(question)s.", question=asked_name(selection)), "success")
    return redirect(address_of(selection), HTTPStatus.SEE_OTHER)


@bp.post("/<slug>/<int:selection_id>/decide")
def decide(slug: str, selection_id: int) -> ResponseReturnValue:
    """Give the last places to some of those tied for them."""
    conference = conference_to_lead(slug, "selection:decide")
    selection = selection_here(conference, selection_id)
    picked = frozenset(request.form.getlist("motion", type=int))
    reason = request.form.get("reason", "")
    try:
        with unit_of_work(db.session()) as session:
            decide_tie(session, current_actor(), selection, picked, reason=reason, now=utc_now())
    except NotAmongThoseTied:
        fault = gettext("Choose as many of those tied as there are places left.")
        return showing_page(selection, fault=fault, reason=reason, picked=picked), WRONG
    except ReasonMissing:
        fault = gettext("Write the reason.")
        return showing_page(selection, fault=fault, reason=reason, picked=picked), WRONG
    flash(gettext("The tie is decided."), "success")
    return redirect(address_of(selection), HTTPStatus.SEE_OTHER)


@bp.post("/<slug>/<int:selection_id>/screens")
def put_on_screens(slug: str, selection_id: int) -> ResponseReturnValue:
    """Show a ballot of members on the screens of the hall."""
    conference = conference_to_lead(slug, "floor:set")
    selection = selection_here(conference, selection_id)
    with unit_of_work(db.session()) as session:
        show_selection_on_floor(session, current_actor(), selection, now=utc_now())
    flash(gettext("The screens show it."), "success")
    return redirect(address_of(selection), HTTPStatus.SEE_OTHER)


def kind_asked(conference: Conference) -> ItemKind:
    """Return the kind of business the address names, or the one there is to choose among."""
    kinds = {kind.key: kind for kind in kinds_chosen_by_ballot(conference)}
    key = request.values.get("kind") or next(iter(kinds), "")
    if key not in kinds:
        raise NotThere("kind", key)
    return kinds[key]


def asking_page(conference: Conference, kind: ItemKind, form: AskForm) -> ResponseReturnValue:
    motions: list[dict[str, Any]] = [
        {"title": motion.title, "url": motion_address(motion.id)}
        for motion in to_choose_from(db.session(), conference, kind.key)
    ]
    rules = rulebook_of(conference).selection
    page = render_template(
        "selections/open.html",
        **around(conference),
        shown=conference,
        kind=kind,
        form=form,
        motions=motions,
        none_of_these=rules.none_of_these,
        tie=tie_rule_words(rules.tie),
        back_url=url_for("selections.index", slug=conference.slug),
    )
    return page, WRONG if form.errors else HTTPStatus.OK
