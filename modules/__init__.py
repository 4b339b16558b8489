"""What is taught: lessons as files, their loader, checker and renderer. See docs/writing-lessons.md."""

from modules.library import (
    LANGUAGES,
    Activity,
    Answer,
    Case,
    Fact,
    Figure,
    Glossary,
    Lesson,
    Library,
    Module,
    Post,
    Prose,
    Recall,
    Review,
    Run,
    Step,
    Term,
    Text,
)
from modules.loading import check_library, load_library, places_of
from modules.problems import BrokenContent, Problem
from modules.rendering import render_lesson
from modules.signed import signed_only

__all__ = [
    "LANGUAGES",
    "Activity",
    "Answer",
    "BrokenContent",
    "Case",
    "Fact",
    "Figure",
    "Glossary",
    "Lesson",
    "Library",
    "Module",
    "Post",
    "Problem",
    "Prose",
    "Recall",
    "Review",
    "Run",
    "Step",
    "Term",
    "Text",
    "check_library",
    "load_library",
    "places_of",
    "render_lesson",
    "signed_only",
]
