"""What is taught: lessons as files, their loader, checker and renderer. See docs/writing-lessons.md."""

from modules.campaigns import load_campaigns
from modules.guides import Guide, GuideStep, load_guides
from modules.lessons import ACTIVITY_MINUTES
from modules.library import (
    LANGUAGES,
    Activity,
    Answer,
    Case,
    Competence,
    DiscussionStep,
    Fact,
    Figure,
    Glossary,
    Handout,
    Instructions,
    Lesson,
    Library,
    Module,
    PaperExercise,
    Post,
    Prose,
    Recall,
    Review,
    Run,
    Step,
    Teaching,
    Term,
    Text,
)
from modules.loading import check_library, load_library, places_of
from modules.problems import BrokenContent, Problem
from modules.rendering import render_lesson
from modules.share_kit import load_share_kit
from modules.signed import signed_only

__all__ = [
    "ACTIVITY_MINUTES",
    "LANGUAGES",
    "Activity",
    "Answer",
    "BrokenContent",
    "Case",
    "Competence",
    "DiscussionStep",
    "Fact",
    "Figure",
    "Glossary",
    "Guide",
    "GuideStep",
    "Handout",
    "Instructions",
    "Lesson",
    "Library",
    "Module",
    "PaperExercise",
    "Post",
    "Problem",
    "Prose",
    "Recall",
    "Review",
    "Run",
    "Step",
    "Teaching",
    "Term",
    "Text",
    "check_library",
    "load_campaigns",
    "load_guides",
    "load_library",
    "load_share_kit",
    "places_of",
    "render_lesson",
    "signed_only",
]
