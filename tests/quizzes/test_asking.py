"""One item asked of a whole room: nothing that tells the answer goes out with it, and the reasons come afterwards."""

import pytest

import quizzes

BANK = quizzes.load_bank()
SOURCES = [one for one in BANK.definitions if quizzes.askable(one)]
ASKED = [(one, item) for one in SOURCES for item in quizzes.askable(one)]


def test_questions_with_options_and_practice_posts_are_asked_and_nothing_else() -> None:
    kinds = {item.kind for _definition, item in ASKED}

    assert {one.kind for one in SOURCES} == {"quiz", "feed_spotting"}
    assert kinds == {"single_choice", "multiple_choice", "signal", "noise", "debatable"}
    assert {item.stream for _one, item in ASKED if isinstance(item, quizzes.Post)} == {"practice"}
    assert {item.severity for _one, item in ASKED if isinstance(item, quizzes.Post)} <= {None, 1, 2}


@pytest.mark.parametrize("language", quizzes.LANGUAGES)
def test_whatever_is_asked_can_be_kept_answered_and_explained(language: str) -> None:
    for definition, item in ASKED:
        kept = quizzes.ask(definition, item.id).definition.to_json()
        paper = quizzes.asked_again(kept)
        (shown,) = paper.shown(language).items
        choices = quizzes.choices(paper, language)
        reasons = quizzes.reasons(paper, language)

        assert len(kept) < 20_000
        assert [one.id for one in reasons] == [one.id for one in choices]
        for choice in choices:
            assert quizzes.read(paper, {shown.field(): [choice.id]}) == (choice.id,)
        right = [one for one in reasons if one.is_right]
        assert all(one.why for one in right)
        assert any(one.why for one in reasons)
        assert bool(right) == item.is_scored


def test_the_right_answer_of_the_item_is_the_right_one_of_the_room() -> None:
    for definition, item in ASKED:
        paper = quizzes.ask(definition, item.id)
        (given,) = item.right_way()
        form = {paper.shown("en").items[0].field(part): values for part, values in given.items() if part != "rule"}

        right = {one.id for one in quizzes.reasons(paper, "en") if one.is_right}
        if item.is_scored:
            assert set(quizzes.read(paper, form)) == right


def test_what_is_not_for_a_room_is_refused() -> None:
    feed = next(one for one in SOURCES if isinstance(one, quizzes.FeedSpotting))
    scored = next(post.id for post in feed.posts if post.stream == "scored")
    conversation = next(one for one in BANK.definitions if one.kind == "conversation")

    for definition, item in ((feed, scored), (feed, "nothing"), (conversation, conversation.entries[0].id)):
        with pytest.raises(quizzes.NotForARoom):
            quizzes.ask(definition, item)


def test_a_form_that_chooses_nothing_is_nothing_and_one_that_invents_is_refused() -> None:
    definition, item = ASKED[0]
    paper = quizzes.ask(definition, item.id)
    field = paper.shown("en").items[0].field()

    assert quizzes.read(paper, {}) == quizzes.read(paper, {field: [""]}) == ()
    with pytest.raises(quizzes.NotAnOption):
        quizzes.read(paper, {field: ["invented"]})
