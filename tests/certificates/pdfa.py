"""Checks what a certificate claims to be: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), rule by rule.

It is no replacement for veraPDF, which knows every clause; it knows those that a one-page certificate can break. Each
rule yields a sentence for everything it finds wrong. `problems` runs them all.
"""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream

Problems = Iterator[str]
RULES: dict[str, Callable[["Document"], Problems]] = {}

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
_KNOWN_TO_ARCHIVES = ("dc", "pdf", "pdfaid", "xmp", "rdf", "pdfaExtension", "pdfaSchema", "pdfaProperty")

_GROUPING = {"Document", "Part", "Sect", "Div", "NonStruct"}
_HEADINGS = {f"H{level}" for level in range(1, 7)}
_KNOWN_ELEMENTS = {*_GROUPING, *_HEADINGS, "P", "L", "LI", "Lbl", "LBody", "Span", "Link", "Figure", "Form"}
_PAINTING = {"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "BI", "INLINE IMAGE"}
_RELATIONSHIPS = {"Source", "Data", "Alternative", "Supplement", "Unspecified"}
_HIDING_FLAGS = 1 | 2 | 32 | 256  # Invisible, Hidden, NoView, ToggleNoView
_PRINT_FLAG = 4
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?")
_DEEPEST_STATE = 28
_LONGEST_NAME_BYTES = 127
_LONGEST_STRING_BYTES = 32767


def problems(data: bytes) -> list[str]:
    """Everything that is wrong with a file, each with the name of its rule; empty when all rules hold."""
    document = Document(data)
    return [f"{name}: {problem}" for name, rule in RULES.items() for problem in rule(document)]


def rule(check: Callable[["Document"], Problems]) -> Callable[["Document"], Problems]:
    RULES[check.__name__] = check
    return check


@dataclass(frozen=True)
class Shown:
    """What one operator of the page does, and the marked content it does it in."""

    operator: str
    operands: Any
    marks: tuple[int | str, ...]  # from the outside in: the MCID, "Artifact", or "" for marks that say neither
    font: str
    depth: int


class Document:
    """A file with what several rules ask of it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.root = self.pdf.Root
        self.page = self.pdf.pages[0].obj

    @cached_property
    def packet(self) -> bytes:
        return bytes(self.root.Metadata.read_bytes()) if "/Metadata" in self.root else b""

    @cached_property
    def metadata(self) -> ElementTree.Element:
        try:
            return ElementTree.fromstring(self.packet)  # noqa: S314 - drawn by us
        except ElementTree.ParseError:
            return ElementTree.Element("nothing")

    def claimed(self, name: str) -> str | None:
        """A simple property of the metadata, written as an attribute or as an element."""
        prefix, _, local = name.partition(":")
        key = f"{{{_NAMESPACES[prefix]}}}{local}"
        for element in self.metadata.iter(f"{{{_NAMESPACES['rdf']}}}Description"):
            if key in element.attrib:
                return element.attrib[key]
            if (found := element.find(key)) is not None:
                return "".join(found.itertext()).strip()
        return None

    @cached_property
    def shown(self) -> list[Shown]:
        operations, marks, fonts, font = [], [], [""], ""
        for operands, operator in pikepdf.parse_content_stream(self.page):
            word = str(operator)
            if word in ("BMC", "BDC"):
                properties = operands[1] if word == "BDC" else {}
                marks.append(
                    int(properties["/MCID"])
                    if "/MCID" in properties
                    else "Artifact"
                    if operands[0] == "/Artifact"
                    else ""
                )
            elif word == "EMC":
                marks = marks[:-1]
            elif word == "q":
                fonts.append(font)
            elif word == "Q":
                font = fonts.pop() if fonts else ""
            elif word == "Tf":
                font = str(operands[0])
            operations.append(Shown(word, operands, tuple(marks), font, len(fonts) - 1))
        return operations

    @cached_property
    def elements(self) -> list[Any]:
        """The structure elements that can be reached from the root, in reading order."""
        found: list[Any] = []

        def walk(node: Any) -> None:
            for child in children(node):
                if isinstance(child, Dictionary) and "/S" in child:
                    found.append(child)
                    walk(child)

        if "/StructTreeRoot" in self.root:
            walk(self.root.StructTreeRoot)
        return found

    @cached_property
    def parents(self) -> dict[int, Any]:
        """The parent tree: for a page its elements by mark, for an annotation its element."""
        if "/StructTreeRoot" not in self.root:
            return {}
        numbers = list(self.root.StructTreeRoot.ParentTree.get("/Nums", Array()))
        return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}

    @property
    def annotations(self) -> list[Any]:
        return list(self.page.get("/Annots", Array()))

    @cached_property
    def codes(self) -> dict[str, set[int]]:
        """The two-byte codes that the page shows of each font."""
        codes: dict[str, set[int]] = {}
        for shown in self.shown:
            if shown.operator in ("Tj", "TJ"):
                (operand,) = shown.operands
                strings = operand if isinstance(operand, Array) else [operand]
                text = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
                pairs = zip(text[::2], text[1::2], strict=True)
                codes.setdefault(shown.font, set()).update(high << 8 | low for high, low in pairs)
        return codes


def children(node: Any) -> list[Any]:
    kids = node.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def kind(element: Any) -> str:
    return str(element.S)[1:]


def same(one: Any, other: Any) -> bool:
    return (
        isinstance(one, Dictionary | Stream) and isinstance(other, Dictionary | Stream) and one.objgen == other.objgen
    )


# --- the file ---------------------------------------------------------------------------------------------------------


@rule
def file_is_sound(document: Document) -> Problems:
    """ISO 19005-3, 6.1.2, 6.1.3: header, identifier, no encryption, and syntax that qpdf accepts."""
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", document.data):
        yield "the header is not that of PDF 1.7 with four bytes above 127"
    if "/ID" not in document.pdf.trailer:
        yield "the file has no identifier"
    if document.pdf.is_encrypted:
        yield "the file is encrypted"
    if not document.data.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "something follows the end of the file"
    yield from document.pdf.check_pdf_syntax()


@rule
def nothing_runs_or_hides(document: Document) -> Problems:
    """ISO 19005-3, 6.1, 6.5, 6.6, 6.9: no scripts, external streams, odd filters, hidden layers; limits of readers."""
    for key in ("/OpenAction", "/AA", "/OCProperties", "/Requirements", "/Collection"):
        if key in document.root:
            yield f"the catalogue has {key}"
    form = document.root.get("/AcroForm", Dictionary())
    if "/XFA" in form or form.get("/NeedAppearances", False):
        yield "the form asks the reader to draw it"
    if "/JavaScript" in document.root.get("/Names", Dictionary()):
        yield "the file brings scripts"
    for thing in document.pdf.objects:
        if isinstance(thing, Dictionary) and "/AA" in thing:
            yield "an object has additional actions"
        if isinstance(thing, Stream):
            filters = thing.get("/Filter", Array())
            used = {str(name) for name in (filters if isinstance(filters, Array) else [filters])}
            if "/F" in thing or used - {"/FlateDecode", "/DCTDecode"}:
                yield f"a stream is external or uses {sorted(used)}"
        yield from _limits(thing)
    if max((shown.depth for shown in document.shown), default=0) > _DEEPEST_STATE:
        yield "graphics states are nested too deeply"


def _limits(thing: Any) -> Problems:
    if isinstance(thing, pikepdf.String) and len(bytes(thing)) > _LONGEST_STRING_BYTES:
        yield "a string is too long"
    if isinstance(thing, Name) and len(str(thing).encode()) > _LONGEST_NAME_BYTES:
        yield "a name is too long"
    if isinstance(thing, Array):
        for item in thing:
            if not getattr(item, "is_indirect", False):
                yield from _limits(item)
    elif isinstance(thing, Dictionary | Stream):
        for _, item in thing.items():
            if not getattr(item, "is_indirect", False):
                yield from _limits(item)


# --- what it claims ---------------------------------------------------------------------------------------------------


@rule
def metadata_claims_both(document: Document) -> Problems:
    """ISO 19005-3, 6.6.2 to 6.6.4, and ISO 14289-1, 5: the packet, both claims, and the title."""
    header = re.match(rb"<\?xpacket begin=[^?]*\?>", document.packet)
    if not header or b"bytes=" in header.group() or b"encoding=" in header.group():
        yield "the packet has no header, or one with bytes or encoding"
    if document.metadata.tag == "nothing":
        yield "the packet is not well-formed"
    claims = {name: document.claimed(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
    if claims != {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}:
        yield f"the claims are {claims}"
    if not document.claimed("dc:title"):
        yield "the file has no title"


@rule
def metadata_describes_its_schemas(document: Document) -> Problems:
    """ISO 19005-3, 6.6.2.3: a schema that PDF/A does not know is described in the file, each property of it."""
    described = set()
    for schema in document.metadata.iterfind(".//pdfaExtension:schemas/rdf:Bag/rdf:li", _NAMESPACES):
        address = schema.findtext("pdfaSchema:namespaceURI", "", _NAMESPACES)
        if not schema.findtext("pdfaSchema:schema", "", _NAMESPACES) or not schema.findtext(
            "pdfaSchema:prefix", "", _NAMESPACES
        ):
            yield f"the schema {address} lacks a name or a prefix"
        for described_property in schema.iterfind("pdfaSchema:property/rdf:Seq/rdf:li", _NAMESPACES):
            told = {
                word: described_property.findtext(f"pdfaProperty:{word}", "", _NAMESPACES)
                for word in ("name", "valueType", "category", "description")
            }
            if not all(told.values()) or told["category"] not in ("internal", "external"):
                yield f"a property of {address} is described by {told}"
            described.add(f"{{{address}}}{told['name']}")
    known = tuple(f"{{{_NAMESPACES[prefix]}}}" for prefix in _KNOWN_TO_ARCHIVES)
    used = {key for element in document.metadata.iter() for key in (element.tag, *element.attrib)}
    known = (*known, "{adobe:ns:meta/}", "{http://www.w3.org/XML/")
    for key in sorted(used - described):
        if key.startswith("{") and not key.startswith(known):
            yield f"{key} is not described"


@rule
def metadata_agrees_with_information(document: Document) -> Problems:
    """Not asked by ISO 19005-3 any more, but two answers to one question are one too many."""
    information = document.pdf.docinfo
    pairs = {
        "/Title": "dc:title",
        "/Author": "dc:creator",
        "/Subject": "dc:description",
        "/Producer": "pdf:Producer",
        "/Creator": "xmp:CreatorTool",
    }
    for key, name in pairs.items():
        if str(information.get(key, "")) != (document.claimed(name) or ""):
            yield f"{key} and {name} differ"
    for key, name in {"/CreationDate": "xmp:CreateDate", "/ModDate": "xmp:ModifyDate"}.items():
        told = re.sub(r"\D", "", str(information.get(key, "")))
        if told != re.sub(r"\D", "", document.claimed(name) or ""):
            yield f"{key} and {name} differ"


@rule
def title_and_language_are_told(document: Document) -> Problems:
    """ISO 14289-1, 7.1, 7.2: the title is shown, the content is marked, and the language is known everywhere."""
    if document.root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False) is not True:
        yield "the window shows the name of the file instead of the title"
    marked = document.root.get("/MarkInfo", Dictionary())
    if marked.get("/Marked", False) is not True or marked.get("/Suspects", False) is not False:
        yield "the file does not vouch for its marks"
    for language in (document.root.get("/Lang", ""), *(e.Lang for e in document.elements if "/Lang" in e)):
        if not _LANGUAGE.fullmatch(str(language)):
            yield f"{str(language)!r} is no language"


# --- colours and ink --------------------------------------------------------------------------------------------------


@rule
def colours_have_a_meaning(document: Document) -> Problems:
    """ISO 19005-3, 6.2.3, 6.2.4: an output intent with an RGB profile, and no colour that it says nothing of."""
    intents = [intent for intent in document.root.get("/OutputIntents", Array()) if intent.S == "/GTS_PDFA1"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        yield "there is not one output intent with a profile"
        return
    profile = intents[0].DestOutputProfile.read_bytes()
    if not intents[0].get("/OutputConditionIdentifier") or intents[0].DestOutputProfile.get("/N") != 3:
        yield "the output intent has no name, or its profile not three colours"
    if profile[36:40] != b"acsp" or profile[16:20] != b"RGB " or profile[12:16] not in (b"mntr", b"prtr"):
        yield "the profile is none of an RGB device"
    if int.from_bytes(profile[:4]) != len(profile) or profile[8] not in (2, 4):
        yield "the profile is cut off or of an unknown version"
    for stream in (document.page, *_forms(document)):
        for operands, operator in pikepdf.parse_content_stream(stream):
            if str(operator) in ("k", "K") or (str(operator) in ("cs", "CS") and operands[0] != "/DeviceRGB"):
                yield f"a colour is set by {operator}"


def _forms(document: Document) -> list[Any]:
    resources = document.page.get("/Resources", Dictionary())
    return [thing for _, thing in resources.get("/XObject", Dictionary()).items() if thing.get("/Subtype") == "/Form"]


@rule
def nothing_is_see_through(document: Document) -> Problems:
    """ISO 19005-3, 6.2.10 lays down when ink may be see-through; a certificate has none, nor pictures of pixels."""
    resources = document.page.get("/Resources", Dictionary())
    states = resources.get("/ExtGState", Dictionary())
    for key, state in states.items():
        if state.get("/SMask", "/None") != "/None" or state.get("/BM", "/Normal") not in ("/Normal", "/Compatible"):
            yield f"{key} blends or masks"
        if any(float(state.get(alpha, 1)) != 1 for alpha in ("/ca", "/CA")):
            yield f"{key} is see-through"
    for thing in document.pdf.objects:
        if isinstance(thing, Stream) and (thing.get("/Subtype") in ("/Image", "/PS") or "/SMask" in thing):
            yield "there is a picture of pixels or a mask"
    if any("/Group" in thing for thing in (document.page, *_forms(document))):
        yield "there is a transparency group"


# --- letters ----------------------------------------------------------------------------------------------------------


@rule
def fonts_are_embedded(document: Document) -> Problems:
    """ISO 19005-3, 6.2.11: a program in the file for every font, with the glyphs shown, as wide as is told."""
    for name, codes in document.codes.items():
        font = document.page.Resources.Font[name]
        child = font.DescendantFonts[0] if font.get("/Subtype") == "/Type0" else Dictionary()
        description = child.get("/FontDescriptor", Dictionary())
        program = description.get("/FontFile2", description.get("/FontFile3"))
        if program is None or font.get("/Encoding") != "/Identity-H":
            yield f"{name} is not embedded by its glyphs"
            continue
        if child.Subtype == "/CIDFontType2" and child.get("/CIDToGIDMap") != "/Identity":
            yield f"{name} does not say which code is which glyph"
        with TTFont(io.BytesIO(program.read_bytes())) as embedded:
            order, metrics, units = embedded.getGlyphOrder(), embedded["hmtx"], embedded["head"].unitsPerEm
            told = _widths(child)
            for code in sorted(codes):
                if code == 0 or code >= len(order):
                    yield f"{name} shows glyph {code}, which it has not"
                elif abs(told.get(code, child.get("/DW", 1000)) - metrics[order[code]][0] * 1000 / units) > 1:
                    yield f"glyph {code} of {name} is not as wide as the file tells"


def _widths(font: Any) -> dict[int, float]:
    """The widths of a CID font, written as runs: the first code and an array, or first, last and one width."""
    widths: dict[int, float] = {}
    items = list(font.get("/W", Array()))
    while items:
        first = int(items.pop(0))
        if isinstance(items[0], Array):
            widths.update({first + place: float(width) for place, width in enumerate(items.pop(0))})
        else:
            last, width = int(items.pop(0)), float(items.pop(0))
            widths.update(dict.fromkeys(range(first, last + 1), width))
    return widths


@rule
def letters_have_a_text(document: Document) -> Problems:
    """ISO 19005-3, 6.2.11.7, and ISO 14289-1, 7.21.7: every code that is shown stands for a text."""
    for name, codes in document.codes.items():
        font = document.page.Resources.Font[name]
        if "/ToUnicode" not in font:
            yield f"{name} has no texts"
            continue
        texts = {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>\n", font.ToUnicode.read_bytes())
        }
        for code in sorted(codes):
            text = texts.get(code, "")
            if not text or any(ord(letter) in (0, 0xFEFF, 0xFFFE) for letter in text):
                yield f"glyph {code} of {name} has no text"


# --- structure --------------------------------------------------------------------------------------------------------


@rule
def content_is_marked(document: Document) -> Problems:
    """ISO 14289-1, 7.1: all that is painted is in the structure or decoration, and never one within the other."""
    loose = Counter(
        shown.operator for shown in document.shown if shown.operator in _PAINTING and not any(map(_tells, shown.marks))
    )
    if loose:
        yield f"unmarked: {dict(loose)}"
    for shown in document.shown:
        telling = list(filter(_tells, shown.marks))
        if len(telling) > 1:
            yield f"{telling} are marked one within the other"
            break
    balance = Counter(shown.operator for shown in document.shown)
    if balance["BDC"] + balance["BMC"] != balance["EMC"] or balance["q"] != balance["Q"]:
        yield "marks or states do not end where they begin"


def _tells(mark: int | str) -> bool:
    return mark != ""


@rule
def structure_holds_the_content(document: Document) -> Problems:
    """ISO 32000-1, 14.7.4: every mark has one element that can be reached, and the way back; both in one order."""
    begun = [int(shown.operands[1]["/MCID"]) for shown in document.shown if _begins_a_mark(shown)]
    held = [(int(kid), element) for element in document.elements for kid in children(element) if isinstance(kid, int)]
    if len(set(begun)) != len(begun):
        yield "a mark stands twice on the page"
    if sorted(mark for mark, _ in held) != sorted(begun):
        yield "the page and the structure do not hold the same marks"
    elif [mark for mark, _ in held] != begun:
        yield "the structure is read in another order than the page is painted"
    back = document.parents.get(int(document.page.get("/StructParents", -1)), Array())
    for mark, element in held:
        if mark >= len(back) or not same(back[mark], element):
            yield f"mark {mark} does not lead back to its element"


def _begins_a_mark(shown: Shown) -> bool:
    return shown.operator == "BDC" and "/MCID" in shown.operands[1]


@rule
def structure_makes_sense(document: Document) -> Problems:
    """ISO 14289-1, 7.1 to 7.6: one document, standard elements, headings without gaps, lists of items."""
    tops = [kind(element) for element in children(document.root.get("/StructTreeRoot", Dictionary()))]
    if tops != ["Document"]:
        yield f"the structure begins with {tops}"
    level = 0
    for element in document.elements:
        name = kind(element)
        inside = [kind(kid) for kid in children(element) if isinstance(kid, Dictionary) and "/S" in kid]
        if name not in _KNOWN_ELEMENTS:
            yield f"{name} is no standard element"
        if name in _HEADINGS:
            if int(name[1]) > level + 1:
                yield f"{name} follows a heading of level {level}"
            level = int(name[1])
        if (name == "L" and set(inside) != {"LI"}) or (name == "LI" and set(inside) - {"Lbl", "LBody"}):
            yield f"{name} holds {inside}"
        for kid in children(element):
            if isinstance(kid, Dictionary) and "/S" in kid and not same(kid.get("/P"), element):
                yield f"{kind(kid)} has another parent than the one that holds it"


@rule
def pictures_are_described(document: Document) -> Problems:
    """ISO 14289-1, 7.3: a picture has a text in its place, and a box where it stands on the page."""
    left, bottom, right, top = (float(edge) for edge in document.page.MediaBox)
    for figure in (element for element in document.elements if kind(element) == "Figure"):
        if not str(figure.get("/Alt", "")).strip():
            yield "a picture has no text in its place"
        box = [float(edge) for edge in figure.get("/A", Dictionary()).get("/BBox", Array())]
        if len(box) != 4 or not (left <= box[0] < box[2] <= right and bottom <= box[1] < box[3] <= top):
            yield f"a picture is said to stand at {box}"


# --- what can be used -------------------------------------------------------------------------------------------------


@rule
def annotations_are_in_the_structure(document: Document) -> Problems:
    """ISO 14289-1, 7.18: links and fields stand in the structure under their own kind, and say what they are."""
    if document.annotations and document.page.get("/Tabs") != "/S":
        yield "the tabulator does not follow the structure"
    for annotation in document.annotations:
        subtype = str(annotation.Subtype)
        expected = {"/Link": "Link", "/Widget": "Form"}.get(subtype)
        if expected is None:
            yield f"{subtype} is neither a link nor a field"
            continue
        holders = [
            element
            for element in document.elements
            for kid in children(element)
            if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR" and same(kid.Obj, annotation)
        ]
        if [kind(holder) for holder in holders] != [expected]:
            yield f"{subtype} stands in {[kind(holder) for holder in holders]}"
        elif not same(document.parents.get(int(annotation.get("/StructParent", -1))), holders[0]):
            yield f"{subtype} does not lead back to its element"
        if not str(annotation.get("/Contents" if subtype == "/Link" else "/TU", "")).strip():
            yield f"{subtype} does not say what it is"


@rule
def annotations_can_be_kept(document: Document) -> Problems:
    """ISO 19005-3, 6.3, 6.4, 6.5: they print, hide nothing, look the same everywhere, and only lead to addresses."""
    for annotation in document.annotations:
        flags = int(annotation.get("/F", 0))
        if not flags & _PRINT_FLAG or flags & _HIDING_FLAGS:
            yield f"{annotation.Subtype} has the flags {flags}"
        left, bottom, right, top = (float(edge) for edge in annotation.Rect)
        if annotation.Subtype == "/Widget" and (left, bottom) != (right, top) and "/AP" not in annotation:
            yield "a field with a box has no appearance"
        if "/A" in annotation and annotation.A.get("/S") != "/URI":
            yield f"{annotation.Subtype} does {annotation.A.get('/S')}"
    fields = list(document.root.get("/AcroForm", Dictionary()).get("/Fields", Array()))
    widgets = [annotation for annotation in document.annotations if annotation.Subtype == "/Widget"]
    if [str(field.get("/T", "")) for field in fields] != ["Issuer"] or [str(field.get("/FT")) for field in fields] != [
        "/Sig"
    ]:
        yield "there is not one field for the signature of the issuer"
    elif not same(fields[0], widgets[0] if widgets else None):
        yield "the field for the signature is not on the page"


@rule
def files_are_associated(document: Document) -> Problems:
    """ISO 19005-3, 6.8: each file inside has two names, a kind, a date and a part to play, and is listed once."""
    tree = document.root.get("/Names", Dictionary()).get("/EmbeddedFiles", Dictionary()).get("/Names", Array())
    listed = [str(name) for name in tree[::2]]
    if listed != sorted(set(listed)):
        yield f"{listed} are not in order, each once"
    associated = [file.objgen for file in document.root.get("/AF", Array())]
    if sorted(associated) != sorted(file.objgen for file in tree[1::2]):
        yield "not every file is associated with the document, each once"
    for file in tree[1::2]:
        name = str(file.get("/F", ""))
        if not name or name != str(file.get("/UF", "")) or not str(file.get("/Desc", "")):
            yield f"{name!r} lacks a name or a description"
        if str(file.get("/AFRelationship", "/"))[1:] not in _RELATIONSHIPS:
            yield f"{name} has no part to play"
        content = file.EF.F
        if not re.fullmatch(r"/[a-z]+/[a-z.+-]+", str(content.get("/Subtype", ""))) or name.endswith(
            (".json", ".jwt")
        ) != (content.get("/Subtype") in ("/application/json", "/application/jwt")):
            yield f"{name} is said to be {content.get('/Subtype')}"
        parameters = content.get("/Params", Dictionary())
        digest = hashlib.md5(content.read_bytes(), usedforsecurity=False).digest()
        if (parameters.get("/Size"), bytes(parameters.get("/CheckSum", b""))) != (len(content.read_bytes()), digest):
            yield f"{name} is not as long as told, or other bytes"
        if not re.fullmatch(r"D:\d{14}Z", str(parameters.get("/ModDate", ""))):
            yield f"{name} has no date"
