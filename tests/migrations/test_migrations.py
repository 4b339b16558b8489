"""The schema grows and shrinks step by step on both databases, and ends where the tables say."""

import flask_migrate
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from course.extensions import MIGRATIONS, db

NUMBERED = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))


def _tables() -> set[str]:
    with db.engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [name[:4] for name in NUMBERED] == [f"{number:04}" for number in range(1, len(NUMBERED) + 1)]


def test_the_schema_goes_down_to_nothing_and_up_again(own_app: Flask) -> None:
    with own_app.app_context():
        before = _tables()

        for _step in NUMBERED:
            flask_migrate.downgrade()
        emptied = _tables()
        for number in range(1, len(NUMBERED) + 1):
            flask_migrate.upgrade(revision=f"{number:04}")

        assert emptied == set()
        assert _tables() == before == set(db.metadata.tables)


def test_the_migrated_schema_is_what_the_tables_say(own_app: Flask) -> None:
    with own_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, db.metadata) == []


def test_the_tables_refuse_nonsense_in_the_migrated_database_too(own_app: Flask) -> None:
    with own_app.app_context(), db.engine.connect() as connection:
        inspector = sa.inspect(connection)
        for table in db.metadata.sorted_tables:
            declared = {check.name for check in table.constraints if isinstance(check, sa.CheckConstraint)}
            kept = {check["name"] for check in inspector.get_check_constraints(table.name)}
            assert declared == kept, table.name


ALICE = sa.text(
    "insert into users (email, display_name, password_hash, role, language, session_token, created_at)"
    " values ('alice@kampus.example', 'Alice', 'x', 'student', 'en', 'x', '2026-01-01 00:00:00+00:00')"
)
CONTENT = sa.text("insert into definitions values (:hash, 'quiz:spot-it', '{}', '2026-01-01 00:00:00+00:00')")
ATTEMPT = sa.text(
    "insert into attempts (user_id, subject, mode, number, content_hash, paper, started_at, submitted_at, score,"
    " passed) values (1, 'quiz:spot-it', 'scored', :number, :hash, '{}', '2026-01-01 00:00:00+00:00',"
    " '2026-01-02 00:00:00+00:00', 70, false)"
)
ANSWER = sa.text(
    "insert into answers (attempt_id, item, answer, saved_at) values (1, 'q', '{}', '2026-01-01 00:00:00')"
)


def test_answers_and_numbers_outlive_the_rebuilding_of_their_attempts(own_app: Flask) -> None:
    content = {"hash": "a" * 64}
    with own_app.app_context():
        flask_migrate.downgrade(revision="0001")
        with db.engine.begin() as connection:
            connection.execute(ALICE)
            connection.execute(CONTENT, content)
            connection.execute(ATTEMPT, [{**content, "number": 1}, {**content, "number": 2}])
            connection.execute(ANSWER)
            connection.execute(sa.text("delete from attempts where id = 2"))

        flask_migrate.upgrade()
        with db.engine.begin() as connection:
            connection.execute(ATTEMPT, {**content, "number": 3})
            attempts = connection.execute(sa.text("select id, number from attempts order by id")).all()
            answers = connection.execute(sa.text("select attempt_id, item from answers")).all()

    assert [tuple(row) for row in attempts] == [(1, 1), (3, 3)]
    assert [tuple(row) for row in answers] == [(1, "q")]


CERTIFICATE = sa.text(
    "insert into certificates (user_id, serial, course, claims, fingerprint, issued_at, pdf, pdf_sha256, drawing_tries)"
    " values (1, :serial, :course, :claims, :print, '2026-01-01 00:00:00+00:00', :claims, 'x', 1)"
)


def test_certificates_and_their_numbers_outlive_the_rebuilding_and_are_drawn_again(own_app: Flask) -> None:
    content = {"claims": b"{}", "print": "f" * 64}
    with own_app.app_context():
        flask_migrate.downgrade(revision="0002")
        with db.engine.begin() as connection:
            connection.execute(ALICE)
            for number in (1, 2):
                connection.execute(CERTIFICATE, {**content, "serial": f"TT-{number}", "course": f"course-{number}"})
            connection.execute(sa.text("delete from certificates where id = 2"))

        flask_migrate.upgrade()
        with db.engine.begin() as connection:
            connection.execute(CERTIFICATE, {**content, "serial": "TT-3", "course": "course-3"})
            kept = connection.execute(sa.text("select id, serial, pdf is null from certificates order by id")).all()

    assert [tuple(row) for row in kept] == [(1, "TT-1", True), (3, "TT-3", False)]
