"""Live sessions, places in them, and questions to their speakers."""

import sqlalchemy as sa
from alembic import op

from course.tables.columns import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NEVER_AGAIN = {"sqlite_autoincrement": True}


def upgrade() -> None:
    _live_sessions()
    _registrations()
    _session_questions()


def downgrade() -> None:
    op.drop_table("session_questions")
    op.drop_table("registrations")
    op.drop_table("live_sessions")


def _live_sessions() -> None:
    op.create_table(
        "live_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("title_en", sa.String(160), nullable=False),
        sa.Column("title_ms", sa.String(160), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("description_ms", sa.Text(), nullable=False),
        sa.Column("spoken", sa.String(4), nullable=False),
        sa.Column("speakers_en", sa.String(300), nullable=False),
        sa.Column("speakers_ms", sa.String(300), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attendance_code", sa.String(6), nullable=False),
        sa.Column("recording", sa.String(300), nullable=False),
        sa.Column("transcript_en", sa.Text(), nullable=False),
        sa.Column("transcript_ms", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        _check("live_sessions", "title_en_has_1_to_160_characters", "length(title_en) between 1 and 160"),
        _check("live_sessions", "title_ms_has_1_to_160_characters", "length(title_ms) between 1 and 160"),
        _check("live_sessions", "ends_after_it_starts", "ends_at > starts_at"),
        _check("live_sessions", "capacity_is_1_to_10000", "capacity between 1 and 10000"),
        _check("live_sessions", "happens_somewhere", "place <> '' or link <> ''"),
        _check("live_sessions", "spoken_is_known", "spoken in ('en', 'ms', 'both')"),
        _check("live_sessions", "state_is_known", "state in ('draft', 'published', 'cancelled')"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_sessions")),
        sa.UniqueConstraint("slug", name=op.f("uq_live_sessions_slug")),
        **NEVER_AGAIN,
    )
    op.create_index("ix_live_sessions_state_starts_at", "live_sessions", ["state", "starts_at"])


def _registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.Column("attended_at", Moment(), nullable=True),
        _check("registrations", "belongs_to_an_account_or_an_address", "(user_id is null) <> (email is null)"),
        _check("registrations", "state_is_known", "state in ('registered', 'waiting', 'cancelled')"),
        _check("registrations", "language_is_known", "language in ('en', 'ms')"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["live_sessions.id"],
            name=op.f("fk_registrations_session_id_live_sessions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_registrations_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("session_id", "user_id", name=op.f("uq_registrations_session_id_user_id")),
        sa.UniqueConstraint("session_id", "email", name=op.f("uq_registrations_session_id_email")),
        **NEVER_AGAIN,
    )
    op.create_index("ix_registrations_session_id_state_asked_at", "registrations", ["session_id", "state", "asked_at"])
    op.create_index("ix_registrations_user_id", "registrations", ["user_id"])


def _session_questions() -> None:
    op.create_table(
        "session_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        _check("session_questions", "text_has_1_to_500_characters", "length(text) between 1 and 500"),
        _check("session_questions", "state_is_known", "state in ('waiting', 'shown', 'answered', 'refused')"),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_session_questions_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_questions")),
        **NEVER_AGAIN,
    )
    op.create_index("ix_session_questions_registration_id", "session_questions", ["registration_id"])


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
