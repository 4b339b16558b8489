"""The browser tests' own tools catch what they are there to catch."""

import pytest

from tests.browser.chromium import NoChromium, find_chromium


def test_axe_finds_a_field_without_a_label(open_page, axe):
    page = open_page()
    page.set_content("<html lang=en><title>Name</title><main><h1>Name</h1><input></main></html>")

    assert [line.split(":")[0] for line in axe(page)] == ["label"]


def test_a_page_that_asks_another_machine_for_something_gets_nothing_and_is_found_out(open_page, mistakes):
    page = open_page()

    answer = page.evaluate("fetch('http://192.0.2.1/').then(() => 'reached', () => 'unreachable')")
    noted = mistakes[:1]
    mistakes.clear()

    assert (answer, noted) == ("unreachable", ["A request to another machine: http://192.0.2.1/"])


def test_a_machine_without_chromium_is_told_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)

    with pytest.raises(NoChromium, match="Install the package chromium"):
        find_chromium("/nowhere/chrome")
