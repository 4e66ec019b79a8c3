"""Keep counts in the hall, block by block, and who asked for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "division_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("putting", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_division_request_motion_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_division_request_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_request")),
        sa.UniqueConstraint(
            "motion_id",
            "question",
            "putting",
            "person_id",
            name=op.f("uq_division_request_motion_id_question_putting_person_id"),
        ),
    )
    op.create_table(
        "hall_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("putting", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tellers", sa.Integer(), nullable=False),
        sa.Column("with_abstentions", sa.Boolean(), nullable=False),
        sa.Column("with_phones", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "phones",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=True,
        ),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("chosen_because", sa.Text(), nullable=True),
        sa.Column("declaration_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "cause IN ('ordered', 'division', 'recount')", name=op.f("ck_hall_count_cause_is_known")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'closed', 'void')", name=op.f("ck_hall_count_state_is_known")
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (in_favour IS NOT NULL AND against IS NOT NULL)",
            name=op.f("ck_hall_count_figures_once_closed"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)",
            name=op.f("ck_hall_count_closed_at_unless_open"),
        ),
        sa.CheckConstraint(
            "declaration_id IS NULL OR state = 'closed'",
            name=op.f("ck_hall_count_declared_only_when_closed"),
        ),
        sa.CheckConstraint(
            "state <> 'void' OR reason IS NOT NULL",
            name=op.f("ck_hall_count_broken_off_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_hall_count_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_hall_count_declaration_id")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_hall_count_motion_id")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_hall_count_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_count")),
        sa.UniqueConstraint(
            "motion_id", "question", "number", name=op.f("uq_hall_count_motion_id_question_number")
        ),
    )
    op.create_index(
        op.f("ix_hall_count_declaration_id"), "hall_count", ["declaration_id"], unique=False
    )
    op.create_index(op.f("ix_hall_count_motion_id"), "hall_count", ["motion_id"], unique=False)
    op.create_index(
        "ix_hall_count_one_open",
        "hall_count",
        ["motion_id", "question"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "count_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("cleared", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (in_favour IS NULL) AND (settled_at IS NULL) = (reason IS NULL)"
            " AND (settled_at IS NULL) = (settled_by_id IS NULL)",
            name=op.f("ck_count_block_settled_with_figures_and_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["count_id"], ["hall_count.id"], name=op.f("fk_count_block_count_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_count_block_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_block")),
        sa.UniqueConstraint("count_id", "place", name=op.f("uq_count_block_count_id_place")),
    )
    op.create_table(
        "count_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("teller_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=60), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(in_favour IS NULL) = (against IS NULL)", name=op.f("ck_count_sheet_figures_together")
        ),
        sa.CheckConstraint(
            "coalesce(in_favour, 0) >= 0 AND coalesce(against, 0) >= 0"
            " AND coalesce(abstained, 0) >= 0",
            name=op.f("ck_count_sheet_no_negative_figures"),
        ),
        sa.ForeignKeyConstraint(
            ["block_id"], ["count_block.id"], name=op.f("fk_count_sheet_block_id")
        ),
        sa.ForeignKeyConstraint(
            ["teller_id"], ["person.id"], name=op.f("fk_count_sheet_teller_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_sheet")),
        sa.UniqueConstraint(
            "block_id", "teller_id", "number", name=op.f("uq_count_sheet_block_id_teller_id_number")
        ),
        sa.UniqueConstraint(
            "block_id", "teller_id", "token", name=op.f("uq_count_sheet_block_id_teller_id_token")
        ),
    )
    op.create_index(op.f("ix_count_sheet_teller_id"), "count_sheet", ["teller_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_count_sheet_teller_id"), table_name="count_sheet")
    op.drop_table("count_sheet")
    op.drop_table("count_block")
    for index in ("one_open", "motion_id", "declaration_id"):
        op.drop_index(op.f(f"ix_hall_count_{index}"), table_name="hall_count")
    op.drop_table("hall_count")
    op.drop_table("division_request")
