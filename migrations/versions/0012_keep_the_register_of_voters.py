"""Keep the register of voters: weights, card numbers, proxies, and who is present."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MEMBERSHIP_CHECKS = {
    "weighs_something": "weight >= 1",
    "only_delegates_weigh_more": "role = 'delegate' OR (weight = 1 AND card IS NULL)",
}


def upgrade() -> None:
    with op.batch_alter_table("membership") as batch:
        batch.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("card", sa.String(length=20), nullable=True))
        batch.create_unique_constraint(
            op.f("uq_membership_conference_id_card"), ["conference_id", "card"]
        )
        for name, words in MEMBERSHIP_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_membership_{name}"), words)
    with op.batch_alter_table("membership") as batch:  # the default was for rows there already
        batch.alter_column("weight", server_default=None)
    op.create_table(
        "proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("giver_id <> holder_id", name=op.f("ck_proxy_held_by_somebody_else")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_proxy_withdrawn_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_proxy_conference_id")
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name=op.f("fk_proxy_giver_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_proxy_holder_id")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_proxy_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_proxy_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy")),
    )
    op.create_index(
        "ix_proxy_one_standing",
        "proxy",
        ["conference_id", "giver_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index("ix_proxy_held", "proxy", ["conference_id", "holder_id"])
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrival_by_id", sa.Integer(), nullable=False),
        sa.Column("departure_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "until IS NULL OR since <= until", name=op.f("ck_presence_ends_after_it_began")
        ),
        sa.CheckConstraint(
            "(until IS NULL) = (departure_by_id IS NULL)",
            name=op.f("ck_presence_ended_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["arrival_by_id"], ["person.id"], name=op.f("fk_presence_arrival_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_presence_conference_id")
        ),
        sa.ForeignKeyConstraint(
            ["departure_by_id"], ["person.id"], name=op.f("fk_presence_departure_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_presence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
    )
    op.create_index(
        "ix_presence_one_at_a_time",
        "presence",
        ["conference_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_presence_one_at_a_time", table_name="presence")
    op.drop_table("presence")
    op.drop_index("ix_proxy_held", table_name="proxy")
    op.drop_index("ix_proxy_one_standing", table_name="proxy")
    op.drop_table("proxy")
    with op.batch_alter_table("membership") as batch:
        for name in MEMBERSHIP_CHECKS:
            batch.drop_constraint(op.f(f"ck_membership_{name}"), type_="check")
        batch.drop_constraint(op.f("uq_membership_conference_id_card"), type_="unique")
        batch.drop_column("card")
        batch.drop_column("weight")
