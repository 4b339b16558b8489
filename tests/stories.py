"""Stories as the tests about them need them."""

from typing import Any

from flask import Flask

from course import clock, stories

ADMIN_READ = dict.fromkeys(stories.CHECKS, "y")


def tell(app: Flask, text: str = "A friend kept a seat for me.", *, approve: bool = True, **details: Any) -> int:
    """Send a story and show it; returns its number."""
    sent = {"campus": "", "language": "en", "ticket": stories.new_ticket(), "now": clock.now(), **details}
    note = sent.pop("content_note", "")
    with app.app_context():
        number = stories.send(text, **sent)
        if approve:
            stories.approve(number, stories.CHECKS, content_note=note, actor_id=None, now=sent["now"])
        return number
