"""The bundled fonts: every living script is drawn, in the face meant for it, and nothing else is loaded."""

import os
import re
import runpy
import subprocess
import sys
import unicodedata
from pathlib import Path

import pypdf
import pytest

from certificates import Drawer, clean_name, undrawable
from certificates.coverage import coverage_of
from certificates.names import hidden_character
from certificates.samples import sample
from certificates.typefaces import COVERAGE, FOLDER, faces_for
from tests.certificates.scripts import NAMES

DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]")  # pdftotext adds them around text from right to left
JOINERS = re.compile("[\u200c\u200d]")

# These names are drawn as they should be, and read back with all their letters, but not in their order:
# readers turn text from right to left back by guessing, and guess wrong where it carries vowel signs or stands among
# Latin words. Text beside the glyphs would not help, as they turn that round as well.
READ_OUT_OF_ORDER = {
    "thaana": "އަޙްމަދު އިބްރާހީމް",
    "hebrew with vowel signs": "אַבְרָהָם לֵוִי",
    "arabic with vowel signs": "مُحَمَّد عَلِيّ",
    "latin between hebrew": "דוד Cohen לוי",
    "hebrew between latin": "David דוד Cohen",
}
IN_ORDER = {script: name for script, name in NAMES.items() if name not in READ_OUT_OF_ORDER.values()}


@pytest.fixture(scope="module")
def drawer() -> Drawer:
    return Drawer()


def read_back(pdf: Path) -> str:
    command = ["pdftotext", pdf, "-"]
    text = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    line = " ".join(DIRECTION_MARKS.sub("", text).split())
    return line.partition("This certifies that ")[2].partition(" has completed ")[0]


@pytest.mark.parametrize("script", IN_ORDER)
def test_a_name_of_every_script_is_drawn_and_read_back(drawer: Drawer, tmp_path: Path, script: str) -> None:
    name = IN_ORDER[script]
    (tmp_path / "name.pdf").write_bytes(drawer.draw(sample(name, "en")))

    read = read_back(tmp_path / "name.pdf")

    assert (clean_name(name), undrawable(name)) == (name, "")
    # A non-joiner between Arabic letters parts them on the page and leaves nothing there to be read.
    assert read == (JOINERS.sub("", name) if "\u200c" in name else name)


@pytest.mark.parametrize("script", READ_OUT_OF_ORDER)
def test_a_name_that_readers_put_out_of_order_keeps_all_its_letters(
    drawer: Drawer, tmp_path: Path, script: str
) -> None:
    name = READ_OUT_OF_ORDER[script]
    (tmp_path / "name.pdf").write_bytes(drawer.draw(sample(name, "en")))

    read = read_back(tmp_path / "name.pdf")

    assert sorted(read.replace(" ", "")) == sorted(name.replace(" ", ""))


@pytest.mark.parametrize("name", [name * (120 // len(name)) for name in ("ഔ", "ကြည်", "ᚠ", "뷁", "བརྒྱ", "שׁ", "Щ")])
def test_a_long_name_of_any_script_stays_on_one_page(drawer: Drawer, tmp_path: Path, name: str) -> None:
    (tmp_path / "long.pdf").write_bytes(drawer.draw(sample(name, "ms")))

    assert len(pypdf.PdfReader(tmp_path / "long.pdf").pages) == 1


def test_every_letter_of_the_basic_plane_can_be_drawn() -> None:
    visible = [chr(point) for point in range(0x10000) if unicodedata.category(chr(point))[0] in "LMNPS"]

    assert undrawable("".join(character for character in visible if not hidden_character(character))) == ""


def test_a_variation_selector_needs_no_font(drawer: Drawer) -> None:
    assert undrawable("辻\U000e0100 葛\ufe00") == ""
    assert drawer.draw(sample("辻\U000e0100 葛\ufe00", "en")).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "families"),
    [
        ("", ["Plus Jakarta Sans"]),
        ("Nguyễn Thị Ánh Đào", ["Plus Jakarta Sans"]),
        ("Tan Wei Ling 陈慧玲", ["Plus Jakarta Sans", "Noto Sans SC"]),
        ("נועה-לי", ["Plus Jakarta Sans", "Noto Sans Hebrew"]),
        ("金민수", ["Plus Jakarta Sans", "Noto Sans SC", "NanumSquare"]),
        ("Ɓala Анна", ["Noto Sans", "Plus Jakarta Sans"]),
        ("A陈 ᚠ", ["Noto Sans SC", "Plus Jakarta Sans", "Unifont"]),
        ("😀", ["Plus Jakarta Sans"]),
    ],
)
def test_a_name_takes_the_faces_of_its_scripts_alone(name: str, families: list[str]) -> None:
    assert [face.family for face in faces_for(name)] == families


def test_the_other_claims_are_drawn_in_any_script_too(drawer: Drawer, tmp_path: Path) -> None:
    claims = sample("Nur Aisyah", "en").model_copy(update={"signatory": "ნინო"})
    (tmp_path / "signed.pdf").write_bytes(drawer.draw(claims))

    assert "ნინო" in pypdf.PdfReader(tmp_path / "signed.pdf").pages[0].extract_text()


def test_what_is_written_of_the_fonts_is_true(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("certificates.typefaces.COVERAGE", tmp_path / "coverage.tsv")
    monkeypatch.delitem(sys.modules, "certificates.coverage")

    runpy.run_module("certificates.coverage", run_name="__main__")

    assert (tmp_path / "coverage.tsv").read_text("utf-8") == COVERAGE.read_text("utf-8") == coverage_of(FOLDER)


def test_the_weights_of_a_family_have_the_same_characters() -> None:
    lines = [line.split("\t") for line in COVERAGE.read_text("utf-8").splitlines()]

    assert len({(family, ranges) for _, family, _, ranges in lines}) == len({family for _, family, _, _ in lines})


def test_the_list_of_fonts_names_every_file_and_licence() -> None:
    listed = set(re.findall(r"`([\w-]+\.(?:ttf|otf|txt))`", (FOLDER / "README.md").read_text("utf-8")))

    assert listed == {path.name for path in FOLDER.iterdir() if path.suffix in (".ttf", ".otf", ".txt")}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 23_000_000


def test_asking_what_can_be_drawn_loads_no_renderer() -> None:
    program = (
        "import certificates, sys; certificates.undrawable('Nur 陈 😀')\n"
        "print([module for module in ('weasyprint', 'fontTools') if module in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8", env=dict(os.environ)
    )

    assert told.stdout == "[]\n"
