"""What is written to people about their class, in their language; to whoever has none here yet, in both."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from course import catalogue, clock, digests, enrolments, mail, nudges
from course.frame import day
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


def from_lecturer(letter: nudges.Letter) -> mail.Letter:
    """The lecturer's own words, with who sees what and how to stop such letters at their foot."""
    with force_locale(letter.language):
        stop = stop_address(letter.user_id, "nudges")
        foot = _(
            "You get this letter because you are in the class “%(name)s” on ThinkTwice. Your answer goes to "
            "%(sender)s.\nNo more letters from lecturers: %(link)s",
            name=letter.class_name,
            sender=letter.sender,
            link=stop,
        )
        body = f"{letter.body.strip()}\n\n-- \n{foot}\n"
        return mail.Letter(letter.email, letter.subject, body, letter.sender, letter.reply_to, stop)


def of_the_week(digest: digests.Digest) -> mail.Letter:
    with force_locale(digest.language):
        course, now, stop = catalogue.current(), clock.now(), stop_address(digest.user_id, "digest")
        titles = {module.slug: module.title[digest.language] for module in course.library.modules}
        lines = [
            _("%(module)s: was due on %(day)s", module=titles.get(line.module, line.module), day=day(line.due_at))
            if line.due_at < now
            else _("%(module)s: due on %(day)s", module=titles.get(line.module, line.module), day=day(line.due_at))
            for line in digest.lines
        ]
        body = _(
            "Hello %(name)s,\n\nthis is left of your classes:\n\n%(lines)s\n\n"
            "Go on here: %(link)s\n\n-- \nYou asked for this letter each week. No more of them: %(stop)s\n",
            name=digest.display_name,
            lines="\n".join(f"* {line}" for line in lines),
            link=f"{_site()}/me",
            stop=stop,
        )
        return mail.Letter(digest.email, _("Your week on ThinkTwice"), body, stop=stop)


def stop_address(user_id: int, kind: digests.Kind) -> str:
    token = digests.stop_token(user_id, kind, str(current_app.config["SECRET_KEY"]))
    return f"{_site()}/letters/{token}"


def _site() -> str:
    return str(current_app.config["PUBLIC_URL"]).rstrip("/")
