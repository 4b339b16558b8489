"""Letters about live sessions, each in the language of whom it goes to."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from course import places
from course.frame import clock_time, day
from course.mail import Letter
from course.tables import LiveSession
from course.tables.sessions import PlaceState


def confirmation(live: LiveSession, email: str, language: str) -> Letter:
    """Asks whether the address is right; without a name, for anybody may type an address of somebody else."""
    token = places.confirmation(live.slug, email, language, current_app.config["SECRET_KEY"])
    with force_locale(language):
        return Letter(
            email,
            _("Confirm your place: %(title)s", title=title_of(live, language)),
            _(
                "Hello,\n\nopen this address within two days and press the button to take your place:\n\n%(link)s\n\n"
                "%(what)s\n\nIf you did not ask for it, do nothing: nothing is kept.\n",
                link=_address("public.confirm_place", slug=live.slug, token=token),
                what=_what(live, language),
            ),
        )


def place_taken(place: places.Place) -> Letter:
    if place.state == PlaceState.WAITING:
        with force_locale(place.language):
            return _letter(
                place,
                _("You are in the queue: %(title)s", title=title_of(place.live, place.language)),
                _("Hello,\n\nall places are taken. We write to you as soon as one is free for you."),
            )
    with force_locale(place.language):
        return _letter(
            place,
            _("You have a place: %(title)s", title=title_of(place.live, place.language)),
            _("Hello,\n\nyou have a place in this session."),
        )


def place_free(place: places.Place) -> Letter:
    with force_locale(place.language):
        return _letter(
            place,
            _("A place is free for you: %(title)s", title=title_of(place.live, place.language)),
            _("Hello,\n\na place became free, and it is yours now."),
        )


def reminder(place: places.Place) -> Letter:
    with force_locale(place.language):
        return _letter(
            place,
            _("Soon: %(title)s", title=title_of(place.live, place.language)),
            _("Hello,\n\nthe session in which you have a place begins within a day."),
        )


def changed(place: places.Place) -> Letter:
    with force_locale(place.language):
        return _letter(
            place,
            _("Changed: %(title)s", title=title_of(place.live, place.language)),
            _("Hello,\n\nthe time or the place of this session has changed. It is now:"),
        )


def called_off(place: places.Place) -> Letter:
    with force_locale(place.language):
        return Letter(
            place.email,
            _("Called off: %(title)s", title=title_of(place.live, place.language)),
            _(
                "Hello,\n\nthis session does not take place:\n\n%(what)s\n\nWe are sorry. Other sessions:\n%(link)s\n",
                what=_what(place.live, place.language),
                link=_address("public.see_sessions"),
            ),
        )


def title_of(live: LiveSession, language: str) -> str:
    return live.title_ms if language == "ms" else live.title_en


def _letter(place: places.Place, subject: str, beginning: str) -> Letter:
    key = places.key_of(place.id, current_app.config["SECRET_KEY"])
    rest = _(
        "%(what)s\n\nYour place, with the link to join where there is one, and a button to give it back:\n%(link)s\n\n"
        "Whoever has this address can do the same, so keep it to yourself.\n",
        what=_what(place.live, place.language),
        link=_address("public.see_place", slug=place.live.slug, token=key),
    )
    return Letter(place.email, subject, f"{beginning}\n\n{rest}")


def _what(live: LiveSession, language: str) -> str:
    when = _("%(day)s, %(begin)s to %(end)s (Malaysian time)", day=day(live.starts_at), **hours(live))
    return "\n".join(line for line in (title_of(live, language), when, live.place) if line)


def hours(live: LiveSession) -> dict[str, str]:
    return {"begin": clock_time(live.starts_at), "end": clock_time(live.ends_at)}


def _address(endpoint: str, **values: str) -> str:
    """A whole address, also in the worker, where there is no request to take the host from."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return current_app.config["PUBLIC_URL"].rstrip("/") + path
