"""Know who else asked for a separate vote on the same words, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "separate_vote_asker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("separate_vote_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_separate_vote_asker_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["separate_vote_id"],
            ["separate_vote.id"],
            name=op.f("fk_separate_vote_asker_separate_vote_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_separate_vote_asker")),
        sa.UniqueConstraint(
            "separate_vote_id",
            "person_id",
            name=op.f("uq_separate_vote_asker_separate_vote_id_person_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table("separate_vote_asker")
