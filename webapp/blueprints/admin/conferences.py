"""Conferences themselves: the list, a new one, the office's front page, settings."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import Any
from zoneinfo import available_timezones

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from webapp.blueprints.admin.blueprint import answering, at_work, bp, find_fault, office
from webapp.blueprints.admin.forms import NewConferenceForm, SettingsForm
from webapp.extensions import db
from webapp.models import Conference
from webapp.procedure.errors import NotPermitted
from webapp.procedure.rulebook import PRESETS, load_preset, preset_text
from webapp.queries.conferences import list_bodies, list_conferences
from webapp.queries.people import count_members
from webapp.queries.standing import may
from webapp.services import conferences
from webapp.services.errors import ChangedMeanwhile
from webapp.web.clock import utc_now
from webapp.web.conference import around, dates_words, here_or_404, way_to
from webapp.web.identity import current_actor

OFFICE_WORK = ("person:view", "body:edit", "agenda:edit", "rulebook:edit", "conference:edit")


@bp.get("/", endpoint="conferences")
def show_conferences() -> ResponseReturnValue:
    """List the conferences in whose office the person asking has work to do."""
    actor = current_actor()
    found = [
        one
        for one in list_conferences(db.session(), actor)
        if any(may(actor, work, one) for work in OFFICE_WORK)
    ]
    may_create = conferences.may_create_conference(actor)
    if not found and not may_create:
        raise NotPermitted("conference:edit")
    return render_template(
        "admin/conferences.html",
        conferences=[(one, dates_words(one)) for one in found],
        may_create=may_create,
    )


@bp.route("/new", methods=["GET", "POST"])
def new_conference() -> ResponseReturnValue:
    """Open a conference with one of the preset rulebooks."""
    if not conferences.may_create_conference(current_actor()):
        raise NotPermitted("conference:create")
    form = NewConferenceForm(request.form, data={"preset": PRESETS[0]})
    form.preset.choices = [(name, _preset_words(name)) for name in PRESETS]
    if form.is_sent() and (opened := _open(form)):
        flash(_("The conference is open. You are its administrator."), "success")
        return redirect(url_for(".conference", slug=opened))
    return render_template("admin/new_conference.html", form=form), answering(form)


@bp.get("/<slug>", endpoint="conference")
def show_office(slug: str) -> ResponseReturnValue:
    """Show what there is to do in the office, as far as it is open to the person asking."""
    conference = here_or_404(slug)
    actor = current_actor()
    if not any(may(actor, work, conference) for work in OFFICE_WORK):
        raise NotPermitted("conference:edit")
    return render_template(
        "admin/conference.html",
        **around(conference, "admin"),
        shown=conference,
        dates=dates_words(conference),
        cards=[
            {"title": title, "words": words, "url": url}
            for activity, title, words, url in _cards(conference)
            if url and may(actor, activity, conference)
        ],
    )


@bp.route("/<slug>/settings", methods=["GET", "POST"])
def settings(slug: str) -> ResponseReturnValue:
    """Change name, days, place, and who may look."""
    conference = office(slug, "conference:edit")
    form = SettingsForm(
        request.form,
        data={
            **{name: getattr(conference, name) for name in _SETTINGS},
            "seen": conferences.seen_settings(conference),
        },
    )
    if form.is_sent() and _keep_settings(conference, form):
        flash(_("The settings are kept."), "success")
        return redirect(url_for(".conference", slug=slug))
    page = render_template(
        "admin/settings.html", **around(conference, "admin"), shown=conference, form=form
    )
    return page, answering(form)


_SETTINGS = ("name", "place", "starts_on", "ends_on", "time_zone", "is_closed")


def _cards(conference: Conference) -> list[tuple[str, str, str, str]]:
    """Return what there is to do: who may, what, how much there is, and where."""
    slug = conference.slug
    people = count_members(db.session(), conference)
    bodies = len(list_bodies(db.session(), conference))
    items = len(conference.items)
    return [
        (
            "person:view",
            _("People"),
            ngettext("%(num)d person takes part", "%(num)d people take part", people),
            url_for(".people", slug=slug),
        ),
        (
            "person:import",
            _("Import people"),
            _("From a spreadsheet’s CSV, looked at before it is kept"),
            url_for(".import_people", slug=slug),
        ),
        (
            "person:print_code",
            _("Sign-in codes"),
            _("Cards to print and cut, for the first sign-in"),
            url_for(".codes", slug=slug),
        ),
        (
            "register:view",
            _("Register of voters"),
            _("Weights, cards, proxies, who is present, and each body’s strength"),
            way_to("register.show", slug=slug),
        ),
        (
            "presence:mark",
            _("Door"),
            _("Who comes and who leaves, by card or name; the quorum"),
            way_to("register.door", slug=slug),
        ),
        (
            "agenda:edit",
            _("Agenda"),
            ngettext("%(num)d item", "%(num)d items", items),
            url_for(".items", slug=slug),
        ),
        (
            "agenda:edit",
            _("Motions to decide on"),
            _("Rule, select, redraft and publish"),
            way_to("motions.desk", slug=slug),
        ),
        (
            "deadline:edit",
            _("Deadlines"),
            _("Until when things may be submitted, and moves"),
            url_for(".deadlines", slug=slug),
        ),
        (
            "body:edit",
            _("Submitting bodies"),
            ngettext("%(num)d body may submit", "%(num)d bodies may submit", bodies),
            url_for(".bodies", slug=slug),
        ),
        (
            "rulebook:edit",
            _("Standing orders"),
            _("Kinds of business, majorities, deadlines, words"),
            url_for(".rulebook", slug=slug),
        ),
        (
            "conference:edit",
            _("Settings"),
            _("Name, days, place, and who may look"),
            url_for(".settings", slug=slug),
        ),
    ]


def _preset_words(name: str) -> str:
    preset = load_preset(name)
    return f"{preset.name}: {preset.summary}"


def _typed_settings(form: SettingsForm) -> conferences.Settings:
    first, last = form.starts_on.data, form.ends_on.data
    assert first is not None and last is not None  # noqa: S101, PT018 - the form demands them
    return conferences.Settings(
        name=form.name.data or "",
        starts_on=first,
        ends_on=last,
        place=form.place.data or "",
        time_zone=form.time_zone.data or "",
        is_closed=bool(form.is_closed.data),
    )


def _open(form: NewConferenceForm) -> str | None:
    """Open the conference and return its name in addresses; None with its faults shown."""
    slug = form.slug.data or _slug_from(form.name.data or "")
    try:
        with at_work() as session:
            conferences.create_conference(
                session,
                current_actor(),
                slug,
                _typed_settings(form),
                preset_text(form.preset.data),
                now=utc_now(),
            )
    except conferences.BadSlug:
        find_fault(
            form.slug, _("Write small letters, digits and single dashes, as in autumn-2026.")
        )
    except conferences.SlugTaken:
        find_fault(form.slug, _("Another conference is at this address. Choose another name."))
    except (conferences.DatesReversed, conferences.NoSuchTimeZone) as refusal:
        _find_fault_with_settings(form, refusal)
    else:
        return slug
    return None


def _keep_settings(conference: Conference, form: SettingsForm) -> bool:
    try:
        with at_work() as session:
            conferences.edit_conference(
                session,
                current_actor(),
                conference,
                _typed_settings(form),
                seen=form.seen.data or "",
                now=utc_now(),
            )
    except (conferences.DatesReversed, conferences.NoSuchTimeZone) as refusal:
        _find_fault_with_settings(form, refusal)
    except ChangedMeanwhile:
        form.form_errors.append(
            _(
                "Somebody else changed the settings meanwhile. They say now: %(now)s. "
                "Save again to put yours in their place.",
                now=_said(conference),
            )
        )
        renew(form.seen, conferences.seen_settings(conference))
    return not form.errors


def renew(field: Any, seen: str) -> None:
    """Let a form sent again be compared with what is there now."""
    field.process(MultiDict({field.name: seen}))


def _said(conference: Conference) -> str:
    said = [conference.name, conference.place, dates_words(conference), conference.time_zone]
    said.append(_("closed") if conference.is_closed else _("open to everybody"))
    return " · ".join(filter(None, said))


def _find_fault_with_settings(form: SettingsForm, refusal: Exception) -> None:
    if isinstance(refusal, conferences.DatesReversed):
        find_fault(form.ends_on, _("The last day is before the first. Change one of them."))
        return
    near = get_close_matches(form.time_zone.data or "", available_timezones(), n=1)
    sentence = _("No place keeps this time. Write continent and city, as in Europe/London.")
    find_fault(form.time_zone, _("Do you mean %(zone)s?", zone=near[0]) if near else sentence)


def _slug_from(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
