"""The lecturer's page of a module and its handout, as somebody without an account meets them."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask

import modules
from course import catalogue, printing
from course.public.teaching import handout_sheet
from tests.applications import Applications
from tests.campuses import name_unit
from tests.cast import Person
from tests.pages import Page, Visitor
from tests.queries import Queries

PAGE, SHEET = "/learn/spot-it/teach", "/learn/spot-it/handout.pdf"
LARGEST_SHEET_BYTES = 100_000  # what the page promises
A4_POINTS = (595.28, 841.89)
TAUGHT = [module for module in modules.load_library().modules if module.teaching]


@pytest.fixture
def teaching(app: Flask) -> modules.Teaching:
    with app.app_context():
        found = catalogue.current().library.module("spot-it")
    assert found
    assert found.teaching
    return found.teaching


def pdf_of(page: Page) -> bytes:
    assert page.response.mimetype == "application/pdf"
    return page.response.data


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


def letters(text: str) -> str:
    """Without spaces and hyphens, which a line break may add or take."""
    return "".join(filter(str.isalnum, text))


# --- the page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "link", "heading"),
    [
        (
            "en",
            "For lecturers: ten minutes with a class, and a sheet to hand out",
            "Teach “Spot it: hate speech”",
        ),
        (
            "ms",
            "Untuk pensyarah: sepuluh minit dengan kelas, dan sehelai edaran",
            "Mengajar “Kenali ucapan kebencian”",
        ),
    ],
)
def test_a_module_leads_to_its_lecturers_page(
    client: Visitor, teaching: modules.Teaching, language: str, link: str, heading: str
) -> None:
    module = client.get(f"/learn/spot-it?lang={language}")
    assert module.words(f"main a[href='{PAGE}']") == [link]

    page = client.get(PAGE)

    assert (page.heading, page.language) == (heading, language)
    assert page.words("main > p")[0] == teaching.about[language]
    assert page.words("section[aria-labelledby=prepare] li") == [thing[language] for thing in teaching.prepare]
    assert page.words("section[aria-labelledby=care] li") == [rule[language] for rule in teaching.care]


def test_the_plan_shows_when_each_step_begins_and_what_to_ask(client: Visitor, teaching: modules.Teaching) -> None:
    page = client.get(PAGE)

    assert page.words(".clock") == ["0:00 2 minutes", "2:00 3 minutes", "5:00 3 minutes", "8:00 2 minutes"]
    assert page.words(".ten-minutes h3") == [step.title.en for step in teaching.plan]
    assert page.words(".aloud p:not(.kicker)") == [question.en for step in teaching.plan for question in step.ask]
    assert page.words(".clock-end") == ["10:00 The end"]


def test_the_page_tells_the_outcomes_and_what_the_quiz_looks_for(app: Flask, client: Visitor) -> None:
    page = client.get(PAGE)

    with app.app_context():
        course = catalogue.current()
        module, quiz = course.library.module("spot-it"), course.bank.quiz("spot-it")
        assert module
        assert quiz
        beliefs = [one.belief.en for one in quiz.misconceptions.values()]
        prompts = [one.prompt.en for one in quiz.misconceptions.values()]
    assert page.words(".coded dt") == list(module.outcomes)
    assert page.words(".coded dd") == [outcome.en for outcome in module.outcomes.values()]
    assert page.words(".beliefs dt") == [f"“{belief}”" for belief in beliefs]
    assert page.words(".beliefs dd") == prompts


def test_a_competence_that_nobody_has_compared_says_so(client: Visitor) -> None:
    page = client.get(PAGE)

    assert page.words("tbody th") == ["1.2 Evaluating not verified yet", "2.5 Netiquette not verified yet"]
    assert "“Not verified yet” means that nobody has compared the line" in page.text


def test_a_competence_that_was_compared_says_nothing(
    app: Flask, client: Visitor, teaching: modules.Teaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = teaching.competences
    give(app, monkeypatch, replace(teaching, competences=(replace(first, is_verified=True), second)))

    page = client.get(PAGE)

    assert page.words("tbody th") == ["1.2 Evaluating", "2.5 Netiquette not verified yet"]
    assert page.words("tbody .chip") == ["not verified yet"]


def test_a_page_that_nobody_has_signed_says_so(client: Visitor) -> None:
    assert client.get(PAGE).words("main .notice") == [
        "Nobody has reviewed this page yet, neither a lecturer nor a counsellor. Read it through before you use it."
    ]


def test_a_module_without_a_lecturers_page_offers_none(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(app, monkeypatch, None)

    assert client.get("/learn/spot-it").all(f"main a[href='{PAGE}']") == []
    client.get(PAGE, expect=404)
    client.get(SHEET, expect=404)


def test_a_visitor_without_an_account_asks_the_database_nothing(
    client: Visitor, count_queries: Callable[[], AbstractContextManager[Queries]]
) -> None:
    client.get("/help")  # brings the campus's units, which every page of help then knows for half a minute

    with count_queries() as queries:
        client.get(PAGE)
        client.get(SHEET)

    assert queries.statements == []


def give(app: Flask, monkeypatch: pytest.MonkeyPatch, teaching: modules.Teaching | None) -> None:
    """Put this into the place of the lecturer's page of the first module."""
    course: Any = app.extensions["catalogue"]
    first, *others = course.library.modules
    library = replace(course.library, modules=(replace(first, teaching=teaching), *others))
    monkeypatch.setitem(app.extensions, "catalogue", replace(course, library=library))


# --- the handout -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(applications: Applications) -> dict[tuple[str, str], bytes]:
    """Every sheet of the course, as the site sends it; a warning of the renderer would have been an error."""
    visitor = Visitor(applications.on("sqlite"))
    return {
        (module.slug, language): pdf_of(visitor.get(f"/learn/{module.slug}/handout.pdf?lang={language}"))
        for module in TAUGHT
        for language in modules.LANGUAGES
    }


SHEETS = pytest.mark.parametrize(
    ("module", "language"), [(module.slug, language) for module in TAUGHT for language in modules.LANGUAGES]
)


@SHEETS
def test_a_sheet_is_one_light_page_of_a4_that_a_screen_reader_can_read(
    drawn: dict[tuple[str, str], bytes], module: str, language: str
) -> None:
    sheet = drawn[module, language]
    written = next(one for one in TAUGHT if one.slug == module)

    assert len(sheet) <= LARGEST_SHEET_BYTES
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        assert len(pdf.pages) == 1
        box = [float(corner) for corner in pdf.pages[0].MediaBox]
        assert box == pytest.approx([0, 0, *A4_POINTS], abs=0.1)
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == (language, True)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == f"{written.title[language]} · ThinkTwice"


@SHEETS
def test_a_sheet_says_everything_that_its_author_wrote(
    drawn: dict[tuple[str, str], bytes], module: str, language: str
) -> None:
    said = text_of(drawn[module, language])

    teaching = next(one for one in TAUGHT if one.slug == module).teaching
    assert teaching
    steps = teaching.handout.steps.items if teaching.handout.steps else ()
    wanted = [*teaching.handout.points, *steps, teaching.handout.exercise.ask, teaching.handout.remember]
    assert [text[language] for text in wanted if letters(text[language]) not in letters(said)] == []


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["Emergency services (999)", "HEAL Line 15555 (Ministry of Health)", "Checked"]),
        ("ms", ["Perkhidmatan kecemasan (999)", "Talian HEAL 15555 (Kementerian Kesihatan)", "disemak"]),
    ],
)
def test_a_sheet_names_who_helps_and_when_that_was_checked(
    drawn: dict[tuple[str, str], bytes], language: str, lines: list[str]
) -> None:
    said = text_of(drawn["spot-it", language])

    for line in (*lines[:2], "Talian Kasih 15999", "befrienders.org.my", "21 November 2026", "127.0.0.1:8000/help"):
        assert line in said


@pytest.mark.parametrize("language", modules.LANGUAGES)
def test_a_phone_reads_the_address_of_the_module_from_the_sheet(
    drawn: dict[tuple[str, str], bytes], language: str
) -> None:
    document = pypdfium2.PdfDocument(drawn["spot-it", language])
    picture = document[0].render(scale=2).to_pil()
    document.close()

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [
        f"http://127.0.0.1:8000/learn/spot-it?lang={language}"
    ]


def test_everything_on_a_sheet_is_text_or_decoration(drawn: dict[tuple[str, str], bytes]) -> None:
    """Its pictures repeat what stands beside them, so nothing is left that would need a description."""
    with pikepdf.open(io.BytesIO(drawn["spot-it", "en"])) as pdf:
        tags = set(_tags(pdf.Root.StructTreeRoot.K))

    assert {"/H1", "/H2", "/L", "/LI", "/P"} <= tags
    assert "/Figure" not in tags


def _tags(element: Any) -> Iterator[str]:
    for item in element if isinstance(element, pikepdf.Array) else [element]:
        if isinstance(item, pikepdf.Dictionary) and "/S" in item:
            yield str(item.S)
            yield from _tags(item.get("/K", pikepdf.Array()))


def test_the_campus_helps_first_on_its_own_sheets(own_app: Flask) -> None:
    own_app.config |= {
        "CAMPUS_NAME": "大学 Contoh",
        "PUBLIC_URL": "https://think.example.edu.my/",
    }
    name_unit(own_app, phone="03-1234 5678")

    said = text_of(pdf_of(Visitor(own_app).get(SHEET)))

    assert "大学 Contoh" in said
    assert letters("think.example.edu.my/learn/spot-it") in letters(said)
    assert said.index("Unit Kaunseling · 03-1234 5678") < said.index("Emergency services (999)")


def test_a_sheet_has_room_for_as_many_words_as_its_author_may_write(
    applications: Applications, fullest: modules.Handout
) -> None:
    with applications.on("sqlite").test_request_context("/?lang=ms"):
        sheet = handout_sheet(TAUGHT[0], fullest)

    assert printing.draw(sheet).startswith(b"%PDF")


@pytest.fixture
def fullest() -> modules.Handout:
    """As much of everything as the checker lets pass, in words of six letters and more."""

    def text(number: int) -> modules.Text:
        said = " ".join((["penting", "kepada", "semua"] * 20)[:number])
        return modules.Text(said, said)

    return modules.Handout(
        points=(text(25),) * 6,
        steps=modules.Instructions(text(12), (text(20),) * 5),
        exercise=modules.PaperExercise(text(40), 4),
        remember=text(25),
    )


# --- drawn once, sent seldom -----------------------------------------------------------------------------------------


def test_a_sheet_is_drawn_once_and_kept(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor(own_app)
    first = pdf_of(visitor.get(SHEET))
    monkeypatch.setattr(printing, "draw", None)

    again = pdf_of(visitor.get(SHEET))

    kept = list((Path(own_app.instance_path) / "printed").iterdir())
    assert [file.read_bytes() for file in kept] == [first]
    assert again == first


def test_a_sheet_that_a_browser_has_already_is_not_sent_again(client: Visitor) -> None:
    first = client.browser.get(SHEET)

    again = client.browser.get(SHEET, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Content-Disposition"] == 'attachment; filename="ThinkTwice-spot-it-en.pdf"'
    assert (again.status_code, again.data) == (304, b"")


def test_a_changed_word_makes_another_sheet(
    app: Flask, client: Visitor, teaching: modules.Teaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.browser.get(SHEET).headers["ETag"]
    handout = replace(teaching.handout, remember=modules.Text("Look twice.", "Lihat dua kali."))
    give(app, monkeypatch, replace(teaching, handout=handout))

    page = client.get(SHEET)

    assert "Look twice." in text_of(pdf_of(page))
    assert page.response.headers["ETag"] != before


def test_the_sheet_in_the_other_language_does_not_change_that_of_the_site(client: Visitor) -> None:
    client.get(PAGE)
    links = [link.get("href") for link in client.page.all("main .actions a")] if client.page else []

    client.get(links[1])

    assert links == [f"{SHEET}?lang=en", f"{SHEET}?lang=ms"]
    assert client.get(PAGE).language == "en"


@pytest.mark.usefixtures("throttled")
def test_nobody_keeps_the_site_busy_with_sheets(client: Visitor) -> None:
    for _ in range(120):
        client.get(SHEET)

    client.get(SHEET, expect=429)


def test_a_reader_who_is_signed_in_gets_the_same_sheet(
    client: Visitor, bob: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    his = sign_in(bob)

    assert pdf_of(his.get(f"{SHEET}?lang=ms")) == pdf_of(client.get(f"{SHEET}?lang=ms"))
