"""Editing the agenda: items in their order, and a form for one."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.admin.blueprint import answering, at_work, bp, find_fault, office
from webapp.blueprints.admin.conferences import renew
from webapp.blueprints.admin.forms import ItemForm, MotionItemForm
from webapp.extensions import db
from webapp.models import AgendaItem, Conference
from webapp.queries.conferences import get_item, list_agenda
from webapp.queries.errors import NotThere
from webapp.queries.rulebooks import rulebook_of
from webapp.services import conferences
from webapp.services.errors import ChangedMeanwhile, CodeTaken
from webapp.web.clock import utc_now
from webapp.web.conference import around, date_words, dates_words, from_local, local, number_asked
from webapp.web.identity import current_actor


@bp.route("/<slug>/items", methods=["GET", "POST"])
def items(slug: str) -> ResponseReturnValue:
    """Show the agenda in its order, and add a speech, report or discussion."""
    conference = office(slug, "agenda:edit")
    form = ItemForm(request.form)
    form.kind.choices = _kinds(conference)
    if form.is_sent() and _add(conference, form):
        flash(_("%(code)s is on the agenda.", code=form.code.data), "success")
        return redirect(url_for(".items", slug=slug))
    page = render_template(
        "admin/items.html",
        **around(conference, "admin"),
        shown=conference,
        form=form,
        lines=_lines(conference),
    )
    return page, answering(form)


@bp.route("/<slug>/items/<int:item_id>", methods=["GET", "POST"])
def item(slug: str, item_id: int) -> ResponseReturnValue:
    """Change what stands on one line of the agenda."""
    conference = office(slug, "agenda:edit")
    shown = get_item(db.session(), conference, item_id)
    form = _form_for(conference, shown)
    if form.is_sent() and _keep(conference, shown, form):
        flash(_("%(code)s is kept.", code=form.code.data), "success")
        return redirect(url_for(".items", slug=slug))
    page = render_template(
        "admin/item.html", **around(conference, "admin"), shown=conference, item=shown, form=form
    )
    return page, answering(form)


@bp.post("/<slug>/items/<int:item_id>/move")
def move_item(slug: str, item_id: int) -> ResponseReturnValue:
    """Put an item before another one, or at the end; pressed twice it moves once."""
    conference = office(slug, "agenda:edit")
    before = number_asked("before")
    with at_work() as session:
        conferences.move_item(
            session,
            current_actor(),
            conference,
            get_item(session, conference, item_id),
            before=get_item(session, conference, before) if before else None,
            now=utc_now(),
        )
    return redirect(url_for(".items", slug=slug, _anchor=f"item-{item_id}"))


@bp.post("/<slug>/items/<int:item_id>/remove")
def remove_item(slug: str, item_id: int) -> ResponseReturnValue:
    """Take an item off the agenda; pressed twice it is gone once."""
    conference = office(slug, "agenda:edit")
    try:
        with at_work() as session:
            gone = get_item(session, conference, item_id)
            conferences.remove_item(session, current_actor(), conference, gone, now=utc_now())
    except NotThere:
        flash(_("That item is gone already."))
    else:
        flash(_("The item is off the agenda."), "success")
    return redirect(url_for(".items", slug=slug))


def _kinds(conference: Conference) -> list[tuple[str, str]]:
    """Return the kinds of business, what conference does not decide first."""
    found = sorted(rulebook_of(conference).kinds, key=lambda kind: kind.decided)
    return [(kind.key, kind.name) for kind in found]


def _lines(conference: Conference) -> list[dict[str, object]]:
    """Return the agenda with what each item is moved before when it goes up or down."""
    lines = list_agenda(db.session(), current_actor(), conference, now=utc_now())
    ids = [line.item_id for line in lines]
    return [
        {
            "line": line,
            "when": date_words(line.starts_at, conference) if line.starts_at else "",
            "up": ids[at - 1] if at else None,
            "down": (ids[at + 2] if at + 2 < len(ids) else 0) if at + 1 < len(ids) else None,
        }
        for at, line in enumerate(lines)
    ]


def _form_for(conference: Conference, shown: AgendaItem) -> ItemForm | MotionItemForm:
    known = {
        "code": shown.code,
        "kind": shown.kind,
        "title": shown.title,
        "note": shown.note,
        "starts_at": local(shown.starts_at, conference).replace(tzinfo=None)
        if shown.starts_at
        else None,
        "seen": conferences.seen_item(shown),
    }
    if shown.motion_id is not None:
        return MotionItemForm(request.form, data=known)
    form = ItemForm(request.form, data=known)
    form.kind.choices = _kinds(conference)
    return form


def _typed(conference: Conference, form: ItemForm | MotionItemForm) -> conferences.ItemSettings:
    return conferences.ItemSettings(
        code=form.code.data or "",
        kind=form.kind.data if isinstance(form, ItemForm) else "",
        title=form.title.data or "" if isinstance(form, ItemForm) else "",
        note=(form.note.data or "").replace("\r\n", "\n"),
        starts_at=_moment(conference, form),
    )


def _moment(conference: Conference, form: ItemForm | MotionItemForm) -> datetime | None:
    """Return when the item begins, on a day of the conference."""
    typed = form.starts_at.data
    if typed is None:
        return None
    if not conference.starts_on <= typed.date() <= conference.ends_on:
        find_fault(
            form.starts_at,
            _(
                "That is outside the conference. Choose a day of %(days)s.",
                days=dates_words(conference),
            ),
        )
        return None
    return from_local(typed, conference)


def _add(conference: Conference, form: ItemForm) -> bool:
    new = _typed(conference, form)
    if form.errors:
        return False
    try:
        with at_work() as session:
            conferences.add_item(session, current_actor(), conference, new, now=utc_now())
    except (CodeTaken, conferences.BadCode) as refusal:
        _find_fault_with_code(form, refusal)
    return not form.errors


def _keep(conference: Conference, shown: AgendaItem, form: ItemForm | MotionItemForm) -> bool:
    new = _typed(conference, form)
    if form.errors:
        return False
    try:
        with at_work() as session:
            conferences.edit_item(
                session,
                current_actor(),
                conference,
                shown,
                new,
                seen=form.seen.data or "",
                now=utc_now(),
            )
    except (CodeTaken, conferences.BadCode) as refusal:
        _find_fault_with_code(form, refusal)
    except ChangedMeanwhile:
        form.form_errors.append(
            _(
                "Somebody else changed this item meanwhile. It says now: %(now)s. "
                "Save again to put yours in its place.",
                now=" · ".join(filter(None, (shown.code, shown.title, shown.note))),
            )
        )
        renew(form.seen, conferences.seen_item(shown))
    return not form.errors


def _find_fault_with_code(form: ItemForm | MotionItemForm, refusal: Exception) -> None:
    if isinstance(refusal, CodeTaken):
        find_fault(form.code, _("Another item has this code. Choose one that is free."))
    else:
        find_fault(form.code, _("Write letters, digits, dots, strokes and dashes, as in F21A."))
