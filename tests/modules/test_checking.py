"""Links between lessons: each leads somewhere."""

import pytest


@pytest.mark.parametrize(
    "path", ["/learn", "/help", "/learn/next-steps", "/learn/next-steps/rest", "/learn/next-steps/rest#step-1"]
)
def test_a_link_leads_to_a_page_of_the_site(shelf, path):
    shelf.change("first-steps/01-look.en.md", "https://example.org/a", path)

    assert shelf.problems() == []


@pytest.mark.parametrize("path", ["/learn/nowhere", "/learn/nowhere/rest", "/learn/next-steps/nowhere"])
def test_a_link_that_leads_nowhere_is_told(shelf, path):
    shelf.change("first-steps/01-look.en.md", "https://example.org/a", path)
    shelf.change("first-steps/01-look.yaml", "/learn/first-steps/act), *now*", f"{path}), *now*")

    assert shelf.problems() == [
        f"first-steps/01-look.en.md:1: The link leads to {path}, which does not exist.",
        f"first-steps/01-look.yaml:26: The link leads to {path}, which does not exist.",
    ]


def test_a_link_into_a_broken_module_gets_the_benefit_of_the_doubt(shelf):
    shelf.change("first-steps/01-look.en.md", "https://example.org/a", "/learn/next-steps/rest")
    shelf.write("next-steps/module.yaml", "title: [")

    assert shelf.problems() == ["next-steps/module.yaml:1: This is not valid YAML: did not find expected node content."]
