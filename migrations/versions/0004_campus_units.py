"""The counselling units of campuses, which administrators enter."""

import sqlalchemy as sa
from alembic import op

from course.tables.columns import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campus_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campus", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.Column("name_ms", sa.String(120), nullable=False),
        sa.Column("phone", sa.String(30), nullable=False),
        sa.Column("chat", sa.String(300), nullable=False),
        sa.Column("site", sa.String(300), nullable=False),
        sa.Column("hours_en", sa.String(200), nullable=False),
        sa.Column("hours_ms", sa.String(200), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "length(name_en) between 1 and 120", name=op.f("ck_campus_units_name_en_has_1_to_120_characters")
        ),
        sa.CheckConstraint(
            "length(name_ms) between 1 and 120", name=op.f("ck_campus_units_name_ms_has_1_to_120_characters")
        ),
        sa.CheckConstraint("phone <> '' or chat <> '' or site <> ''", name=op.f("ck_campus_units_can_be_reached")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campus_units")),
    )


def downgrade() -> None:
    op.drop_table("campus_units")
