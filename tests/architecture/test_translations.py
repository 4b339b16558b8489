"""Every sentence of the site's frame has its Malay, with the same placeholders."""

import re

import pytest
from babel.messages import Message
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.architecture.files import ROOT, project_files

# Flask-Babel's lazy twins of gettext.
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}|%%")
CATALOGUES = project_files(".po")


@pytest.fixture(scope="module")
def marked() -> Catalog:
    """Every sentence that is marked for translation, with the place where it stands."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    catalogue = Catalog()
    for file, line, sentence, _comments, context in extract_from_dir(
        ROOT / "course",
        [(pattern.removeprefix("course/"), way) for pattern, way in methods],
        options,
        KEYWORDS,
    ):
        catalogue.add(sentence, locations=[(f"course/{file}", line)], context=context)
    return catalogue


def test_there_is_a_malay_catalogue():
    assert [file.parts[-3:] for file in CATALOGUES] == [("ms", "LC_MESSAGES", "messages.po")]


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_every_sentence_is_translated(marked, file):
    with file.open("rb") as opened:
        translated = read_po(opened, locale=file.parts[-3])

    missing = [
        f"{message.locations[0][0]}:{message.locations[0][1]}: {message.id}"
        for message in marked
        if message.id and not _is_translated(translated.get(message.id, message.context))
    ]

    assert missing == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_a_translation_keeps_the_placeholders(file):
    with file.open("rb") as opened:
        translated = read_po(opened, locale=file.parts[-3])

    broken = [
        message.id
        for message in translated
        if message.id
        for text in _texts(message.string)
        if text and {*PLACEHOLDER.findall(text)} - {*PLACEHOLDER.findall(" ".join(_texts(message.id)))}
    ]

    assert broken == []


def _is_translated(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(_texts(message.string))


def _texts(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)
