"""A certificate is what it claims to be, PDF/A-3a and PDF/UA-1, and each check of that can fail."""

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from certificates import Claims, Drawer
from certificates.samples import SAMPLES, sample
from tests.certificates.pdfa import RULES, problems

BADGE = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2V4YW1wbGUub3JnIn0.c2ln"
AISYAH = sample("Nur Aisyah binti Abdullah", "en")
# Twelve skills stand in two columns, and forty in three.
MANY = {
    number: AISYAH.model_copy(update={"skills": ("Judge how urgent a post is and decide what to do with it",) * number})
    for number in (12, 40)
}


@pytest.fixture(scope="module")
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture(scope="module")
def drawn(drawer: Drawer) -> bytes:
    return drawer.draw(AISYAH, BADGE)


@pytest.mark.parametrize("claims", [*SAMPLES.values(), *MANY.values()], ids=[*SAMPLES, *map(str, MANY)])
def test_a_certificate_is_what_it_claims_to_be(drawer: Drawer, claims: Claims) -> None:
    assert problems(drawer.draw(claims)) == []


def test_a_certificate_with_a_badge_is_what_it_claims_to_be(drawn: bytes) -> None:
    assert problems(drawn) == []


# --- every rule can fail ----------------------------------------------------------------------------------------------

Break = Callable[[Pdf], object]


def rewritten(pattern: bytes, by: bytes) -> Break:
    """The page with the first match in its content replaced."""

    def change(pdf: Pdf) -> None:
        content, count = re.subn(pattern, by, pdf.pages[0].Contents.read_bytes(), count=1)
        assert count == 1
        pdf.pages[0].Contents = pdf.make_stream(content)

    return change


def claimed(pattern: bytes, by: bytes) -> Break:
    """The metadata with every match replaced."""

    def change(pdf: Pdf) -> None:
        packet, count = re.subn(pattern, by, pdf.Root.Metadata.read_bytes())
        assert count > 0
        pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)

    return change


def elements(pdf: Pdf, name: str) -> list[Any]:
    return [thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/S") == f"/{name}"]


def annotation(pdf: Pdf, subtype: str) -> Any:
    return next(thing for thing in pdf.pages[0].Annots if thing.Subtype == f"/{subtype}")


def font(pdf: Pdf) -> Any:
    return next(iter(pdf.pages[0].Resources.Font.items()))[1]


def file(pdf: Pdf) -> Any:
    return pdf.Root.Names.EmbeddedFiles.Names[1]


def put(target: Callable[[Pdf], Any], key: str, value: Any) -> Break:
    return lambda pdf: target(pdf).__setitem__(key, value(pdf) if callable(value) else value)


def drop(target: Callable[[Pdf], Any], key: str) -> Break:
    return lambda pdf: target(pdf).__delitem__(key)


def root(pdf: Pdf) -> Any:
    return pdf.Root


def page(pdf: Pdf) -> Any:
    return pdf.pages[0].obj


def first(name: str) -> Callable[[Pdf], Any]:
    return lambda pdf: elements(pdf, name)[0]


def link(pdf: Pdf) -> Any:
    return annotation(pdf, "Link")


def widget(pdf: Pdf) -> Any:
    return annotation(pdf, "Widget")


def intent(pdf: Pdf) -> Any:
    return pdf.Root.OutputIntents[0]


def state(pdf: Pdf) -> Any:
    return next(iter(pdf.pages[0].Resources.ExtGState.items()))[1]


def _drop_mark_from_structure(pdf: Pdf) -> None:
    heading = elements(pdf, "H1")[0]
    heading.K[0].K = Array([])


def _swap_headings(pdf: Pdf) -> None:
    part = elements(pdf, "H1")[0].P
    part.K = Array([part.K[1], part.K[0], *list(part.K)[2:]])


def _swap_way_back(pdf: Pdf) -> None:
    marks = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    marks[0] = marks[1]


def _widen_a_letter(pdf: Pdf) -> None:
    widths = font(pdf).DescendantFonts[0].W
    widths[1][0] = float(widths[1][0]) + 5


def _forget_texts(pdf: Pdf) -> None:
    texts = font(pdf).ToUnicode.read_bytes()
    font(pdf).ToUnicode = pdf.make_stream(re.sub(rb"(<[0-9a-f]{4}>) <[0-9a-f]+>\n", rb"\1 <>\n", texts))


def _other_bytes(pdf: Pdf) -> None:
    file(pdf).EF.F.write(b"x" * int(file(pdf).EF.F.Params.Size))


def _add_a_note(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, F=4, Rect=Array([0, 0, 9, 9]))
    pdf.pages[0].Annots.append(pdf.make_indirect(note))


def _reverse_files(pdf: Pdf) -> None:
    tree = pdf.Root.Names.EmbeddedFiles
    names = list(tree.Names)
    tree.Names = Array(names[2:] + names[:2])


BROKEN: list[tuple[str, str, Break]] = [
    ("nothing_runs_or_hides", "a script", put(root, "/OpenAction", Dictionary(S=Name.JavaScript, JS=String("1")))),
    ("nothing_runs_or_hides", "a layer", put(root, "/OCProperties", Dictionary())),
    ("nothing_runs_or_hides", "a form to draw", put(lambda pdf: pdf.Root.AcroForm, "/NeedAppearances", True)),
    ("nothing_runs_or_hides", "named scripts", put(lambda pdf: pdf.Root.Names, "/JavaScript", Dictionary())),
    ("nothing_runs_or_hides", "an action", put(page, "/AA", Dictionary())),
    ("nothing_runs_or_hides", "a text too long", put(lambda pdf: pdf.Root.AcroForm, "/X", String("x" * 40_000))),
    ("nothing_runs_or_hides", "a name too long", put(lambda pdf: pdf.Root.AcroForm, "/X", Name("/" + "x" * 200))),
    ("nothing_runs_or_hides", "deep states", rewritten(rb"^", b"q " * 30 + b"Q " * 30)),
    (
        "nothing_runs_or_hides",
        "a stream elsewhere",
        put(root, "/X", lambda pdf: pdf.make_stream(b"", F=String("elsewhere"))),
    ),
    ("metadata_claims_both", "no archive", claimed(rb'pdfaid:part="3"', b'pdfaid:part="2"')),
    ("metadata_claims_both", "a lower level", claimed(rb'pdfaid:conformance="A"', b'pdfaid:conformance="B"')),
    ("metadata_claims_both", "no access", claimed(rb'pdfuaid:part="1"', b'pdfuaid:part="2"')),
    (
        "metadata_describes_its_schemas",
        "an unknown word",
        claimed(rb'pdfuaid:part="1"', b'pdfuaid:part="1" xmlns:y="urn:y" y:z="1"'),
    ),
    (
        "metadata_describes_its_schemas",
        "no description",
        claimed(rb"<pdfaProperty:name>part<", b"<pdfaProperty:name>amd<"),
    ),
    (
        "metadata_describes_its_schemas",
        "no kind",
        claimed(rb"<pdfaProperty:category>internal<", b"<pdfaProperty:category><"),
    ),
    ("metadata_describes_its_schemas", "no prefix", claimed(rb"<pdfaSchema:prefix>pdfuaid<", b"<pdfaSchema:prefix><")),
    ("metadata_agrees_with_information", "another author", put(lambda pdf: pdf.docinfo, "/Author", String("Somebody"))),
    ("metadata_agrees_with_information", "another day", put(lambda pdf: pdf.docinfo, "/ModDate", String("D:20200101"))),
    ("title_and_language_are_told", "no title", drop(root, "/ViewerPreferences")),
    ("title_and_language_are_told", "no marks", put(root, "/MarkInfo", Dictionary(Marked=False))),
    ("title_and_language_are_told", "doubts", put(root, "/MarkInfo", Dictionary(Marked=True, Suspects=True))),
    ("title_and_language_are_told", "no language", drop(root, "/Lang")),
    ("title_and_language_are_told", "no language that is one", put(first("H2"), "/Lang", String("English"))),
    ("colours_have_a_meaning", "no intent", drop(root, "/OutputIntents")),
    ("colours_have_a_meaning", "no name", drop(intent, "/OutputConditionIdentifier")),
    (
        "colours_have_a_meaning",
        "no profile",
        put(intent, "/DestOutputProfile", lambda pdf: pdf.make_stream(b"x" * 200, N=3)),
    ),
    ("colours_have_a_meaning", "a profile of four", put(lambda pdf: intent(pdf).DestOutputProfile, "/N", 4)),
    ("colours_have_a_meaning", "printing inks", rewritten(rb"[\d. ]+ rg", b"0 0 0 1 k")),
    ("nothing_is_see_through", "thin ink", put(state, "/ca", 0.5)),
    ("nothing_is_see_through", "blending", put(state, "/BM", Name.Multiply)),
    ("nothing_is_see_through", "a group", put(page, "/Group", Dictionary(S=Name.Transparency))),
    ("nothing_is_see_through", "a picture", put(root, "/X", lambda pdf: pdf.make_stream(b"", Subtype=Name.Image))),
    ("fonts_are_embedded", "no program", drop(lambda pdf: font(pdf).DescendantFonts[0].FontDescriptor, "/FontFile2")),
    ("fonts_are_embedded", "no glyphs", drop(lambda pdf: font(pdf).DescendantFonts[0], "/CIDToGIDMap")),
    ("fonts_are_embedded", "a wide letter", _widen_a_letter),
    ("letters_have_a_text", "no texts", drop(font, "/ToUnicode")),
    ("letters_have_a_text", "empty texts", _forget_texts),
    ("content_is_marked", "a rule that is neither", rewritten(rb"$", b"\n/Span BMC 0 0 10 10 re f EMC")),
    ("content_is_marked", "a loose rule", rewritten(rb"$", b"\n0 0 10 10 re f")),
    (
        "content_is_marked",
        "decoration in a text",
        rewritten(rb"(/Span\n<</MCID 1>>\nBDC)", rb"\1 /Artifact BMC 0 0 1 1 re f EMC"),
    ),
    ("content_is_marked", "an open mark", rewritten(rb"$", b"\n/Artifact BMC")),
    ("structure_holds_the_content", "a lost text", _drop_mark_from_structure),
    ("structure_holds_the_content", "another order", _swap_headings),
    ("structure_holds_the_content", "a wrong way back", _swap_way_back),
    ("structure_holds_the_content", "a mark twice", rewritten(rb"MCID 2>>", b"MCID 1>>")),
    ("structure_makes_sense", "no document", put(first("Document"), "/S", Name.Part)),
    ("structure_makes_sense", "an unknown element", put(first("P"), "/S", Name.Paragraph)),
    ("structure_makes_sense", "a heading left out", put(first("H2"), "/S", Name.H4)),
    ("structure_makes_sense", "a list of texts", put(first("LI"), "/S", Name.P)),
    ("structure_makes_sense", "another parent", put(first("H1"), "/P", lambda pdf: elements(pdf, "Document")[0])),
    ("pictures_are_described", "no text", drop(first("Figure"), "/Alt")),
    (
        "pictures_are_described",
        "a box off the page",
        put(lambda pdf: elements(pdf, "Figure")[0].A, "/BBox", Array([800, 0, 900, 100])),
    ),
    ("annotations_are_in_the_structure", "another tabulator", drop(page, "/Tabs")),
    ("annotations_are_in_the_structure", "a link without words", drop(link, "/Contents")),
    ("annotations_are_in_the_structure", "a field without words", drop(widget, "/TU")),
    ("annotations_are_in_the_structure", "a link among texts", put(first("Link"), "/S", Name.Span)),
    ("annotations_are_in_the_structure", "a field nowhere", put(first("Form"), "/K", Array([]))),
    ("annotations_are_in_the_structure", "a wrong way back", put(widget, "/StructParent", 1)),
    ("annotations_are_in_the_structure", "a note", _add_a_note),
    ("annotations_can_be_kept", "a link that does not print", put(link, "/F", 0)),
    ("annotations_can_be_kept", "a hidden field", put(widget, "/F", 134)),
    ("annotations_can_be_kept", "a field with a box", put(widget, "/Rect", Array([0, 0, 9, 9]))),
    ("annotations_can_be_kept", "a program", put(link, "/A", Dictionary(S=Name.Launch))),
    ("annotations_can_be_kept", "another field", put(widget, "/T", String("Other"))),
    ("files_are_associated", "listed twice", lambda pdf: pdf.Root.AF.append(pdf.Root.AF[0])),
    ("files_are_associated", "not listed", drop(root, "/AF")),
    ("files_are_associated", "no part to play", drop(file, "/AFRelationship")),
    ("files_are_associated", "no second name", drop(file, "/UF")),
    ("files_are_associated", "no description", put(file, "/Desc", String(""))),
    (
        "files_are_associated",
        "any bytes",
        put(lambda pdf: file(pdf).EF.F, "/Subtype", Name("/application/octet-stream")),
    ),
    ("files_are_associated", "no date", drop(lambda pdf: file(pdf).EF.F.Params, "/ModDate")),
    ("files_are_associated", "other bytes", _other_bytes),
    ("files_are_associated", "out of order", _reverse_files),
]


def saved(pdf: Pdf, **options: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, **options)
    return target.getvalue()


def broken_rules(data: bytes) -> set[str]:
    return {problem.partition(":")[0] for problem in problems(data)}


@pytest.mark.parametrize(
    ("name", "change"),
    [(name, change) for name, _, change in BROKEN],
    ids=[f"{name}: {how}" for name, how, _ in BROKEN],
)
def test_a_file_that_breaks_a_rule_is_found_out(drawn: bytes, name: str, change: Break) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        unchanged = saved(pdf)
        change(pdf)
        changed = saved(pdf)

    assert (problems(unchanged), broken_rules(changed)) == ([], {name})


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("header", "file_is_sound"),
        ("identifier", "file_is_sound"),
        ("encryption", "file_is_sound"),
        ("tail", "file_is_sound"),
        ("damage", "file_is_sound"),
        ("packet", "metadata_claims_both"),
    ],
)
def test_bytes_that_break_a_rule_are_found_out(drawn: bytes, change: str, name: str) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(owner="o", user=""))
    changed = {
        "header": drawn.replace(b"%PDF-1.7", b"%PDF-2.0", 1),
        "identifier": drawn.replace(b"/ID [", b"/IX [", 1),
        "encryption": locked,
        "tail": drawn + b"more",
        "damage": drawn.replace(b"\nstartxref\n", b"\nstartxref\n9", 1),
        "packet": drawn.replace(b'begin="" id="W5M0MpCehi', b'begin="" bytes="9" id="', 1),
    }[change]

    assert changed != drawn
    assert name in broken_rules(changed)


def test_every_rule_is_broken_on_purpose() -> None:
    assert {"file_is_sound", *(name for name, _, _ in BROKEN)} == set(RULES)
