from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

import config
from tests import databases
from webapp.app import create_app
from webapp.extensions import db
from webapp.models.storage import writing
from webapp.procedure.rulebook import FaultyRulebook, load_rulebook, preset_text

NEW = {
    "amendments": ("mover_accepts", "most_words_added"),
    "voting": ("separate_vote_question", "separate_vote_tie", "options"),
    "words": ("amendment_to", "option"),
    "words.amendment_states": ("accepted", "written_in", "in_parts"),
    "words.status": ("accepted",),
    "words.chair": ("option",),
}
CONFERENCE = sa.table(
    "conference",
    *(
        sa.column(name)
        for name in (
            "id", "slug", "name", "place", "starts_on", "ends_on", "time_zone", "is_closed",
            "rulebook", "created_at",
        )
    ),
)  # fmt: skip


@pytest.fixture
def bare(database_kind, tmp_path):
    """Return the app on a database without any tables."""
    with databases.database_of_its_own(database_kind, tmp_path, empty=True) as address:
        made = create_app(config.TestConfig(SQLALCHEMY_DATABASE_URI=address))
        with made.app_context():
            databases.make_hasty(db.engine)
            yield made
            db.engine.dispose()


def old_text(name):
    """Return a preset as it was kept before anything of this was asked of it."""
    kept, table = [], ""
    for line in preset_text(name).splitlines(keepends=True):
        if line.startswith("["):
            table = line.strip().strip("[]")
        if line.split(" = ")[0] not in NEW.get(table, ()):
            kept.append(line)
    return "".join(kept)


def rulebooks():
    with db.engine.connect() as connection:
        return connection.execute(sa.text("SELECT rulebook FROM conference")).scalars().all()


@pytest.mark.parametrize("name", ["federal_conference", "small_association"])
def test_a_rulebook_kept_before_says_all_that_is_asked_of_it_now(bare, name):
    upgrade(revision="0005")
    with writing(db.engine).begin() as connection:
        connection.execute(
            CONFERENCE.insert().values(
                id=1,
                slug="a",
                name="A",
                place="",
                starts_on=date(2026, 9, 1).isoformat(),
                ends_on=date(2026, 9, 2).isoformat(),
                time_zone="UTC",
                is_closed=False,
                rulebook=old_text(name),
                created_at=datetime(2026, 1, 1, tzinfo=UTC).isoformat(),
            )
        )
    with pytest.raises(FaultyRulebook):
        load_rulebook(old_text(name))

    upgrade(revision="0006")

    (kept,) = rulebooks()
    assert load_rulebook(kept).voting.separate_vote_question == "shall_stay"
    downgrade(revision="0005")
    assert rulebooks() == [old_text(name)]
