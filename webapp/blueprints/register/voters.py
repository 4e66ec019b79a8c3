"""The office's register: all delegates, and one of them, with weight, card and proxy."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.register.blueprint import at_work, bp, here, on_to
from webapp.blueprints.register.forms import PaperForm, RightForm
from webapp.blueprints.register.naming import holder_named, person_numbered
from webapp.blueprints.register.words import ONLY_WORDS, refusal_words
from webapp.extensions import db
from webapp.models import Conference, Person
from webapp.procedure.proxies import ProxyRefused
from webapp.queries.electorate import quorum_now
from webapp.queries.own_vote import vote_of
from webapp.queries.people import get_member
from webapp.queries.register import Only, list_voters
from webapp.queries.rulebooks import rulebook_of
from webapp.services.errors import ChangedMeanwhile
from webapp.services.proxies import give_proxy
from webapp.services.register import (
    CardTaken,
    VotingRight,
    get_delegate,
    seen_as,
    set_voting_right,
)
from webapp.web.clock import utc_now
from webapp.web.conference import around, number_asked, time_words
from webapp.web.identity import current_actor


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """Show the register, or those of it that a search finds; whole, to be printed."""
    conference = here(slug, "register:view")
    words = request.args.get("words", "")[:200]
    asked = request.args.get("only", "")
    only = Only(asked) if asked in set(Only) else Only.ALL
    found = list_voters(
        db.session(),
        current_actor(),
        conference,
        words=words,
        only=only,
        page=number_asked("page") or 1,
        whole="whole" in request.args,
    )
    return render_template(
        "register/show.html",
        **around(conference, "admin"),
        shown=conference,
        found=found,
        words=words,
        only=only,
        whole="whole" in request.args,
        only_words=ONLY_WORDS,
        quorum=quorum_now(db.session(), conference),
        time=lambda moment: time_words(moment, conference),
    )


@bp.route("/<slug>/voters/<public_id>", methods=["GET", "POST"])
def voter(slug: str, public_id: str) -> ResponseReturnValue:
    """Show one delegate, and give them another weight or card."""
    conference = here(slug, "register:edit")
    person = get_member(db.session(), conference, public_id)
    held = get_delegate(db.session(), conference, person)
    standing = {"weight": held.weight, "card": held.card, "seen": seen_as(held)}
    form = RightForm(request.form, data=standing)
    if not form.is_sent():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return _voter_page(conference, person, right_form=form), status
    try:
        with at_work() as session:
            set_voting_right(
                session,
                current_actor(),
                conference,
                person,
                VotingRight(form.weight.data, form.card.data),
                seen=form.seen.data,
                now=utc_now(),
            )
    except CardTaken as taken:
        form.card.errors = [_("Another delegate has card %(card)s.", card=taken.card)]
        page = _voter_page(conference, person, right_form=form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    except ChangedMeanwhile:
        form.form_errors.append(_meanwhile(conference, person, form))
        return _voter_page(conference, person, right_form=form), HTTPStatus.CONFLICT
    flash(_("%(name)s is kept.", name=person.name), "success")
    return on_to(url_for(".voter", slug=slug, public_id=public_id))


@bp.post("/<slug>/voters/<public_id>/proxy")
def enter_proxy(slug: str, public_id: str) -> ResponseReturnValue:
    """Enter a proxy that was handed in on paper."""
    conference = here(slug, "register:edit")
    person = get_member(db.session(), conference, public_id)
    get_delegate(db.session(), conference, person)
    form = PaperForm(request.form)
    if not form.is_sent() or (holder := holder_named(conference, form)) is None:
        page = _voter_page(conference, person, paper_form=form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with at_work() as session:
            give_proxy(
                session,
                current_actor(),
                conference,
                person,
                person_numbered(holder),
                accepted=bool(form.accepted.data),
                now=utc_now(),
            )
    except ProxyRefused as refused:
        form.holder.errors = [refusal_words(refused)]
        return _voter_page(conference, person, paper_form=form), HTTPStatus.CONFLICT
    flash(_("The proxy is entered."), "success")
    return on_to(url_for(".voter", slug=slug, public_id=public_id))


def _voter_page(
    conference: Conference,
    person: Person,
    *,
    right_form: RightForm | None = None,
    paper_form: PaperForm | None = None,
) -> str:
    held = get_delegate(db.session(), conference, person)
    standing = {"weight": held.weight, "card": held.card, "seen": seen_as(held)}
    return render_template(
        "register/voter.html",
        **around(conference, "admin"),
        shown=conference,
        person=person,
        vote=vote_of(db.session(), conference, person),
        rules=rulebook_of(conference).ballots,
        right_form=right_form or RightForm(data=standing),
        paper_form=paper_form or PaperForm(),
    )


def _meanwhile(conference: Conference, person: Person, form: RightForm) -> str:
    """Say what stands there by now, and let the same form overwrite it knowingly."""
    held = get_delegate(db.session(), conference, person)
    form.seen.data = seen_as(held)
    return _(
        "Somebody changed this meanwhile: weight %(weight)d, card %(card)s. What you typed still "
        "stands below; keep it if it is right.",
        weight=held.weight,
        card=held.card or "–",
    )
