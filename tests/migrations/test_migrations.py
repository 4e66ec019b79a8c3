import re
from itertools import chain
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
    looking = inspect(engine)  # everything of one kind at once: asking table by table takes seconds
    lines = set()
    for (_, table), columns in looking.get_multi_columns().items():
        for c in columns:
            lines.add(f"{table}.{c['name']}: {c['type']} {c['nullable']} {c['default']}")
    for (_, table), key in looking.get_multi_pk_constraint().items():
        lines.add(f"{table}: {sorted(key.items())}")
    found = [looking.get_multi_foreign_keys(), looking.get_multi_unique_constraints()]
    found += [looking.get_multi_check_constraints(), looking.get_multi_indexes()]
    for (_, table), constraints in chain.from_iterable(kind.items() for kind in found):
        for one in constraints:  # SQLite tells an index's condition as an object
            told = {key: str(said) for key, said in one.get("dialect_options", {}).items()}
            lines.add(f"{table}: {sorted((one | {'dialect_options': told}).items())}")
    return {line for line in lines if not line.startswith("alembic_version")}


def test_the_models_are_what_the_migrations_make(bare, own_engine):
    upgrade()

    assert tables_of(db.engine) == tables_of(own_engine)


def test_each_migration_goes_up_and_leaves_nothing_when_it_goes_down(bare):
    for revision in REVISIONS:
        below = tables_of(db.engine)
        upgrade(revision=revision)
        above = tables_of(db.engine)

        downgrade(revision="-1")
        assert tables_of(db.engine) == below, revision

        upgrade(revision=revision)
        assert tables_of(db.engine) == above, revision


def test_migrations_stand_in_one_line_and_head_names_the_last():
    newest = (MIGRATIONS / "HEAD").read_text().strip()

    assert [f"{number:04d}" for number in range(1, len(FILES) + 1)] == REVISIONS
    assert SCRIPTS.get_heads() == [newest.split("_")[0]]
    assert [file.stem for file in FILES][-1] == newest


def test_no_migration_imports_what_will_change():
    for file in FILES:
        assert not re.search(r"^\s*(from|import) webapp", file.read_text(), re.MULTILINE)
