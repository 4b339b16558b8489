"""Rooms: what a class is asked together, and the answers while a round is open."""

import sqlalchemy as sa
from alembic import op

from course.tables.columns import Json, Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = Moment()
STILL_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "rooms",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_rooms_cohort_id_cohorts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("code", name=op.f("uq_rooms_code")),
    )
    op.create_table(
        "room_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("explained_at", MOMENT, nullable=True),
        sa.Column("salt", sa.String(43), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("counts", Json, nullable=True),
        sa.CheckConstraint("(closed_at is null) = (salt <> '')", name=op.f("ck_room_rounds_salt_is_gone_when_closed")),
        sa.CheckConstraint("(closed_at is null) = (answered is null)", name=op.f("ck_room_rounds_counted_when_closed")),
        sa.CheckConstraint(
            "explained_at is null or closed_at is not null", name=op.f("ck_room_rounds_explained_after_closing")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["rooms.cohort_id"], name=op.f("fk_room_rounds_cohort_id_rooms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_rounds")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_room_rounds_one_is_open",
        "room_rounds",
        ["cohort_id"],
        unique=True,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    )
    op.create_index("ix_room_rounds_newest", "room_rounds", ["cohort_id", "id"])
    op.create_table(
        "room_answers",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("choices", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["room_rounds.id"], name=op.f("fk_room_answers_round_id_room_rounds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "who", name=op.f("pk_room_answers")),
    )


def downgrade() -> None:
    for table in ("room_answers", "room_rounds", "rooms"):
        op.drop_table(table)
