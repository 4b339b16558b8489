"""Letters are held while they are sent, tried again, and count as sent when the mail server has taken them."""

import sqlalchemy as sa
from alembic import op

from course.tables.columns import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = Moment()
HELD = ("invitations", "nudges", "reminders")


def upgrade() -> None:
    op.create_table(
        "outgoing_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("sending_until", MOMENT, nullable=True),
        sa.Column("sending_tries", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_letters")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outgoing_letters_sending_until", "outgoing_letters", ["sending_until"])
    for table in HELD:
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("sending_until", MOMENT, nullable=True))
            changed.add_column(sa.Column("sending_tries", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    for table in HELD:
        with op.batch_alter_table(table) as changed:
            changed.drop_column("sending_tries")
            changed.drop_column("sending_until")
    op.drop_table("outgoing_letters")
