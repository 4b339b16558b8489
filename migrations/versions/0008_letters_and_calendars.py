"""Letters from lecturers, and which letters and calendars somebody wants."""

import sqlalchemy as sa
from alembic import op

from course.tables.columns import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nudges_muted_at", Moment(), nullable=True),
        sa.Column("digest_since", Moment(), nullable=True),
        sa.Column("digest_sent_at", Moment(), nullable=True),
        sa.Column("calendar_secret", sa.String(43), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reminders_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("calendar_secret", name=op.f("uq_reminders_calendar_secret")),
    )
    op.create_index(op.f("ix_reminders_digest_since"), "reminders", ["digest_since"])
    op.create_table(
        "nudges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.CheckConstraint("language in ('en', 'ms')", name=op.f("ck_nudges_language_is_known")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_nudges_cohort_id_cohorts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["users.id"], name=op.f("fk_nudges_sender_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_nudges_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sa.UniqueConstraint("ticket", "user_id", name=op.f("uq_nudges_ticket_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_nudges_cohort_id"), "nudges", ["cohort_id"])
    op.create_index(op.f("ix_nudges_sender_id"), "nudges", ["sender_id"])
    op.create_index(op.f("ix_nudges_sent_at"), "nudges", ["sent_at"])
    op.create_index(op.f("ix_nudges_user_id"), "nudges", ["user_id"])


def downgrade() -> None:
    op.drop_table("nudges")
    op.drop_table("reminders")
