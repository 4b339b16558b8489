"""A bare Flask + Jinja lesson page and a bare hello, for comparison: what the framework itself costs.

The page is what a plain Flask application would do for a lesson whose texts are in memory already: a template
that extends a layout, `url_for` in its links, loops over steps and their options, everything escaped. It has no
session, no person, no database, no headers of its own. Its texts are as long as it takes to send as many bytes
as our lesson does (`BARE_PAGE_BYTES`).
"""

import os

from flask import Flask, render_template
from jinja2 import DictLoader

SIZE = int(os.environ.get("BARE_PAGE_BYTES", "13000"))
STEPS, OPTIONS, LESSONS = 10, 3, 5
MARKUP_BYTES = 5_800  # of the page around the texts
WORDS = "think twice before you post & ask who is hurt by it "

LAYOUT = """<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8"><title>{% block title %}{% endblock %} · Bare</title>
<link rel="stylesheet" href="{{ url_for('static', filename='tokens.css') }}">
<link rel="stylesheet" href="{{ url_for('static', filename='parts.css') }}"></head><body>
<header><a href="{{ url_for('page') }}">Bare</a><nav><ul>
<li><a href="{{ url_for('page') }}">Learn</a></li><li><a href="{{ url_for('hello') }}">Verify</a></li>
<li>{{ name }}</li></ul></nav></header><main>{% block content %}{% endblock %}</main>
<footer><a href="{{ url_for('hello') }}">Get help</a><a href="{{ url_for('hello') }}">Privacy</a></footer>
</body></html>"""
LESSON = """{% extends "layout.html" %}{% block title %}{{ lesson.title }}{% endblock %}{% block content %}
<nav><ol>{% for other in lessons %}<li{% if other.is_done %} class="done"{% endif %}>
<a href="{{ url_for('lesson', number=other.number) }}">{{ other.title }}</a></li>{% endfor %}</ol></nav>
<article><h1>{{ lesson.title }}</h1><p>{{ lesson.minutes }} minutes</p>
{% for step in steps %}<section class="step" id="step-{{ loop.index }}"><h2>{{ step.title }}</h2>
{% for text in step.texts %}<p>{{ text }}</p>{% endfor %}
<div class="answers">{% for option in step.options %}<details class="answer" name="case-{{ loop.index }}">
<summary>{{ option.text }}</summary><div class="{{ 'is-best' if option.best else 'is-other' }}"><p>{{ option.why }}</p>
</div></details>{% endfor %}</div></section>
{% endfor %}</article>{% endblock %}"""

app = Flask(__name__)
app.jinja_loader = DictLoader({"layout.html": LAYOUT, "lesson.html": LESSON})  # type: ignore[assignment]


def words(characters: int) -> str:
    return (WORDS * (characters // len(WORDS) + 1))[:characters]


LENGTH = max(40, (SIZE - MARKUP_BYTES) // (STEPS * (2 + OPTIONS)))
STEPS_SHOWN = [
    {
        "title": f"Step {number}",
        "texts": [words(LENGTH), words(LENGTH)],
        "options": [{"text": words(30), "best": place == 0, "why": words(LENGTH - 30)} for place in range(OPTIONS)],
    }
    for number in range(STEPS)
]
LESSONS_SHOWN = [{"number": number, "title": f"Lesson {number}", "is_done": number < 3} for number in range(LESSONS)]


@app.get("/page")
def page() -> str:
    return render_template(
        "lesson.html",
        language="en",
        name="Nur Aisyah binti Abdullah",
        lesson={"title": "What counts as hate speech", "minutes": 8},
        lessons=LESSONS_SHOWN,
        steps=STEPS_SHOWN,
    )


@app.get("/lesson/<int:number>")
def lesson(number: int) -> str:
    return str(number)


@app.get("/hello")
def hello() -> str:
    return "hello"
