"""The HTML of a lesson: its classes are a promise to the stylesheet, its texts cannot do harm."""

import pytest

from modules import render_lesson

ROOM_AD = """\
<section class="step case" id="case-room-ad">
<p class="kicker">Kes contoh</p>
<h2>Sebuah bilik</h2>
<p>Anda mencari bilik.</p>
<article class="post">
  <header><span class="avatar" data-tint="1" aria-hidden="true">R</span><span><strong>rudi.makan</strong>\
<small>balasan</small></span></header>
  <p class="post-text"><span lang="ms">Murah &lt;b&gt;</span> <span lang="en">don&#39;t wait</span></p>
  <p class="gloss">Murah sekali.</p>
</article>
<article class="post">
  <header><span class="avatar" data-tint="3" aria-hidden="true">阿</span><span><strong>阿明</strong></span></header>
  <p class="post-text"><span lang="zh">便宜</span></p>
</article>
<p class="ask">Apa sekarang?</p>
<div class="answers">
  <details class="answer" name="case-room-ad"><summary>Bertindak</summary>\
<div class="reason is-best"><p><strong>Ini paling sesuai.</strong> Ia membantu.</p></div></details>
  <details class="answer" name="case-room-ad"><summary>Biarkan</summary>\
<div class="reason is-other"><p><strong>Cuba lihat semula.</strong> Ia kekal.</p></div></details>
</div>
<div class="after"><p>Baca <a href="/learn/first-steps/act">lagi</a>, <em>sekarang</em>.</p></div>
</section>"""
FACT = (
    '<aside class="step fact" id="fact-seven-days" role="note"><p>Seminggu ada tujuh hari.</p>'
    '<p class="source">Sumber: <a href="https://weeks.example.org/seven?a=1&amp;b=2" rel="noreferrer external" '
    'lang="en">Office of Weeks</a>, '
    'diterbitkan 13 September 2025 · Disemak pada <time datetime="2026-11-01">1 November 2026</time></p></aside>'
)
FIGURE = (
    '<figure class="step drawing" id="figure-bubbles"><svg viewBox="0 0 64 32" role="img" '
    'aria-labelledby="look-bubbles-en-title" focusable="false"><title id="look-bubbles-en-title">'
    'Two &lt;round&gt; bubbles</title><defs><clipPath id="look-bubbles-en-half"><rect width="32" height="32"></rect>'
    '</clipPath></defs><circle class="f-brand" cx="16" cy="16" r="8" clip-path="url(#look-bubbles-en-half)"></circle>'
    '<text x="40" y="20">A<tspan dx="2">&lt;7</tspan></text></svg><figcaption>Two of them</figcaption></figure>'
)


@pytest.fixture
def look(shelf):
    """Renders the lesson `look` of the small library."""
    lesson = shelf.load().lesson("first-steps", "look")
    return lambda language, **options: render_lesson(lesson, language, **options)


def test_prose_has_its_heading(look):
    assert look("en").split("\n\n")[0].startswith('<section class="step prose" id="step-1">\n<p>The opening')
    assert (
        '<section class="step prose" id="step-2"><h2>What <em>is</em> it?</h2>\n'
        "<p>Five words of plain text.</p>\n</section>\n"
    ) in look("en")


def test_a_worked_case_is_a_set_of_answers_to_open(look):
    assert ROOM_AD in look("ms")


def test_a_figure_carries_its_alternative_and_its_caption(look):
    assert FIGURE in look("en")


def test_a_fact_names_its_source_and_the_day_of_its_check(look):
    assert FACT in look("ms")


def test_a_malay_source_is_read_aloud_as_malay(shelf):
    shelf.change("first-steps/facts.yaml", "source: Office of Weeks", "source: Pejabat Minggu\n  source_language: ms")

    page = render_lesson(shelf.load().lesson("first-steps", "look"), "en")

    assert ' lang="ms">Pejabat Minggu</a>' in page


@pytest.mark.parametrize(
    ("published", "source"),
    [
        ("2025-09-13", ", published 13 September 2025 · Checked"),
        ("null", " · Checked"),
        ("2024", ", published 2024 · Checked"),
    ],
)
def test_a_fact_says_when_its_source_appeared_if_that_is_known(shelf, published, source):
    shelf.change("first-steps/facts.yaml", "published: 2025-09-13", f"published: {published}")

    html = render_lesson(shelf.load().lesson("first-steps", "look"), "en")

    assert f"Office of Weeks</a>{source} on <time" in html


def test_general_knowledge_says_so(shelf):
    html = render_lesson(shelf.load().lesson("first-steps", "act"), "ms")

    assert (
        '<p>Hujan itu basah.</p><p class="source">Pengetahuan umum, tiada satu sumber tertentu · '
        'Disemak pada <time datetime="2026-11-01">1 November 2026</time></p></aside>'
    ) in html


def test_a_recall_question_says_where_it_comes_from(shelf):
    library = shelf.load()

    kickers = [
        render_lesson(library.lesson(module, lesson), "en").split('class="kicker">')[-1].split("<")[0]
        for module, lesson in (("first-steps", "look"), ("first-steps", "act"), ("next-steps", "rest"))
    ]

    assert kickers == ["From the start of this lesson", "From an earlier lesson", "From an earlier lesson"]


def test_the_right_answer_of_a_recall_question_is_told_apart(look):
    recall = look("en").split('id="recall-begin"')[1]

    assert [recall.count('class="reason is-best"'), recall.count('class="reason is-other"')] == [1, 2]


def test_the_site_supplies_what_stands_for_an_activity(look):
    html = look("en", activity=lambda activity: f"<p>{activity.id} {activity.mode}</p>")

    assert '<div class="step activity" id="activity-sorting-practice"><p>sorting practice</p></div>' in html


def test_an_activity_is_an_empty_place_without_a_site(look):
    assert '<div class="step activity" id="activity-sorting-practice"></div>' in look("en")


def test_what_is_left_out_leaves_no_trace(shelf):
    text = (shelf.folder / "first-steps/01-look.yaml").read_text().split("\n")
    left_out = ("    caption", "    story", "    after")
    shelf.write("first-steps/01-look.yaml", "\n".join(line for line in text if not line.startswith(left_out)))

    html = render_lesson(shelf.load().lesson("first-steps", "look"), "en")

    assert [word for word in ("figcaption", "You look for", 'class="after"', "None") if word in html] == []


def test_no_text_can_become_markup(shelf):
    for old in (
        "A room",
        "You look for a room.",
        "What now?",
        "It helps.",
        "Two of them",
        "How did it begin?",
        "rudi.makan",
    ):
        shelf.change("first-steps/01-look.yaml", old, "<script>")
    shelf.change("first-steps/facts.yaml", "Office of Weeks", "<script>")
    shelf.change("first-steps/facts.yaml", "A week has seven days.", "<script>")

    html = render_lesson(shelf.load().lesson("first-steps", "look"), "en")

    assert (html.count("<script"), html.count("&lt;script&gt;")) == (0, 9)


def test_an_unknown_language_is_refused(look):
    with pytest.raises(KeyError):
        look("fr")
