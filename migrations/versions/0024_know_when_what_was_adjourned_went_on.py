"""Keep when an adjourned debate went on, and when standing orders suspended held again."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BY = "fk_procedural_motion_over_by_id"


def upgrade() -> None:
    with op.batch_alter_table("procedural_motion") as batch:
        batch.add_column(sa.Column("over_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("over_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(batch.f(BY), "person", ["over_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("procedural_motion") as batch:
        batch.drop_constraint(batch.f(BY), type_="foreignkey")
        batch.drop_column("over_by_id")
        batch.drop_column("over_at")
