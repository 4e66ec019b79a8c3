import re
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

import config
from tests import databases
from webapp.app import create_app
from webapp.extensions import MIGRATIONS, db

SCRIPTS = ScriptDirectory(str(MIGRATIONS))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
FILES = sorted(Path(MIGRATIONS / "versions").glob("*.py"))


@pytest.fixture
def bare(database_kind, tmp_path):
    """Return the app on a database without any tables."""
    with databases.database_of_its_own(database_kind, tmp_path, empty=True) as address:
        made = create_app(config.TestConfig(SQLALCHEMY_DATABASE_URI=address))
        with made.app_context():
            databases.make_hasty(db.engine)
            yield made
            db.engine.dispose()


def tables_of(engine):
    """Describe every table, a line for each column, key, index and check."""
    looking = inspect(engine)
    lines = set()
    for table in set(looking.get_table_names()) - {"alembic_version"}:
        for c in looking.get_columns(table):
            lines.add(f"{table}.{c['name']}: {c['type']} {c['nullable']} {c['default']}")
        constraints = [looking.get_pk_constraint(table)]
        constraints += looking.get_foreign_keys(table) + looking.get_unique_constraints(table)
        constraints += looking.get_check_constraints(table)
        for index in looking.get_indexes(table):  # SQLite tells a condition as an object
            told = {key: str(said) for key, said in index.get("dialect_options", {}).items()}
            constraints.append(index | {"dialect_options": told})
        lines |= {f"{table}: {sorted(one.items())}" for one in constraints}
    return lines


def test_the_models_are_what_the_migrations_make(bare, own_engine):
    upgrade()

    assert tables_of(db.engine) == tables_of(own_engine)


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_migration_goes_up_and_down(bare, revision):
    upgrade(revision=revision)
    before = tables_of(db.engine)

    downgrade(revision="-1")
    upgrade(revision=revision)

    assert tables_of(db.engine) == before


def test_nothing_is_left_after_all_went_down(bare):
    upgrade()

    downgrade(revision="base")

    assert tables_of(db.engine) == set()


def test_migrations_stand_in_one_line_and_head_names_the_last():
    newest = (MIGRATIONS / "HEAD").read_text().strip()

    assert [f"{number:04d}" for number in range(1, len(FILES) + 1)] == REVISIONS
    assert SCRIPTS.get_heads() == [newest.split("_")[0]]
    assert [file.stem for file in FILES][-1] == newest


def test_no_migration_imports_what_will_change():
    for file in FILES:
        assert not re.search(r"^\s*(from|import) webapp", file.read_text(), re.MULTILINE)
