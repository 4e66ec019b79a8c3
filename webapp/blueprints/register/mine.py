"""A delegate's own vote: its weight, to whom it is given, and the votes of others."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.register.blueprint import at_work, bp, here, on_to
from webapp.blueprints.register.forms import HolderForm
from webapp.blueprints.register.naming import holder_named, person_numbered
from webapp.blueprints.register.words import refusal_words, votes_words
from webapp.extensions import db
from webapp.models import Conference, Person, Proxy
from webapp.procedure.proxies import ProxyRefused
from webapp.queries.own_vote import get_proxy, vote_of
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.services.proxies import ProxyEnded, accept_proxy, give_proxy, withdraw_proxy
from webapp.web.clock import utc_now
from webapp.web.conference import around, here_or_404
from webapp.web.identity import current_actor


@bp.get("/<slug>/mine")
def mine(slug: str) -> ResponseReturnValue:
    """Show with what weight one votes, and for whom."""
    return _page(here(slug, "proxy:give"), HolderForm())


@bp.post("/<slug>/mine/proxy")
def give(slug: str) -> ResponseReturnValue:
    """Give one's vote to another delegate, or offer it where they must accept."""
    conference = here(slug, "proxy:give")
    form = HolderForm(request.form)
    if not form.is_sent() or (holder := holder_named(conference, form)) is None:
        return _page(conference, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with at_work() as session:
            proxy = give_proxy(
                session,
                current_actor(),
                conference,
                _myself(),
                person_numbered(holder),
                now=utc_now(),
            )
            said = _given_words(proxy)
    except ProxyRefused as refused:
        form.holder.errors = [refusal_words(refused)]
        return _page(conference, form), HTTPStatus.CONFLICT
    flash(said, "success")
    return on_to(url_for(".mine", slug=slug))


@bp.post("/<slug>/proxies/<int:proxy_id>/accept")
def accept(slug: str, proxy_id: int) -> ResponseReturnValue:
    """Take on the vote that another delegate offers."""
    conference = here_or_404(slug)
    proxy = get_proxy(db.session(), current_actor(), conference, proxy_id)
    giver = proxy.giver.name
    try:
        with at_work() as session:
            accept_proxy(session, current_actor(), proxy, now=utc_now())
    except ProxyRefused as refused:
        flash(refusal_words(refused), "error")
    except ProxyEnded:
        flash(_("%(name)s has withdrawn the proxy meanwhile.", name=giver), "warning")
    else:
        flash(_("You vote for %(name)s from now on.", name=giver), "success")
    return on_to(url_for(".mine", slug=slug))


@bp.post("/<slug>/proxies/<int:proxy_id>/withdraw")
def withdraw(slug: str, proxy_id: int) -> ResponseReturnValue:
    """Leave a vote with its giver again, whether one gave it, holds it, or keeps the register."""
    conference = here_or_404(slug)
    proxy = get_proxy(db.session(), current_actor(), conference, proxy_id)
    giver, both = proxy.giver, {proxy.giver_id, proxy.holder_id}
    with at_work() as session:
        withdraw_proxy(session, current_actor(), proxy, now=utc_now())
    flash(_("%(name)s votes for themselves again.", name=giver.name), "success")
    if current_actor().person_id in both and may(current_actor(), "proxy:give", conference):
        return on_to(url_for(".mine", slug=slug))
    return on_to(url_for(".voter", slug=slug, public_id=giver.public_id))


def _page(conference: Conference, form: HolderForm) -> str:
    return render_template(
        "register/mine.html",
        **around(conference, "vote"),
        shown=conference,
        vote=vote_of(db.session(), conference, _myself()),
        rules=rulebook_of(conference).ballots,
        form=form,
        votes_words=votes_words,
    )


def _myself() -> Person:
    return person_numbered(current_actor().person_id or 0)


def _given_words(proxy: Proxy) -> str:
    if proxy.accepted_at is None:
        return _(
            "%(name)s is asked to vote for you. Until they accept you vote yourself.",
            name=proxy.holder.name,
        )
    return _("%(name)s votes for you from now on.", name=proxy.holder.name)
