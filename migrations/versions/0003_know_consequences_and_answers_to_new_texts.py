"""Know consequences and answers to new texts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consequence_ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("carried_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("falls", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ruled_by_id", sa.Integer(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "carried_id <> other_id", name=op.f("ck_consequence_ruling_of_two_amendments")
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_consequence_ruling_motion_id")
        ),
        sa.ForeignKeyConstraint(
            ["carried_id"], ["amendment.id"], name=op.f("fk_consequence_ruling_carried_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["amendment.id"], name=op.f("fk_consequence_ruling_other_id")
        ),
        sa.ForeignKeyConstraint(
            ["ruled_by_id"], ["person.id"], name=op.f("fk_consequence_ruling_ruled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consequence_ruling")),
        sa.UniqueConstraint(
            "carried_id", "other_id", name=op.f("uq_consequence_ruling_carried_id_other_id")
        ),
    )
    op.create_index(
        op.f("ix_consequence_ruling_motion_id"), "consequence_ruling", ["motion_id"], unique=False
    )
    op.create_table(
        "text_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "agrees",
                "objects",
                name="answertotext",
                native_enum=False,
                create_constraint=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer <> 'objects' OR words <> ''",
            name=op.f("ck_text_answer_objected_with_a_reason"),
        ),
        sa.CheckConstraint(
            "answer IN ('agrees', 'objects')", name=op.f("ck_text_answer_answer_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_text_answer_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["text_version.id"], name=op.f("fk_text_answer_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_text_answer_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_answer")),
    )
    op.create_index(op.f("ix_text_answer_amendment_id"), "text_answer", ["amendment_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_text_answer_amendment_id"), table_name="text_answer")
    op.drop_table("text_answer")
    op.drop_index(op.f("ix_consequence_ruling_motion_id"), table_name="consequence_ruling")
    op.drop_table("consequence_ruling")
