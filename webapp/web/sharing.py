"""The address by which a drafter shares a draft with those who are asked to sign it."""

from __future__ import annotations

import hmac
from hashlib import sha256

from flask import current_app

from webapp.queries.errors import NotThere

LENGTH = 20


def share_key(subject: str) -> str:
    """Return the part of the address that nobody can guess: `share_key("motion:12")`."""
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"share {subject}".encode(), sha256).hexdigest()[:LENGTH]


def demand_share_key(subject: str, key: str) -> None:
    """Raise NotThere unless the address was given by somebody who sees the draft."""
    if not hmac.compare_digest(share_key(subject).encode(), key.encode()):
        raise NotThere("draft", subject)
