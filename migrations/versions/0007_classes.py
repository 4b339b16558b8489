"""Classes: who teaches and who is in them, dates, what somebody was granted, invitations and rosters."""

import sqlalchemy as sa
from alembic import op

from course.tables.columns import Json, Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = Moment()
TABLES = (
    "roster_imports",
    "invitations",
    "allowances",
    "extensions",
    "due_dates",
    "memberships",
    "cohort_teachers",
    "cohorts",
)


def upgrade() -> None:
    op.create_table(
        "cohorts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("course_code", sa.String(30), nullable=False),
        sa.Column("campus", sa.String(120), nullable=False),
        sa.Column("term", sa.String(60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("join_code", sa.String(12), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", MOMENT, nullable=True),
        sa.CheckConstraint("length(name) between 1 and 120", name=op.f("ck_cohorts_name_has_1_to_120_characters")),
        sa.CheckConstraint(
            "ends_on is null or starts_on is null or starts_on <= ends_on", name=op.f("ck_cohorts_ends_after_it_starts")
        ),
        _person("cohorts", "created_by", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("join_code", name=op.f("uq_cohorts_join_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cohort_teachers",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        _cohort("cohort_teachers"),
        _person("cohort_teachers", "user_id", "CASCADE"),
        sa.PrimaryKeyConstraint("cohort_id", "user_id", name=op.f("pk_cohort_teachers")),
    )
    op.create_index("ix_cohort_teachers_user_id", "cohort_teachers", ["user_id"])
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("figures", Json, nullable=True),
        sa.CheckConstraint("how in ('code', 'link', 'roster')", name=op.f("ck_memberships_how_is_known")),
        _cohort("memberships"),
        _person("memberships", "user_id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("cohort_id", "user_id", name=op.f("uq_memberships_cohort_id_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"])
    op.create_table(
        "due_dates",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(60), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        _cohort("due_dates"),
        sa.PrimaryKeyConstraint("cohort_id", "module", name=op.f("pk_due_dates")),
    )
    op.create_table(
        "extensions",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(60), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["memberships.id"],
            name=op.f("fk_extensions_membership_id_memberships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("membership_id", "module", name=op.f("pk_extensions")),
    )
    op.create_table(
        "allowances",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("at_once_up_to", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("waives_cool_down", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.CheckConstraint("at_once_up_to >= 0", name=op.f("ck_allowances_tries_are_counted_from_one")),
        _person("allowances", "user_id", "CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "subject", name=op.f("pk_allowances")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        _cohort("invitations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("cohort_id", "email", name=op.f("uq_invitations_cohort_id_email")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invitations_email", "invitations", ["email"])
    op.create_table(
        "roster_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("filename", sa.String(120), nullable=False),
        sa.Column("lines", Json, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("report", Json, nullable=True),
        sa.CheckConstraint("done between 0 and total", name=op.f("ck_roster_imports_done_of_total")),
        _cohort("roster_imports"),
        _person("roster_imports", "created_by", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_imports")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_roster_imports_created_by", "roster_imports", ["created_by"])
    op.create_index(
        "ix_attempts_figures",
        "attempts",
        ["user_id", "subject", "mode", "submitted_at", "started_at", "score", "passed"],
    )


def downgrade() -> None:
    op.drop_index("ix_attempts_figures", "attempts")
    for table in TABLES:
        op.drop_table(table)


def _cohort(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["cohort_id"], ["cohorts.id"], name=op.f(f"fk_{table}_cohort_id_cohorts"), ondelete="CASCADE"
    )


def _person(table: str, column: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}_users"), ondelete=ondelete)
