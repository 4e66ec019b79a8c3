"""Keep which tellers the chair assigned to a block of the hall."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "block_teller",
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["count_block.id"], name=op.f("fk_block_teller_block_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_block_teller_person_id")
        ),
        sa.PrimaryKeyConstraint("block_id", "person_id", name=op.f("pk_block_teller")),
    )
    op.create_index(op.f("ix_block_teller_person_id"), "block_teller", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_block_teller_person_id"), table_name="block_teller")
    op.drop_table("block_teller")
