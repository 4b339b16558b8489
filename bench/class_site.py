"""The site with one class of `CLASS_STUDENTS` and a term of history, for `class_page.py`."""

import gc
import os

import flask_migrate
from flask import Response, g, has_request_context
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from course import clock, create_app, demo
from course.extensions import db

STUDENTS = int(os.environ["CLASS_STUDENTS"])
SEEDED = min(STUDENTS, 500)  # the rest are copies: what a page costs does not depend on whose figures they are
COPIES = (
    "insert into users (email, display_name, password_hash, role, language, session_token, created_at)"
    " select 'c' || :n || '-' || email, display_name, password_hash, role, language, session_token, created_at"
    " from users where email like 'student___@%'",
    "insert into memberships (cohort_id, user_id, joined_at, how) select m.cohort_id, c.id, m.joined_at, m.how"
    " from memberships m join users u on u.id = m.user_id join users c on c.email = 'c' || :n || '-' || u.email",
    "insert into attempts (user_id, subject, mode, number, content_hash, paper, started_at, submitted_at, score,"
    " passed) select c.id, subject, mode, number, content_hash, '{}', started_at, submitted_at, score, passed"
    " from attempts a join users u on u.id = a.user_id join users c on c.email = 'c' || :n || '-' || u.email",
)

app = create_app({"RATELIMIT_ENABLED": False})
with app.app_context():
    flask_migrate.upgrade()
    now = clock.now()
    demo.seed(now)
    demo.classes.seed(now, students=SEEDED, lecturer=demo.LECTURER, password=demo.PASSWORD)
    with db.writing() as session:
        session.execute(text("update memberships set cohort_id = (select min(id) from cohorts)"))
        for number in range(1, STUDENTS // SEEDED):
            for statement in COPIES:
                session.execute(text(statement), {"n": number})


@event.listens_for(Engine, "before_cursor_execute")
def _count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    if has_request_context() and statement.startswith("SELECT"):
        g.questions = g.get("questions", 0) + 1


@app.after_request
def _tell(response: Response) -> Response:
    response.headers["X-Questions"] = str(g.get("questions", 0))
    return response


gc.collect()
gc.freeze()  # as wsgi.py does
