"""Keep the figures of each option where conference chose one of several by a count."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "option_figure",
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("separate_vote_id", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_option_figure_no_negative_figures")),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_option_figure_declaration_id")
        ),
        sa.ForeignKeyConstraint(
            ["separate_vote_id"],
            ["separate_vote.id"],
            name=op.f("fk_option_figure_separate_vote_id"),
        ),
        sa.PrimaryKeyConstraint(
            "declaration_id", "separate_vote_id", name=op.f("pk_option_figure")
        ),
    )


def downgrade() -> None:
    op.drop_table("option_figure")
