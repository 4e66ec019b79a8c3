"""How often sign-in may fail: rarely for one account, often behind one address.

A whole hall may sit behind one address. Only failures count. Somebody who tries another's
password in a loop is stopped at their own address first, and so cannot keep the other out.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask_limiter.util import get_remote_address

from webapp.extensions import limiter

View = Callable[..., Any]

FROM_ONE_ADDRESS = "600 per minute"
FOR_ONE_ACCOUNT_FROM_ONE_ADDRESS = "10 per minute"
FOR_ONE_ACCOUNT = "100 per 10 minutes"


def account_named() -> str:
    return request.form.get("email", "").strip().lower() or "nobody"


def account_from_address() -> str:
    return f"{account_named()} {get_remote_address()}"


def has_failed(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def limit_failures(view: View) -> View:
    """Refuse further tries for a while after too many that failed."""
    for rule, key in (
        (FROM_ONE_ADDRESS, get_remote_address),
        (FOR_ONE_ACCOUNT_FROM_ONE_ADDRESS, account_from_address),
        (FOR_ONE_ACCOUNT, account_named),
    ):
        view = limiter.limit(rule, key_func=key, methods=["POST"], deduct_when=has_failed)(view)
    return view


def limit_guesses(view: View) -> View:
    """Refuse further codes from one address; they name no account, and are hard to guess."""
    return limiter.limit(FROM_ONE_ADDRESS, methods=["POST"], deduct_when=has_failed)(view)
