"""The door for every WSGI server and for the `flask` command."""

import gc

from course import create_app
from course.catalogue import BrokenCourse
from course.settings import RefusesToStart

try:
    app = create_app()
except (BrokenCourse, RefusesToStart) as refusal:
    raise SystemExit(f"ThinkTwice does not start. {refusal}") from None
# The course stays in memory as long as the process: walking through it on every collection is a third of a large page.
gc.collect()
gc.freeze()
