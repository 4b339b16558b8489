"""Pledge drives: texts, stations, signatures, paper, words for the wall, check-backs."""

import sqlalchemy as sa
from alembic import op

from course.tables.columns import Json, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("title_en", sa.String(120), nullable=False),
        sa.Column("title_ms", sa.String(120), nullable=False),
        sa.Column("campus", sa.String(120), nullable=False),
        sa.Column("languages", sa.String(4), nullable=False),
        sa.Column("opens_at", Moment(), nullable=False),
        sa.Column("closes_at", Moment(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=True),
        sa.Column("once", sa.String(10), nullable=False),
        sa.Column("asks_name", sa.Boolean(), nullable=False),
        sa.Column("asks_email", sa.Boolean(), nullable=False),
        sa.Column("faculties", Json, nullable=False),
        sa.Column("held_words", Json, nullable=False),
        sa.Column("look", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("salt", sa.String(43), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "(state in ('closed', 'anonymised')) = (closed_at is not null)",
            name=op.f("ck_drives_closed_has_its_moment"),
        ),
        sa.CheckConstraint("goal is null or goal > 0", name=op.f("ck_drives_goal_is_positive")),
        sa.CheckConstraint("languages in ('both', 'en', 'ms')", name=op.f("ck_drives_languages_are_known")),
        sa.CheckConstraint("look in ('brand', 'coral', 'leaf', 'sun')", name=op.f("ck_drives_look_is_known")),
        sa.CheckConstraint("once in ('email', 'account', 'device')", name=op.f("ck_drives_once_is_known")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_drives_opens_before_it_closes")),
        sa.CheckConstraint("state in ('draft', 'open', 'closed', 'anonymised')", name=op.f("ck_drives_state_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drives")),
        sa.UniqueConstraint("slug", name=op.f("uq_drives_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "drive_organisers",
        sa.Column("drive_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drive_id"], ["drives.id"], name=op.f("fk_drive_organisers_drive_id_drives"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_drive_organisers_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("drive_id", "user_id", name=op.f("pk_drive_organisers")),
    )
    op.create_index(op.f("ix_drive_organisers_user_id"), "drive_organisers", ["user_id"])
    op.create_table(
        "paper_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drive_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint("count <> 0", name=op.f("ck_paper_entries_count_is_something")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_paper_entries_by_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["drive_id"], ["drives.id"], name=op.f("fk_paper_entries_drive_id_drives"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entries")),
    )
    op.create_index(op.f("ix_paper_entries_drive_id"), "paper_entries", ["drive_id"])
    op.create_table(
        "pledge_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drive_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_en", sa.String(600), nullable=False),
        sa.Column("text_ms", sa.String(600), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drive_id"], ["drives.id"], name=op.f("fk_pledge_texts_drive_id_drives"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_texts")),
        sa.UniqueConstraint("drive_id", "version", name=op.f("uq_pledge_texts_drive_id_version")),
    )
    op.create_table(
        "stations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drive_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("token", sa.String(43), nullable=False),
        sa.Column("pin_hash", sa.String(200), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["drive_id"], ["drives.id"], name=op.f("fk_stations_drive_id_drives"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stations")),
        sa.UniqueConstraint("token", name=op.f("uq_stations_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_stations_drive_id"), "stations", ["drive_id"])
    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drive_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.String(43), nullable=False),
        sa.Column("once_key", sa.String(64), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("faculty", sa.String(120), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("signed_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("mailed_at", Moment(), nullable=True),
        sa.CheckConstraint("source in ('phone', 'kiosk')", name=op.f("ck_signatures_source_is_known")),
        sa.ForeignKeyConstraint(
            ["drive_id"], ["drives.id"], name=op.f("fk_signatures_drive_id_drives"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_signatures_station_id_stations"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["text_id"], ["pledge_texts.id"], name=op.f("fk_signatures_text_id_pledge_texts")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_signatures_user_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("drive_id", "client_id", name=op.f("uq_signatures_drive_id_client_id")),
        sa.UniqueConstraint("drive_id", "once_key", name=op.f("uq_signatures_drive_id_once_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_signatures_counted"), "signatures", ["drive_id", "confirmed_at"])
    op.create_index(op.f("ix_signatures_user_id"), "signatures", ["user_id"])
    op.create_table(
        "check_backs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("did", sa.String(10), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint("day in (14, 30)", name=op.f("ck_check_backs_day_is_known")),
        sa.CheckConstraint(
            "did in ('yes', 'partly', 'not_yet') or (did = '' and not met)", name=op.f("ck_check_backs_did_when_met")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_check_backs_signature_id_signatures"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_backs")),
        sa.UniqueConstraint("signature_id", "day", name=op.f("uq_check_backs_signature_id_day")),
    )
    op.create_table(
        "wall_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drive_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(140), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'held', 'approved', 'refused')", name=op.f("ck_wall_words_state_is_known")
        ),
        sa.CheckConstraint("length(text) between 1 and 140", name=op.f("ck_wall_words_text_has_1_to_140_characters")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_wall_words_decided_by_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["drive_id"], ["drives.id"], name=op.f("fk_wall_words_drive_id_drives"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name=op.f("fk_wall_words_signature_id_signatures"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_words")),
        sa.UniqueConstraint("signature_id", name=op.f("uq_wall_words_signature_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_wall_words_queue"), "wall_words", ["drive_id", "state"])


def downgrade() -> None:
    op.drop_table("wall_words")
    op.drop_table("check_backs")
    op.drop_table("signatures")
    op.drop_table("stations")
    op.drop_table("pledge_texts")
    op.drop_table("paper_entries")
    op.drop_table("drive_organisers")
    op.drop_table("drives")
