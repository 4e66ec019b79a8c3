"""Know procedural motions, votes taken together, and the chair's own order of questions."""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = (
    "draft", "submitted", "in_order", "out_of_order", "selected", "rejected", "published",
    "passed", "lost", "referred_back", "withdrawn", "not_reached",
)  # fmt: skip
OUTCOMES = (
    "carried", "lost", "referred_back", "withdrawn", "not_reached", "fallen", "accepted", "not_put",
)  # fmt: skip
NEW = "not_proceeded_with"
KINDS = ("motion", "amendment", "separate_vote", "reference_back")
NEW_KINDS = ("motion", "amendment", "separate_vote", "procedural")
EFFECTS = ("refer_back", "next_business", "closure", "suspend", "adjourn", "none")
PROCEDURAL_STATES = (
    "moved", "selected", "not_selected", "carried", "lost", "fallen", "withdrawn",
)  # fmt: skip
A_LIST = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
STATE_WORDS = re.compile(r"^\[words\.motion_states\][^\n]*\n", re.MULTILINE)
WORD = f'{NEW} = "Not proceeded with"\n'


def one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def know(table: str, column: str, words: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}_is_known")
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, one_of(column, words))


def with_word(rulebook: str) -> str:
    if re.search(rf"^{NEW}\s*=", rulebook, re.MULTILINE):
        return rulebook
    return STATE_WORDS.sub(lambda head: head[0] + WORD, rulebook, count=1)


def without_word(rulebook: str) -> str:
    return re.sub(rf"^{NEW}\s*=.*\n", "", rulebook, flags=re.MULTILINE)


def rewrite(change) -> None:
    conference = sa.table("conference", sa.column("id", sa.Integer), sa.column("rulebook", sa.Text))
    connection = op.get_bind()
    for id_, rulebook in connection.execute(
        sa.select(conference.c.id, conference.c.rulebook)
    ).all():
        connection.execute(
            conference.update().where(conference.c.id == id_).values(rulebook=change(rulebook))
        )


def upgrade() -> None:
    op.create_table(
        "procedural_motion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("effect", sa.String(length=40), nullable=False),
        sa.Column("majority", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("hearing_of_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("moved_by", sa.String(length=200), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict_reason", sa.Text(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("spans", A_LIST, nullable=True),
        sa.Column("first_line", sa.Integer(), nullable=True),
        sa.Column("last_line", sa.Integer(), nullable=True),
        sa.Column("passage_words", sa.Text(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("fell_by_id", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            one_of("effect", EFFECTS), name=op.f("ck_procedural_motion_effect_is_known")
        ),
        sa.CheckConstraint(
            one_of("state", PROCEDURAL_STATES), name=op.f("ck_procedural_motion_state_is_known")
        ),
        sa.CheckConstraint(
            "(state = 'fallen') = (fell_by_id IS NOT NULL)",
            name=op.f("ck_procedural_motion_fallen_by_a_result"),
        ),
        sa.CheckConstraint(
            "state <> 'not_selected' OR verdict_reason IS NOT NULL",
            name=op.f("ck_procedural_motion_refused_with_a_reason"),
        ),
        sa.CheckConstraint(
            "(spans IS NULL) = (version_id IS NULL) AND (spans IS NULL) = (first_line IS NULL)"
            " AND (spans IS NULL) = (last_line IS NULL)",
            name=op.f("ck_procedural_motion_part_of_a_printed_text"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change_record.id"], name=op.f("fk_procedural_motion_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["fell_by_id"], ["declaration.id"], name=op.f("fk_procedural_motion_fell_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["hearing_of_id"],
            ["procedural_motion.id"],
            name=op.f("fk_procedural_motion_hearing_of_id"),
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_procedural_motion_motion_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_procedural_motion_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["text_version.id"], name=op.f("fk_procedural_motion_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedural_motion")),
        sa.UniqueConstraint("change_id", name=op.f("uq_procedural_motion_change_id")),
        sa.UniqueConstraint("hearing_of_id", name=op.f("uq_procedural_motion_hearing_of_id")),
    )
    op.create_index(
        op.f("ix_procedural_motion_motion_id"), "procedural_motion", ["motion_id"], unique=False
    )
    op.create_table(
        "procedural_supporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procedural_motion_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("supported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_procedural_supporter_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["procedural_motion_id"],
            ["procedural_motion.id"],
            name=op.f("fk_procedural_supporter_procedural_motion_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedural_supporter")),
        sa.UniqueConstraint(
            "procedural_motion_id",
            "person_id",
            name=op.f("uq_procedural_supporter_procedural_motion_id_person_id"),
        ),
    )
    op.create_table(
        "order_of_voting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("questions", A_LIST, nullable=False),
        sa.Column("moved", A_LIST, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_order_of_voting_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_order_of_voting_motion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_of_voting")),
    )
    op.create_index(
        op.f("ix_order_of_voting_motion_id"), "order_of_voting", ["motion_id"], unique=False
    )
    op.create_table(
        "en_bloc_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_en_bloc_objection_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_en_bloc_objection_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_en_bloc_objection")),
        sa.UniqueConstraint(
            "amendment_id", "person_id", name=op.f("uq_en_bloc_objection_amendment_id_person_id")
        ),
    )
    know("motion", "state", (*STATES, NEW))
    know("declaration", "outcome", (*OUTCOMES, NEW))
    with op.batch_alter_table("vote") as batch:
        batch.drop_constraint(op.f("ck_vote_kind_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_vote_kind_is_known"), one_of("kind", NEW_KINDS))
        batch.add_column(sa.Column("procedural_motion_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("en_bloc", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_vote_procedural_motion_id"),
            "procedural_motion",
            ["procedural_motion_id"],
            ["id"],
        )
        batch.create_index(
            op.f("ix_vote_procedural_motion_id"), ["procedural_motion_id"], unique=False
        )
    rewrite(with_word)


def downgrade() -> None:
    rewrite(without_word)
    with op.batch_alter_table("vote") as batch:
        batch.drop_index(op.f("ix_vote_procedural_motion_id"))
        batch.drop_constraint(op.f("fk_vote_procedural_motion_id"), type_="foreignkey")
        batch.drop_column("en_bloc")
        batch.drop_column("procedural_motion_id")
        batch.drop_constraint(op.f("ck_vote_kind_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_vote_kind_is_known"), one_of("kind", KINDS))
    know("declaration", "outcome", OUTCOMES)
    know("motion", "state", STATES)
    for table in ("en_bloc_objection", "order_of_voting", "procedural_supporter"):
        op.drop_table(table)
    op.drop_table("procedural_motion")
