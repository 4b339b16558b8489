"""Papers: what they show and what they keep to themselves, and how they read whatever a form holds."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import quizzes
from quizzes.kinds.feed_spotting.definition import FAMILIES
from tests.quizzes.sketches import KITE_FEED, QUIZ, feed, feed_of, paper, posts_of

EVERY_QUESTION = paper(QUIZ, [item.id for item in QUIZ.items])
EVERY_POST = paper(KITE_FEED, [post.id for post in KITE_FEED.posts])

names = st.one_of(
    st.sampled_from(
        ["a-fly-1", "a-fly-6", "a-fly-6-shown", "a-mend-2-cut", "a-mend-2-tie", "a-mend-2-x", "a-nowhere", "a-"]
    ),
    st.sampled_from(["a-p001", "a-p001-rule", "a-p001-sure", "a-p073", "csrf_token", "a-p001-"]),
    st.text(alphabet=st.characters(), max_size=8).map("a-".__add__),
    st.text(alphabet=st.characters(), max_size=8),
    st.binary(max_size=8).map(lambda raw: raw.decode("latin-1")),
)
values = st.lists(
    st.one_of(
        st.sampled_from(["a", "b", "1", "2", "4", "5", "", "act", "leave", "hate", "low", "１", "-1", "01"]),
        st.text(alphabet=st.characters(), max_size=6),
        st.binary(max_size=6).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    ),
    max_size=3,
)
forms = st.dictionaries(names, values, max_size=6)


def secrets_of(definition: quizzes.Definition) -> Iterator[str]:
    """Every text and name of the definition that tells something about an answer."""
    for name, misconception in definition.misconceptions.items():
        yield name
        yield from (*misconception.belief.model_dump().values(), *misconception.prompt.model_dump().values())
    for item in definition.entries:
        reasons = [item.why] if isinstance(item, quizzes.Post) else [option.why for option in item.options]
        for reason in reasons:
            yield from reason.model_dump().values()


def dump(shown: object) -> str:
    return json.dumps(shown, default=lambda one: one.model_dump() if isinstance(one, BaseModel) else vars(one))


@pytest.mark.parametrize("language", quizzes.LANGUAGES)
@pytest.mark.parametrize("sheet", [EVERY_QUESTION, EVERY_POST], ids=["quiz", "feed"])
def test_a_shown_paper_holds_no_reason_and_no_misconception(sheet: quizzes.Paper, language: str) -> None:
    page = dump(asdict(sheet.shown(language)))
    secrets = set(secrets_of(sheet.definition))

    assert len(secrets) > 50
    assert [secret for secret in secrets if secret in page] == []


@pytest.mark.parametrize("language", quizzes.LANGUAGES)
def test_a_shown_question_holds_no_key_and_nothing_of_the_blueprint(language: str) -> None:
    page = dump(asdict(EVERY_QUESTION.shown(language)))

    hidden = (
        "key",
        "true",
        "before",
        "cell",
        "outcome",
        "KT1",
        "KT2",
        "level",
        "lesson",
        "first-flight",
        "why",
        "live",
    )
    assert [word for word in hidden if f'"{word}"' in page] == []


@pytest.mark.parametrize("language", quizzes.LANGUAGES)
def test_a_shown_post_holds_no_kind_rule_family_severity_or_stream(language: str) -> None:
    posts = EVERY_POST.shown(language).items
    page = dump([asdict(post) for post in posts])

    families = [family for group in FAMILIES.values() for family in group]
    hidden = [*FAMILIES, *families, "rule", "hate", "severity", "stream", "practice", "scored", "family", "why"]
    assert {post.kind for post in posts} == {"post"}
    assert [word for word in hidden if word in page] == []


def test_posts_of_every_kind_are_shown_alike() -> None:
    shown = {post.id: asdict(post) for post in EVERY_POST.shown("en").items}

    by_kind = [shown[posts_of(KITE_FEED, kind)[0]] for kind in ("signal", "noise", "debatable")]
    assert len({tuple((key, type(value)) for key, value in post.items()) for post in by_kind}) == 1


def test_a_question_is_shown_in_the_language_and_order_of_the_paper() -> None:
    sheet = quizzes.Paper(QUIZ, "scored", ("fly-1",), {"fly-1": ("c", "a", "b")})

    assert sheet.shown("ms") == quizzes.ShownPaper(
        title="Kuiz",
        content_note=None,
        rule_card=None,
        items=(
            quizzes.ShownItem(
                "fly-1",
                "single_choice",
                stem="Yang manakah fly-1?",
                options=tuple(
                    quizzes.ShownOption(name, f"fly-1 option {name} dalam bahasa Melayu") for name in ("c", "a", "b")
                ),
            ),
        ),
    )


def test_a_feed_is_shown_with_its_rules_in_one_order_whatever_the_file_says() -> None:
    shown = quizzes.Paper(KITE_FEED, "scored", ("p001",), {}).shown("en")

    assert shown == quizzes.ShownPaper(
        title="Spot the kite in English",
        content_note="Some kites crash in English",
        rule_card="Act on crashes in English",
        items=(
            quizzes.ShownItem(
                "p001",
                "post",
                author="flyer.1",
                context="p001 below a photo in English",
                runs=(quizzes.Run(lang="ms", t="p001 layang-layang"), quizzes.Run(lang="en", t="so high")),
            ),
        ),
        rules=(
            ("hate", "Attacks kite flyers in English"),
            ("scam", "Sells kites that do not fly in English"),
        ),
    )


def test_a_gloss_is_shown_and_a_feed_may_do_without_a_note() -> None:
    changed = feed(content_note=None)
    changed["posts"][0]["gloss"] = {"en": "A kite", "ms": "Wau"}
    sheet = paper(feed_of(changed), ["p001"])

    assert (sheet.shown("ms").items[0].gloss, sheet.shown("ms").content_note) == ("Wau", None)
    assert quizzes.feedback(sheet, "p001", {}, "en").gloss == "A kite"


def test_an_unknown_language_is_no_language() -> None:
    with pytest.raises(KeyError):
        EVERY_QUESTION.shown("fr")


def test_fields_are_named_after_their_item() -> None:
    item = EVERY_POST.shown("en").items[0]

    assert (item.field(), item.field("rule")) == ("a-p001", "a-p001-rule")


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        ({"a-fly-1": ["b"]}, {"fly-1": {"choice": "b"}}),
        ({"a-fly-1": [""]}, {}),
        ({"a-fly-1": []}, {}),
        ({"a-fly-6": ["b", "a", "b"]}, {"fly-6": {"choices": ["a", "b"]}}),
        ({"a-fly-6-shown": ["1"]}, {"fly-6": {"choices": []}}),
        ({"a-fly-6": []}, {}),
        ({"a-mend-2-cut": ["1"]}, {"mend-2": {"order": {"tie": None, "glue": None, "test": None, "cut": 1}}}),
        (
            {"a-mend-2-cut": ["1"], "a-mend-2-tie": ["1"], "a-mend-2-glue": [""]},
            {"mend-2": {"order": {"tie": 1, "glue": None, "test": None, "cut": 1}}},
        ),
        ({"a-mend-2-cut": [""]}, {}),
        ({"csrf_token": ["x"], "go": ["2"]}, {}),
        ({}, {}),
    ],
)
def test_the_answers_in_a_form_are_read(form: Any, answers: Any) -> None:
    assert EVERY_QUESTION.read(form) == answers


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        (
            {"a-p001": ["act"], "a-p001-rule": ["hate"], "a-p001-sure": ["high"]},
            {"p001": {"verdict": "act", "rule": "hate", "sure": "high"}},
        ),
        ({"a-p001": ["leave"], "a-p001-rule": [""]}, {"p001": {"verdict": "leave", "rule": None, "sure": None}}),
        ({"a-p001-rule": ["hate"]}, {"p001": {"verdict": None, "rule": "hate", "sure": None}}),
        ({"a-p001-rule": [""]}, {}),
    ],
)
def test_the_verdicts_in_a_form_are_read(form: Any, answers: Any) -> None:
    assert EVERY_POST.read(form) == answers


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("a-fly-1", ["z"]),
        ("a-fly-1", ["a", "b"]),
        ("a-fly-1-rule", ["hate"]),
        ("a-fly-6", ["a", "z"]),
        ("a-fly-6-shown", ["2"]),
        ("a-mend-2-cut", ["5"]),
        ("a-mend-2-cut", ["0"]),
        ("a-mend-2-cut", ["１"]),
        ("a-mend-2-cut", ["1", "2"]),
        ("a-mend-2-nail", ["1"]),
    ],
)
def test_what_the_form_does_not_offer_is_refused(name: str, given: list[str]) -> None:
    with pytest.raises(quizzes.NotAnOption) as refusal:
        EVERY_QUESTION.read({name: given})

    assert refusal.value.field == name


@pytest.mark.parametrize("name", ["a-fly-2", "a-mend-3-cut", "a-p001", "a-", "a-\udcff"])
def test_an_item_that_was_not_drawn_is_refused(name: str) -> None:
    with pytest.raises(quizzes.NotDrawn) as refusal:
        paper(QUIZ, ["fly-1"]).read({name: ["a"]})

    assert refusal.value.item == name.removeprefix("a-")


def test_feedback_on_an_item_that_was_not_drawn_is_refused() -> None:
    with pytest.raises(quizzes.NotDrawn):
        quizzes.feedback(paper(QUIZ, ["fly-1"]), "fly-2", {"choice": "a"}, "en")


@pytest.mark.parametrize("sheet", [EVERY_QUESTION, EVERY_POST], ids=["quiz", "feed"])
@given(form=forms)
def test_any_form_gives_answers_or_a_refusal_by_name(sheet: quizzes.Paper, form: dict[str, list[str]]) -> None:
    try:
        answers = sheet.read(form)
    except (quizzes.NotDrawn, quizzes.NotAnOption):
        return

    assert json.loads(json.dumps(answers)) == answers
    assert set(answers) <= set(sheet.item_ids)
    assert 0 <= quizzes.score(sheet, answers).score <= 100
    assert all(sheet.is_answered(item, answer) in (True, False) for item, answer in answers.items())


@given(st.binary(max_size=20), st.sampled_from(["scored", "practice"]), st.sampled_from([QUIZ, KITE_FEED]))
def test_a_paper_is_kept_as_json_and_comes_back(
    seed: bytes, mode: quizzes.Mode, definition: quizzes.Definition
) -> None:
    drawn = quizzes.draw(definition, seed, mode=mode)

    kept = json.loads(json.dumps(drawn.to_data()))

    assert quizzes.Paper.from_data(definition, kept) == drawn
    assert kept["items"] == list(drawn.item_ids)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"mode": "scored", "items": 3, "options": {}},
        {"mode": "scored", "items": [["fly-1"]], "options": {}},
        {"mode": "scored", "items": ["nowhere"], "options": {}},
        {"mode": "exam", "items": ["fly-1"], "options": {"fly-1": ["a", "b", "c"]}},
        {"mode": "scored", "items": ["fly-1", "fly-1"], "options": {"fly-1": ["a", "b", "c"]}},
        {"mode": "scored", "items": ["fly-1"], "options": {}},
        {"mode": "scored", "items": ["fly-1"], "options": {"fly-1": ["a", "b"]}},
        {"mode": "scored", "items": ["fly-1"], "options": {"fly-1": ["a", "b", 3]}},
        {"mode": "scored", "items": ["fly-1"], "options": []},
    ],
)
def test_data_that_is_no_paper_of_the_definition_is_refused(data: Any) -> None:
    with pytest.raises(quizzes.NotAPaper):
        quizzes.Paper.from_data(QUIZ, data)
