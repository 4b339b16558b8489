"""The comment care studio on the website: tried by buttons alone, handed in, explained, and forgotten after 30 days."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from course import attempts, catalogue
from course.extensions import db
from course.tables import Answer
from quizzes.kinds.comment_care.words import LONGEST_LIST
from tests.applications import Applications
from tests.cast import Person
from tests.conftest import BOTH_DATABASES, Clock
from tests.modules.shelf import FILES
from tests.pages import Page, Visitor
from tests.player import fields, play, right, sheet_of, start
from tests.quizzes.comment_care_sketch import STREAMS, STUDIO_FILE, studio
from tests.quizzes.sketches import write

PRACTICE, SCORED = "/practice/kite-studio?mode=practice", "/practice/kite-studio?mode=scored"
NOTHING_BUT_CARE = {"care": ["on"], "act": ["hand_in"]}


@pytest.fixture(scope="module", params=BOTH_DATABASES)
def kite_site(
    request: pytest.FixtureRequest, applications: Applications, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The website with a course of one module, which leads to the kite studio."""
    folder: Path = tmp_path_factory.mktemp("kites")
    lesson = {
        name.replace("first-steps", "kites"): words.replace("#sorting", "#kite-studio").replace(
            "/first-steps/", "/kites/"
        )
        for name, words in FILES.items()
        if name.startswith("first-steps/")
    }
    write(folder / "modules", lesson)
    write(folder / "quizzes", {STUDIO_FILE: studio()})
    with applications.alone_on(request.param, LOAD_CONTENT_FROM=str(folder)) as site:
        yield site


@pytest.fixture
def app(kite_site: Flask, applications: Applications) -> Iterator[Flask]:
    yield kite_site
    applications.sweep(kite_site)


def open_studio(app: Flask, visitor: Visitor, person: Person, mode: str = SCORED) -> tuple[int, str]:
    """Start a run and open its page; returns the attempt and the stream that will be judged."""
    attempt = start(visitor, mode)
    visitor.get(f"/attempts/{attempt}")
    return attempt, sheet_of(app, person, attempt).paper.item_ids[0]


def attempt_of(page: Page) -> int:
    return int(page.address.split("?")[0].rsplit("/", 1)[1])


def press(visitor: Visitor, name: str, button: str, **chosen: list[str]) -> Page:
    """Fill the form at hand, press one of its buttons, and look at what comes."""
    visitor.submit(fields(name, chosen), form="main form.stack", button=button)
    return visitor.follow()


def hand_in(visitor: Visitor, name: str, **chosen: list[str]) -> Page:
    """Hand in a scored run by its button and by the page that asks once more."""
    press(visitor, name, f"a-{name}-act=hand_in", **chosen)
    visitor.submit()
    return visitor.follow()


def only(words: list[str], beginning: str) -> list[str]:
    return [one for one in words if one.startswith(beginning)]


@pytest.mark.parametrize(("language", "mark"), [("en", "92 of 100"), ("ms", "92 daripada 100")])
def test_care_mode_and_a_general_keyword_pass(app: Flask, alice: Person, language: str, mark: str) -> None:
    student = Visitor(app).sign_in(alice)
    student.browser.set_cookie("language", language)

    result = play(app, student, alice, SCORED, right)

    assert result.language == language
    assert result.words(".score") == [mark]  # 100 · 17½/19
    assert len(result.all(".studio-what-if tbody tr")) == 7
    assert sheet_of(app, alice, attempt_of(result)).score == pytest.approx(100 * 17.5 / 19)


def test_what_is_tried_is_saved_and_shown_on_the_practice_stream(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_studio(app, student, alice)

    page = press(student, name, "go=practice_a", keywords=["snag\nFine"], care=["on"])

    # 14 harms, 7 by keyword and 7 by care mode, and 12 that are “fine”: the critiques and the kind words
    assert page.words("#studio-count") == ["26 hidden, 4 visible"]
    assert page.words(".studio-stream li:nth-child(2) .badges .chip") == ["Hidden: care mode", "Hidden: keyword ‘fine’"]
    assert page.words(".studio-stream li:nth-child(14) .badges .chip") == ["Visible"]
    assert page.one("textarea").text.strip() == "snag\nFine"
    assert page.one("#preview-heading").get("autofocus") is not None
    assert sheet_of(app, alice, attempt).unanswered == (name,)


@pytest.mark.parametrize(
    ("choice", "badge"),
    [
        ({"who": ["friends"]}, "Hidden: not a friend"),
        ({"who": ["no_one"]}, "Hidden: comments are off"),
        ({"approve": ["on"]}, "Hidden: waiting for approval"),
        ({"care": ["on"]}, "Hidden: care mode"),
    ],
)
def test_a_badge_says_why_a_comment_is_hidden(
    app: Flask, alice: Person, choice: dict[str, list[str]], badge: str
) -> None:
    student = Visitor(app).sign_in(alice)
    _attempt, name = open_studio(app, student, alice)

    page = press(student, name, "go=practice_a", **choice)

    assert page.words(".studio-stream li:nth-child(1) .badges .chip") == [badge]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ab", "Too short, so it does not count: ‘ab’. Use 3 letters or figures at least."),
        ("snag\nSNAG", "Already in the list: ‘SNAG’. Take the second one out."),
        (
            "\n".join(f"word{number}" for number in range(1, 17)),
            "Only the first 15 count. Take out as many as there are too many: ‘word16’.",
        ),
        ("<b>&\u202e\x00", "Too short, so it does not count: ‘<b>&’. Use 3 letters or figures at least."),
    ],
)
def test_a_keyword_that_cannot_count_is_told_beside_the_field_and_keeps_the_form_from_being_handed_in(
    app: Flask, alice: Person, typed: str, sentence: str
) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_studio(app, student, alice)

    page = press(student, name, f"a-{name}-act=hand_in", keywords=[typed])

    assert page.words("#gap-keywords") == [sentence]
    field = page.one("textarea")
    assert (field.get("aria-describedby"), field.get("aria-invalid")) == ("hint-keywords gap-keywords", "true")
    assert field.text.strip().splitlines()[0] in typed
    assert sheet_of(app, alice, attempt).unanswered == (name,)


def test_a_list_without_end_is_cut_and_told(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_studio(app, student, alice)

    page = press(student, name, "go=practice_a", keywords=["ab c\n" * 100_000])

    assert page.words("#gap-keywords")[0].startswith("The list is too long and was cut off: 2000 characters")
    assert len(str(sheet_of(app, alice, attempt).answers[name]["keywords"])) == LONGEST_LIST + 1


def test_more_than_five_examples_are_told_and_all_ticks_stay(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    _attempt, name = open_studio(app, student, alice)

    page = press(student, name, "go=practice_a", examples=[f"practice_a.{number}" for number in range(1, 7)])

    assert page.words("#gap-examples") == ["Care mode learns from 5 examples: take some ticks away."]
    assert len(page.all(".comment-example input[checked]")) == 6


def test_examples_on_one_stream_stay_while_the_other_is_looked_at(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_studio(app, student, alice)

    page = press(student, name, "go=practice_b", care=["on"], examples=["practice_a.3"])

    assert page.words(".studio-streams strong") == ["practice_b in English"]
    assert "1 of them is on the other stream." in page.words("#hint-examples")[0]
    assert page.words("#studio-count") == ["11 hidden, 19 visible"]  # 7 tears, 3 tangles, 1 critique
    assert sheet_of(app, alice, attempt).answers[name]["examples"] == ["practice_a.3"]


def test_the_hidden_stream_is_on_no_page_before_it_is_handed_in(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    student.get(SCORED)
    pages = [student.page]
    attempt, name = open_studio(app, student, alice)
    for at in ("practice_a", "practice_b", name, "hold_out_b"):
        pages.append(student.get(f"/attempts/{attempt}?step={name}&at={at}"))
    pages.append(press(student, name, f"a-{name}-act=hand_in", care=["on"]))
    pages.append(student.get("/attempts"))

    student.get(f"/attempts/{attempt}?confirm=1")
    student.submit()
    result = student.follow()

    seen = " ".join(page.response.get_data(as_text=True) for page in pages if page)
    assert not any(f"{stream}-{sort}" in seen for stream in STREAMS if "hold" in stream for sort in "hf")
    assert f"{name}-h1 " in result.text


def test_the_result_quotes_whom_it_silenced_and_says_that_hiding_is_not_reporting(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    _attempt, name = open_studio(app, student, alice)

    result = hand_in(student, name, care=["on"])

    assert result.words("main h3") == [
        "Slipped through (7)",
        "Silenced by mistake (1)",
        "Caught (7)",
        "What if?",
    ]
    assert result.words(".studio-list blockquote") == [f"{name}-f1 fine kite"]
    assert "flyer.f1, a stranger, cannot be heard:" in result.text
    assert "Hiding is not reporting" in result.text
    assert "Threats and private facts have to be reported as well." in result.text  # this course has no report desk
    assert only(result.words("main li"), "Of the severe harm, you hid 40%.")  # 5 and 11 of 2, 5, 8, 11, 14


def test_practice_shows_what_the_settings_did_and_is_recorded_as_done_alone(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_studio(app, student, alice, PRACTICE)

    page = press(student, name, f"a-{name}-act=hand_in", care=["on"], keywords=["snag"])
    seen = page.words("#feedback h2")
    student.submit()
    result = student.follow()

    assert seen == [f"On the stream “{name} in English”"]
    assert only(page.words("#feedback li"), "You hid 14 of 14 harmful comments: 100% of the harm by weight.")
    assert result.all(".score") == []
    sheet = sheet_of(app, alice, attempt)
    assert (sheet.submitted_at is not None, sheet.score, sheet.passed, sheet.result) == (True, None, None, None)


def test_a_practice_run_that_was_handed_in_cannot_be_tried_again(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_studio(app, student, alice, PRACTICE)
    press(student, name, f"a-{name}-act=hand_in", care=["on"])

    student.post(f"/attempts/{attempt}/answers", {"step": name, **fields(name, {"keywords": ["snag"]})}, expect=409)

    assert sheet_of(app, alice, attempt).answers[name]["keywords"].strip() == ""


def test_a_scored_run_may_be_looked_at_again_before_the_last_click(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_studio(app, student, alice)
    press(student, name, f"a-{name}-act=hand_in", who=["no_one"])

    student.get(f"/attempts/{attempt}?step={name}")
    result = hand_in(student, name, who=["everyone"], care=["on"], keywords=["snag"])

    assert result.words(".score") == ["92 of 100"]


def test_settings_that_were_only_tried_are_not_handed_in(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_studio(app, student, alice)
    press(student, name, "go=practice_a", care=["on"], keywords=["snag"])

    student.post(f"/attempts/{attempt}/submit", {})
    asked = student.follow()
    student.submit()
    result = student.follow()

    assert "1 answer is still open" in asked.text
    assert result.words(".score") == ["0 of 100"]
    assert f"{name}-h1" not in result.text


def test_the_start_page_compares_the_studio_with_a_real_app_and_says_when(app: Flask, alice: Person) -> None:
    page = Visitor(app).sign_in(alice).get(SCORED)

    line = page.one("details .likenesses > div")
    assert line.text_content().split("\n")[1].strip() == "Keywords in English"
    assert page.one(".likenesses a").get("href") == "https://kites.example.org/lists?a=1&b=2"
    assert "Checked on 1 November 2026" in page.words(".likenesses")[0]
    assert "deleted 30 days after handing in" in page.text


def forget(app: Flask, clock: Clock) -> int:
    with app.app_context():
        return attempts.forget_answers(catalogue.current().bank.definitions, clock.now())


def kept(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Answer)) or 0


def test_settings_are_forgotten_after_thirty_days_and_the_result_stays(app: Flask, alice: Person, clock: Clock) -> None:
    student = Visitor(app).sign_in(alice)
    _attempt, name = open_studio(app, student, alice)
    result = hand_in(student, name, care=["on"], keywords=["snag"])
    attempt, told = attempt_of(result), result.words("main li")
    _practice, tried = open_studio(app, student, alice, PRACTICE)
    press(student, tried, "go=practice_a", keywords=["rip"])

    clock.advance(days=30)
    early = forget(app, clock)
    clock.advance(seconds=1)
    late = forget(app, clock)
    # A session does not last that long.
    page = Visitor(app).sign_in(alice).get(f"/attempts/{attempt}")

    assert (early, late, kept(app)) == (0, 2, 0)
    assert page.words(".score") == ["92 of 100"]
    assert page.words("main li") == told[: len(page.words("main li"))]
    assert only(told, "You hid 14 of 14 harmful comments")
    assert "What you answered has been deleted after some days, as it always is here. The result stands." in page.text
    assert "snag" not in page.text
    assert page.all(".studio-list") == []
    assert sheet_of(app, alice, attempt).passed is True


def test_a_practice_run_whose_settings_are_gone_still_opens(app: Flask, alice: Person, clock: Clock) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_studio(app, student, alice, PRACTICE)
    press(student, name, f"a-{name}-act=hand_in", care=["on"])
    student.submit()

    clock.advance(days=31)
    forget(app, clock)

    page = Visitor(app).sign_in(alice).get(f"/attempts/{attempt}")
    assert "Nothing is marked here." in page.text
