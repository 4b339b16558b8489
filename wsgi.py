"""The door for every WSGI server and for the `flask` command."""

from course import create_app

app = create_app()
