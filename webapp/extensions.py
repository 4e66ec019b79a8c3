"""What Flask is extended with: storage, sign-in, migrations, rate limits and languages."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

from webapp.models import Base
from webapp.models.storage import keep_transactions

MIGRATIONS = Path(__file__).parent.parent / "migrations"

db = SQLAlchemy(metadata=Base.metadata)
login_manager = LoginManager()
migrate = Migrate(directory=str(MIGRATIONS))
limiter = Limiter(get_remote_address)
babel = Babel()

# The languages the words of the pages are in: what browsers ask for, and whose dates are meant.
LANGUAGES = {"en": "en_GB"}


def init_extensions(app: Flask) -> None:
    """Bind every extension to the app.

    Without a database the commands that need none still work; anything that asks for
    one fails.
    """
    login_manager.init_app(app)
    limiter.init_app(app)
    babel.init_app(app, locale_selector=preferred_language)
    if app.config["SQLALCHEMY_DATABASE_URI"]:
        db.init_app(app)
        migrate.init_app(app, db)
        with app.app_context():
            keep_transactions(db.engine)


def preferred_language() -> str | None:
    """Return the first of our languages that the browser asks for; None leaves the default."""
    asked = request.accept_languages.best_match(LANGUAGES) if request else None
    return LANGUAGES[asked] if asked else None
