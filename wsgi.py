"""The door for every WSGI server and for the `flask` command."""

from course import create_app
from course.catalogue import BrokenCourse
from course.settings import RefusesToStart

try:
    app = create_app()
except (BrokenCourse, RefusesToStart) as refusal:
    raise SystemExit(f"ThinkTwice does not start. {refusal}") from None
