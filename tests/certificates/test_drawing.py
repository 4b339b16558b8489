"""The drawn certificate: one page that people, screen readers, scanners and verifiers can all read."""

import hashlib
import io
import logging
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
import zxingcpp
from PIL import Image

from certificates import Claims, Drawer, DrawingFailed, canonical_bytes
from certificates.drawing import set_name
from certificates.field import FIELD_NAME
from certificates.renderer import Renderer
from certificates.samples import NAMES, SAMPLES, sample

DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]")  # pdftotext adds them around text from right to left
AISYAH = sample("Nur Aisyah binti Abdullah", "en")


@pytest.fixture(scope="module")
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture(scope="module")
def drawn(drawer: Drawer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every sample, drawn once."""
    folder = tmp_path_factory.mktemp("certificates")
    for label, claims in SAMPLES.items():
        (folder / f"{label}.pdf").write_bytes(drawer.draw(claims))
    return {label: folder / f"{label}.pdf" for label in SAMPLES}


def words_of(pdf: Path, *options: str) -> str:
    """What pdftotext reads, on one line."""
    text = subprocess.run(["pdftotext", *options, pdf, "-"], capture_output=True, check=True, encoding="utf-8").stdout
    return " ".join(DIRECTION_MARKS.sub("", text).split())


def structure(element: Any) -> Iterator[pikepdf.Dictionary]:
    """The structure elements of a tagged PDF, in reading order."""
    for item in element if isinstance(element, pikepdf.Array) else [element]:
        if isinstance(item, pikepdf.Dictionary) and "/S" in item:
            yield item
            yield from structure(item.get("/K", pikepdf.Array()))


def pixels(pdf: Path, dots_per_inch: int) -> Image.Image:
    picture = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(dots_per_inch), "-png", "-singlefile", pdf, picture], check=True)
    return Image.open(picture.with_suffix(".png")).convert("RGB")


# --- what it says -----------------------------------------------------------------------------------------------------


def test_a_certificate_says_all_its_claims_in_english(drawn: dict[str, Path]) -> None:
    assert words_of(drawn["latin-en"], "-raw") == (
        "UNIVERSITI CONTOH MALAYSIA · THINKTWICE Certificate of completion This certifies that "
        "Nur Aisyah binti Abdullah "
        "has completed ThinkTwice: digital literacy for university students, a course of about 45 minutes. "
        "Modules Spotting hate speech "
        "Skills shown on unseen cases "
        "Classify a post as an attack on a protected trait, as rude or as criticism "
        "Identify six techniques of hate speech, from the coded word to the false statistic "
        "Judge how urgent a post is and decide what to do with it "
        "Prof. Dr. Contoh Dean of Students 21 November 2026 Serial TT-7K2M-9QXD Course version 2026.1 "
        "Genuine? Scan the code or visit thinktwice.example.edu.my/verify/ TT-7K2M-9QXD"
    )


def test_a_certificate_says_all_its_claims_in_malay(drawn: dict[str, Path]) -> None:
    assert words_of(drawn["latin-ms"], "-raw") == (
        "UNIVERSITI CONTOH MALAYSIA · THINKTWICE Sijil tamat kursus Dengan ini disahkan bahawa "
        "Nur Aisyah binti Abdullah "
        "telah menamatkan ThinkTwice: literasi digital untuk pelajar universiti, kursus selama kira-kira 45 minit. "
        "Modul Mengenal pasti ucapan kebencian "
        "Kemahiran yang ditunjukkan pada kes baharu "
        "Mengelaskan hantaran sebagai serangan terhadap ciri terlindung, biadab atau kritikan "
        "Mengenal pasti enam teknik ucapan kebencian, daripada kata bersandi hingga statistik palsu "
        "Menilai betapa mendesaknya sesuatu hantaran dan memutuskan tindakan "
        "Prof. Dr. Contoh Dekan Hal Ehwal Pelajar 21 November 2026 Nombor siri TT-7K2M-9QXD Versi kursus 2026.1 "
        "Tulen? Imbas kod atau layari thinktwice.example.edu.my/verify/ TT-7K2M-9QXD"
    )


@pytest.mark.parametrize(("month", "english", "malay"), [(1, "January", "Januari"), (12, "December", "Disember")])
def test_the_date_is_written_out_in_both_languages(
    drawer: Drawer, tmp_path: Path, month: int, english: str, malay: str
) -> None:
    shown = {}
    for language in ("en", "ms"):
        claims = sample("Nur Aisyah binti Abdullah", language)
        issued_on = claims.issued_on.replace(month=month, day=1)
        (tmp_path / "dated.pdf").write_bytes(drawer.draw(claims.model_copy(update={"issued_on": issued_on})))
        shown[language] = re.findall(r"\b1 \w+ 2026", words_of(tmp_path / "dated.pdf"))

    assert shown == {"en": [f"1 {english} 2026"], "ms": [f"1 {malay} 2026"]}


@pytest.mark.parametrize("label", [label for label in SAMPLES if not label.startswith("long-unbroken")])
def test_a_verifier_reads_the_name_back_in_every_script(drawn: dict[str, Path], label: str) -> None:
    text = words_of(drawn[label])

    lead = {"en": "This certifies that ", "ms": "Dengan ini disahkan bahawa "}[SAMPLES[label].language]
    follows = {"en": " has completed ", "ms": " telah menamatkan "}[SAMPLES[label].language]
    assert text.partition(lead)[2].partition(follows)[0] == SAMPLES[label].name


@pytest.mark.parametrize("script", ["latin", "latin-accents", "chinese", "chinese-rare", "tamil", "jawi"])
def test_a_second_reader_reads_the_same_name(drawn: dict[str, Path], script: str) -> None:
    text = pypdf.PdfReader(drawn[f"{script}-en"]).pages[0].extract_text()

    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[lines.index("This certifies that") + 1] == NAMES[script]


def test_a_word_that_fonts_like_to_decorate_stays_as_typed(drawer: Drawer, tmp_path: Path) -> None:
    names = ["رحمة الله", "عبد الله", "صلاح الدين الأيوبي", "چيق ڤوان ڠه ڽاي ݢاجه", "سيتي نورحليزا بنت ترودين"]
    read = []
    for name in names:
        (tmp_path / "jawi.pdf").write_bytes(drawer.draw(sample(name, "ms")))
        read.append(words_of(tmp_path / "jawi.pdf").partition("bahawa ")[2].partition(" telah")[0])

    assert read == names


def test_a_scanner_reads_the_verify_address(drawn: dict[str, Path]) -> None:
    found = {
        label: [code.text for code in zxingcpp.read_barcodes(pixels(pdf, 120))]
        for label, pdf in drawn.items()
        if label in ("latin-en", "jawi-ms", "long-unbroken-en")
    }

    address = ["https://thinktwice.example.edu.my/verify/TT-7K2M-9QXD"]
    assert found == {"latin-en": address, "jawi-ms": address, "long-unbroken-en": address}


def test_a_hostile_name_is_only_text(drawer: Drawer, tmp_path: Path) -> None:
    name = "<script src='https://evil.example/x.js'></script> & {course} {{ 7*7 }}"
    (tmp_path / "hostile.pdf").write_bytes(drawer.draw(sample(name, "en")))

    assert words_of(tmp_path / "hostile.pdf").partition("that ")[2].partition(" has completed")[0] == name


# --- for screen readers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_screen_reader_is_told_the_language_the_title_and_the_picture(drawn: dict[str, Path], language: str) -> None:
    with pikepdf.open(drawn[f"latin-{language}"]) as pdf:
        elements = list(structure(pdf.Root.StructTreeRoot.K))
        figures = [element for element in elements if element.S == "/Figure"]
        claims = SAMPLES[f"latin-{language}"]

        assert str(pdf.Root.Lang) == language
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert pdf.Root.MarkInfo.Marked is True
        assert [str(element.S) for element in elements if re.match("/H[1-6]", str(element.S))] == [
            "/H1",
            "/H2",
            "/H3",
            "/H3",
        ]
        assert [str(figure.Alt) for figure in figures] == [
            {
                "en": f"QR code that opens the page where this certificate is checked: {claims.verify_url}",
                "ms": f"Kod QR yang membuka halaman untuk menyemak sijil ini: {claims.verify_url}",
            }[language]
        ]
        assert (
            str(pdf.docinfo.Title)
            == {
                "en": f"Certificate of completion: {claims.name}, {claims.course}",
                "ms": f"Sijil tamat kursus: {claims.name}, {claims.course}",
            }[language]
        )
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_an_address_with_a_query_is_described_as_it_is(drawer: Drawer, tmp_path: Path) -> None:
    address = "https://thinktwice.example.edu.my/?a=1&b=<2>&page=/TT-7K2M-9QXD"
    (tmp_path / "query.pdf").write_bytes(drawer.draw(AISYAH.model_copy(update={"verify_url": address})))

    with pikepdf.open(tmp_path / "query.pdf") as pdf:
        (figure,) = (element for element in structure(pdf.Root.StructTreeRoot.K) if element.S == "/Figure")
        alt = str(figure.Alt)

    assert alt == f"QR code that opens the page where this certificate is checked: {address}"


def test_everything_on_the_page_is_tagged_or_decoration(drawn: dict[str, Path]) -> None:
    with pikepdf.open(drawn["tamil-ms"]) as pdf:
        depth, loose = 0, []
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            if depth == 0 and str(operator) in ("TJ", "Tj", "Do", "f", "f*", "S", "B", "sh"):
                loose.append((operands, str(operator)))

    assert loose == []


def test_the_picture_box_lies_where_the_picture_is(drawn: dict[str, Path]) -> None:
    with pikepdf.open(drawn["latin-en"]) as pdf:
        (figure,) = (element for element in structure(pdf.Root.StructTreeRoot.K) if element.S == "/Figure")
        left, bottom, right, top = (float(corner) for corner in figure.A.BBox)
    page = pixels(drawn["latin-en"], 72)

    (code,) = zxingcpp.read_barcodes(page.crop((int(left) - 6, 589 - int(top), int(right) + 6, 601 - int(bottom))))

    assert code.text == AISYAH.verify_url
    assert (right - left, top - bottom) == (120.0, 120.0)


@pytest.mark.parametrize(
    ("script", "language", "spelt_out"),
    [
        ("latin", None, False),
        ("tamil", "ta", True),
        ("chinese", "zh", False),
        ("chinese-and-latin", None, False),
        ("jawi", "ms-Arab", False),
    ],
)
def test_a_screen_reader_is_told_the_language_of_the_name(
    drawn: dict[str, Path], script: str, language: str | None, spelt_out: bool
) -> None:
    with pikepdf.open(drawn[f"{script}-en"]) as pdf:
        (name,) = (element for element in structure(pdf.Root.StructTreeRoot.K) if element.S == "/H2")
        told = str(name.Lang) if "/Lang" in name else None
        page = pdf.pages[0].Contents.read_bytes()

    assert (told, b"/ActualText" in page) == (language, spelt_out)


@pytest.mark.parametrize("label", SAMPLES)
def test_every_letter_on_the_page_has_a_text(drawn: dict[str, Path], label: str) -> None:
    with pikepdf.open(drawn[label]) as pdf:
        fonts = pdf.pages[0].Resources.Font
        maps = {str(font.BaseFont): font.ToUnicode.read_bytes() for font in fonts.values()}

    assert [name for name, text in maps.items() if b"<>" in text or b"<0000>\n" in text] == []


@pytest.mark.parametrize(
    ("language", "link", "field"),
    [
        ("en", "Opens the page where this certificate is checked: ", "Digital signature of Universiti Contoh Malaysia"),
        ("ms", "Membuka halaman untuk menyemak sijil ini: ", "Tandatangan digital Universiti Contoh Malaysia"),
    ],
)
def test_a_screen_reader_is_told_what_the_link_and_the_field_are(
    drawn: dict[str, Path], language: str, link: str, field: str
) -> None:
    with pikepdf.open(drawn[f"latin-{language}"]) as pdf:
        told = {str(item.get("/Contents", item.get("/TU"))) for item in pdf.pages[0].Annots}

    assert told == {link + AISYAH.verify_url, field}


@pytest.mark.parametrize("number", [12, 24])
def test_a_list_in_columns_is_one_list(drawer: Drawer, tmp_path: Path, number: int) -> None:
    claims = AISYAH.model_copy(
        update={"skills": ("Judge how urgent a post is and decide what to do with it",) * number}
    )
    (tmp_path / "columns.pdf").write_bytes(drawer.draw(claims))

    with pikepdf.open(tmp_path / "columns.pdf") as pdf:
        lists = [element for element in structure(pdf.Root.StructTreeRoot.K) if element.S == "/L"]

        assert [[str(item.S) for item in one.K] for one in lists] == [["/LI"], ["/LI"] * number]


# --- what it carries --------------------------------------------------------------------------------------------------


def carried(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}


def test_a_certificate_carries_its_record(drawer: Drawer) -> None:
    assert carried(drawer.draw(AISYAH)) == {"record.json": canonical_bytes(AISYAH)}


def test_a_certificate_carries_its_badge_when_it_has_one(drawer: Drawer) -> None:
    pdf = drawer.draw(AISYAH, "e30.e30.c2ln")

    assert carried(pdf) == {"record.json": canonical_bytes(AISYAH), "openbadge.jwt": b"e30.e30.c2ln"}


def test_the_files_say_what_they_are_in_the_words_of_the_certificate(drawer: Drawer, tmp_path: Path) -> None:
    (tmp_path / "badge.pdf").write_bytes(drawer.draw(sample("Nur Aisyah", "ms"), "e30.e30.c2ln"))

    with pikepdf.open(tmp_path / "badge.pdf") as pdf:
        said = [
            (
                str(file.UF),
                str(file.Desc),
                str(file.AFRelationship),
                str(file.EF.F.Subtype),
                str(file.EF.F.Params.ModDate),
            )
            for file in pdf.Root.AF
        ]

    assert said == [
        (
            "openbadge.jwt",
            "Pencapaian yang sama sebagai Lencana Terbuka (Open Badge)",
            "/Data",
            "/application/jwt",
            "D:20261121000000Z",
        ),
        ("record.json", "Rekod sijil ini", "/Source", "/application/json", "D:20261121000000Z"),
    ]


def test_a_field_waits_for_the_signature(drawn: dict[str, Path]) -> None:
    with pikepdf.open(drawn["latin-en"]) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        seen = (str(field.FT), str(field.T), "/V" in field, [float(edge) for edge in field.Rect])
        last = list(structure(pdf.Root.StructTreeRoot.K))[-1]

        assert seen == ("/Sig", FIELD_NAME, False, [0, 0, 0, 0])
        assert (str(last.S), last.K[0].Obj.objgen) == ("/Form", field.objgen)


# --- how it looks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", SAMPLES)
def test_every_certificate_is_one_a4_page(drawn: dict[str, Path], label: str) -> None:
    pages = pypdf.PdfReader(drawn[label]).pages

    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [(842, 595)]


@pytest.mark.parametrize("name", ["W" * 120, "鈺" * 120, "Wa " * 39 + "Wan", "கௌ" * 60, "ڠڤ" * 60])
def test_a_name_of_120_characters_stays_inside_its_page(drawer: Drawer, tmp_path: Path, name: str) -> None:
    (tmp_path / "long.pdf").write_bytes(drawer.draw(sample(name, "ms")))

    page = pixels(tmp_path / "long.pdf", 48)
    right_margin = page.crop((page.width - 36, 210, page.width - 2, page.height - 2))
    lines = [box for box in boxes(tmp_path / "long.pdf") if box[1] > 100 and box[3] < 330]

    assert len(name) == 120
    assert len(pypdf.PdfReader(tmp_path / "long.pdf").pages) == 1
    assert right_margin.getcolors() == [(right_margin.width * right_margin.height, (255, 253, 248))]
    assert max(right for _, _, right, _ in lines) < 842 - 60


def boxes(pdf: Path) -> list[tuple[float, float, float, float]]:
    """The boxes of all words in points: left, top, right, bottom."""
    shown = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True, encoding="utf-8").stdout
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', shown)
    return [(float(left), float(top), float(right), float(bottom)) for left, top, right, bottom in found]


def full(name: str) -> Claims:
    """As much as a page is promised to carry, everywhere at once."""
    prose = "Digital literacy means reading twice before answering once, and asking. " * 3
    text = {length: prose[: length - 1].strip() + "." for length in (60, 80, 120, 160)}
    return Claims(
        **{
            **sample(name, "ms").model_dump(),
            "course": text[120],
            "course_version": text[60],
            "modules": (text[80],) * 12,
            "hours": text[60],
            "skills": (text[160],) * 24,
            "campus": text[120],
            "signatory": text[120],
            "signatory_role": text[120],
            "verify_url": f"https://{'a' * 160}.my/verify/TT-7K2M-9QXD",
        }
    )


@pytest.mark.parametrize("name", ["W" * 120, "鈺" * 120, "கௌ" * 60, "ڠڤ" * 60])
def test_a_very_full_record_fits_on_one_page(drawer: Drawer, tmp_path: Path, name: str) -> None:
    claims = full(name)
    (tmp_path / "full.pdf").write_bytes(drawer.draw(claims))

    assert [code.text for code in zxingcpp.read_barcodes(pixels(tmp_path / "full.pdf", 150))] == [claims.verify_url]
    assert max(bottom for _, _, _, bottom in boxes(tmp_path / "full.pdf")) < 595 - 24


@pytest.mark.parametrize("name", ["陈嘉慧", NAMES["long"], NAMES["tamil"], NAMES["jawi"]])
@pytest.mark.parametrize(
    ("number", "line"),
    [
        *((number, "Menguasai kawalan komen dan berhenti seketika sebelum menulis") for number in range(1, 8)),
        (13, "Menguasai cara melaras tetapan komen dan membaikinya selepas tersilap, termasuk untuk yang baharu"),
    ],
)
def test_no_line_is_set_smaller_than_nine_points(
    drawer: Drawer, tmp_path: Path, name: str, number: int, line: str
) -> None:
    modules = ("Keganasan berasaskan gender dalam talian",) * min(number, 7)
    claims = sample(name, "ms").model_copy(update={"modules": modules, "skills": (line,) * number})
    (tmp_path / "lines.pdf").write_bytes(drawer.draw(claims))
    command = ["pdftotext", "-bbox", tmp_path / "lines.pdf", "-"]
    words = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout

    heights = [
        float(bottom) - float(top)
        for top, bottom in re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(?:Menguasai|Keganasan)<', words)
    ]
    assert len(heights) == number + len(modules)
    assert min(heights) >= 9 * 1.2  # a line of this font is 1.26 of its size


def test_four_modules_and_twelve_skills_stand_in_two_columns(drawer: Drawer, tmp_path: Path) -> None:
    skills = tuple(f"Recognise warning sign number {number} and reject the myth" for number in range(12))
    claims = Claims(**{**AISYAH.model_dump(), "modules": ("A", "B", "C", "D"), "skills": skills})
    (tmp_path / "twelve.pdf").write_bytes(drawer.draw(claims))

    lefts = {round(left) for left, _, right, _ in boxes(tmp_path / "twelve.pdf") if 0 < right < 842}
    text = words_of(tmp_path / "twelve.pdf")

    assert [skill for skill in skills if skill not in text] == []
    assert len(lefts) > 2


def test_a_certificate_without_skills_has_no_empty_heading(drawer: Drawer, tmp_path: Path) -> None:
    claims = AISYAH.model_copy(update={"skills": ()})
    (tmp_path / "plain.pdf").write_bytes(drawer.draw(claims))

    assert re.findall("Modules|Skills", words_of(tmp_path / "plain.pdf")) == ["Modules"]


@pytest.mark.parametrize(
    ("name", "direction", "language"),
    [
        ("Nur Aisyah", "ltr", None),
        ("نور عائشة", "rtl", "ms-Arab"),
        ("Ahmad أحمد", "ltr", None),
        ("أحمد Ahmad", "rtl", None),
        ("陈嘉慧", "ltr", "zh"),
        ("אברהם Cohen", "rtl", None),
        ("— 120", "ltr", None),
    ],
)
def test_the_first_letter_decides_the_direction(name: str, direction: str, language: str | None) -> None:
    setting = set_name(name)

    assert (setting.direction, setting.language) == (direction, language)


# --- that it can be trusted -------------------------------------------------------------------------------------------


def test_the_same_record_gives_the_same_bytes_in_another_process(drawn: dict[str, Path], tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "Asia/Kuala_Lumpur", "LC_ALL": "C"}
    told = subprocess.run(
        [sys.executable, "-m", "certificates", "samples", tmp_path / "again"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=environment,
    )

    def digests(folder: Path) -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.pdf"))}

    assert digests(tmp_path / "again") == digests(drawn["latin-en"].parent)
    assert told.stdout == f"{len(SAMPLES)} of {len(SAMPLES)} certificates drawn into {tmp_path / 'again'}.\n"


def test_the_same_badge_gives_the_same_bytes_and_another_gives_others(drawer: Drawer) -> None:
    badges = ["e30.e30.c2ln", "e30.e30.c2ln", "e30.e30.c2lh", None]

    digests = [hashlib.sha256(drawer.draw(AISYAH, badge)).hexdigest() for badge in badges]

    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


@pytest.mark.parametrize(
    ("shape", "is_plain"),
    [
        ('<rect width="9" height="9"/>', True),
        ('<rect width="9" height="9" opacity=".5"/>', False),
        ('<rect width="9" height="9" fill-opacity=".5"/>', False),
        ('<text font-family="Plus Jakarta Sans" y="9">A</text>', False),
    ],
)
def test_paper_that_is_more_than_plain_shapes_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shape: str, is_plain: bool
) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{shape}</svg>'
    (tmp_path / "paper.svg").write_text(svg, "utf-8")
    (tmp_path / "basic.css").touch()
    monkeypatch.setattr("certificates.renderer._FOLDER", tmp_path)
    renderer = Renderer()

    if is_plain:
        assert renderer.layer("paper.svg", "100px 80px").width == 75
    else:
        with pytest.raises(ValueError, match=r"^The paper may hold nothing but plain opaque shapes\.$"):
            renderer.layer("paper.svg", "100px 80px")


def test_two_threads_may_share_a_drawer(drawer: Drawer) -> None:
    with ThreadPoolExecutor(4) as threads:
        pdfs = set(threads.map(drawer.draw, [AISYAH] * 6))

    assert pdfs == {drawer.draw(AISYAH)}


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a certificate asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert Drawer().draw(AISYAH).startswith(b"%PDF-1.7")


def test_a_stylesheet_that_asks_for_an_address_is_a_failure(drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawer._template.environment.from_string(
        '<html lang="en"><h2>A</h2><img alt="" src="https://example.org/x.png"/></html>'
    )
    monkeypatch.setattr(drawer, "_template", page)

    with pytest.raises(DrawingFailed, match=r"fetches nothing, but was asked for https://example\.org/x\.png"):
        drawer.draw(AISYAH)


def test_a_warning_of_the_renderer_is_a_failure(drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawer._template.environment.from_string('<html lang="en"><h2 style="colour: red">A</h2></html>')
    monkeypatch.setattr(drawer, "_template", page)

    with pytest.raises(DrawingFailed, match="colour"):
        drawer.draw(AISYAH)


def test_a_silenced_logger_does_not_hide_a_failure(drawer: Drawer) -> None:
    logger = logging.getLogger("weasyprint")
    logger.disabled, level = True, logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with pytest.raises(DrawingFailed):
            drawer.draw(sample("Kim 𓀀", "en"))
        after = (logger.disabled, logger.level)
    finally:
        logger.disabled = False
        logger.setLevel(level)

    assert after == (True, logging.CRITICAL)


def test_a_letter_that_no_font_has_is_a_failure_that_names_it(drawer: Drawer) -> None:
    with pytest.raises(DrawingFailed, match=r"\(U\+13000\)"):
        drawer.draw(sample("Kim 𓀀", "en"))


def test_a_page_that_overflows_is_a_failure(drawer: Drawer) -> None:
    claims = AISYAH.model_copy(update={"skills": ("Judge how urgent a post is",) * 120})

    with pytest.raises(DrawingFailed, match=r"^The claims do not fit on one page\.$"):
        drawer.draw(claims)


def test_a_failure_leaves_nothing_behind(drawer: Drawer) -> None:
    before = list(logging.getLogger("weasyprint").handlers)
    with pytest.raises(DrawingFailed):
        drawer.draw(sample("𓀀", "en"))

    assert logging.getLogger("weasyprint").handlers == before
    assert drawer.draw(AISYAH) == Drawer().draw(AISYAH)


@pytest.mark.parametrize("before", [None, "/etc/fonts/fonts.conf"])
def test_the_fonts_of_the_machine_are_left_as_they_were(monkeypatch: pytest.MonkeyPatch, before: str | None) -> None:
    if before:
        monkeypatch.setenv("FONTCONFIG_FILE", before)
    else:
        monkeypatch.delenv("FONTCONFIG_FILE", raising=False)

    Drawer()

    assert os.environ.get("FONTCONFIG_FILE") == before


@pytest.mark.parametrize("library", ["weasyprint", "pyhanko", "pypdfium2"])
def test_a_process_that_never_draws_or_signs_does_not_load_what_does(library: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", f"import certificates, sys; print({library!r} in sys.modules)"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )

    assert told.stdout == "False\n"
