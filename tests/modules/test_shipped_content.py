"""The lessons of the course: they load without a mistake."""

from datetime import date

from modules import LANGUAGES, check_library, load_library, render_lesson
from modules.loading import CONTENT

# The age of facts is told by `python -m modules`; here the day stands still, or the tests would fail with time.
TODAY = date(2026, 11, 25)


def test_the_lessons_have_no_problem():
    _library, problems = check_library(CONTENT, today=TODAY)

    assert [str(problem) for problem in problems] == []


def test_every_lesson_is_written_in_both_languages():
    lessons = [lesson for module in load_library(today=TODAY).modules for lesson in module.lessons]

    pages = {(lesson.slug, language): render_lesson(lesson, language) for lesson in lessons for language in LANGUAGES}

    assert len(set(pages.values())) == 2 * len(lessons)
    assert [
        name
        for lesson in lessons
        for name in LANGUAGES
        if pages[lesson.slug, name].count('class="step ') != len(lesson.steps)
    ] == []
