"""The website: who takes the course. Alone in knowing HTTP and SQL."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from course import (
    accounts,
    admin,
    catalogue,
    commands,
    errors,
    extensions,
    frame,
    jobs,
    keys,
    lecturer,
    organiser,
    public,
    settings,
    student,
)


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application; `overrides` win over the environment.

    Raises `settings.RefusesToStart` when a setting is missing or unsafe, and
    `catalogue.BrokenCourse` when the content does not pass its checker.
    """
    app = Flask(__name__, instance_path=settings.instance_path(overrides), static_folder=None)
    settings.load(app, overrides)
    extensions.connect(app)
    catalogue.open_for(app)
    keys.connect(app)
    jobs.connect(app)
    frame.build(app)
    errors.register(app)
    for visitor in (public, accounts, student, lecturer, organiser, admin):
        app.register_blueprint(visitor.blueprint)
    commands.register(app)
    return app
