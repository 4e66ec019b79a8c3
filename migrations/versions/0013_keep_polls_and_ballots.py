"""Keep polls, their rolls and the boxes of their ballots."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "open",
                "secret",
                name="ballotform",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "choices",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("weighted", sa.Boolean(), nullable=False),
        sa.Column("changeable", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                "void",
                name="pollstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column(
            "figures",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=True,
        ),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column(
            "opening",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column(
            "closing",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=True,
        ),
        sa.Column("delete_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ballots_deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declaration_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (figures IS NOT NULL)", name=op.f("ck_poll_figures_when_closed")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)", name=op.f("ck_poll_closed_at_unless_open")
        ),
        sa.CheckConstraint(
            "(state = 'void') = (void_reason IS NOT NULL)", name=op.f("ck_poll_void_with_a_reason")
        ),
        sa.CheckConstraint(
            "form = 'open' OR (NOT weighted AND NOT changeable)",
            name=op.f("ck_poll_secret_ones_are_equal"),
        ),
        sa.CheckConstraint(
            "state = 'closed' OR declaration_id IS NULL", name=op.f("ck_poll_declared_when_closed")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_poll_closed_by_id")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_poll_conference_id")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_poll_declaration_id")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_poll_motion_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_poll_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("public_id", name=op.f("uq_poll_public_id")),
    )
    op.create_index(op.f("ix_poll_conference_id"), "poll", ["conference_id"], unique=False)
    op.create_index(op.f("ix_poll_declaration_id"), "poll", ["declaration_id"], unique=False)
    op.create_index(op.f("ix_poll_motion_id"), "poll", ["motion_id"], unique=False)
    op.create_index(
        "uq_poll_one_open_for_a_question",
        "poll",
        ["motion_id", "question"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "poll_place",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("voted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_poll_place_weighs_something")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_poll_place_holder_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_poll_place_person_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_place_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "place", name=op.f("pk_poll_place")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_place_poll_id_person_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_poll_place_poll_id_holder_id", "poll_place", ["poll_id", "holder_id"], unique=False
    )
    op.create_table(
        "secret_ballot",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_secret_ballot_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "id", name=op.f("pk_secret_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "open_ballot",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.String(length=80), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id", "place"],
            ["poll_place.poll_id", "poll_place.place"],
            name=op.f("fk_open_ballot_poll_id_place"),
        ),
        sa.PrimaryKeyConstraint("poll_id", "place", name=op.f("pk_open_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "replaced_ballot",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("receipt", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.String(length=80), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id", "place"],
            ["poll_place.poll_id", "poll_place.place"],
            name=op.f("fk_replaced_ballot_poll_id_place"),
        ),
        sa.PrimaryKeyConstraint("poll_id", "place", "receipt", name=op.f("pk_replaced_ballot")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("replaced_ballot")
    op.drop_table("open_ballot")
    op.drop_table("secret_ballot")
    op.drop_index("ix_poll_place_poll_id_holder_id", table_name="poll_place")
    op.drop_table("poll_place")
    op.drop_index(
        "uq_poll_one_open_for_a_question",
        table_name="poll",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_poll_motion_id"), table_name="poll")
    op.drop_index(op.f("ix_poll_declaration_id"), table_name="poll")
    op.drop_index(op.f("ix_poll_conference_id"), table_name="poll")
    op.drop_table("poll")
