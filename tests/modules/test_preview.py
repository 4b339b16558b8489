"""The preview that authors read."""

from modules.preview import write_preview
from tests.modules.shelf import GLOSSARY


def test_every_lesson_is_written_in_both_languages(shelf, tmp_path):
    pages = write_preview(shelf.load(), tmp_path / "out" / "preview")

    assert [page.name for page in pages] == [
        "index.html",
        "first-steps.look.en.html",
        "first-steps.look.ms.html",
        "first-steps.act.en.html",
        "first-steps.act.ms.html",
        "next-steps.rest.en.html",
        "next-steps.rest.ms.html",
    ]
    assert all(page.exists() for page in pages)


def test_a_page_stands_alone(shelf, tmp_path):
    pages = write_preview(shelf.load(), tmp_path)

    assert [
        page.name for page in pages for mark in ("<script", "<link", "@import", " src=") if mark in page.read_text()
    ] == []


def test_a_page_shows_its_lesson_and_leads_to_the_others(shelf, tmp_path):
    write_preview(shelf.load(), tmp_path)

    html = (tmp_path / "first-steps.look.ms.html").read_text()

    assert "<title>Tengok &amp; lihat</title>" in html
    assert '<p class="note">Kata-kata ringan.</p>' in html
    assert '<p class="note">Pelajaran ini belum disahkan oleh sesiapa.</p>' in html
    assert 'Baca <a href="first-steps.act.ms.html">lagi</a>' in html
    assert '<a lang="en" href="first-steps.look.en.html">English</a>' in html
    assert "<p>Aktiviti “sorting” ada di sini.</p>" in html


def test_a_page_says_where_the_invitation_to_the_check_in_stands(shelf, tmp_path):
    for language in ("en", "ms"):
        shelf.change(f"next-steps/01-rest.{language}.md", "#resting mode=practice", "#check-in mode=private")

    write_preview(shelf.load(), tmp_path)

    html = (tmp_path / "next-steps.rest.ms.html").read_text()
    assert "<p>Jemputan ke semakan diri peribadi ada di sini.</p>" in html
    assert "check-in" not in html.replace('id="activity-check-in-private"', "")


def test_a_signed_lesson_has_no_note_about_its_review(shelf, tmp_path):
    write_preview(shelf.load(), tmp_path)

    assert '<p class="note">' not in (tmp_path / "first-steps.act.en.html").read_text()


def test_the_glossary_is_written_too_and_lessons_lead_to_it(shelf, tmp_path):
    shelf.write("../glossary.yaml", GLOSSARY)
    shelf.change("first-steps/01-look.ms.md", "Pembukaan", "Wau <naik>. Pembukaan")

    pages = write_preview(shelf.load(), tmp_path)

    assert [page.name for page in pages][-2:] == ["glossary.en.html", "glossary.ms.html"]
    assert '<a class="term" href="glossary.ms.html#kite">Wau</a>' in (tmp_path / "first-steps.look.ms.html").read_text()
    glossary = (tmp_path / "glossary.ms.html").read_text()
    assert '<dt id="kite">wau <span lang="en">(kite)</span></dt>' in glossary
    assert 'Lihat juga: <a href="#tail">ekor</a>' in glossary
