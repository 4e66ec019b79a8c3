"""Make the first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Tables that point at one another: SQLite takes these with the table, PostgreSQL afterwards.
LATE_KEYS = (
    ("amendment", "fell_by_id", "declaration"),
    ("clause_version", "vote_id", "vote"),
    ("text_version", "declaration_id", "declaration"),
)


def upgrade() -> None:
    op.create_table(
        "conference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("rulebook", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "starts_on <= ends_on", name=op.f("ck_conference_starts_before_it_ends")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference")),
        sa.UniqueConstraint("slug", name=op.f("uq_conference_slug")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "erased_at IS NULL OR (email IS NULL AND password_hash IS NULL)",
            name=op.f("ck_person_nothing_left_once_erased"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
    )
    op.create_table(
        "minute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("activity", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column(
            "facts",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_minute_conference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute")),
        sa.UniqueConstraint("conference_id", "number", name=op.f("uq_minute_conference_id_number")),
    )
    op.create_index(op.f("ix_minute_conference_id"), "minute", ["conference_id"], unique=False)
    op.create_index(op.f("ix_minute_subject"), "minute", ["subject"], unique=False)
    op.create_table(
        "sign_in_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_code_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_sign_in_code_digest")),
    )
    op.create_index(op.f("ix_sign_in_code_person_id"), "sign_in_code", ["person_id"], unique=False)
    op.create_table(
        "submitting_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_submitting_body_conference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitting_body")),
        sa.UniqueConstraint(
            "conference_id", "name", name=op.f("uq_submitting_body_conference_id_name")
        ),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "public",
                "observer",
                "delegate",
                "committee",
                "chair",
                "teller",
                "staff",
                "administrator",
                "drafter",
                "mover",
                "summator",
                "supporter",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "role NOT IN ('public', 'drafter', 'mover', 'summator', 'supporter')",
            name=op.f("ck_membership_role_is_of_a_conference"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["submitting_body.id"], name=op.f("fk_membership_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_membership_conference_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "person_id",
            "conference_id",
            "role",
            name=op.f("uq_membership_person_id_conference_id_role"),
        ),
    )
    op.create_index(
        op.f("ix_membership_conference_id"), "membership", ["conference_id"], unique=False
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_table(
        "motion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "in_order",
                "out_of_order",
                "selected",
                "rejected",
                "published",
                "passed",
                "lost",
                "referred_back",
                "withdrawn",
                "not_reached",
                name="motionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "draft",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column(
            "back",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("drafter_id", sa.Integer(), nullable=False),
        sa.Column("mover_id", sa.Integer(), nullable=True),
        sa.Column("summator_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("verdict_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL) OR state = 'withdrawn'",
            name=op.f("ck_motion_submitted_at_unless_draft"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('rejected', 'out_of_order') OR verdict_reason IS NOT NULL",
            name=op.f("ck_motion_refused_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["submitting_body.id"], name=op.f("fk_motion_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_motion_conference_id")
        ),
        sa.ForeignKeyConstraint(["drafter_id"], ["person.id"], name=op.f("fk_motion_drafter_id")),
        sa.ForeignKeyConstraint(["mover_id"], ["person.id"], name=op.f("fk_motion_mover_id")),
        sa.ForeignKeyConstraint(["summator_id"], ["person.id"], name=op.f("fk_motion_summator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
    )
    op.create_index(op.f("ix_motion_conference_id"), "motion", ["conference_id"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("motion_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(motion_id IS NULL) <> (title IS NULL)",
            name=op.f("ck_agenda_item_title_unless_motion"),
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_agenda_item_conference_id")
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_agenda_item_motion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint(
            "conference_id", "code", name=op.f("uq_agenda_item_conference_id_code")
        ),
        sa.UniqueConstraint("motion_id", name=op.f("uq_agenda_item_motion_id")),
    )
    op.create_table(
        "change_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "amendment",
                "redraft",
                "separate_vote",
                "correction",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "record",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind NOT IN ('redraft', 'correction') OR reason IS NOT NULL",
            name=op.f("ck_change_record_redrafted_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_change_record_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_change_record_motion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_record")),
        sa.UniqueConstraint("motion_id", "key", name=op.f("uq_change_record_motion_id_key")),
    )
    op.create_index(
        op.f("ix_change_record_motion_id"), "change_record", ["motion_id"], unique=False
    )
    op.create_table(
        "motion_supporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("supported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_motion_supporter_motion_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_motion_supporter_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion_supporter")),
        sa.UniqueConstraint(
            "motion_id", "person_id", name=op.f("uq_motion_supporter_motion_id_person_id")
        ),
    )
    op.create_table(
        "text_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "submitted",
                "redrafted",
                "published",
                "amended",
                "final",
                "corrected",
                name="versionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "document",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column(
            "back",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column(
            "layout",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=True,
        ),
        sa.Column("printed_id", sa.Integer(), nullable=True),
        sa.Column(
            "under",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("status_line", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind NOT IN ('submitted', 'published', 'final') OR layout IS NOT NULL",
            name=op.f("ck_text_version_lines_on_printed_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration.id"],
            name=op.f("fk_text_version_declaration_id"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_text_version_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_text_version_motion_id")
        ),
        sa.ForeignKeyConstraint(
            ["printed_id"], ["text_version.id"], name=op.f("fk_text_version_printed_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_version")),
        sa.UniqueConstraint("motion_id", "number", name=op.f("uq_text_version_motion_id_number")),
    )
    op.create_index(op.f("ix_text_version_motion_id"), "text_version", ["motion_id"], unique=False)
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "out_of_order",
                "selected",
                "not_selected",
                "carried",
                "lost",
                "fallen",
                "withdrawn",
                name="amendmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum(
                "edited",
                "instructed",
                name="wayofwriting",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column(
            "edited",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=True,
        ),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("submitted_words", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("drafter_id", sa.Integer(), nullable=False),
        sa.Column("mover_id", sa.Integer(), nullable=True),
        sa.Column("summator_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("verdict_reason", sa.Text(), nullable=True),
        sa.Column("fell_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL) OR state = 'withdrawn'",
            name=op.f("ck_amendment_submitted_at_unless_draft"),
        ),
        sa.CheckConstraint(
            "(state = 'fallen') = (fell_by_id IS NOT NULL)",
            name=op.f("ck_amendment_fallen_by_a_result"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('not_selected', 'out_of_order') OR verdict_reason IS NOT NULL",
            name=op.f("ck_amendment_refused_with_a_reason"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('selected', 'carried', 'lost', 'fallen') OR number IS NOT NULL",
            name=op.f("ck_amendment_numbered_once_selected"),
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (change_id IS NULL)",
            name=op.f("ck_amendment_submitted_with_a_change_set"),
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_words IS NULL)",
            name=op.f("ck_amendment_submitted_with_its_words"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["submitting_body.id"], name=op.f("fk_amendment_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change_record.id"], name=op.f("fk_amendment_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafter_id"], ["person.id"], name=op.f("fk_amendment_drafter_id")
        ),
        sa.ForeignKeyConstraint(
            ["fell_by_id"], ["declaration.id"], name=op.f("fk_amendment_fell_by_id"), use_alter=True
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_amendment_motion_id")),
        sa.ForeignKeyConstraint(["mover_id"], ["person.id"], name=op.f("fk_amendment_mover_id")),
        sa.ForeignKeyConstraint(
            ["summator_id"], ["person.id"], name=op.f("fk_amendment_summator_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["text_version.id"], name=op.f("fk_amendment_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("change_id", name=op.f("uq_amendment_change_id")),
        sa.UniqueConstraint("motion_id", "number", name=op.f("uq_amendment_motion_id_number")),
    )
    op.create_index(op.f("ix_amendment_motion_id"), "amendment", ["motion_id"], unique=False)
    op.create_table(
        "clause_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("citation", sa.String(length=200), nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=True),
        sa.Column("last_line", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_struck", sa.Boolean(), nullable=False),
        sa.Column(
            "change_keys",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("vote_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_clause_version_motion_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["text_version.id"], name=op.f("fk_clause_version_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["vote.id"], name=op.f("fk_clause_version_vote_id"), use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_version")),
        sa.UniqueConstraint(
            "version_id", "clause_id", name=op.f("uq_clause_version_version_id_clause_id")
        ),
    )
    op.create_index(
        "ix_clause_version_motion_clause",
        "clause_version",
        ["motion_id", "clause_id"],
        unique=False,
    )
    op.create_table(
        "amendment_supporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("supported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_supporter_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_amendment_supporter_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_supporter")),
        sa.UniqueConstraint(
            "amendment_id", "person_id", name=op.f("uq_amendment_supporter_amendment_id_person_id")
        ),
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "motion",
                "amendment",
                "separate_vote",
                "reference_back",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("putting", sa.Integer(), nullable=False),
        sa.Column("majority", sa.String(length=200), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "relied_on",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_vote_amendment_id")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_vote_motion_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["text_version.id"], name=op.f("fk_vote_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint(
            "motion_id", "subject", "putting", name=op.f("uq_vote_motion_id_subject_putting")
        ),
    )
    op.create_index(op.f("ix_vote_amendment_id"), "vote", ["amendment_id"], unique=False)
    op.create_index(op.f("ix_vote_motion_id"), "vote", ["motion_id"], unique=False)
    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "carried",
                "lost",
                "referred_back",
                "withdrawn",
                "not_reached",
                "fallen",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "declared",
                "counted",
                name="countmethod",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(method = 'counted') = (in_favour IS NOT NULL AND against IS NOT NULL)",
            name=op.f("ck_declaration_figures_when_counted"),
        ),
        sa.CheckConstraint(
            "coalesce(in_favour, 0) >= 0 AND "
            "coalesce(against, 0) >= 0 AND coalesce(abstained, 0) >= 0",
            name=op.f("ck_declaration_no_negative_figures"),
        ),
        sa.CheckConstraint(
            "replaces_id IS NULL OR reason IS NOT NULL",
            name=op.f("ck_declaration_corrected_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_declaration_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["declaration.id"], name=op.f("fk_declaration_replaces_id")
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_declaration_vote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_declaration_replaces_id")),
        sa.UniqueConstraint("vote_id", "number", name=op.f("uq_declaration_vote_id_number")),
    )
    op.create_index(op.f("ix_declaration_vote_id"), "declaration", ["vote_id"], unique=False)
    op.create_table(
        "reliance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "fell",
                "should_have_fallen",
                "voted_with",
                "voted_without",
                "ended",
                name="why",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("vote_id", sa.Integer(), nullable=True),
        sa.Column("fallen_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "confirmed",
                "put_again",
                name="reliancestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)",
            name=op.f("ck_reliance_settled_at_unless_open"),
        ),
        sa.CheckConstraint(
            "(vote_id IS NULL) <> (fallen_id IS NULL)", name=op.f("ck_reliance_a_vote_or_a_fall")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_reliance_declaration_id")
        ),
        sa.ForeignKeyConstraint(
            ["fallen_id"], ["amendment.id"], name=op.f("fk_reliance_fallen_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_reliance_settled_by_id")
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_reliance_vote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reliance")),
    )
    op.create_index(
        op.f("ix_reliance_declaration_id"), "reliance", ["declaration_id"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":
        for table, column, target in LATE_KEYS:
            op.create_foreign_key(f"fk_{table}_{column}", table, target, [column], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, column, _ in LATE_KEYS:
            op.drop_constraint(f"fk_{table}_{column}", table, type_="foreignkey")
    op.drop_index(op.f("ix_reliance_declaration_id"), table_name="reliance")
    op.drop_table("reliance")
    op.drop_index(op.f("ix_declaration_vote_id"), table_name="declaration")
    op.drop_table("declaration")
    op.drop_index(op.f("ix_vote_motion_id"), table_name="vote")
    op.drop_index(op.f("ix_vote_amendment_id"), table_name="vote")
    op.drop_table("vote")
    op.drop_table("amendment_supporter")
    op.drop_index("ix_clause_version_motion_clause", table_name="clause_version")
    op.drop_table("clause_version")
    op.drop_index(op.f("ix_amendment_motion_id"), table_name="amendment")
    op.drop_table("amendment")
    op.drop_index(op.f("ix_text_version_motion_id"), table_name="text_version")
    op.drop_table("text_version")
    op.drop_table("motion_supporter")
    op.drop_index(op.f("ix_change_record_motion_id"), table_name="change_record")
    op.drop_table("change_record")
    op.drop_table("agenda_item")
    op.drop_index(op.f("ix_motion_conference_id"), table_name="motion")
    op.drop_table("motion")
    op.drop_index(op.f("ix_membership_person_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_conference_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_table("submitting_body")
    op.drop_index(op.f("ix_sign_in_code_person_id"), table_name="sign_in_code")
    op.drop_table("sign_in_code")
    op.drop_index(op.f("ix_minute_subject"), table_name="minute")
    op.drop_index(op.f("ix_minute_conference_id"), table_name="minute")
    op.drop_table("minute")
    op.drop_table("person")
    op.drop_table("conference")
