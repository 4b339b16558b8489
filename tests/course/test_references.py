"""A reference from a lesson to an exercise, or from a question to a lesson, that leads nowhere."""

from pathlib import Path

import pytest

from course import create_app
from course.catalogue import BrokenCourse
from tests.course.test_only_signed import half_signed
from tests.quizzes.sketches import feed, write


def test_every_broken_reference_is_told_with_its_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    half_signed(tmp_path)
    pool = tmp_path / "quizzes/first-steps/pool.yaml"
    pool.write_text(pool.read_text().replace("lesson: act", "lesson: sleep", 2))
    (tmp_path / "quizzes/next-steps/activities/resting.yaml").unlink()
    rest = tmp_path / "modules/next-steps/01-rest.ms.md"
    rest.write_text("Satu baris.\n\n" + rest.read_text())
    for language in ("en", "ms"):
        act = tmp_path / f"modules/first-steps/02-act.{language}.md"
        act.write_text(act.read_text() + "\n::activity{#check-in mode=private}\n")
    write(tmp_path / "quizzes", {"nowhere/activities/lost.yaml": feed(id="lost")})
    lines = [number for number, line in enumerate(pool.read_text().split("\n"), 1) if line == "  lesson: sleep"]

    with pytest.raises(BrokenCourse) as broken:
        create_app({"INSTANCE_PATH": str(tmp_path), "LOAD_CONTENT_FROM": str(tmp_path)})

    assert str(broken.value).replace(f"{tmp_path}/", "").split("\n") == [
        "",
        "modules/first-steps/02-act.en.md:11: There is no check-in.yaml to invite to.",
        "modules/first-steps/02-act.ms.md:11: There is no check-in.yaml to invite to.",
        "modules/next-steps/01-rest.en.md:3: There is no activity “resting”.",
        "modules/next-steps/01-rest.ms.md:5: There is no activity “resting”.",
        f"quizzes/first-steps/pool.yaml:{lines[0]}: fly-1: The module has no lesson “sleep”.",
        f"quizzes/first-steps/pool.yaml:{lines[1]}: fly-2: The module has no lesson “sleep”.",
        "quizzes/nowhere/activities/lost.yaml:1: There is no module “nowhere”.",
    ]
