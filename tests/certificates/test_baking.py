"""Pictures with a badge in them: ours carry it as the standard says, and no picture of a stranger does harm."""

import io
import re
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openbadgeslib.ob3 import OB3Verifier
from PIL import Image, ImageChops, ImageStat

from certificates import BADGE_PICTURES, CannotBake, Verdict, bake_png, bake_svg, check_badge, sign_badge, unbake
from certificates.baking import READ_LIMIT_BYTES
from certificates.picture import SIDE_PIXELS, main
from certificates.samples import sample
from certificates.tokens import TOKEN_LIMIT_BYTES
from tests.certificates.badge_keys import ISSUER, KEY, KEYS, PLACE

PNG, SVG = BADGE_PICTURES["png"].read_bytes(), BADGE_PICTURES["svg"].read_bytes()
TOKEN = sign_badge(sample("陈嘉慧", "ms"), issuer=ISSUER, key=KEY, status=PLACE)
START = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


HEADER = chunk(b"IHDR", bytes(13))
END = chunk(b"IEND", b"")


def elements(svg: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - it is our own


def png_with(*content: bytes) -> bytes:
    """A PNG with these iTXt chunks."""
    return START + HEADER + b"".join(chunk(b"iTXt", one) for one in content) + END


# --- the picture ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_png_is_the_drawing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(BADGE_PICTURES, "png", tmp_path / "badge.png")

    main()

    shipped, drawn = (Image.open(data).convert("RGBA") for data in (io.BytesIO(PNG), tmp_path / "badge.png"))

    assert shipped.size == drawn.size == (SIDE_PIXELS, SIDE_PIXELS)
    # Another version of the renderer may soften an edge differently, but nothing else.
    assert max(ImageStat.Stat(ImageChops.difference(shipped, drawn)).mean) < 0.5


def test_the_picture_is_a_seal_on_nothing() -> None:
    picture = Image.open(io.BytesIO(PNG)).convert("RGBA")

    corners = [picture.getpixel((x, y)) for x in (0, SIDE_PIXELS - 1) for y in (0, SIDE_PIXELS - 1)]

    assert [corner[3] for corner in corners if isinstance(corner, tuple)] == [0, 0, 0, 0]
    assert picture.getpixel((260, 268)) == (0xFF, 0xFF, 0xFF, 0xFF)  # the left bar of the pause sign
    assert picture.getpixel((340, 268)) == (0xF2, 0xB1, 0x34, 0xFF)  # the right one


def test_the_picture_has_no_words_and_fetches_nothing() -> None:
    kinds = {element.tag.rpartition("}")[2] for element in elements(SVG).iter()}

    assert kinds == {"svg", "path", "circle", "rect"}
    assert re.findall(rb"href|url\(|<!|style", SVG.replace(b"<!--", b"")) == []


# --- baking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("picture", "bake"), [(PNG, bake_png), (SVG, bake_svg)], ids=["png", "svg"])
def test_a_badge_comes_out_of_its_picture_as_it_went_in(picture: bytes, bake: object) -> None:
    assert callable(bake)
    baked = bake(picture, TOKEN)

    assert unbake(baked) == TOKEN
    assert check_badge(unbake(baked) or "", KEYS, ISSUER).verdict is Verdict.GENUINE
    assert bake(picture, TOKEN) == baked


def test_another_library_finds_the_badge_in_our_pictures() -> None:
    assert OB3Verifier.extract_token_from_png(bake_png(PNG, TOKEN)) == TOKEN
    assert OB3Verifier.extract_token_from_svg(bake_svg(SVG, TOKEN)) == TOKEN


def test_we_find_the_badge_in_pictures_of_another_library() -> None:
    from openbadgeslib import baking  # noqa: PLC0415 - its functions have the names of ours

    png = baking.bake_png(PNG, TOKEN, keyword=baking.ITXT_KEYWORD_OB3)
    svg = baking.bake_svg(SVG, TOKEN, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3)

    assert unbake(png) == unbake(svg) == TOKEN


def test_a_png_with_a_badge_is_the_same_picture_with_one_text_more() -> None:
    plain, baked = Image.open(io.BytesIO(PNG)), Image.open(io.BytesIO(bake_png(PNG, TOKEN)))

    baked.load()

    assert baked.tobytes() == plain.tobytes()
    assert dict(baked.text) == {"openbadgecredential": TOKEN}  # type: ignore[attr-defined]
    assert bake_png(PNG, TOKEN).count(b"openbadgecredential\0\0\0\0\0" + TOKEN.encode()) == 1


def test_an_svg_with_a_badge_has_it_as_its_first_element() -> None:
    plain, baked = elements(SVG), elements(bake_svg(SVG, TOKEN))

    first, *others = baked
    assert first.tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
    assert first.attrib == {"verify": TOKEN}
    assert [ElementTree.tostring(one) for one in others] == [ElementTree.tostring(one) for one in plain]
    assert b'<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" ' in bake_svg(SVG, TOKEN)


def test_a_picture_carries_one_badge() -> None:
    with pytest.raises(CannotBake, match="already"):
        bake_png(bake_png(PNG, TOKEN), TOKEN)
    with pytest.raises(CannotBake, match="already"):
        bake_svg(bake_svg(SVG, TOKEN), TOKEN)


@pytest.mark.parametrize("text", ["", "a.b", 'a.b.c"/>', "a.b.c\n", "a.b.\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_only_a_token_is_put_into_a_picture(text: str) -> None:
    with pytest.raises(CannotBake, match="no token"):
        bake_png(PNG, text)
    with pytest.raises(CannotBake, match="no token"):
        bake_svg(SVG, text)


@pytest.mark.parametrize(
    "picture",
    [b"", START, SVG, START + HEADER, START + END, PNG[:-1], PNG[1:], START + b"\xff\xff\xff\xffIHDR"],
    ids=["empty", "start", "svg", "no-end", "no-header", "cut", "shifted", "lying"],
)
def test_what_is_no_whole_png_carries_nothing(picture: bytes) -> None:
    with pytest.raises(CannotBake, match="no whole PNG"):
        bake_png(picture, TOKEN)


@pytest.mark.parametrize(
    "picture",
    [b"", b"<svg", b"<svg/>", b"<svgs></svgs>", PNG, b"<svg a='>'></svg>", b"<!DOCTYPE svg><svg></svg>"],
    ids=["empty", "cut", "closed", "other", "png", "bracket", "document-type"],
)
def test_what_is_no_plain_svg_carries_nothing(picture: bytes) -> None:
    with pytest.raises(CannotBake):
        bake_svg(picture, TOKEN)


# --- pictures of strangers --------------------------------------------------------------------------------------------

CARRIED = b"openbadgecredential\0\0\0\0\0a.b.c"
CREDENTIAL = b'<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0" verify="a.b.c"/>'
EXPANDING = (
    b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghij")
    + b"]><svg><g>&j;</g>"
    + CREDENTIAL
    + b"</svg>"
)

WITH_A_BADGE = {
    "png": png_with(CARRIED),
    "language": png_with(b"openbadgecredential\0\0\0ms\0lencana\0a.b.c"),
    "after-others": png_with(b"Comment\0\0\0\0\0openbadgecredential", CARRIED),
    "first-of-two": png_with(CARRIED, b"openbadgecredential\0\0\0\0\0d.e.f"),
    "wrong-checksum": png_with(CARRIED)[:-16] + bytes(4) + END,
    "cut-afterwards": png_with(CARRIED)[:-3],
    "svg": b"<svg>" + CREDENTIAL + b"</svg>",
    "declared-svg": b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<svg>\xe9' + CREDENTIAL + b"</svg>",
    "utf-16": ("\ufeff<svg>" + CREDENTIAL.decode() + "</svg>").encode("utf-16-le"),
    "deep": b"<svg>" + b"<g>" * 50_000 + CREDENTIAL,
    "cut-svg": b"<svg>" + CREDENTIAL + b"<g",
    "long-svg": b"<svg>" + CREDENTIAL + b" " * (3 * READ_LIMIT_BYTES),
}
WITHOUT = {
    "empty": b"",
    "plain-png": PNG,
    "plain-svg": SVG,
    "other-keyword": png_with(b"openbadgecredentials\0\0\0\0\0a.b.c", b"openbadges\0\0\0\0\0a.b.c"),
    "tEXt": START + HEADER + chunk(b"tEXt", CARRIED) + END,
    "compressed": png_with(b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"a.b.c")),
    "bomb": png_with(b"openbadgecredential\0\1\0\0\0" + zlib.compress(bytes(50_000_000))),
    "keyword-alone": png_with(b"openbadgecredential\0"),
    "no-text": png_with(b"openbadgecredential\0\0\0"),
    "json": png_with(b'openbadgecredential\0\0\0\0\0{"type": ["OpenBadgeCredential"]}'),
    "no-ascii": png_with(b"openbadgecredential\0\0\0\0\0a.b.\xe9"),
    "too-long": png_with(b"openbadgecredential\0\0\0\0\0a.b." + b"c" * TOKEN_LIMIT_BYTES),
    "lying-length": START + b"\xff\xff\xff\xffiTXt" + CARRIED + bytes(4),
    "cut-before": png_with(CARRIED)[: len(START + HEADER) + 20],
    "beyond-the-limit": START + HEADER + chunk(b"IDAT", bytes(READ_LIMIT_BYTES)) + chunk(b"iTXt", CARRIED) + END,
    "many-chunks": START + chunk(b"IDAT", b"") * (READ_LIMIT_BYTES // 12) + chunk(b"iTXt", CARRIED),
    "svg-beyond-the-limit": b"<svg>" + b" " * READ_LIMIT_BYTES + CREDENTIAL + b"</svg>",
    "other-namespace": b'<svg><credential xmlns="https://elsewhere.example" verify="a.b.c"/></svg>',
    "no-namespace": b'<svg><credential verify="a.b.c"/></svg>',
    "undeclared-prefix": b'<svg><openbadges:credential verify="a.b.c"/></svg>',
    "no-attribute": CREDENTIAL.replace(b"verify", b"token"),
    "comment": b"<svg><!--" + CREDENTIAL + b"--></svg>",
    "cdata": b"<svg><![CDATA[" + CREDENTIAL + b"]]></svg>",
    "no-xml": b"<svg><" + CREDENTIAL,
    "no-encoding": b'<?xml version="1.0" encoding="no-such"?><svg>' + CREDENTIAL + b"</svg>",
    "wide-encoding": b'<?xml version="1.0" encoding="big5"?><svg>' + CREDENTIAL + b"</svg>",
    "document-type": b"<!DOCTYPE svg><svg>" + CREDENTIAL + b"</svg>",
    "external": b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg>' + CREDENTIAL + b"</svg>",
    "entity": b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;' + CREDENTIAL + b"</svg>",
    "expanding": EXPANDING,
}


@pytest.mark.parametrize("picture", WITH_A_BADGE.values(), ids=WITH_A_BADGE)
def test_a_badge_is_found_in_pictures_that_others_baked(picture: bytes) -> None:
    assert unbake(picture) == "a.b.c"


@pytest.mark.parametrize("picture", WITHOUT.values(), ids=WITHOUT)
def test_no_badge_is_found_where_there_is_none_to_be_trusted(picture: bytes) -> None:
    assert unbake(picture) is None


@given(st.binary(max_size=300), st.sampled_from([b"", START, START + HEADER, b"<svg>", b"<svg xmlns:o='"]))
@example(b"\xff", b'<?xml version="1.0"?><svg>')
def test_no_bytes_make_us_stumble(data: bytes, start: bytes) -> None:
    assert unbake(start + data) is None


@given(st.integers(0, 200), st.binary(min_size=1, max_size=8))
def test_a_damaged_picture_carries_a_badge_or_none(at: int, damage: bytes) -> None:
    for whole in (png_with(CARRIED), WITH_A_BADGE["svg"]):
        spoilt = whole[:at] + damage + whole[at + len(damage) :]

        found = unbake(spoilt)

        assert found is None or found.count(".") == 2
