"""Know ranked ballots, and ballots by which members choose what is heard."""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LIST = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
# What the service did until now: whoever selects says how many, members are asked about what is
# offered and nothing else, and verdicts may be appealed against.
ADDED = """\
[selection]
places = 1
tie = "chair"
none_of_these = false
appeals = true
words = "Which of these shall be heard? Rank them, the best first. Places: {places}."

"""


def upgrade() -> None:
    with op.batch_alter_table("poll") as table:
        table.alter_column("motion_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(
            sa.Column("ranked", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("poll") as table:
        table.alter_column("ranked", server_default=None)
        table.create_check_constraint(
            op.f("ck_poll_of_a_motion_or_a_selection"),
            "(motion_id IS NULL) = (question LIKE 'selection:%')",
        )
    with op.batch_alter_table("floor") as table:
        table.drop_constraint(op.f("ck_floor_question_of_a_motion"), type_="check")
        table.create_check_constraint(
            op.f("ck_floor_question_of_a_motion"),
            "(motion_id IS NULL) = (question = '' OR question LIKE 'selection:%')",
        )
    op.create_table(
        "members_selection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("tie", sa.String(length=40), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=True),
        sa.Column("chosen", LIST, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_how", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_members_selection_some_places")),
        sa.CheckConstraint(
            "(chosen IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_members_selection_chosen_once_decided"),
        ),
        sa.CheckConstraint(
            "tie IN ('lot', 'chair', 'nobody')",
            name=op.f("ck_members_selection_tie_is_known"),
        ),
        sa.CheckConstraint(
            "decided_how IN ('figures', 'lot', 'chair', 'nobody')",
            name=op.f("ck_members_selection_decided_how_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_members_selection_conference_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_members_selection_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_members_selection_poll_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members_selection")),
        sa.UniqueConstraint("poll_id", name=op.f("uq_members_selection_poll_id")),
    )
    op.create_index(
        op.f("ix_members_selection_conference_id"), "members_selection", ["conference_id"]
    )
    op.create_table(
        "selection_candidate",
        sa.Column("selection_id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_selection_candidate_numbered_from_one")),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_selection_candidate_motion_id")
        ),
        sa.ForeignKeyConstraint(
            ["selection_id"],
            ["members_selection.id"],
            name=op.f("fk_selection_candidate_selection_id"),
        ),
        sa.PrimaryKeyConstraint("selection_id", "motion_id", name=op.f("pk_selection_candidate")),
        sa.UniqueConstraint(
            "selection_id", "number", name=op.f("uq_selection_candidate_selection_id_number")
        ),
    )
    op.create_index(op.f("ix_selection_candidate_motion_id"), "selection_candidate", ["motion_id"])
    rewrite(with_selection)


def downgrade() -> None:
    """Forget selections by members; the polls they were taken by belong to no motion and go."""
    rewrite(without_selection)
    op.drop_table("selection_candidate")
    op.drop_table("members_selection")
    for table in ("open_ballot", "replaced_ballot", "secret_ballot", "poll_place"):
        op.execute(
            f"DELETE FROM {table} WHERE poll_id IN"  # noqa: S608
            " (SELECT id FROM poll WHERE motion_id IS NULL)"
        )
    op.execute("DELETE FROM poll WHERE motion_id IS NULL")
    op.execute("UPDATE floor SET question = '' WHERE motion_id IS NULL")
    with op.batch_alter_table("floor") as table:
        table.drop_constraint(op.f("ck_floor_question_of_a_motion"), type_="check")
        table.create_check_constraint(
            op.f("ck_floor_question_of_a_motion"), "(motion_id IS NULL) = (question = '')"
        )
    with op.batch_alter_table("poll") as table:
        table.drop_constraint(op.f("ck_poll_of_a_motion_or_a_selection"), type_="check")
        table.drop_column("ranked")
        table.alter_column("motion_id", existing_type=sa.Integer(), nullable=False)


def with_selection(rulebook: str) -> str:
    if re.search(r"^\[selection\]", rulebook, re.MULTILINE):
        return rulebook
    quorum = re.search(r"^\[quorum\]", rulebook, re.MULTILINE)
    at = quorum.start() if quorum else len(rulebook)
    return rulebook[:at] + ADDED + rulebook[at:]


def without_selection(rulebook: str) -> str:
    return re.sub(r"^\[selection\][^\n]*\n(?:(?!\[).*\n)*", "", rulebook, flags=re.MULTILINE)


def rewrite(change) -> None:
    conference = sa.table("conference", sa.column("id", sa.Integer), sa.column("rulebook", sa.Text))
    connection = op.get_bind()
    for id_, rulebook in connection.execute(
        sa.select(conference.c.id, conference.c.rulebook)
    ).all():
        connection.execute(
            conference.update().where(conference.c.id == id_).values(rulebook=change(rulebook))
        )
