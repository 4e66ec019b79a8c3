"""What each thing that goes wrong says to whoever asked: tables from error to sentence."""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm.exc import StaleDataError

from webapp.models.gate import GateStuck
from webapp.procedure.errors import ImpossibleCount, NotPermitted, OutOfOrder, TooLate
from webapp.queries.errors import NotThere
from webapp.services.ballot_writer import BallotsStuck
from webapp.services.errors import (
    Adjourned,
    AlreadyDeclared,
    ChangedMeanwhile,
    ImpossibleResult,
    NotDone,
    NotReady,
    NotUnderstood,
    ReasonMissing,
    TooLateToUndo,
    UndecidedCollision,
    VoteOpen,
)
from webapp.services.hashing_line import TooManyAtOnce
from webapp.services.polls import PollRefused
from webapp.text.errors import (
    NoSuchChangeSet,
    NoSuchClause,
    NotClosed,
    OpenCollision,
    TooMuch,
    WrongAnchor,
)
from webapp.web.clause_editor import Unreadable
from webapp.web.requests import Unprintable


class Answer(NamedTuple):
    """A status, and what the page says; `remedy` is what to do now."""

    status: HTTPStatus
    title: object
    sentence: object
    remedy: object = None


NOT_FOUND = Answer(
    HTTPStatus.NOT_FOUND,
    _("There is nothing here"),
    _("There is no such page, or it is not shown to you."),
    _("If you belong to this conference, sign in and try again."),
)
CHANGED_MEANWHILE = Answer(
    HTTPStatus.CONFLICT,
    _("Changed meanwhile"),
    _("Somebody else, or a second click, changed this while you were working on it."),
    _("Go back, look at what it says now, and try again."),
)
TRY_AGAIN_SHORTLY = Answer(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("Busy just now"),
    _("Too much is being done at once. Nothing was changed."),
    _("Wait a few seconds and try again."),
)
OUT_OF_ORDER = Answer(
    HTTPStatus.CONFLICT,
    _("Out of order"),
    _("Standing orders do not allow this now. Nothing was changed."),
    _("Go back and look at where the item stands."),
)
NOT_YOURS = Answer(
    HTTPStatus.FORBIDDEN,
    _("Not yours to do"),
    _("You may see this, but standing orders leave the act to somebody else."),
)
COLLISION = Answer(
    HTTPStatus.CONFLICT,
    _("A collision has to be decided first"),
    _("Two amendments want different things of the same words."),
    _("Decide which of them stands, then ask for the text again."),
)
TOO_LONG = Answer(
    HTTPStatus.UNPROCESSABLE_ENTITY,
    _("Too long"),
    _("This is more text than can be worked on in one piece."),
    _("Cut it into parts."),
)

# An error is answered by the first of its classes that stands here.
ANSWERS: dict[type[Exception], Answer] = {
    NotThere: NOT_FOUND,
    NoSuchClause: NOT_FOUND,
    NoSuchChangeSet: NOT_FOUND,
    WrongAnchor: CHANGED_MEANWHILE,
    ChangedMeanwhile: CHANGED_MEANWHILE,
    StaleDataError: CHANGED_MEANWHILE,
    IntegrityError: CHANGED_MEANWHILE,
    NotPermitted: NOT_YOURS,
    OutOfOrder: OUT_OF_ORDER,
    TooLate: Answer(
        HTTPStatus.CONFLICT,
        _("Too late"),
        _("The deadline for this has passed. Nothing was changed."),
    ),
    ImpossibleCount: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("These figures cannot be"),
        _("No count comes out like this. Nothing was recorded."),
        _("Compare the figures with the tellers and enter them again."),
    ),
    ImpossibleResult: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("The result does not follow"),
        _("Under the majority that applies, these figures give another result."),
        _("Compare the figures with the tellers and enter them again."),
    ),
    AlreadyDeclared: Answer(
        HTTPStatus.CONFLICT,
        _("Already declared"),
        _("A result stands for this question."),
        _("If it is mistaken, correct it, with a reason."),
    ),
    TooLateToUndo: Answer(
        HTTPStatus.CONFLICT,
        _("Too late to undo"),
        _("The result is public already."),
        _("If it is mistaken, correct it, with a reason."),
    ),
    VoteOpen: Answer(
        HTTPStatus.CONFLICT,
        _("Conference is voting on it"),
        _(
            "A vote is open, on phones or by tellers, on what this would end. Nothing was changed, "
            "and no ballot or figure is lost."
        ),
        _("Close that vote and declare its result, or end it with a reason; then do this again."),
    ),
    Adjourned: Answer(
        HTTPStatus.CONFLICT,
        _("This debate is adjourned"),
        _("Conference adjourned it, and nothing can be put until it goes on. Nothing was changed."),
        _("Resume it on the chair’s desk; it stands where it stood."),
    ),
    NotReady: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("Something is still missing"),
        _("This cannot be done until it is complete. Nothing was changed."),
    ),
    ReasonMissing: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("A reason is needed"),
        _("This act is only done with a reason that people can read."),
    ),
    NotUnderstood: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("Not understood"),
        _("The instruction could not be read."),
        _("Say where and what: in line 12, delete “may” and insert “must”."),
    ),
    NotDone: Answer(
        HTTPStatus.CONFLICT,
        _("Not done"),
        _("This cannot be done as things stand. Nothing was changed."),
    ),
    NotClosed: Answer(
        HTTPStatus.CONFLICT,
        _("It stands on another amendment"),
        _("An amendment among these needs another one that is not among them."),
    ),
    OpenCollision: COLLISION,
    UndecidedCollision: COLLISION,
    TooMuch: TOO_LONG,
    Unreadable: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("Not understood"),
        _("Something in the form could not be understood."),
    ),
    BallotsStuck: Answer(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("Not sure yet"),
        _("It cannot be said yet whether your ballot was recorded."),
        _("Send it again: a ballot sent twice is counted once, and you get its receipt."),
    ),
    PollRefused: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("No poll can be opened"),
        _("Standing orders, or how things stand, do not allow it. Nothing was changed."),
    ),
    GateStuck: TRY_AGAIN_SHORTLY,
    TooManyAtOnce: TRY_AGAIN_SHORTLY,
    NoConnectionFree: TRY_AGAIN_SHORTLY,
    OperationalError: TRY_AGAIN_SHORTLY,
    Unprintable: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("A character that cannot be kept"),
        _("What was sent contains a null character, which no text can hold."),
        _("Type the words instead of pasting them."),
    ),
}

STATUSES: dict[int, Answer] = {
    400: Answer(
        HTTPStatus.BAD_REQUEST, _("Not understood"), _("The request could not be understood.")
    ),
    401: Answer(
        HTTPStatus.UNAUTHORIZED,
        _("Sign in first"),
        _("You are not signed in, or your session has ended. Nothing was changed."),
        _("Sign in, go back, and send it again."),
    ),
    403: Answer(
        HTTPStatus.FORBIDDEN, _("Not yours to do"), _("You may see this, but not do that.")
    ),
    404: NOT_FOUND,
    405: Answer(
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("Not done from here"),
        _("This address only answers a button on its page."),
    ),
    409: CHANGED_MEANWHILE,
    413: Answer(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("Too large"),
        _("This is more than the service takes in one piece. Nothing was changed."),
        _("Go back: your browser still has what you typed. Send it in parts."),
    ),
    422: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("Not understood"),
        _("Something in the form could not be understood."),
    ),
    429: Answer(
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Too often"),
        _("This was tried too often in a short time."),
        _("Wait a minute and try again."),
    ),
    500: Answer(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something went wrong here"),
        _("The fault is ours. Nothing was changed."),
        _("Try again; if it happens again, tell the staff of the conference."),
    ),
    503: TRY_AGAIN_SHORTLY,
}
