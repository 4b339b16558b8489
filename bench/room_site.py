"""The site with a hall of `PHONES` students who are signed in, and a round that is open; for `room.py`."""

import json
from pathlib import Path

from sqlalchemy import insert

import quizzes
from bench.migrated import app
from course import catalogue, clock, cohorts, rooms
from course.extensions import db
from course.tables import Membership, User

PHONES = 300


def _cookie(user_id: int) -> str:
    """What a browser holds after signing in; three hundred passwords are not what is measured."""
    signer = app.session_interface.get_signing_serializer(app)
    assert signer  # noqa: S101 -- there is a secret
    return (
        f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': f'{user_id}.token{user_id}', '_fresh': True})}"
    )


with app.app_context():
    now = clock.now()
    person = {"password_hash": "none", "role": "student", "language": "en", "created_at": now}
    with db.writing() as session:
        session.execute(
            insert(User),
            [
                {
                    "id": n,
                    "email": f"s{n}@example.com",
                    "display_name": f"S {n}",
                    "session_token": f"token{n}",
                    **person,
                }
                for n in range(1, PHONES + 2)
            ],
        )
    teacher = PHONES + 1
    hall = cohorts.create(teacher, cohorts.Details("Hall"), now=now)
    with db.writing() as session:
        joined = {"cohort_id": hall, "joined_at": now, "how": "code"}
        session.execute(insert(Membership), [{"user_id": n, **joined} for n in range(1, PHONES + 1)])
    quiz = catalogue.current().bank.quiz("spot-it")
    assert quiz  # noqa: S101 -- the shipped course has it
    asked = quizzes.ask(quiz, next(item.id for item in quizzes.askable(quiz) if item.kind == "single_choice"))
    number = rooms.start(hall, asked, now=now)
    for_phones = {
        "room": f"/room/{rooms.code_of(hall)}",
        "field": asked.shown("en").items[0].field(),
        "choices": [choice.id for choice in quizzes.choices(asked, "en")],
        "round": number,
        "cookies": [_cookie(n) for n in range(1, PHONES + 1)],
    }
    (Path(app.instance_path) / "phones.json").write_text(json.dumps(for_phones))
