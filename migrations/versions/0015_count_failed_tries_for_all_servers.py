"""Count failed tries where all servers see them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_tries",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_failed_tries_something_failed")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_failed_tries")),
    )
    op.create_index(
        op.f("ix_failed_tries_forgotten_at"), "failed_tries", ["forgotten_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_failed_tries_forgotten_at"), table_name="failed_tries")
    op.drop_table("failed_tries")
