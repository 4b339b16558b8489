"""Stories: what made a day better."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(22), nullable=False),
        sa.Column("text", sa.String(400), nullable=False),
        sa.Column("campus", sa.String(80), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("content_note", sa.String(20), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        _check("text_has_1_to_400_characters", "length(text) between 1 and 400"),
        _check("language_is_known", "language in ('en', 'ms')"),
        _check("state_is_known", "state in ('waiting', 'held', 'approved', 'refused')"),
        _check("decided_has_its_day", "(state in ('waiting', 'held')) = (decided_on is null)"),
        _check("held_and_refused_have_a_reason", "(state in ('held', 'refused')) = (reason <> '')"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
        sa.UniqueConstraint("ticket", name=op.f("uq_stories_ticket")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stories_state_decided_on", "stories", ["state", "decided_on"])


def downgrade() -> None:
    op.drop_table("stories")


def _check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_stories_{name}"))
