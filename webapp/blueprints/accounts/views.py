"""The pages on which people prove who they are."""

from __future__ import annotations

from http import HTTPStatus

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from webapp.blueprints.accounts.forms import ChangePasswordForm, CodeForm, SignInForm
from webapp.blueprints.accounts.limits import limit_failures, limit_guesses
from webapp.extensions import db
from webapp.models import Person
from webapp.queries.people import find_by_email
from webapp.services.passwords import hash_password
from webapp.services.people import (
    CodeExpired,
    CodeRefused,
    CodeUsed,
    check_password,
    redeem_code,
    set_password,
)
from webapp.web.access import is_own_address
from webapp.web.clock import utc_now
from webapp.web.identity import SignedIn
from webapp.web.transactions import unit_of_work

bp = Blueprint("accounts", __name__, url_prefix="/accounts")

TRY_AGAIN = HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show whose account this is."""
    return render_template("accounts/show.html", person=myself())


@bp.route("/sign-in", methods=["GET", "POST"])
@limit_failures
def sign_in() -> ResponseReturnValue:
    """Sign in, and go on to the page that was asked for."""
    form = SignInForm(request.form)
    if form.is_sent():
        person = find_by_email(db.session(), form.email.data or "")
        cost = current_app.config["ARGON2"]
        if check_password(person, form.password.data or "", cost) and person is not None:
            begin_session(person)
            return redirect(where_to())
        form.form_errors.append(_("The address and the password do not belong together."))
    return render_template("accounts/sign_in.html", form=form), answering(form)


@bp.route("/code", methods=["GET", "POST"])
@limit_guesses
def use_code() -> ResponseReturnValue:
    """Sign in for the first time with a printed code, choosing a password."""
    form = CodeForm(request.form, code=request.args.get("code", ""))
    if form.is_sent():
        kept = hash_password(form.new_password.data or "", current_app.config["ARGON2"])
        try:
            with unit_of_work(db.session()) as work:
                person = redeem_code(work, form.code.data or "", utc_now())
                set_password(work, person, kept, now=utc_now())
        except CodeRefused as refusal:
            form.code.errors = [*form.code.errors, code_sentence(refusal)]
        else:
            begin_session(person)
            flash(_("Your password is kept. Welcome!"), "success")
            return redirect(where_to())
    return render_template("accounts/use_code.html", form=form), answering(form)


@bp.route("/password", methods=["GET", "POST"])
@limit_failures
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other browser is signed out."""
    form = ChangePasswordForm(request.form)
    if form.is_sent():
        cost = current_app.config["ARGON2"]
        if check_password(myself(), form.password.data or "", cost):
            kept = hash_password(form.new_password.data or "", cost)
            with unit_of_work(db.session()) as work:
                set_password(work, myself(), kept, now=utc_now())
            begin_session(myself())
            flash(_("Your password is changed. Other browsers are signed out."), "success")
            return redirect(url_for(".show"))
        form.password.errors = [*form.password.errors, _("This is not your password.")]
    return render_template("accounts/change_password.html", form=form), answering(form)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Forget who sits at this browser."""
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return redirect("/")


def myself() -> Person:
    return db.session.get_one(Person, current_user.person_id)


def begin_session(person: Person) -> None:
    """Sign a person in, in a session that shares nothing with the one before."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(person))


def where_to() -> str:
    after = request.args.get("after", "")
    return after if is_own_address(after) else "/"


def answering(form: SignInForm | CodeForm | ChangePasswordForm) -> HTTPStatus:
    return TRY_AGAIN if form.errors else HTTPStatus.OK


def code_sentence(refusal: CodeRefused) -> str:
    """Say what is wrong with a code, and what to do."""
    if isinstance(refusal, CodeUsed):
        return _("This code has been used. Sign in with your password, or ask for a new code.")
    if isinstance(refusal, CodeExpired):
        return _("This code is too old. Ask the staff of the conference for a new one.")
    return _("There is no such code. Please compare it with your paper.")
