"""A phone that is lost: what was signed in on it is signed out, and a new code is given."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.admin.blueprint import at_work, bp, office
from webapp.blueprints.admin.codes import CODES_LAST, cards
from webapp.extensions import db
from webapp.queries.people import get_member
from webapp.services.say_over_people import within_reach
from webapp.services.sign_in_codes import issue_sign_in_codes
from webapp.services.signing_in import sign_out_everywhere
from webapp.web.chance import new_code
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.identity import current_actor


@bp.route("/<slug>/people/<public_id>/lost-phone", methods=["GET", "POST"])
def lost_phone(slug: str, public_id: str) -> ResponseReturnValue:
    """Say what can be done about somebody's lost phone, and do it."""
    conference = office(slug, "person:sign_out")
    person = get_member(db.session(), conference, public_id)
    if request.method == "GET":
        return render_template(
            "admin/lost_phone.html",
            **around(conference, "admin"),
            shown=conference,
            person=person,
            may_print=bool(within_reach(db.session(), current_actor(), [person])),
        )
    wants_code = request.form.get("act") == "new_code"
    with at_work() as session:
        actor, now = current_actor(), utc_now()
        sign_out_everywhere(session, actor, conference, person, forget_password=wants_code, now=now)
        issued = (
            issue_sign_in_codes(
                session, actor, conference, [person], new_code=new_code, lasts=CODES_LAST, now=now
            )
            if wants_code
            else []
        )
    if wants_code:
        return cards(conference, issued)
    flash(_("%(name)s is signed out everywhere.", name=person.name), "success")
    return redirect(url_for(".person", slug=slug, public_id=public_id), 303)
