"""Know the options of a motion, of which exactly one survives."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("separate_vote") as batch:
        batch.add_column(sa.Column("choice", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("option", sa.String(length=12), nullable=True))
        batch.create_check_constraint(
            op.f("ck_separate_vote_options_of_a_choice"), "(choice IS NULL) = (option IS NULL)"
        )


def downgrade() -> None:
    with op.batch_alter_table("separate_vote") as batch:
        batch.drop_constraint(op.f("ck_separate_vote_options_of_a_choice"), type_="check")
        batch.drop_column("option")
        batch.drop_column("choice")
