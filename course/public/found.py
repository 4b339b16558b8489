"""What search engines are told: which pages there are, in which languages, and what the course is."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from flask import Response, current_app, url_for
from flask_babel import gettext as _

from course import catalogue, clock, language, sessions
from course.clock import in_malaysia
from course.tables import LiveSession

ALONE = (
    "see_home",
    "see_courses",
    "see_hub",
    "read_help",
    "read_glossary",
    "read_sources",
    "see_campaigns",
    "see_share_kit",
    "see_stories",
    "see_sessions",
    "read_privacy",
    "read_accessibility",
)


def send_robots() -> Response:
    return Response(f"User-agent: *\nAllow: /\nSitemap: {_site()}/sitemap.xml\n", mimetype="text/plain")


def send_sitemap() -> Response:
    """Every page that a stranger may look for, once for each language, each with its twin."""
    entries = []
    for path in _paths():
        twins = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{_address(path, code)}"/>'
            for code in language.LANGUAGES
        )
        entries += [f"<url><loc>{_address(path, code)}</loc>{twins}</url>" for code in language.LANGUAGES]
    opening = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    xml = '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join([opening, *entries, "</urlset>"]) + "\n"
    return Response(xml, mimetype="application/xml", headers={"Cache-Control": "public, max-age=3600"})


def course_data() -> dict[str, Any]:
    """The course in the words of schema.org."""
    chosen, site = language.choose(), _site()
    shown = catalogue.current().library.modules
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": "ThinkTwice",
        "description": _("A free course for Malaysian campuses, in English and Bahasa Malaysia."),
        "url": f"{site}/learn",
        "inLanguage": list(language.LANGUAGES),
        "isAccessibleForFree": True,
        "provider": {"@type": "Organization", "name": current_app.config["CAMPUS_NAME"], "url": f"{site}/"},
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": "MYR", "category": "Free"},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": f"PT{sum(map(catalogue.current().minutes_of, shown))}M",
        },
        "teaches": [text[chosen] for module in shown for text in module.outcomes.values()],
    }


def guides_data() -> dict[str, Any]:
    """The guides as questions and answers, in the words of schema.org."""
    chosen = language.choose()
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": chosen,
        "mainEntity": [
            {
                "@type": "Question",
                "name": guide.title[chosen],
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": " ".join(step.do[chosen] for step in guide.steps),
                    "url": _site() + url_for("public.read_guide", guide=slug, lang=chosen),
                },
            }
            for slug, guide in catalogue.guides().items()
        ],
    }


def event_data(live: LiveSession) -> dict[str, Any]:
    """A live session in the words of schema.org. Its link is for who has a place: this page stands in for it."""
    chosen, page = language.choose(), _site() + url_for("public.see_session", slug=live.slug)
    here = {"@type": "Place", "name": live.place, "address": live.place}
    online = {"@type": "VirtualLocation", "url": page}
    places = [*([here] if live.place else []), *([online] if live.link else [])]
    attended = "Mixed" if len(places) == 2 else "Offline" if live.place else "Online"
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": live.title_ms if chosen == "ms" else live.title_en,
        "description": live.description_ms if chosen == "ms" else live.description_en,
        "url": page,
        "startDate": in_malaysia(live.starts_at).isoformat(),
        "endDate": in_malaysia(live.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if live.state == 'cancelled' else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{attended}EventAttendanceMode",
        "location": places[0] if len(places) == 1 else places,
        "organizer": {"@type": "Organization", "name": current_app.config["CAMPUS_NAME"], "url": f"{_site()}/"},
        "isAccessibleForFree": True,
        "inLanguage": list(language.LANGUAGES) if live.spoken == "both" else [live.spoken],
    }


def _paths() -> Iterator[str]:
    yield from (url_for(f"public.{view}") for view in ALONE)
    for slug in catalogue.guides():
        yield url_for("public.read_guide", guide=slug)
    for module in catalogue.current().library.modules:
        yield url_for("public.see_module", module=module.slug)
        for lesson in module.lessons:
            yield url_for("public.read_lesson", module=module.slug, lesson=lesson.slug)
    now = clock.now()
    for live in (*sessions.upcoming(now), *sessions.past(now)):
        yield url_for("public.see_session", slug=live.slug)


def _site() -> str:
    return str(current_app.config["PUBLIC_URL"]).rstrip("/")


def _address(path: str, code: str) -> str:
    return escape(f"{_site()}{path}?lang={code}")
