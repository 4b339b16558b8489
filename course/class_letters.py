"""What is written to people about their class, in their language; to whoever has none here yet, in both."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from course import enrolments, mail
from course.language import LANGUAGES


def about_class(letter: enrolments.Letter) -> mail.Letter:
    languages = [letter.language] if letter.language else list(LANGUAGES)
    written = []
    for language in languages:
        with force_locale(language):
            written.append(_about_class(letter))
    subjects, bodies = zip(*written, strict=True)
    return mail.Letter(letter.email, " / ".join(subjects), "\n---\n\n".join(bodies))


def _about_class(letter: enrolments.Letter) -> tuple[str, str]:
    """Without any name that was typed: a roster may hold an address of somebody else."""
    site = str(current_app.config["PUBLIC_URL"]).rstrip("/")
    if letter.is_in:
        return _("You are in a class on ThinkTwice"), _(
            "Hello,\n\nyour lecturer has put you into the class “%(name)s” on ThinkTwice.\n\n"
            "The lecturer sees your scored results and never your answers, and of the module on looking after "
            "others only passed or not yet. What exactly, and how to leave, stands here:\n\n%(link)s\n",
            name=letter.class_name,
            link=f"{site}/join/{letter.join_code}",
        )
    return _("An invitation to a class on ThinkTwice"), _(
        "Hello,\n\nyour lecturer invites you to the class “%(name)s” on ThinkTwice, "
        "a course on what we read and post online.\n\n"
        "Open this address to see what it is about, make an account, and join:\n\n%(link)s\n\n"
        "If you do nothing, nothing happens.\n",
        name=letter.class_name,
        link=f"{site}/join/{letter.join_code}",
    )
