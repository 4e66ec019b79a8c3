"""Keep working copies and composites."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "working_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column(
            "fields",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hand", sa.String(length=40), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_working_copy_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_copy")),
        sa.UniqueConstraint("person_id", "subject", name=op.f("uq_working_copy_person_id_subject")),
    )
    op.create_table(
        "composite_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "open",
                "agreed",
                "declined",
                name="offeranswer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer = 'open') = (answered_at IS NULL)",
            name=op.f("ck_composite_offer_answered_at_some_time"),
        ),
        sa.CheckConstraint(
            "draft_id <> other_id", name=op.f("ck_composite_offer_of_two_amendments")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["amendment.id"], name=op.f("fk_composite_offer_draft_id")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["person.id"], name=op.f("fk_composite_offer_offered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["amendment.id"], name=op.f("fk_composite_offer_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_composite_offer")),
        sa.UniqueConstraint(
            "draft_id", "other_id", name=op.f("uq_composite_offer_draft_id_other_id")
        ),
    )
    op.create_index(op.f("ix_composite_offer_other_id"), "composite_offer", ["other_id"])

    with op.batch_alter_table("amendment_supporter", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("moves", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("amendment_supporter", schema=None) as batch_op:
        batch_op.drop_column("moves")

    op.drop_index(op.f("ix_composite_offer_other_id"), table_name="composite_offer")
    op.drop_table("composite_offer")
    op.drop_table("working_copy")
