"""Runs migrations: on the app's database, in one transaction, numbered one after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import click
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import JSON, Connection

from webapp.models import Base
from webapp.models.base import UtcDateTime
from webapp.models.storage import writing

HEAD = Path(__file__).parent / "HEAD"


def number_revision(_: MigrationContext, __: Any, directives: list[MigrationScript]) -> None:
    """Give a new migration the next number, and name it in HEAD; write none that is empty."""
    script = directives[0]
    compared = getattr(context.config.cmd_opts, "autogenerate", False)
    if compared and script.upgrade_ops is not None and script.upgrade_ops.is_empty():
        directives[:] = []
        click.echo("The tables are as the models say.")
        return
    if script.message is None and not compared:  # `flask db check` writes nothing
        return
    if not script.message:
        raise click.UsageError("Say what the migration does: -m 'add seconders'")
    newest = int(HEAD.read_text().split("_")[0]) if HEAD.exists() else 0
    script.rev_id = f"{newest + 1:04d}"
    slug = "_".join(script.message.lower().split())
    HEAD.write_text(f"{script.rev_id}_{slug}\n")


def render_plainly(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write types of our own as what they are in the database: no model enters a migration."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        autogenerate.imports.add("from sqlalchemy.dialects import postgresql")
        null = f"none_as_null={item.none_as_null}"
        return f"sa.JSON({null}).with_variant(postgresql.JSONB({null}), 'postgresql')"
    return False


@contextmanager
def open_connection() -> Iterator[Connection]:
    """Reach the database; SQLite remakes tables, so its foreign keys are checked at the end."""
    if "migrate" not in current_app.extensions:
        raise click.UsageError("There is no database: set CARRIED_DATABASE_URL.")
    engine = current_app.extensions["migrate"].db.engine
    with writing(engine).connect() as connection:
        if engine.dialect.name != "sqlite":
            yield connection
            return
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def refuse_dangling(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if dangling:
            raise click.ClickException(f"rows that point nowhere: {dangling[:5]}")


def run() -> None:
    with open_connection() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            process_revision_directives=number_revision,
            render_item=render_plainly,
            render_as_batch=HEAD.exists(),  # the first migration only makes tables
            compare_server_default=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            refuse_dangling(connection)


run()
