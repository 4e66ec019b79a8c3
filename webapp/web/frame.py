"""What the frame around every page shows: who is signed in, and the way in and out."""

from __future__ import annotations

from typing import Any

from flask import Flask, url_for
from flask_babel import get_locale
from flask_login import current_user


def frame() -> dict[str, Any]:
    """Return what `base.html` asks for and no page should have to pass."""
    language = str(get_locale() or "en").replace("_", "-")
    common: dict[str, Any] = {"language": language, "home_url": "/"}
    if current_user.is_authenticated:
        return common | {
            "current_person": {"name": current_user.name, "url": url_for("accounts.show")},
            "sign_out_url": url_for("accounts.sign_out"),
        }
    return common | {"sign_in_url": url_for("accounts.sign_in")}


def put_in_frame(app: Flask) -> None:
    app.context_processor(frame)
