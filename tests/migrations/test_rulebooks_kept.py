from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

import config
from tests import databases
from webapp.app import create_app
from webapp.extensions import db
from webapp.models.storage import writing
from webapp.procedure.rulebook import FaultyRulebook, load_rulebook
from webapp.procedure.rules import ProceduralEffect

KEPT = Path(__file__).parent / "kept"  # the presets, and so what conferences began with, at 0008
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


def kept_text(name):
    """Return a preset as it was kept before rulebooks spoke of procedural motions and ballots."""
    return (KEPT / f"{name}.toml").read_text(encoding="utf-8")


def old_text(name):
    """Return a preset as it was kept before options and acceptance were asked of it."""
    kept, table = [], ""
    for line in kept_text(name).splitlines(keepends=True):
        if line.startswith("["):
            table = line.strip().strip("[]")
        if line.split(" = ")[0] not in NEW.get(table, ()):
            kept.append(line)
    return "".join(kept)


def rulebooks():
    with db.engine.connect() as connection:
        return connection.execute(sa.text("SELECT rulebook FROM conference")).scalars().all()


def keep(rulebook):
    """Put a conference with this rulebook into the database."""
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
                rulebook=rulebook,
                created_at=datetime(2026, 1, 1, tzinfo=UTC).isoformat(),
            )
        )


@pytest.mark.parametrize("name", ["federal_conference", "small_association"])
def test_a_rulebook_kept_before_says_all_that_is_asked_of_it_now(bare, name):
    upgrade(revision="0005")
    keep(old_text(name))
    with pytest.raises(FaultyRulebook):
        load_rulebook(old_text(name))

    upgrade()

    (kept,) = rulebooks()
    assert load_rulebook(kept).voting.separate_vote_question == "shall_stay"
    downgrade(revision="0005")
    assert rulebooks() == [old_text(name)]


def test_what_was_said_of_referring_back_is_a_procedural_motion_and_nothing_is_added(bare):
    upgrade(revision="0008")
    keep(kept_text("small_association"))

    upgrade()

    (row,) = load_rulebook(rulebooks()[0]).procedural
    assert (row.effect, row.majority) == (ProceduralEffect.REFER_BACK, "majority")
    assert (row.name, row.preliminary) == ("the motion to commit", False)
    assert row.words == "The question is on committing {motion}."


def test_a_body_that_did_not_refer_back_has_no_procedural_motion(bare):
    upgrade(revision="0008")
    keep(kept_text("small_association").replace("reference_back = true", "reference_back = false"))

    upgrade()

    assert load_rulebook(rulebooks()[0]).procedural == ()
    downgrade(revision="0008")
    assert "reference_back = false\n" in rulebooks()[0]


def test_a_body_keeps_its_own_word_for_what_was_not_proceeded_with(bare):
    upgrade(revision="0013")
    own = 'not_reached = "Not reached"\nnot_proceeded_with = "Passed over"\n'
    keep(kept_text("federal_conference").replace('not_reached = "Not reached"\n', own))

    upgrade(revision="0014")

    assert rulebooks()[0].count("not_proceeded_with") == 1
    downgrade(revision="0013")
    assert "not_proceeded_with" not in rulebooks()[0]
