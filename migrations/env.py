"""Runs migrations on the application's own engine."""

from alembic import context
from flask import current_app

from course import queues

database = current_app.extensions["migrate"].db
context.config.set_main_option("sqlalchemy.url", "belongs-to-the-application")


def run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    with database.engine.connect() as connection:
        _migrate(connection)
        connection.commit()


def _migrate(connection) -> None:  # type: ignore[no-untyped-def]
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,  # SQLite cannot alter a table in place
        compare_type=True,
        include_name=lambda name, kind, _parents: kind != "table" or not str(name).startswith(f"{queues.TABLES}_"),
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
