"""How an activity leaves people: counts by month."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aftereffects",
        sa.Column("activity", sa.String(80), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("felt", sa.String(6), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.CheckConstraint("felt in ('worse', 'same', 'better')", name=op.f("ck_aftereffects_felt_is_known")),
        sa.CheckConstraint("told > 0", name=op.f("ck_aftereffects_told_is_positive")),
        sa.PrimaryKeyConstraint("activity", "month", "felt", name=op.f("pk_aftereffects")),
    )


def downgrade() -> None:
    op.drop_table("aftereffects")
