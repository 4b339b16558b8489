"""The site on an empty, migrated database, for measurements: limits off, everything else as it is served."""

import flask_migrate

from course import create_app

app = create_app({"RATELIMIT_ENABLED": False})
with app.app_context():
    flask_migrate.upgrade()
