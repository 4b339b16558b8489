"""Numbers that are old, wrong or somebody else's: no page, PDF or JSON of the site may ever print one."""

import json
import re

import pypdfium2
import pytest
from flask import Flask

from tests.architecture.test_pages import PAGES
from tests.pages import Visitor

# Superseded, conflicting or mislabelled help lines that circulate in public material, and numbers no page confirmed.
NEVER = """
03-7956 8144, 03-7956 8145, 04-281 5161, 1-800-820066, 013-878 1321, 03-7932 1409, 019-236 2423, 014-322 3392,
03-7956 3488, 03-7877 4221, 03-7877 0224, 03-2266 2222, 03-2935 9935, 07-762 7292, 016-237 4221, 03-7627 2929,
1-800-18-0066, 03-9765 6088, 04-291 0100, 011-5670 6261, 05-547 7933, 03-2787 6005, 016-721 3065, 600192615999
"""
# However it is written: with spaces, hyphens and brackets, or with the country's 60 instead of the first 0.
BETWEEN = r"[\s().-]*"
PATTERN = re.compile("|".join(BETWEEN.join(re.sub(r"\D", "", number).removeprefix("0")) for number in NEVER.split(",")))


def public_addresses() -> list[str]:
    answered = (listed.address for listed in PAGES.values() if listed.signed_out == 200)
    return [address for address in answered if not address.startswith("/static")]


def text_of(visitor: Visitor, address: str) -> str:
    response = visitor.get(address).response
    if response.mimetype == "application/pdf":
        return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(response.data))
    if response.mimetype.startswith(("text/", "application/json")) or response.mimetype.endswith(("+json", "xml")):
        return response.get_data(as_text=True)
    return ""


@pytest.mark.parametrize(
    "written", ["03-7956 8145", "(03) 79568145", "+60 3-7956 8145", "1 800 820066", "https://wa.me/600192615999"]
)
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    assert PATTERN.search(f"Call {written} today")
    assert not PATTERN.search("Call 15999, 999 or 03-3000 8858")


@pytest.mark.parametrize("language", ["en", "ms"])
def test_no_public_page_pdf_or_json_prints_one(app: Flask, language: str) -> None:
    visitor = Visitor(app)
    lessons = [
        f"/learn/{module.slug}/{lesson.slug}"
        for module in app.extensions["catalogue"].library.modules
        for lesson in module.lessons
    ]

    found = {}
    for address in (*public_addresses(), *lessons):
        mark = "&" if "?" in address else "?"
        if hits := PATTERN.findall(text_of(visitor, f"{address}{mark}lang={language}")):
            found[address] = hits

    assert found == {}


def test_no_content_file_holds_one(app: Flask) -> None:
    bank = app.extensions["catalogue"].bank

    assert PATTERN.findall(json.dumps([repr(one) for one in (bank, app.extensions["catalogue"].library)])) == []
