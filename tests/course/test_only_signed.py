"""A site that shows only what a reviewer has signed, on a course of which half is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import modules
from course import catalogue
from tests.applications import Applications
from tests.conftest import Clock
from tests.earning import answer_right, hand_in
from tests.modules.shelf import Shelf
from tests.pages import Visitor
from tests.quizzes.sketches import Data, feed, pool, write

SIGNED = {"state": "signed", "by": "Dr N. A.", "role": "counsellor", "date": "2026-11-01"}
HIDDEN_LESSON, SHOWN_LESSON = "/learn/first-steps/look", "/learn/first-steps/act"


def half_signed(folder: Path) -> Path:
    """Two modules. Of the first, one lesson, the feed and most questions are signed; of the second the lesson alone."""
    Shelf(folder / "modules")
    questions = folder / "quizzes"
    write(
        questions,
        {
            "first-steps/pool.yaml": _pool("first-steps", "act", pending=("fly-1", "mend-2")),
            "first-steps/activities/sorting.yaml": feed(id="sorting", review=SIGNED),
            "next-steps/pool.yaml": _pool("next-steps", "rest", pending=("mend-1", "mend-2", "mend-3")),
            "next-steps/activities/resting.yaml": feed(id="resting"),
        },
    )
    return folder


def _pool(module: str, lesson: str, pending: tuple[str, ...]) -> Data:
    sketched = pool(module=module)
    for item in sketched["items"]:
        item |= {"lesson": lesson, "review": {"state": "pending"} if item["id"] in pending else SIGNED}
    return sketched


@pytest.fixture(scope="module")
def built(applications: Applications, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = half_signed(tmp_path_factory.mktemp("half-signed"))
    with applications.alone_on("sqlite", LOAD_CONTENT_FROM=str(folder), SHOW_ONLY_REVIEWED=True) as app:
        yield app


@pytest.fixture
def partial(applications: Applications, built: Flask) -> Iterator[Flask]:
    """A site that shows the signed half."""
    yield built
    applications.sweep(built)


@pytest.fixture
def whole(applications: Applications, tmp_path: Path) -> Iterator[Flask]:
    """The same course where everything is shown: what is missed on the other site could have been there."""
    with applications.alone_on("sqlite", LOAD_CONTENT_FROM=str(half_signed(tmp_path))) as app:
        yield app


def test_everything_is_there_where_everything_is_shown(whole: Flask) -> None:
    visitor = Visitor(whole)

    assert visitor.get("/learn/first-steps").words(".lesson-list h3") == ["Look & see", "Act"]
    assert visitor.get("/learn/next-steps").all("a[href='/quizzes/next-steps']") != []
    assert visitor.get("/learn/next-steps/rest").all("a[href^='/practice/resting']") != []
    assert visitor.get("/learn").all(".notice") == []
    visitor.get(HIDDEN_LESSON)


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_reader_sees_signed_lessons_alone(partial: Flask, language: str) -> None:
    visitor = Visitor(partial)

    module = visitor.get(f"/learn/first-steps?lang={language}")
    lesson = visitor.get(SHOWN_LESSON)

    assert module.words(".lesson-list h3") == [{"en": "Act", "ms": "Bertindak"}[language]]
    assert (
        module.words(".module-head .chip")[0]
        == {"en": "About 17 minutes in all", "ms": "Kira-kira 17 minit semuanya"}[language]
    )
    assert {"en": "Lesson 1 of 1", "ms": "Pelajaran 1 daripada 1"}[language] in lesson.text
    assert lesson.all(f"a[href='{HIDDEN_LESSON}']") == []
    visitor.get(HIDDEN_LESSON, expect=404)


def test_a_lecturers_page_is_there_when_it_is_signed_itself(whole: Flask, partial: Flask) -> None:
    everything, visitor = Visitor(whole), Visitor(partial)

    assert everything.get("/learn/first-steps").all("main a[href='/learn/first-steps/teach']") != []
    everything.get("/learn/first-steps/teach")
    assert visitor.get("/learn/first-steps").all("main a[href='/learn/first-steps/teach']") == []
    visitor.get("/learn/first-steps/teach", expect=404)
    visitor.get("/learn/first-steps/handout.pdf", expect=404)
    assert visitor.get("/learn/next-steps").all("main a[href='/learn/next-steps/teach']") != []
    page = visitor.get("/learn/next-steps/teach")
    assert page.words("main .notice") == []
    assert "Reviewed by Dr N. A., counsellor, on 1 November 2026." in page.text


def test_a_quiz_that_is_not_offered_tells_the_lecturer_no_beliefs(whole: Flask, partial: Flask) -> None:
    assert Visitor(whole).get("/learn/next-steps/teach").all(".beliefs dt") != []
    assert Visitor(partial).get("/learn/next-steps/teach").all(".beliefs dt") == []


def test_a_module_that_is_hidden_has_no_lecturers_page(applications: Applications, tmp_path: Path) -> None:
    folder = half_signed(tmp_path)
    signature = "review: {state: signed, by: Dr N. A., role: counsellor, date: 2026-11-01}"
    rest = folder / "modules/next-steps/01-rest.yaml"
    rest.write_text(rest.read_text().replace(signature, "review: {state: pending}"))
    with applications.alone_on("sqlite", LOAD_CONTENT_FROM=str(folder), SHOW_ONLY_REVIEWED=True) as app:
        visitor = Visitor(app)
        visitor.get("/learn/next-steps/teach", expect=404)
        visitor.get("/learn/next-steps/handout.pdf", expect=404)
        visitor.get("/learn/first-steps")


def test_the_list_of_modules_says_that_it_is_not_everything(partial: Flask) -> None:
    page = Visitor(partial).get("/learn")

    assert page.words(".notice") == ["Only lessons and exercises that a reviewer has signed are open here."]
    assert page.words(".card--link :is(h2, h3)") == ["First steps", "Next steps"]


def test_a_quiz_with_too_few_signed_questions_is_not_offered(partial: Flask) -> None:
    visitor = Visitor(partial)

    assert visitor.get("/learn/next-steps").all("a[href^='/quizzes/']") == []
    assert visitor.get("/learn/first-steps").all("a[href='/quizzes/first-steps']") != []


def test_an_unsigned_exercise_says_that_it_is_not_open(partial: Flask) -> None:
    lesson = Visitor(partial).get("/learn/next-steps/rest")

    assert lesson.all("a[href^='/practice/']") == []
    assert lesson.words(".invitation") == ["An exercise belongs here. It is not open on this site yet."]


def test_a_student_meets_signed_questions_only(applications: Applications, partial: Flask, clock: Clock) -> None:
    alice = applications.admit(partial, "alice@example.edu.my", "Alice Wong")
    student = Visitor(partial).sign_in(alice)
    with partial.app_context():
        quiz = catalogue.current().bank.quiz("first-steps")
    assert quiz is not None

    student.get("/quizzes/first-steps")
    student.get("/practice/sorting?mode=scored")
    student.get("/quizzes/next-steps", expect=404)
    student.get("/practice/resting?mode=practice", expect=404)

    assert {item.id for item in quiz.items} & {"fly-1", "mend-2"} == set()
    hand_in(partial, alice, answer_right(partial, alice, quiz, clock), clock)
    assert "100" in student.get("/attempts/1").text


def test_the_certificate_asks_for_and_names_what_is_shown(
    applications: Applications, partial: Flask, clock: Clock
) -> None:
    alice = applications.admit(partial, "alice@example.edu.my", "Alice Wong")
    student = Visitor(partial).sign_in(alice)
    with partial.app_context():
        issuer = catalogue.current().issuer
    missing = student.get("/certificate").words(".tasks a")

    assert sorted(missing) == ["Pass the quiz of “First steps”", "Pass “Spot the kite in English”"]
    assert {condition.subject for condition in issuer.conditions} == {"quiz:first-steps", "activity:sorting"}
    assert (issuer.wording["en"].modules, issuer.wording["en"].hours) == (("First steps",), "about 17 minutes")
    assert issuer.wording["ms"].skills == ("Membezakan satu dan dua",)


def test_a_try_at_what_has_since_been_left_out_is_still_shown(
    applications: Applications, tmp_path: Path, whole: Flask, clock: Clock
) -> None:
    alice = applications.admit(whole, "alice@example.edu.my", "Alice Wong")
    with whole.app_context():
        quiz = catalogue.current().bank.quiz("next-steps")
        url = whole.config["SQLALCHEMY_DATABASE_URI"]
    assert quiz is not None
    attempt = answer_right(whole, alice, quiz, clock)
    hand_in(whole, alice, attempt, clock)

    with applications.alone_on(
        "sqlite", LOAD_CONTENT_FROM=str(tmp_path), SHOW_ONLY_REVIEWED=True, SQLALCHEMY_DATABASE_URI=url
    ) as partial:
        student = Visitor(partial).sign_in(alice)
        assert student.get("/attempts").words("tbody th") == ["Quiz “Next steps” try 1"]
        result = student.get(f"/attempts/{attempt}")
        assert result.all("a[href*='/quizzes/next-steps']") == []


def nothing_signed(folder: Path) -> Path:
    shelf = Shelf(folder / "modules")
    signature = "review: {state: signed, by: Dr N. A., role: counsellor, date: 2026-11-01}"
    for lesson in ("first-steps/02-act.yaml", "next-steps/01-rest.yaml"):
        shelf.change(lesson, signature, "review: {state: pending}")
    files = {
        "first-steps/pool.yaml": _pool("first-steps", "act", pending=()),
        "first-steps/activities/sorting.yaml": feed(id="sorting", review=SIGNED),
        "next-steps/activities/resting.yaml": feed(id="resting"),
    }
    write(folder / "quizzes", files)
    return folder


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_site_with_nothing_signed_starts_and_promises_nothing(
    applications: Applications, tmp_path: Path, clock: Clock, language: str
) -> None:
    folder = nothing_signed(tmp_path)
    with applications.alone_on("sqlite", LOAD_CONTENT_FROM=str(folder), SHOW_ONLY_REVIEWED=True) as app:
        alice = applications.admit(app, "alice@example.edu.my", "Alice Wong", language=language)
        visitor = Visitor(app)
        home = visitor.get(f"/?lang={language}")
        courses = visitor.get("/learn")
        visitor.get("/learn/first-steps", expect=404)
        visitor.get("/check-in", expect=404)
        visitor.get("/hub/glossary", expect=404)
        visitor.get("/help")
        register = visitor.get("/register")
        student = visitor.sign_in(alice)
        certificate, progress = student.get("/certificate"), student.get("/me")

    word = {"en": "certificate", "ms": "sijil"}[language]
    assert (len(home.all(".ways li")), word in " ".join(home.words("main .lead, main .ways"))) == (1, False)
    assert word not in home.one("meta[name=description]").get("content") + register.one(".lead").text_content()
    assert courses.all(".card--link") == []
    assert courses.words(".notice") == [
        {
            "en": "Only lessons and exercises that a reviewer has signed are open here. So far there are none.",
            "ms": "Hanya pelajaran dan latihan yang telah disahkan oleh penyemak dibuka di sini. "
            "Setakat ini belum ada.",
        }[language]
    ]
    none_yet = {"en": "There is no certificate yet", "ms": "Belum ada sijil"}[language]
    assert certificate.one(".lead").text_content().startswith(none_yet)
    assert none_yet in progress.text


def test_the_check_lists_what_waits_for_a_signature(whole: Flask) -> None:
    listed = whole.test_cli_runner().invoke(args=["check-content"]).output.splitlines()[-21:]
    named = whole.test_cli_runner().invoke(args=["check-content", "--pending"]).output

    start = next(number for number, line in enumerate(listed) if line.startswith("Waiting"))
    assert [" ".join(line.split()) for line in listed[start:]] == [
        "Waiting for a signature: 19; their names: flask --app wsgi check-content --pending.",
        "first-steps module.yaml 1 of 1",
        "first-steps 01-look.yaml 1 of 1",
        "first-steps teaching.yaml 1 of 1",
        "first-steps pool.yaml 2 of 9",
        "next-steps module.yaml 1 of 1",
        "next-steps pool.yaml 3 of 9",
        "next-steps activities/resting.yaml 1 of 1",
        "glossary.yaml 1 of 1",
        "campaigns.yaml 1 of 1",
        *(f"guides/{slug}.yaml 1 of 1" for slug in modules.load_guides()),
    ]
    assert "    fly-1, mend-2\n" in named
    assert "    mend-1, mend-2, mend-3\n" in named
