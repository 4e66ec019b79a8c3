"""Know separate votes, parts, amendments to amendments, and what is in force without a vote."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = (
    "draft", "submitted", "out_of_order", "selected", "not_selected", "carried", "lost", "fallen",
    "withdrawn",
)  # fmt: skip
OUTCOMES = ("carried", "lost", "referred_back", "withdrawn", "not_reached", "fallen")
NUMBERED = ("selected", "carried", "lost", "fallen")


def one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def amendment_checks(states: tuple[str, ...], numbered: tuple[str, ...]) -> dict[str, str]:
    return {
        "state_is_known": one_of("state", states),
        "numbered_once_selected": (
            f"state NOT IN ({', '.join(repr(word) for word in numbered)}) OR number IS NOT NULL"
        ),
    }


def recheck(table: str, checks: dict[str, str]) -> None:
    with op.batch_alter_table(table) as batch:
        for name, words in checks.items():
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), words)


def add_key(table: str, column: str, target: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(f"fk_{table}_{column}"), target, [column], ["id"])
        batch.create_index(op.f(f"ix_{table}_{column}"), [column], unique=False)


def drop_key(table: str, column: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_index(op.f(f"ix_{table}_{column}"))
        batch.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
        batch.drop_column(column)


def upgrade() -> None:
    op.create_table(
        "separate_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "selected",
                "not_selected",
                "kept",
                "lost",
                "fallen",
                "withdrawn",
                name="separatevotestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "spans",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("first_line", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict_reason", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("fell_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_line <= last_line", name=op.f("ck_separate_vote_lines_in_order")),
        sa.CheckConstraint(
            "state <> 'lost' OR change_id IS NOT NULL",
            name=op.f("ck_separate_vote_lost_words_are_struck"),
        ),
        sa.CheckConstraint(
            "(state = 'fallen') = (fell_by_id IS NOT NULL)",
            name=op.f("ck_separate_vote_fallen_by_a_result"),
        ),
        sa.CheckConstraint(
            "state <> 'not_selected' OR verdict_reason IS NOT NULL",
            name=op.f("ck_separate_vote_refused_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_separate_vote_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change_record.id"], name=op.f("fk_separate_vote_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["fell_by_id"], ["declaration.id"], name=op.f("fk_separate_vote_fell_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_separate_vote_motion_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["text_version.id"], name=op.f("fk_separate_vote_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_separate_vote")),
        sa.UniqueConstraint("change_id", name=op.f("uq_separate_vote_change_id")),
    )
    op.create_index(op.f("ix_separate_vote_motion_id"), "separate_vote", ["motion_id"])
    add_key("vote", "separate_vote_id", "separate_vote")
    add_key("amendment", "amends_id", "amendment")
    add_key("amendment", "part_of_id", "amendment")
    recheck(
        "amendment",
        amendment_checks(
            (*STATES, "accepted", "written_in", "in_parts"), (*NUMBERED, "accepted", "in_parts")
        ),
    )
    recheck("declaration", {"outcome_is_known": one_of("outcome", (*OUTCOMES, "accepted"))})


def downgrade() -> None:
    recheck("declaration", {"outcome_is_known": one_of("outcome", OUTCOMES)})
    recheck("amendment", amendment_checks(STATES, NUMBERED))
    drop_key("amendment", "part_of_id")
    drop_key("amendment", "amends_id")
    drop_key("vote", "separate_vote_id")
    op.drop_index(op.f("ix_separate_vote_motion_id"), table_name="separate_vote")
    op.drop_table("separate_vote")
