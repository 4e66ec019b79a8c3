"""Know the correction of a result to a question that was never put."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OUTCOMES = (
    "carried", "lost", "referred_back", "withdrawn", "not_reached", "fallen", "accepted",
)  # fmt: skip


def know(outcomes: tuple[str, ...]) -> None:
    words = f"outcome IN ({', '.join(repr(word) for word in outcomes)})"
    with op.batch_alter_table("declaration") as batch:
        batch.drop_constraint(op.f("ck_declaration_outcome_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_declaration_outcome_is_known"), words)


def upgrade() -> None:
    know((*OUTCOMES, "not_put"))


def downgrade() -> None:
    know(OUTCOMES)
