"""Know composites that the committee offers to the movers of two submitted amendments."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CHECKS = {
    "draft_answer_is_known": "draft_answer IN ('open', 'agreed', 'declined')",
    "draft_answered_at_some_time": (
        "draft_answer IS NULL OR (draft_answer = 'open') = (draft_answered_at IS NULL)"
    ),
    "offered_to_both_or_to_one": (
        "(draft_answer IS NULL) = (draft_version IS NULL)"
        " AND (draft_version IS NULL) = (other_version IS NULL)"
    ),
    "made_when_both_agreed": (
        "composite_id IS NULL OR (answer = 'agreed' AND draft_answer = 'agreed')"
    ),
}
COLUMNS = ("draft_answer", "draft_answered_at", "draft_version", "other_version", "composite_id")


def upgrade() -> None:
    with op.batch_alter_table("composite_offer") as batch:
        batch.add_column(sa.Column("draft_answer", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("draft_answered_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("draft_version", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("other_version", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("composite_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_composite_offer_composite_id"), "amendment", ["composite_id"], ["id"]
        )
        for name, words in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_composite_offer_{name}"), words)


def downgrade() -> None:
    with op.batch_alter_table("composite_offer") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_composite_offer_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_composite_offer_composite_id"), type_="foreignkey")
        for column in COLUMNS:
            batch.drop_column(column)
