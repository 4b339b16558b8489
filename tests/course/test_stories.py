"""Stories: sent by nobody we know, read with care before they are shown, and taken back by a link."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from course import clock as course_clock
from course import demo, jobs, people, stories
from course.extensions import db
from course.tables import AuditEntry, Story
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Page, Visitor
from tests.queries import Queries
from tests.stories import ADMIN_READ, tell

SignIn = Callable[[Person], Visitor]
KIND = "My neighbour shared her umbrella, and we laughed all the way."


def send(visitor: Visitor, text: str = KIND, **fields: str) -> Page:
    """Send a story through the form, and open the page that follows."""
    visitor.get("/stories/new")
    visitor.submit({"text": text, **fields})
    return visitor.follow()


def kept(app: Flask) -> list[Story]:
    with app.app_context():
        return list(db.session.scalars(select(Story).order_by(Story.id)))


def traces(app: Flask) -> list[tuple[int | None, str, str]]:
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.actor_id, entry.act, entry.about) for entry in entries]


# --- sending ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_a_story_is_kept_without_a_name_and_without_an_hour(app: Flask, client: Visitor) -> None:
    page = send(client, f"  {KIND}\r\n\r\n\r\n\r\nTwice. ", campus=" Kampus  Lembah ")

    [story] = kept(app)
    assert page.heading == "Thank you"
    assert page.words("blockquote") == [f"{KIND} Twice."]
    assert (story.text, story.campus, story.language) == (f"{KIND}\n\nTwice.", "Kampus Lembah", "en")
    assert (story.state, story.sent_on, story.decided_on) == ("waiting", date(2026, 11, 21), None)
    assert set(Story.__table__.columns.keys()) == {
        "id", "ticket", "text", "campus", "language", "state", "reason", "content_note", "sent_on", "decided_on",
    }  # fmt: skip
    assert client.get("/stories").words(".story") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": " \0\t\r\n "}, "Write what made your day better."),
        ({"text": "x" * 401}, "Use 400 characters at most."),
        ({"text": "10/10 !!!"}, "Write it in words, so that everybody can read it."),
        ({"campus": "x" * 81}, "Use 80 characters at most."),
        ({"language": "fr"}, "Choose one of these."),
    ],
)
def test_a_mistake_is_told_and_nothing_typed_is_lost(
    app: Flask, client: Visitor, wrong: dict[str, str], sentence: str
) -> None:
    client.get("/stories/new")

    page = client.submit({"text": KIND, "campus": "Lembah", **wrong}, expect=422)

    assert page.words(".error-summary a") == [sentence]
    typed = {name: values[0].strip() for name, values in page.form_data().items()}
    assert typed["text"] == wrong.get("text", KIND).strip(" \0\t\r\n")
    assert typed["campus"] == wrong.get("campus", "Lembah")
    assert kept(app) == []


def test_the_longest_story_that_fits_is_kept(app: Flask, client: Visitor) -> None:
    send(client, "🌧" * 399 + "x")

    assert len(kept(app)[0].text) == 400


def test_a_double_click_sends_one_story_and_finds_its_page(app: Flask, client: Visitor) -> None:
    form = {**client.get("/stories/new").form_data(), "text": [KIND]}

    first = client.post("/stories/new", form).location
    second = client.post("/stories/new", form).location

    assert first == second
    assert len(kept(app)) == 1


@pytest.mark.parametrize("ticket", ["", "x", "x" * 1000, "<script>", "é" * 22])
def test_a_ticket_that_is_none_of_ours_sends_a_story_all_the_same(app: Flask, client: Visitor, ticket: str) -> None:
    send(client, ticket=ticket)

    assert len(kept(app)) == 1


@pytest.mark.parametrize(
    ("language", "words", "heading"),
    [
        ("en", "Today I still want to die but the cat came.", "Somebody is there for you"),
        ("ms", "Hari ini rasa nak mati tapi kucing datang.", "Ada yang sedia membantu anda"),
    ],
)
def test_words_of_distress_are_held_and_their_sender_sees_help_before_anything_else(
    app: Flask, client: Visitor, language: str, words: str, heading: str
) -> None:
    client.get(f"/?lang={language}")

    page = send(client, words)

    assert page.heading == heading
    first = page.all("main h1, main a.button, main blockquote, main form")
    assert [element.tag for element in first[:2]] == ["h1", "a"]
    assert first[1].get("href") == "tel:999"
    assert [(story.state, story.reason) for story in kept(app)] == [("held", "distress")]


def test_an_address_in_the_place_of_a_campus_is_held_too(app: Flask, client: Visitor) -> None:
    send(client, campus="write to me@example.com")

    assert [(story.state, story.reason) for story in kept(app)] == [("held", "contact")]


@pytest.mark.usefixtures("throttled", "clock")
def test_a_line_sends_sixty_stories_an_hour_and_the_next_one_stays_in_the_form(app: Flask, client: Visitor) -> None:
    client.get("/stories/new")
    for _ in range(60):
        client.post("/stories/new", {"text": "short", "language": "xx"}, expect=422)

    page = client.post("/stories/new", {"text": KIND, "language": "en"}, expect=429)

    assert page.words("textarea") == [KIND]
    assert page.words(".error-summary li") == [
        "Many stories came from your line in the last hour. Wait a little, then send it again."
    ]
    assert kept(app) == []
    client.get("/stories/new")
    client.get("/stories")


@pytest.mark.parametrize("text", ["\0", "x" * 100_000, "' or 1=1 --", "<script>alert(1)</script>", "\u202e", "＠", "%"])
@pytest.mark.parametrize("field", ["text", "campus", "language", "ticket"])
def test_no_text_in_any_field_breaks_the_form(client: Visitor, field: str, text: str) -> None:
    client.get("/stories/new")

    answer = client.browser.post("/stories/new", data={"text": KIND, "language": "en", field: text})

    assert answer.status_code in {302, 422}


def test_a_story_cannot_bring_markup(app: Flask, client: Visitor) -> None:
    tell(app, "<b>Bold</b> & kind", campus="<i>x</i>")

    page = client.get("/stories")

    assert page.words(".story-words") == ["<b>Bold</b> & kind"]
    assert page.all(".story b, .story i") == []


# --- taking back --------------------------------------------------------------------------------------------------


def test_its_sender_takes_a_story_back_by_its_page_and_nothing_of_it_stays(app: Flask, client: Visitor) -> None:
    number = tell(app)
    own = f"/stories/sent/{stories.key_of(number, app.config['SECRET_KEY'])}"
    client.get(own)
    still_there = len(kept(app))

    client.submit(form="main form")
    page = client.follow()

    assert (still_there, kept(app)) == (1, [])
    assert "Your story is gone" in page.text
    assert traces(app)[-1] == (None, "story taken back by its sender", f"story {number}")
    client.get(own, expect=302)
    client.post(f"{own}/take-back")
    assert "There is no story behind this link" in client.follow().text


def test_a_link_that_was_made_up_opens_nothing(app: Flask, client: Visitor) -> None:
    number = tell(app)
    key = stories.key_of(number, app.config["SECRET_KEY"])
    others = stories.key_of(number, "another secret, which is thirty-two characters long")

    for made_up in (str(number), key[:-1], key[:-1] + "é", others, "." * 300):
        client.get(f"/stories/sent/{made_up}", expect=302)
        client.post(f"/stories/sent/{made_up}/take-back")

    assert len(kept(app)) == 1


def test_the_page_of_a_story_tells_no_other_site_and_no_search_engine(app: Flask, client: Visitor) -> None:
    page = send(client)

    assert page.response.headers["Referrer-Policy"] == "strict-origin"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.one("meta[name=robots]").get("content") == "noindex"
    assert client.get("/stories/new").one("meta[name=robots]").get("content") == "noindex"
    assert client.get("/stories").all("meta[name=robots]") == []


def test_the_hub_and_the_sitemap_lead_to_the_stories(client: Visitor) -> None:
    link = client.get("/hub").one("main a[href='/stories']")

    assert link.text == "10 out of 10: what made a day better"
    assert "/stories?lang=ms" in client.get("/sitemap.xml").text


# --- reading ------------------------------------------------------------------------------------------------------


def test_the_newest_day_comes_first_and_a_day_has_no_hours(app: Flask, client: Visitor, clock: Clock) -> None:
    tell(app, "Older", now=clock.now() - timedelta(days=1))
    tell(app, "Lebih baharu", language="ms", campus="Lembah")

    page = client.get("/stories")

    assert page.words("h2") == ["21 November 2026", "20 November 2026"]
    assert page.words(".story") == ["Lebih baharu Lembah", "Older"]
    assert [words.get("lang") for words in page.all(".story-words")] == ["ms", "en"]
    assert [time.get("datetime") for time in page.all("time")] == ["2026-11-21", "2026-11-20"]


def test_within_a_day_the_order_is_the_same_for_everybody_and_another_one_tomorrow() -> None:
    told = [Story(id=number) for number in range(1, 31)]
    today, tomorrow = date(2026, 11, 21), date(2026, 11, 22)

    first = [story.id for story in stories.shuffled(told, today)]

    assert first == [story.id for story in stories.shuffled(reversed(told), today)]
    assert sorted(first) == [story.id for story in told]
    assert first not in ([story.id for story in told], [story.id for story in stories.shuffled(told, tomorrow)])


def test_a_content_note_stands_before_its_story(app: Flask, client: Visitor) -> None:
    tell(app, "My aunt came home from hospital.", content_note="illness")

    page = client.get("/stories")

    assert page.words(".story summary") == ["Content note: illness. Show the story"]
    assert page.one(".story details").get("open") is None
    assert client.get("/stories?lang=ms").words(".story summary") == ["Nota kandungan: penyakit. Paparkan cerita"]


def test_what_no_longer_fits_a_page_is_on_the_next_one(app: Flask, client: Visitor) -> None:
    for number in range(41):
        tell(app, f"Story {number}")

    first, second = client.get("/stories"), client.get("/stories?page=2")

    assert (len(first.all(".story")), second.words(".story-words")) == (40, ["Story 0"])
    assert [first.words(".pager a"), second.words(".pager a")] == [["Older stories"], ["Newer stories"]]
    client.get("/stories?page=3", expect=404)
    client.get(f"/stories?page={10**30}", expect=404)
    for odd in ("0", "-1", "x", ""):
        client.get(f"/stories?page={odd}")


@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_asks_as_often_for_thirty_stories_as_for_one(
    app: Flask,
    client: Visitor,
    admin: Person,
    sign_in: SignIn,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    rows: int,
) -> None:
    for number in range(rows):
        tell(app, f"Story {number}")
        tell(app, f"Another {number}", approve=False)
    office = sign_in(admin)
    office.get("/admin/stories")

    with count_queries() as public:
        client.get("/stories")
    with count_queries() as form:
        client.get("/stories/new")
    with count_queries() as moderation:
        office.get("/admin/stories")

    assert (public.count, form.count, moderation.count) == (1, 0, 3)


# --- moderating ---------------------------------------------------------------------------------------------------


def test_a_story_is_shown_once_everything_on_the_check_list_is_ticked(
    app: Flask, client: Visitor, admin: Person, sign_in: SignIn
) -> None:
    number = tell(app, approve=False)
    desk = sign_in(admin)
    desk.get("/admin/stories")
    desk.get(f"/admin/stories/{number}")

    desk.submit({**ADMIN_READ, "content_note": "hard_time"}, form=f"main form[action='/admin/stories/{number}']")

    assert client.get("/stories").words(".story summary") == ["Content note: a hard time. Show the story"]
    assert traces(app)[-1] == (admin.id, "story approved", f"story {number}")


@pytest.mark.parametrize("missing", stories.CHECKS)
def test_a_story_is_not_shown_while_one_line_is_unticked(
    app: Flask, client: Visitor, admin: Person, sign_in: SignIn, missing: str
) -> None:
    number = tell(app, approve=False)
    ticked = {name: value for name, value in ADMIN_READ.items() if name != missing}
    desk = sign_in(admin)

    page = desk.post(f"/admin/stories/{number}", {**ticked, "content_note": ""}, expect=422)

    assert page.words(".error-summary a") == ["Tick every line, or refuse the story."]
    assert len(page.all("input[type=checkbox][checked]")) == 4
    with app.app_context(), pytest.raises(stories.NotReadWithCare):
        stories.approve(number, ticked, content_note="", actor_id=None, now=course_clock.now())
    assert client.get("/stories").all(".story") == []


def test_held_stories_are_read_first_and_say_why(app: Flask, admin: Person, sign_in: SignIn) -> None:
    tell(app, approve=False)
    tell(app, "rasa nak mati", language="ms", approve=False)

    page = sign_in(admin).get("/admin/stories")

    assert [words.split()[0] for words in page.words(".choice")] == ["rasa", "A"]
    assert page.words(".choice .chip") == ["may speak of distress: read it first, and think of who wrote it"]


def test_many_are_refused_at_once_and_a_shown_one_is_taken_back(
    app: Flask, client: Visitor, admin: Person, sign_in: SignIn
) -> None:
    first, second, third = tell(app, approve=False), tell(app, approve=False), tell(app)
    desk = sign_in(admin)

    desk.post("/admin/stories/refuse", {"story": [first, second], "reason": "advertising"})
    told = desk.follow().text
    desk.post("/admin/stories/refuse", {"story": [third, third, 999], "reason": "shames"})

    assert "2 stories are not shown." in told
    assert [story.state for story in kept(app)] == ["refused"] * 3
    assert client.get("/stories").all(".story") == []
    assert traces(app)[-3:] == [
        (admin.id, "story refused", f"story {first}: advertising"),
        (admin.id, "story refused", f"story {second}: advertising"),
        (admin.id, "story taken back", f"story {third}: shames"),
    ]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reason": "shames"}, "Tick the stories first."),
        ({"story": ["1"]}, "Choose why: a reason can be asked about later."),
        ({"story": ["1"], "reason": "dull"}, "Choose why: a reason can be asked about later."),
        ({"story": ["1"], "reason": "distress_followed_up"}, "Choose why: a reason can be asked about later."),
        ({"story": ["x", "-1", str(10**30), "\0", "１x"], "reason": "shames"}, "Tick the stories first."),
    ],
)
def test_a_refusal_needs_a_story_and_a_reason(
    app: Flask, admin: Person, sign_in: SignIn, form: dict[str, object], sentence: str
) -> None:
    tell(app, approve=False)
    desk = sign_in(admin)

    desk.post("/admin/stories/refuse", form)

    assert sentence in desk.follow().text
    assert [story.state for story in kept(app)] == ["waiting"]


def test_a_refused_story_tells_its_sender_why_and_can_be_approved_after_all(
    app: Flask, client: Visitor, admin: Person, sign_in: SignIn
) -> None:
    own = send(client).address
    number = kept(app)[0].id
    desk = sign_in(admin)
    desk.post("/admin/stories/refuse", {"story": [number], "reason": "names_a_person"})
    refused = client.get(own).text
    desk.get(f"/admin/stories/{number}")

    desk.submit(ADMIN_READ, form="main form")

    assert "It is not shown, for this reason: names a person. It is forgotten after 30 days." in refused
    assert "Your story is shown." in client.get(own).text


def test_a_sender_whose_words_a_moderator_worries_about_is_shown_help(
    app: Flask, client: Visitor, admin: Person, sign_in: SignIn
) -> None:
    own = send(client).address

    sign_in(admin).post("/admin/stories/refuse", {"story": [kept(app)[0].id], "reason": "distress_shown_help"})

    assert client.get(own).heading == "Somebody is there for you"


def test_a_story_that_its_sender_took_back_meanwhile_is_not_shown(app: Flask, admin: Person, sign_in: SignIn) -> None:
    number = tell(app, approve=False)
    desk = sign_in(admin)
    desk.get(f"/admin/stories/{number}")
    with app.app_context():
        secret = app.config["SECRET_KEY"]
        stories.take_back(stories.key_of(number, secret), secret, course_clock.now())

    desk.post(f"/admin/stories/{number}", ADMIN_READ, expect=404)
    with app.app_context(), pytest.raises(LookupError):
        stories.approve(number, stories.CHECKS, content_note="", actor_id=None, now=course_clock.now())


def test_nobody_but_an_admin_decides(
    app: Flask, alice: Person, lecturer: Person, organiser: Person, sign_in: SignIn
) -> None:
    number = tell(app, approve=False)

    for person in (alice, lecturer, organiser):
        sign_in(person).post(f"/admin/stories/{number}", ADMIN_READ, expect=404)
        sign_in(person).post("/admin/stories/refuse", {"story": [number], "reason": "shames"}, expect=404)

    assert [story.state for story in kept(app)] == ["waiting"]


# --- forgetting, the tables, and the demo -------------------------------------------------------------------------


def test_a_refused_story_is_forgotten_after_thirty_days_and_a_shown_one_stays(
    app: Flask, admin: Person, clock: Clock
) -> None:
    shown, refused = tell(app), tell(app, approve=False)
    with app.app_context():
        stories.refuse([refused], "shames", actor_id=admin.id, now=clock.now())
    clock.advance(days=29)
    jobs_of(app)
    before = len(kept(app))
    clock.advance(days=1)

    jobs_of(app)

    assert before == 2
    assert [story.id for story in kept(app)] == [shown]


def jobs_of(app: Flask) -> None:
    with app.app_context():
        jobs.current().forget_stories.call_local()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"language": "fr"},
        {"state": "liked"},
        {"state": "approved"},
        {"state": "refused", "decided_on": date(2026, 11, 21)},
    ],
)
def test_the_table_refuses_nonsense(app: Flask, wrong: dict[str, object]) -> None:
    right = {"ticket": "t", "text": "x", "language": "en", "state": "waiting", "sent_on": date(2026, 11, 21)}

    with app.app_context():
        with pytest.raises(IntegrityError), db.writing() as session:
            session.add(Story(**{**right, **wrong}))
        assert db.session.scalar(select(func.count(Story.id))) == 0


def test_the_demo_has_three_stories_in_each_language_that_say_they_are_examples(
    app: Flask, client: Visitor, clock: Clock
) -> None:
    with app.app_context():
        demo.seed(clock.now())
        people.forget()

    page = client.get("/stories")

    assert sorted(words.get("lang") for words in page.all(".story-words")) == ["en"] * 3 + ["ms"] * 3
    assert set(page.words(".story .source")) == {"Example for trying the site", "Contoh untuk mencuba laman"}


def test_the_demo_leaves_a_moderator_something_to_read_and_to_look_at_twice(app: Flask, clock: Clock) -> None:
    with app.app_context():
        demo.seed(clock.now())
        unread = select(Story.state, Story.reason).where(Story.state.in_(("waiting", "held")))
        found = db.session.execute(unread).all()

    assert sorted(tuple(row) for row in found) == [("held", "contact"), ("waiting", "")]
