"""Certificates are signed, may be revoked or replaced, and have a bit in a public list; one that counts per course."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from course.tables.columns import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = Moment()
CURRENT = sa.text("revoked_at is null")
CHECKS = {
    "revoked_by_somebody_for_a_reason": (
        "(revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_reason is null)"
    ),
    "replaced_is_revoked": "replaced_by_id is null or revoked_at is not null",
    "status_place_is_whole": "(status_list is null) = (status_index is null)",
}


def upgrade() -> None:
    with _rebuilt() as table:
        for column in _added():
            table.add_column(column)
        table.drop_constraint(op.f("uq_certificates_user_id_course"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_certificates_status_list_status_index"), ["status_list", "status_index"]
        )
        table.create_foreign_key(
            op.f("fk_certificates_replaced_by_id_certificates"), "certificates", ["replaced_by_id"], ["id"]
        )
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_certificates_{name}"), rule)
    op.create_index(
        "ix_certificates_current",
        "certificates",
        ["user_id", "course"],
        unique=True,
        postgresql_where=CURRENT,
        sqlite_where=CURRENT,
    )
    op.create_index("ix_certificates_pdf_sha256", "certificates", ["pdf_sha256"])
    # What was drawn before there were signatures is drawn again, signed.
    op.execute("update certificates set pdf = null, pdf_sha256 = null, drawing_until = null, drawing_tries = 0")


def downgrade() -> None:
    op.drop_index("ix_certificates_pdf_sha256", "certificates")
    op.drop_index("ix_certificates_current", "certificates")
    op.execute("delete from certificates where revoked_at is not null and replaced_by_id is not null")
    with _rebuilt() as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_certificates_{name}"), type_="check")
        table.drop_constraint(op.f("fk_certificates_replaced_by_id_certificates"), type_="foreignkey")
        table.drop_constraint(op.f("uq_certificates_status_list_status_index"), type_="unique")
        table.create_unique_constraint(op.f("uq_certificates_user_id_course"), ["user_id", "course"])
        for column in _added():
            table.drop_column(column.name)


@contextmanager
def _rebuilt() -> Iterator[BatchOperations]:
    """SQLite makes the table anew, and would forget which numbers were ever given."""
    bind = op.get_bind()
    is_sqlite = bind.dialect.name == "sqlite"
    last = bind.scalar(sa.text("select seq from sqlite_sequence where name = 'certificates'")) if is_sqlite else None
    with op.batch_alter_table("certificates", table_kwargs={"sqlite_autoincrement": True}) as table:
        yield table
    if last is not None:
        bind.execute(sa.text("delete from sqlite_sequence where name = 'certificates'"))
        bind.execute(sa.text("insert into sqlite_sequence (name, seq) values ('certificates', :last)"), {"last": last})


def _added() -> list[sa.Column]:
    return [
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_by", sa.String(20), nullable=True),
        sa.Column("revoked_reason", sa.String(40), nullable=True),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("status_list", sa.Integer(), nullable=True),
        sa.Column("status_index", sa.Integer(), nullable=True),
        sa.Column("shows_name", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("badge", sa.Text(), nullable=True),
        sa.Column("preview", sa.LargeBinary(), nullable=True),
    ]
