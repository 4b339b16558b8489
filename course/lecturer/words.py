"""How lecturers' pages call a quiz or an activity."""

from flask_babel import gettext as _

from course import catalogue, language


def title_of(subject: str) -> str:
    """Its title as it is today; what has left the course is called by its name."""
    written = catalogue.current().written
    definition = written.definition(subject)
    if definition is None:
        return subject
    if definition.kind == "quiz":
        module = written.library.module(definition.module)
        return _("Quiz “%(module)s”", module=module.title[language.choose()] if module else definition.module)
    return definition.title_in(language.choose())
