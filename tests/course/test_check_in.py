"""The private check-in: the same page for everybody, which asks for nothing, keeps nothing and can send nothing."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from course import catalogue, create_app, people
from course.catalogue import BrokenCourse
from modules.support import load_support
from tests.architecture.files import ROOT
from tests.campuses import name_unit
from tests.cast import Person
from tests.pages import Page, Visitor
from tests.queries import Queries

if TYPE_CHECKING:
    from tests.applications import Applications

PAGE = "/check-in"
LESSON = "/learn/spot-it/what-counts"
INVITATION = "::activity{#check-in mode=private}"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; "
    "connect-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The first module with an invitation to the check-in at the end of its first lesson."""
    for library in ("modules", "quizzes"):
        shutil.copytree(ROOT / library / "content" / "spot-it", tmp_path / library / "spot-it")
    shutil.copy(ROOT / "quizzes" / "content" / "check-in.yaml", tmp_path / "quizzes")
    for language in ("en", "ms"):
        with (tmp_path / "modules" / "spot-it" / f"01-what-counts.{language}.md").open("a") as lesson:
            lesson.write(f"\n{INVITATION}\n")
    return tmp_path


@pytest.fixture
def inviting(content: Path, applications: "Applications") -> Iterator[Flask]:
    """A site with that lesson."""
    with applications.alone_on("sqlite", LOAD_CONTENT_FROM=str(content)) as app:
        yield app


def sections(page: Page) -> list[str]:
    """What stands in the page after the question, in the order in which it is read."""
    return [element.get("aria-labelledby") for element in page.all("main > section")]


def test_the_page_says_that_nothing_leaves_and_that_nobody_may_require_it(client: Visitor) -> None:
    page = client.get(PAGE)

    assert page.heading == "How are you today?"
    assert page.words(".promise p") == [
        "Nothing you pick or write here leaves this device. There is no mark and no history, and nobody records that "
        "you were here.",
        "Nobody may require you to fill this in or to show it, not even as a screenshot. It is not a medical test.",
    ]


def test_every_number_of_the_scale_has_its_words_in_both_languages(client: Visitor) -> None:
    english, malay = client.get(PAGE), client.get(PAGE + "?lang=ms")

    for page, three in ((english, "3 a hard day"), (malay, "3 hari yang sukar")):
        labels = page.words(".scale label")
        assert [label.split()[0] for label in labels] == [str(number) for number in range(11)]
        assert labels[3] == three
        assert {radio.get("name") for radio in page.all(".scale input[type=radio]")} == {"today"}


def test_there_is_no_form_for_anybody(app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    stranger, student = Visitor(app).get(PAGE), sign_in(alice).get(PAGE)

    for page in (stranger, student):
        assert page.all("form") == []
        assert page.all("[form], [formaction], [type=submit], button:not([type=button])") == []
    assert sign_in(alice).get("/help").all("form") != []


def test_the_page_may_connect_to_nothing_and_is_kept_by_nobody(client: Visitor) -> None:
    headers = client.get(PAGE).response.headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("query", ["", "?lang=ms", "?lang=en"])
def test_the_page_sets_no_cookie(app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], query: str) -> None:
    for visitor in (Visitor(app), sign_in(alice)):
        assert visitor.get(PAGE + query).response.headers.getlist("Set-Cookie") == []
    assert Visitor(app).get("/?lang=ms").response.headers.getlist("Set-Cookie") != []


def test_the_page_is_the_same_for_a_student_and_a_stranger(
    app: Flask,
    alice: Person,
    sign_in: Callable[[Person], Visitor],
    count_queries: Callable[[], AbstractContextManager[Queries]],
) -> None:
    student = sign_in(alice)
    student.get("/help")  # brings the campus's units, which every page of help then knows for half a minute
    people.forget()

    with count_queries() as queries:
        hers = student.get(PAGE).response.data

    assert queries.statements == []
    assert hers == Visitor(app).get(PAGE).response.data


def test_news_that_waits_for_a_student_is_not_shown_there_and_not_lost(client: Visitor) -> None:
    client.get("/me", expect=302)

    there, afterwards = client.get(PAGE), client.get("/sign-in")

    assert there.all("main > .notices, main .notice:not(.promise)") == []
    assert afterwards.words(".notice") == ["Sign in first; then you are taken to the page you wanted."]


def test_who_chose_a_language_on_the_page_keeps_it_on_the_way_to_help(client: Visitor) -> None:
    chosen, by_browser = client.get(PAGE + "?lang=ms"), client.get(PAGE, headers={"Accept-Language": "ms"})

    assert (chosen.language, by_browser.language) == ("ms", "ms")
    assert chosen.all("[data-people] a[href='/help?lang=ms']") != []
    assert by_browser.all("[data-people] a[href='/help']") != []


@pytest.mark.parametrize("lang", ["xx", "", "ms%00", "<b>"])
def test_a_language_that_there_is_not_is_a_404(client: Visitor, lang: str) -> None:
    assert client.get(f"{PAGE}?lang={lang}", expect=404).heading == "Page not found"


def test_help_stands_first_among_what_follows_the_question(client: Visitor) -> None:
    page = client.get(PAGE)

    assert sections(page) == ["calm", "answer-low", "answer-middle", "answer-high", "plan", "people"]
    assert [element.get("data-answer") for element in page.all("main > section")][:2] == ["low", "low"]
    assert page.words(".calm h3")[0] == "Emergency services (999)"


def test_the_channels_are_those_of_the_directory_with_the_day_they_were_verified(client: Visitor) -> None:
    page = client.get(PAGE)

    known = {channel.href: entry for entry in load_support().entries for channel in entry.channels}
    for place in (".calm", "[data-people]"):
        assert {link.get("href") for link in page.all(f"{place} .channels a")} == {
            channel.href
            for entry in load_support().entries
            if entry.group in ("danger", "talk")
            for channel in entry.channels
        }
        assert page.words(f"{place} .source") == ["Checked on 21 November 2026"] * 3
    assert {link.get("href") for link in page.all("main a[href^='tel:']")} <= set(known)


def test_the_counsellors_of_the_campus_stand_before_the_country_s(applications: "Applications") -> None:
    with applications.alone_on("sqlite") as app:
        name_unit(app, phone="03-1111 2222")
        page = Visitor(app).get(PAGE)

    assert page.words(".calm h3")[:2] == ["Emergency services (999)", "Unit Kaunseling"]
    assert "Unit Kaunseling, 03-1111 2222" in page.words("#help_line option")


def test_the_plan_offers_only_help_lines_that_were_verified(client: Visitor) -> None:
    page = client.get(PAGE)

    assert page.words("#help_line option") == [
        "Choose one",
        "Emergency services (999)",
        "HEAL Line 15555 (Ministry of Health)",
        "Befrienders Kuala Lumpur, befrienders.org.my",
        "in my own words",
    ]


def test_every_line_of_the_plan_can_be_picked_or_written(client: Visitor) -> None:
    page = client.get(PAGE)

    assert [element.get("id") for element in page.all(".plan-line select")] == [
        "sign",
        "quick_action",
        "person",
        "place",
        "help_line",
    ]
    assert len(page.all(".plan-line input[type=text]")) == 5
    for control in page.all("main input, main select"):
        assert control.get("autocomplete") == "off", "A browser would bring back what somebody else picked."
    for field in page.all("main input[type=text]"):
        assert field.get("spellcheck") == "false", "A browser may send what is typed to a spelling service."


def test_what_needs_a_script_is_not_there_without_one(client: Visitor) -> None:
    page = client.get(PAGE)

    assert page.one("[data-tools]").get("hidden") is not None
    assert len(page.all("[data-tools] button, [data-tools] input")) == len(page.all("main button")) + 1
    assert page.words("[data-without-script]") == [
        "To take the plan with you, print this page with your browser. It fits on one sheet."
    ]


def test_nothing_on_the_page_counts_ranks_or_rewards(client: Visitor) -> None:
    page = client.get(PAGE)

    assert page.all("progress, meter, canvas, .score, .meter, .segments, .chip") == []
    assert re.findall(r"diagnos\w*|depress\w*|badge|streak|disorder", page.text, re.I) == []


def test_a_lesson_invites_to_the_check_in(inviting: Flask) -> None:
    page = Visitor(inviting).get(LESSON + "?lang=ms")

    assert page.words("#activity-check-in-private h2") == ["Apa khabar anda hari ini?"]
    assert [(link.get("href"), link.text_content()) for link in page.all("#activity-check-in-private a")] == [
        (PAGE, "Buka semakan diri")
    ]


def test_the_check_in_is_no_task_and_no_condition_of_anything(inviting: Flask, applications: "Applications") -> None:
    alice = applications.admit(inviting, "alice@example.edu.my", "Alice Wong")
    with inviting.app_context():
        course = catalogue.current()

    page = Visitor(inviting).sign_in(alice).get("/me")

    assert [activity.id for activity in course.library.modules[0].lessons[0].activities] == ["check-in"]
    assert len(page.all(".task")) == len(course.library.modules[0].lessons) + 2  # the scored run and the quiz
    assert page.all("main a[href*='check-in']") == []
    assert [condition.subject for condition in course.issuer.conditions if "check" in condition.subject] == []


def test_a_course_that_invites_to_a_check_in_it_does_not_have_does_not_start(content: Path) -> None:
    (content / "quizzes" / "check-in.yaml").unlink()

    with pytest.raises(BrokenCourse, match=r"01-what-counts\.en\.md:55: There is no check-in\.yaml to invite to\."):
        create_app({"INSTANCE_PATH": str(content), "LOAD_CONTENT_FROM": str(content), "RATELIMIT_ENABLED": False})


def test_a_course_without_a_check_in_has_no_page_for_it(
    content: Path, tmp_path: Path, applications: "Applications"
) -> None:
    (content / "quizzes" / "check-in.yaml").unlink()
    for language in ("en", "ms"):
        lesson = content / "modules" / "spot-it" / f"01-what-counts.{language}.md"
        lesson.write_text(lesson.read_text().replace(INVITATION, ""))

    with applications.alone_on("sqlite", LOAD_CONTENT_FROM=str(content)) as app:
        Visitor(app).get(PAGE, expect=404)
        help_page = Visitor(app).get("/help")

    assert help_page.all("main a[href='/check-in']") == []
