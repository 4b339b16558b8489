"""The first tables: people, learning, attempts, pledges, awards, audit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("display_name", sa.String(120), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("session_token", sa.String(43), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.CheckConstraint(
            "role in ('student', 'lecturer', 'organiser', 'admin')", name=op.f("ck_users_role_is_known")
        ),
        sa.CheckConstraint("language in ('en', 'ms')", name=op.f("ck_users_language_is_known")),
        sa.CheckConstraint(
            "length(display_name) between 1 and 120", name=op.f("ck_users_display_name_has_1_to_120_characters")
        ),
        sqlite_autoincrement=True,  # a number is never given to somebody else
    )
    op.create_table(
        "lessons_done",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(60), nullable=False),
        sa.Column("lesson", sa.String(60), nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "module", "lesson", name=op.f("pk_lessons_done")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_lessons_done_user_id_users"), ondelete="CASCADE"
        ),
    )
    op.create_table(
        "definitions",
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("first_drawn_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_definitions")),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("paper", JSON, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("result", JSON, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_attempts_user_id_users"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["content_hash"], ["definitions.content_hash"], name=op.f("fk_attempts_content_hash_definitions")
        ),
        sa.UniqueConstraint(
            "user_id", "subject", "mode", "number", name=op.f("uq_attempts_user_id_subject_mode_number")
        ),
        sa.CheckConstraint("mode in ('scored', 'practice')", name=op.f("ck_attempts_mode_is_known")),
        sa.CheckConstraint(
            "(score is null) = (submitted_at is null or mode = 'practice')",
            name=op.f("ck_attempts_scored_when_submitted"),
        ),
        sa.CheckConstraint(
            "score is null or (score >= 0 and score <= 100)", name=op.f("ck_attempts_score_in_0_to_100")
        ),
        sqlite_autoincrement=True,  # a number is never given to somebody else
    )
    op.create_index("ix_attempts_subject_submitted_at", "attempts", ["subject", "submitted_at"])
    op.create_table(
        "answers",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("answer", JSON, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("verdict", sa.String(12), nullable=True),
        sa.Column("credit", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("attempt_id", "item", name=op.f("pk_answers")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_answers_attempt_id_attempts"), ondelete="CASCADE"
        ),
    )
    op.create_table(
        "pledges",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("situation", sa.String(300), nullable=False),
        sa.Column("action", sa.String(300), nullable=False),
        sa.Column("obstacle", sa.String(300), nullable=False),
        sa.Column("way_round", sa.String(300), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("pledged_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_pledges")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_pledges_user_id_users"), ondelete="CASCADE"),
        sa.CheckConstraint(
            "length(situation) between 1 and 300", name=op.f("ck_pledges_situation_has_1_to_300_characters")
        ),
        sa.CheckConstraint("length(action) between 1 and 300", name=op.f("ck_pledges_action_has_1_to_300_characters")),
    )
    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("course", sa.String(60), nullable=False),
        sa.Column("claims", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_sha256", sa.String(64), nullable=True),
        sa.Column("drawing_until", MOMENT, nullable=True),
        sa.Column("drawing_tries", sa.Integer(), nullable=False),
        sa.Column("drawing_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_certificates_user_id_users"), ondelete="SET NULL"
        ),
        sa.UniqueConstraint("serial", name=op.f("uq_certificates_serial")),
        sa.UniqueConstraint("user_id", "course", name=op.f("uq_certificates_user_id_course")),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_certificates_fingerprint_is_sha256")),
        sa.CheckConstraint("(pdf is null) = (pdf_sha256 is null)", name=op.f("ck_certificates_pdf_has_its_hash")),
        sqlite_autoincrement=True,  # a number is never given to somebody else
    )
    op.create_index(
        "ix_certificates_undrawn",
        "certificates",
        ["drawing_until"],
        postgresql_where=sa.text("pdf is null"),
        sqlite_where=sa.text("pdf is null"),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(60), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id_users"), ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,  # a number is never given to somebody else
    )


def downgrade() -> None:
    for table in (
        "audit_entries",
        "certificates",
        "pledges",
        "answers",
        "attempts",
        "definitions",
        "lessons_done",
        "users",
    ):
        op.drop_table(table)
