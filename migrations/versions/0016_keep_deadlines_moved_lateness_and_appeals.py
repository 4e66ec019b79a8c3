"""Keep what deadlines a conference moved, what arrived late, and appeals against verdicts."""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOVED = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
# Whom one appeals to was not said: the committee itself could take a verdict back, and still can.
ADDED = 'appeals = "committee"\n'


def upgrade() -> None:
    with op.batch_alter_table("conference") as table:
        table.add_column(sa.Column("moved_deadlines", MOVED, nullable=False, server_default="{}"))
    for name in ("motion", "amendment"):
        with op.batch_alter_table(name) as table:
            table.add_column(
                sa.Column("is_late", sa.Boolean(), nullable=False, server_default=sa.false())
            )
    for name, column in (("conference", "moved_deadlines"), ("motion", "is_late"),
                         ("amendment", "is_late")):  # fmt: skip
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("against", sa.String(length=40), nullable=False),
        sa.Column("verdict_reason", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("opposed", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(upheld IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_appeal_decided_at_once_decided"),
        ),
        sa.CheckConstraint(
            "(in_favour IS NULL) = (opposed IS NULL)", name=op.f("ck_appeal_figures_in_pairs")
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_appeal_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_appeal_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_appeal_made_by_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_appeal_motion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    op.create_index(op.f("ix_appeal_motion_id"), "appeal", ["motion_id"], unique=False)
    op.create_index(
        "ix_appeal_one_open",
        "appeal",
        ["subject"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    rewrite(with_appeals)


def downgrade() -> None:
    rewrite(without_appeals)
    op.drop_table("appeal")
    for name in ("motion", "amendment"):
        with op.batch_alter_table(name) as table:
            table.drop_column("is_late")
    with op.batch_alter_table("conference") as table:
        table.drop_column("moved_deadlines")


def with_appeals(rulebook: str) -> str:
    head = re.search(r"^\[admission\][^\n]*\n", rulebook, re.MULTILINE)
    if head is None or re.search(r"^appeals\s*=", rulebook[head.end() :], re.MULTILINE):
        return rulebook
    return rulebook[: head.end()] + ADDED + rulebook[head.end() :]


def without_appeals(rulebook: str) -> str:
    rulebook = re.sub(r"^appeals\s*=.*\n", "", rulebook, flags=re.MULTILINE)
    return re.sub(r"^appeal_majority\s*=.*\n", "", rulebook, flags=re.MULTILINE)


def rewrite(change) -> None:
    conference = sa.table("conference", sa.column("id", sa.Integer), sa.column("rulebook", sa.Text))
    connection = op.get_bind()
    for id_, rulebook in connection.execute(
        sa.select(conference.c.id, conference.c.rulebook)
    ).all():
        connection.execute(
            conference.update().where(conference.c.id == id_).values(rulebook=change(rulebook))
        )
