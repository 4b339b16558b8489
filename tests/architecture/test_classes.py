"""What lecturers must never see cannot be reached from their pages: not by an import, and not by a question."""

import ast
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask

from course import cohorts
from course.catalogue import PRIVATE_KINDS
from course.tables.cohorts import JoinedHow
from tests.architecture.files import ROOT, name_of
from tests.cast import Person
from tests.conftest import Clock
from tests.earning import earn
from tests.pages import Visitor
from tests.queries import Queries

SUBJECTS = (
    "cohorts",
    "overview",
    "rooms",
    "enrolments",
    "rosters",
    "class_letters",
    "insight",
    "exports",
    "class_reports",
    "nudges",
    "digests",
)
FILES = sorted([*(ROOT / "course/lecturer").glob("*.py"), *(ROOT / f"course/{name}.py" for name in SUBJECTS)])
# The plan and the pledge, help and the check-in, lessons read, and answers with what they were given to.
NEVER_IMPORTED = {"pledges", "support", "learning", "campuses", "Pledge", "LessonDone", "Answer", "CampusUnit"}
# When something was last read in an open module, so that a reader is not taken for somebody who has stopped; what the
# questions for it may name, tests/course/test_nudges.py holds.
BUT_FOR = {"course/nudges.py": {"LessonDone"}}
NEVER_CALLED = {"find_own", "history", "weakest_families", "standings"}
ASKED = {
    "users", "cohorts", "cohort_teachers", "memberships", "due_dates", "extensions", "allowances", "invitations",
    "roster_imports", "attempts", "certificates", "rooms", "room_rounds",
}  # fmt: skip
NEVER_ASKED = re.compile(r"attempts\.(paper|result|content_hash)|\banswers?\b|pledge|lessons_done|campus_units", re.I)


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_no_file_of_classes_imports_what_lecturers_must_not_see(file: Path) -> None:
    tree = ast.parse(file.read_text())
    imported = {
        alias.name.rsplit(".", 1)[-1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

    assert imported & NEVER_IMPORTED == BUT_FOR.get(name_of(file), set())
    assert called & NEVER_CALLED == set()


def test_no_page_of_a_class_asks_a_table_that_lecturers_must_not_see(
    app: Flask,
    alice: Person,
    lecturer: Person,
    clock: Clock,
    sign_in: Callable[[Person], Visitor],
    count_queries: Callable[[], AbstractContextManager[Queries]],
) -> None:
    with app.app_context():
        cohort = cohorts.create(lecturer.id, cohorts.Details("Group A"), now=clock.now())
        membership = cohorts.join(alice.id, cohort, JoinedHow.CODE, now=clock.now())
    earn(app, alice, clock)
    browser = sign_in(lecturer)

    with count_queries() as queries:
        for page in ("", "/details", "/dates", "/progress", "/roster", "/room", f"/students/{membership}"):
            browser.get(f"/classes/{cohort}{page}")

    asked = {name for said in queries.statements for name in re.findall(r"(?:FROM|JOIN|INTO|UPDATE) (\w+)", said)}
    assert {"attempts", "certificates", "memberships"} <= asked <= ASKED
    assert [said for said in queries.statements if NEVER_ASKED.search(said)] == []


def test_a_conversation_and_the_check_in_are_private() -> None:
    assert {"conversation", "private_checkin"} <= set(PRIVATE_KINDS)
