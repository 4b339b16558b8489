"""Writes every lesson in both languages as stand-alone pages, for authors who want to read them."""

import re
from pathlib import Path

from markupsafe import Markup

from modules.library import LANGUAGES, Activity, Glossary, Lesson, Library
from modules.phrases import phrases
from modules.rendering import render, render_lesson
from modules.terms import PAGE

_STYLE = Path(__file__).parent / "templates" / "preview.css"
_LESSON_LINK = re.compile(r'href="/learn/([a-z0-9-]+)/([a-z0-9-]+)')
_GLOSSARY_LINK = re.compile(rf'href="{PAGE}#')


def write_preview(library: Library, folder: Path) -> tuple[Path, ...]:
    """The files written: index.html, and one page for each language of every lesson and of the glossary."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {"index.html": render("preview_index.html", "en", **_style(), library=library)}
    for module in library.modules:
        for lesson in module.lessons:
            pages |= {page_name(lesson, language): _page(lesson, language) for language in LANGUAGES}
    if library.glossary.terms:
        pages |= {glossary_name(language): _glossary_page(library.glossary, language) for language in LANGUAGES}
    for name, html in pages.items():
        (folder / name).write_text(html, encoding="utf-8")
    return tuple(folder / name for name in pages)


def page_name(lesson: Lesson, language: str) -> str:
    return f"{lesson.module}.{lesson.slug}.{language}.html"


def glossary_name(language: str) -> str:
    return f"glossary.{language}.html"


def _page(lesson: Lesson, language: str) -> str:
    body = render_lesson(lesson, language, lambda activity: _invitation(activity, language))
    body = _GLOSSARY_LINK.sub(f'href="{glossary_name(language)}#', body)
    other = _other(language)
    return render(
        "preview_lesson.html",
        language,
        **_style(),
        lesson=lesson,
        body=Markup(_LESSON_LINK.sub(rf'href="\1.\2.{language}.html', body)),  # noqa: S704 -- sanitised at load
        other=other,
        twin=page_name(lesson, other),
    )


def _glossary_page(glossary: Glossary, language: str) -> str:
    other = _other(language)
    twin = glossary_name(other)
    return render("preview_glossary.html", language, **_style(), glossary=glossary, other=other, twin=twin)


def _other(language: str) -> str:
    return next(name for name in LANGUAGES if name != language)


def _invitation(activity: Activity, language: str) -> str:
    phrase = phrases().check_in if activity.mode == "private" else phrases().activity
    return Markup("<p>{}</p>").format(phrase[language].format(id=activity.id))


def _style() -> dict[str, Markup]:
    return {"style": Markup(_STYLE.read_text(encoding="utf-8"))}  # noqa: S704 -- our own file
