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

from webapp.blueprints.accounts.forms import (
    ChangePasswordForm,
    CodeForm,
    NewPasswordForm,
    SignInForm,
)
from webapp.blueprints.accounts.limits import limit_failures, limit_guesses
from webapp.extensions import db
from webapp.models import Person
from webapp.queries.people import find_by_email
from webapp.services.hashing_line import TooManyAtOnce
from webapp.services.passwords import hash_password
from webapp.services.sign_in_codes import (
    CodeExpired,
    CodeRefused,
    CodeUsed,
    check_code,
    redeem_code,
)
from webapp.services.signing_in import check_password, set_password, sign_out_elsewhere
from webapp.web.access import is_own_address
from webapp.web.clock import utc_now
from webapp.web.forms import BaseForm
from webapp.web.identity import SignedIn
from webapp.web.transactions import unit_of_work

bp = Blueprint("accounts", __name__, url_prefix="/accounts")

TRY_AGAIN = HTTPStatus.UNPROCESSABLE_ENTITY
BY_CODE = "by_code"


class WrongPassword(Exception):
    """The password so far was not the one that is kept."""


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show whose account this is."""
    return render_template("accounts/show.html", person=myself(), by_code=by_code())


@bp.route("/sign-in", methods=["GET", "POST"])
@limit_failures
def sign_in() -> ResponseReturnValue:
    """Sign in, and go on to the page that was asked for."""
    form = SignInForm(request.form)
    if form.is_sent():
        person = find_by_email(db.session(), form.email.data or "")
        cost = current_app.config["ARGON2"]
        try:
            known = check_password(person, form.password.data or "", cost)
        except TooManyAtOnce as busy:
            return come_again("accounts/sign_in.html", form, busy)
        if known and person is not None:
            begin_session(person)
            return redirect(where_to())
        form.form_errors.append(_("The address and the password do not belong together."))
    return render_template("accounts/sign_in.html", form=form, then=where_to()), answering(form)


@bp.route("/code", methods=["GET", "POST"])
@limit_guesses
def use_code() -> ResponseReturnValue:
    """Sign in for the first time with a printed code, choosing a password now or later."""
    form = CodeForm(request.form, code=request.args.get("code", ""))
    if form.is_sent():
        try:
            person = open_with_code(form.code.data or "", form.new_password.data or "")
        except CodeRefused as refusal:
            form.code.errors = [*form.code.errors, code_sentence(refusal)]
        except TooManyAtOnce as busy:
            return come_again("accounts/use_code.html", form, busy)
        else:
            begin_session(person)
            if not form.new_password.data:
                session[BY_CODE] = True
            flash(code_greeting(chosen=bool(form.new_password.data)), "success")
            return redirect(where_to())
    return render_template("accounts/use_code.html", form=form, then=where_to()), answering(form)


def open_with_code(code: str, password: str) -> Person:
    """Use a code up, and keep the password if one was chosen. Nothing is hashed for a bad code."""
    check_code(db.session(), code, utc_now())
    kept = hash_password(password, current_app.config["ARGON2"]) if password else None
    with unit_of_work(db.session()) as work:
        person = redeem_code(work, code, utc_now())
        if kept:
            set_password(work, person, kept, now=utc_now())
    return person


@bp.route("/password", methods=["GET", "POST"])
@limit_failures
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other browser is signed out.

    Whoever came in by a code, and chose none then, is not asked for the one so far.
    """
    form = NewPasswordForm(request.form) if by_code() else ChangePasswordForm(request.form)
    if form.is_sent():
        try:
            return keep_password(form)
        except WrongPassword:
            form["password"].errors = [*form["password"].errors, _("This is not your password.")]
        except TooManyAtOnce as busy:
            return come_again("accounts/change_password.html", form, busy, url_for(".show"))
    page = render_template("accounts/change_password.html", form=form, then=url_for(".show"))
    return page, answering(form)


def keep_password(form: NewPasswordForm) -> ResponseReturnValue:
    """Keep a new password, if whoever asks may choose one. Raises WrongPassword."""
    cost = current_app.config["ARGON2"]
    if not by_code() and not check_password(myself(), form["password"].data or "", cost):
        raise WrongPassword
    kept = hash_password(form.new_password.data or "", cost)
    with unit_of_work(db.session()) as work:
        set_password(work, myself(), kept, now=utc_now())
    begin_session(myself())
    flash(_("Your password is changed. Other browsers are signed out."), "success")
    return redirect(url_for(".show"))


@bp.post("/sign-out-elsewhere")
def sign_out_others() -> ResponseReturnValue:
    """End one's sessions in all other browsers: a phone is lost, or was lent."""
    came_by_code = by_code()
    with unit_of_work(db.session()) as work:
        sign_out_elsewhere(work, myself(), now=utc_now())
    begin_session(myself())
    if came_by_code:
        session[BY_CODE] = True
    flash(_("Every other browser is signed out."), "success")
    return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Forget who sits at this browser."""
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return redirect("/")


def myself() -> Person:
    return db.session.get_one(Person, current_user.person_id)


def by_code() -> bool:
    """Whether this browser was signed in by a code, and no password has been chosen since."""
    return bool(session.get(BY_CODE))


def begin_session(person: Person) -> None:
    """Sign a person in, in a session that shares nothing with the one before."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(person))


def where_to() -> str:
    after = request.args.get("after", "")
    return after if is_own_address(after) else "/"


def come_again(
    page: str, form: BaseForm, busy: TooManyAtOnce, then: str = ""
) -> ResponseReturnValue:
    """Show the form again to somebody who came while too many did, and say when to send it.

    The page's script only asks when: it has the form, and sends it again by itself.
    """
    headers = {"Retry-After": str(busy.retry_after)}
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return "", HTTPStatus.SERVICE_UNAVAILABLE, headers
    form.form_errors.append(
        _("Many people are signing in just now. Wait a few seconds and send this again.")
    )
    shown = render_template(page, form=form, then=then or where_to())
    return shown, HTTPStatus.SERVICE_UNAVAILABLE, headers


def answering(form: BaseForm) -> HTTPStatus:
    return TRY_AGAIN if form.errors else HTTPStatus.OK


def code_greeting(*, chosen: bool) -> str:
    if chosen:
        return _("Your password is kept. Welcome!")
    return _("Welcome! To sign in elsewhere, choose a password under your name, at the top.")


def code_sentence(refusal: CodeRefused) -> str:
    """Say what is wrong with a code, and what to do."""
    if isinstance(refusal, CodeUsed):
        return _("This code has been used. Sign in with your password, or ask for a new code.")
    if isinstance(refusal, CodeExpired):
        return _("This code is too old. Ask the staff of the conference for a new one.")
    return _("There is no such code. Please compare it with your paper.")
