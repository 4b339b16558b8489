"""A bare Flask and Jinja page, and a bare hello, for comparison: what the framework itself costs.

The page is rendered from a template whose text is a real lesson page's, with a loop and a dozen values, so
that both sides send the same number of bytes.
"""

import os
from pathlib import Path

from flask import Flask, render_template

SIZE = int(os.environ.get("BARE_PAGE_BYTES", "13000"))
app = Flask(__name__, template_folder=os.environ["FLASK_INSTANCE_PATH"])

TEMPLATE = """<!doctype html><html lang="en"><head><title>{{ title }} · Bare</title></head><body>
<header>{{ name }}</header><nav>{% for link in links %}<a href="{{ link.url }}">{{ link.title }}</a>{% endfor %}</nav>
<main><h1>{{ title }}</h1>{% for step in steps %}<section><h2>{{ step.title }}</h2><p>{{ step.text }}</p></section>
{% endfor %}</main></body></html>"""
Path(app.template_folder or ".", "page.html").write_text(TEMPLATE)

STEPS = [{"title": f"Step {number}", "text": "x" * max(1, SIZE // 12 - 60)} for number in range(12)]
LINKS = [{"url": f"/learn/{number}", "title": f"Lesson {number}"} for number in range(12)]


@app.get("/page")
def page() -> str:
    return render_template("page.html", title="A lesson", name="Somebody", links=LINKS, steps=STEPS)


@app.get("/hello")
def hello() -> str:
    return "hello"
