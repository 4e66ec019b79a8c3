"""The app: the one place that knows every layer."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from webapp import blueprints, cli
from webapp.extensions import init_extensions
from webapp.models.storage import is_file
from webapp.web import (
    access,
    errors,
    forgery,
    frame,
    health,
    identity,
    limits,
    requests,
    security,
    static_files,
)

LOOK = Path(__file__).parent.parent


def create_app(settings: config.Config | None = None) -> Flask:
    """Make the app from the settings given, or from the environment.

    Raises NotConfigured when a server is started without what it needs. A command is let
    through, because some commands need neither a database nor a key; nothing is served.
    """
    settings = settings or config.from_environment()
    app = Flask("webapp", template_folder=LOOK / "templates", static_folder=LOOK / "static")
    app.config.from_object(settings)
    static_files.version_static_files(app)
    refuse_unless_configured(app, settings.missing())
    make_room_for_the_database(settings)
    limits.count_in_the_database(app)
    init_extensions(app)
    stand_behind_proxies(app, settings.BEHIND_PROXY)
    identity.recognise_people()
    protect(app)
    errors.answer_errors(app)
    frame.put_in_frame(app)
    app.register_blueprint(health.bp)
    for blueprint in blueprints.all_blueprints():
        app.register_blueprint(blueprint)
    cli.init_app(app)
    return app


def protect(app: Flask) -> None:
    """Put up, in the order in which they are asked, the checks before every page."""
    requests.refuse_what_cannot_be_kept(app)
    access.guard(app, public=blueprints.PUBLIC, readable=blueprints.READABLE)
    forgery.refuse_forgeries(app)
    security.secure(app)


def refuse_unless_configured(app: Flask, missing: list[str]) -> None:
    if not missing:
        return
    refusal = config.NotConfigured(f"Carried is not started without {' and '.join(missing)}.")
    if not config.is_command_line():
        raise refusal

    @app.before_request
    def refuse() -> None:
        raise refusal


def make_room_for_the_database(settings: config.Config) -> None:
    """Make the folder of an SQLite file, which SQLite itself does not."""
    address = make_url(settings.SQLALCHEMY_DATABASE_URI or "sqlite://")
    if address.get_backend_name() == "sqlite" and is_file(address):
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)


def stand_behind_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
