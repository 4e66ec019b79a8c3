"""People: the list, one person, their parts, their sign-in codes, and forgetting them."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.admin.blueprint import answering, at_work, bp, find_fault, office
from webapp.blueprints.admin.forms import NewPersonForm, PersonForm, RoleForm
from webapp.blueprints.admin.words import ROLE_MEANINGS, role_words
from webapp.extensions import db
from webapp.models import Conference, Person
from webapp.procedure.roles import Role
from webapp.queries.conferences import list_bodies
from webapp.queries.errors import NotThere
from webapp.queries.people import (
    describe_member,
    find_by_email,
    get_member,
    list_members,
)
from webapp.queries.standing import may
from webapp.services import admitting
from webapp.services import people as acts
from webapp.services.say_over_people import ORDINARY_ROLES, BelongsElsewhere, within_reach
from webapp.web.chance import new_token
from webapp.web.clock import utc_now
from webapp.web.conference import around, number_asked, way_to
from webapp.web.identity import current_actor


@bp.get("/<slug>/people")
def people(slug: str) -> ResponseReturnValue:
    """Show the people of a conference, or those that a search finds."""
    conference = office(slug, "person:view")
    words = request.args.get("words", "")[:200]
    found = list_members(
        db.session(), current_actor(), conference, words=words, page=number_asked("page") or 1
    )
    return render_template(
        "admin/people.html",
        **around(conference, "admin"),
        shown=conference,
        found=found,
        words=words,
        role_words=role_words,
    )


@bp.route("/<slug>/people/new", methods=["GET", "POST"])
def add_person(slug: str) -> ResponseReturnValue:
    """Add one person by hand."""
    conference = office(slug, "person:add")
    form = NewPersonForm(request.form, data={"roles": [Role.DELEGATE.value]})
    form.roles.choices = role_choices(conference)
    form.body.choices = body_choices(conference)
    if form.is_sent():
        flash(_add(conference, form), "success")
        return redirect(url_for(".people", slug=slug, words=form.email.data))
    page = render_template(
        "admin/add_person.html", **around(conference, "admin"), shown=conference, form=form
    )
    return page, answering(form)


@bp.route("/<slug>/people/<public_id>", methods=["GET", "POST"])
def person(slug: str, public_id: str) -> ResponseReturnValue:
    """Show one person, and put their name or address right."""
    conference = office(slug, "person:view")
    shown = get_member(db.session(), conference, public_id)
    form = PersonForm(request.form, data={"name": shown.name, "email": shown.email})
    if form.is_sent() and _keep(conference, shown, form):
        flash(_("%(name)s is kept.", name=shown.name), "success")
        return redirect(url_for(".person", slug=slug, public_id=public_id))
    return _person_page(conference, shown, form), answering(form)


@bp.post("/<slug>/people/<public_id>/roles")
def give_role(slug: str, public_id: str) -> ResponseReturnValue:
    """Let somebody play one more part."""
    conference = office(slug, "role:grant")
    form = RoleForm(request.form)
    form.role.choices = role_choices(conference, short=True)
    form.body.choices = body_choices(conference)
    shown = get_member(db.session(), conference, public_id)
    if not form.is_sent():
        page = PersonForm(data={"name": shown.name, "email": shown.email})
        return _person_page(conference, shown, page, form), HTTPStatus.UNPROCESSABLE_ENTITY
    bodies = {body.name: body for body in list_bodies(db.session(), conference)}
    with at_work() as session:
        acts.give_role(
            session,
            current_actor(),
            conference,
            shown,
            Role(form.role.data),
            body=bodies.get(form.body.data or ""),
            now=utc_now(),
        )
    flash(_("%(name)s plays that part now.", name=shown.name), "success")
    return redirect(url_for(".person", slug=slug, public_id=public_id))


@bp.post("/<slug>/people/<public_id>/roles/<role>/take")
def take_role(slug: str, public_id: str, role: str) -> ResponseReturnValue:
    """End a part somebody plays; with the last one they leave the conference."""
    conference = office(slug, "role:grant")
    if role not in {known.value for known in Role}:
        raise NotThere("role", role)
    try:
        with at_work() as session:
            shown = get_member(session, conference, public_id)
            acts.take_role(session, current_actor(), conference, shown, Role(role), now=utc_now())
        get_member(db.session(), conference, public_id)
    except acts.LastAdministrator:
        flash(
            _("Somebody has to administer the conference. Make another administrator first."),
            "error",
        )
    except NotThere:
        flash(_("They play no part in this conference any more."))
        return redirect(url_for(".people", slug=slug))
    return redirect(url_for(".person", slug=slug, public_id=public_id))


@bp.route("/<slug>/people/<public_id>/erase", methods=["GET", "POST"])
def erase_person(slug: str, public_id: str) -> ResponseReturnValue:
    """Ask whether somebody is to be forgotten, and forget them."""
    conference = office(slug, "person:erase")
    shown = get_member(db.session(), conference, public_id)
    if request.method == "POST":
        refused = _erase(conference, shown)
        if not refused:
            flash(_("Name, address and parts are erased. The minutes stay whole."), "success")
            return redirect(url_for(".people", slug=slug))
        flash(refused, "error")
    page = render_template(
        "admin/erase_person.html", **around(conference, "admin"), shown=conference, person=shown
    )
    return page, HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK


def role_choices(conference: Conference, *, short: bool = False) -> list[tuple[str, str]]:
    """Return the parts the person asking may give, with what each is for unless `short`."""
    every = may(current_actor(), "role:grant", conference)
    return [
        (role.value, role_words(role) if short else str(words))
        for role, words in ROLE_MEANINGS.items()
        if every or role in ORDINARY_ROLES
    ]


def body_choices(conference: Conference) -> list[tuple[str, str]]:
    names = [body.name for body in list_bodies(db.session(), conference)]
    return [("", _("for none")), *((name, name) for name in names)]


def _person_page(
    conference: Conference, shown: Person, form: PersonForm, role_form: RoleForm | None = None
) -> str:
    if role_form is None:
        role_form = RoleForm()
        role_form.role.choices = role_choices(conference, short=True)
        role_form.body.choices = body_choices(conference)
    actor = current_actor()
    return render_template(
        "admin/person.html",
        **around(conference, "admin"),
        shown=conference,
        person=shown,
        member=describe_member(db.session(), conference, shown),
        register_url=way_to("register.voter", slug=conference.slug, public_id=shown.public_id),
        form=form,
        role_form=role_form,
        role_words=role_words,
        may_edit=may(actor, "person:edit", conference),
        may_grant=may(actor, "role:grant", conference),
        may_erase=may(actor, "person:erase", conference),
        may_sign_out=may(actor, "person:sign_out", conference),
        may_print=bool(within_reach(db.session(), actor, [shown])),
    )


def _add(conference: Conference, form: NewPersonForm) -> str:
    """Add the person, and say what that did."""
    known = find_by_email(db.session(), form.email.data or "") is not None
    with at_work() as session:
        added = admitting.add_person(
            session,
            current_actor(),
            conference,
            admitting.NewPerson(
                name=form.name.data or "",
                email=form.email.data or "",
                roles=frozenset(map(Role, form.roles.data or ())),
                body=form.body.data or "",
            ),
            new_id=new_token,
            now=utc_now(),
        )
    if known:
        return _(
            "%(name)s has an account with this address already and takes part now.", name=added.name
        )
    return _("%(name)s is added.", name=added.name)


def _keep(conference: Conference, shown: Person, form: PersonForm) -> bool:
    try:
        with at_work() as session:
            acts.change_person(
                session,
                current_actor(),
                conference,
                shown,
                name=form.name.data or "",
                email=form.email.data or "",
                now=utc_now(),
            )
    except acts.AddressTaken:
        find_fault(form.email, _("Somebody else has this address. Write another one."))
    except BelongsElsewhere:
        form.form_errors.append(elsewhere())
    return not form.errors


def _erase(conference: Conference, shown: Person) -> str:
    """Erase the person; return why not, or nothing."""
    try:
        with at_work() as session:
            acts.erase_person(session, current_actor(), conference, shown, now=utc_now())
    except acts.LastAdministrator:
        return _("Nobody could administer the conference then. Make another administrator first.")
    except BelongsElsewhere:
        return elsewhere()
    return ""


def elsewhere() -> str:
    return _(
        "This person takes part in another conference too, where you have no say. "
        "Ask its administrators, or end the parts they play here."
    )
