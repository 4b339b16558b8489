"""The test before and after the course: what its figures are, when it counts as taken, and what keeps it parallel."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from quizzes.answering import field_name
from quizzes.bank import CONTENT
from quizzes.rehearsal import rehearse
from tests.quizzes.mixture_sketch import ALL_FORMS, BOOSTER, CELLS, all_forms, booster, files, form, post, question
from tests.quizzes.sketches import POOL, Data, pool, write

FORM = quizzes.load_bank().tests[0]
ODD = st.one_of(st.none(), st.text(max_size=5), st.sampled_from(["a", "b", "c", "act", "leave", "hate"]))


def paper_of(form: quizzes.CourseTest, seed: bytes = b"any") -> quizzes.Paper:
    return quizzes.draw(form, seed)


def answers(paper: quizzes.Paper, right: Callable[[str], bool]) -> dict[str, quizzes.Response]:
    """An answer to every item, right or wrong as `right` says."""
    found: dict[str, quizzes.Response] = {}
    for item in paper.items:
        way = item.right_way() if right(item.id) else next(item.wrong_ways())
        for part in way:
            found |= paper.read({field_name(item.id, name): [*values] for name, values in part.items()}, found)
    return found


# --- figures --------------------------------------------------------------------------------------------------------


def test_the_questions_and_the_posts_give_two_figures_that_stay_apart() -> None:
    paper = paper_of(FORM)
    signals, noise = [*FORM.posts_of("signal")], [*FORM.posts_of("noise")]
    wrong = {*list(FORM.questions)[:3], *signals[:2], *noise[:1]}

    result = quizzes.score(paper, answers(paper, lambda item: item not in wrong))

    # 9 of 12 questions; 6 of 8 signals caught, 1 of 8 others acted on.
    assert result.score == 75.0
    assert result.components["question_share"] == 0.75
    assert [result.components[name] for name in ("hits", "misses", "false_alarms", "correct_rejections")] == [
        6,
        2,
        1,
        7,
    ]
    assert result.components["j"] == float(Fraction(6, 8) - Fraction(1, 8)) == 0.625
    assert (result.points, result.out_of) == (9 + 6 + 7, 28)
    z = NormalDist().inv_cdf
    assert result.diagnostics["d_prime"] == pytest.approx(z(6.5 / 9) - z(1.5 / 9))
    assert result.diagnostics["criterion"] == pytest.approx(-(z(6.5 / 9) + z(1.5 / 9)) / 2)


def test_each_outcome_has_its_share() -> None:
    paper = paper_of(FORM)
    missed = next(item for item, asked in FORM.questions.items() if asked.outcome == "MW2")

    parts = quizzes.score(paper, answers(paper, lambda item: item != missed)).components

    outcomes = {cell.outcome: parts[cell.outcome] for cell in FORM.blueprint}
    assert outcomes == {cell.outcome: float(cell.outcome != "MW2") for cell in FORM.blueprint}


@pytest.mark.parametrize("verdict", ["act", "leave"])
def test_the_same_verdict_for_every_post_tells_nothing_apart(verdict: str) -> None:
    paper = paper_of(FORM)

    result = quizzes.score(paper, {item: {"verdict": verdict} for item in FORM.posts})

    assert (result.components["j"], result.diagnostics["d_prime"]) == (0.0, 0.0)


def test_a_hit_is_right_whatever_rule_was_named() -> None:
    signal = next(iter(FORM.posts_of("signal")))

    found = quizzes.score(paper_of(FORM), {signal: {"verdict": "act", "rule": "scam"}}).items

    assert [(one.verdict, one.credit) for one in found if one.id == signal] == [("right", 1.0)]


@given(st.sets(st.sampled_from(sorted(FORM.by_id))), st.sampled_from(sorted(FORM.by_id)))
def test_one_right_answer_more_never_lowers_a_figure(right: set[str], more: str) -> None:
    paper = paper_of(FORM)

    before = quizzes.score(paper, answers(paper, right.__contains__))
    after = quizzes.score(paper, answers(paper, (right | {more}).__contains__))

    assert after.score >= before.score
    assert after.components["j"] >= before.components["j"]
    assert 0 <= after.score <= 100
    assert -1 <= after.components["j"] <= 1


@given(st.dictionaries(st.sampled_from([*sorted(FORM.by_id), "nowhere"]), st.dictionaries(ODD, ODD)))
def test_answers_of_any_shape_give_a_result_and_the_same_one_from_its_copy(responses: dict) -> None:
    paper = paper_of(FORM)

    result = quizzes.score(paper, responses)

    copied = quizzes.load_definition(FORM.to_json())
    again = quizzes.Paper.from_data(copied, paper.to_data())
    assert quizzes.score(again, responses) == result
    assert quizzes.Result.from_data(result.to_data()) == result


# --- taken or not ---------------------------------------------------------------------------------------------------


def test_it_counts_as_taken_with_an_answer_on_every_page_however_wrong() -> None:
    paper = paper_of(FORM)
    wrong = answers(paper, lambda item: False)
    one_each = {page[-1]: wrong[page[-1]] for page in paper.pages}

    assert len(paper.pages) == 7
    assert quizzes.score(paper, one_each).passed
    for page in paper.pages:
        rest = {item: answer for item, answer in one_each.items() if item != page[-1]}
        assert not quizzes.score(paper, rest).passed
        assert paper.still_due(rest) == (page[0],)


def test_an_empty_one_does_not_count() -> None:
    paper = paper_of(FORM)

    assert not quizzes.score(paper, {}).passed
    assert paper.still_due({}) == tuple(page[0] for page in paper.pages)


# --- the paper ------------------------------------------------------------------------------------------------------


def test_everybody_gets_all_of_a_form_in_an_order_of_their_own_questions_first() -> None:
    papers = [paper_of(FORM, seed) for seed in (b"one", b"two")]

    assert {*papers[0].item_ids} == {*papers[1].item_ids} == {*FORM.by_id}
    assert papers[0].item_ids != papers[1].item_ids
    for paper in papers:
        assert {*paper.item_ids[:12]} == {*FORM.questions}


@pytest.mark.parametrize("language", quizzes.LANGUAGES)
def test_a_shown_form_tells_no_key_no_reason_and_no_family(language: str) -> None:
    shown = repr(paper_of(FORM).shown(language))

    secrets = [option.why[language] for item in FORM.questions.values() for option in item.options]
    secrets += [item.why[language] for item in FORM.posts.values()]
    secrets += [belief.belief[language] for belief in FORM.misconceptions.values()]
    secrets += ["key=", "'signal'", "'noise'", "dehumanise", "severity", "misconception", "anchor"]
    assert [secret for secret in secrets if secret in shown] == []


# --- the shipped forms ----------------------------------------------------------------------------------------------


def test_three_forms_hold_thirty_four_questions_and_forty_four_posts_with_their_anchors() -> None:
    forms = quizzes.load_bank().tests

    assert [one.id for one in forms] == ["a", "b", "c"]
    assert [(len(one.questions), len(one.posts)) for one in forms] == [(12, 16)] * 3
    assert len({item for one in forms for item in one.questions}) == 34
    assert len({item for one in forms for item in one.posts}) == 44
    assert {one.anchors for one in forms} == {("tq-34", "tp-43", "tp-44")}


def test_no_item_of_a_test_is_practised_anywhere() -> None:
    bank = quizzes.load_bank()
    elsewhere = {item.id for one in (*bank.definitions, bank.booster) if one for item in one.entries}

    assert {item for form in bank.tests for item in form.by_id} & elsewhere == set()


# --- the checker ----------------------------------------------------------------------------------------------------


def found_in(folder: Path, changed: Data) -> list[str]:
    """What the checker says of the sketched forms with these files changed, without the lines."""
    write(folder, {POOL: pool(), **files(), **changed})
    problems = quizzes.check_bank(folder)[1]
    return [f"{Path(one.file).name}: {one.message}" for one in problems]


def with_items(name: str, change: Callable[[list[Data]], object]) -> Data:
    changed = form(name)
    change(changed["items"])
    return {f"tests/{name}.yaml": changed}


def test_the_sketched_forms_are_sound(tmp_path: Path) -> None:
    assert found_in(tmp_path, {}) == []
    bank = quizzes.load_bank(tmp_path)
    assert [*rehearse(bank)] == []
    assert len(bank.everything) == 5


def test_a_bank_without_tests_has_none(tmp_path: Path) -> None:
    bank = quizzes.load_bank(write(tmp_path, {POOL: pool()}))

    assert (bank.tests, bank.booster) == ((), None)


def test_two_forms_are_too_few(tmp_path: Path) -> None:
    write(tmp_path, {POOL: pool(), ALL_FORMS: all_forms(), "tests/a.yaml": form("a"), "tests/b.yaml": form("b")})

    assert [one.message for one in quizzes.check_bank(tmp_path)[1]] == [
        "The forms are a, b, c, each in a file, and no other."
    ]


def test_a_missing_question_and_a_second_one_are_counted(tmp_path: Path) -> None:
    def move(items: list[Data]) -> None:
        items[0] |= {"cell": CELLS[1], "outcome": "KI2"}

    assert found_in(tmp_path, with_items("b", move)) == [
        "b.yaml: A form has one question for the cell “kites-1”; this one has 0.",
        "b.yaml: A form has one question for the cell “kites-2”; this one has 2.",
    ]


def test_a_question_of_another_cell_is_found_by_its_line(tmp_path: Path) -> None:
    write(tmp_path, {POOL: pool(), **files(), **with_items("c", lambda items: items[2].update(outcome="WI9"))})

    problem = quizzes.check_bank(tmp_path)[1][0]

    assert problem.message == "k-42: The cell “kites-3” is about KI3, this question about WI9."
    assert "outcome: WI9" in Path(tmp_path / "tests/c.yaml").read_text().splitlines()[problem.line - 1]


def test_what_is_wrong_with_an_anchor_is_told_once_and_in_its_own_file(tmp_path: Path) -> None:
    changed = all_forms()
    changed["items"][0]["stem"] = {"en": "No question", "ms": "Yang manakah?"}

    assert found_in(tmp_path, {ALL_FORMS: changed}) == [
        "all-forms.yaml: k-99: The stem is not a question: it has no question mark."
    ]


def test_what_all_forms_share_stands_in_one_file(tmp_path: Path) -> None:
    assert found_in(tmp_path, {"tests/b.yaml": form("b", minutes=5)}) == [
        "b.yaml: “minutes” is the same for all forms: it belongs in all-forms.yaml."
    ]


def test_anchors_are_one_question_and_one_post_of_either_kind(tmp_path: Path) -> None:
    changed = all_forms()
    changed["items"].append(post("m-97", "scapegoat"))

    found = found_in(tmp_path, {ALL_FORMS: changed})

    assert {one for one in found if "share" in one} == {
        f"{name}.yaml: All forms share one question, one signal and one noise post, and no more." for name in "abc"
    }
    assert "a.yaml: A form has 1 posts of the family “scapegoat”; this one has 2." in found


def test_keys_stand_in_each_position_equally_often(tmp_path: Path) -> None:
    def move(items: list[Data]) -> None:
        items[0] = question("k-00", CELLS[0], "b")

    assert found_in(tmp_path, with_items("a", move)) == [
        "a.yaml: The key stands in each position equally often; here it is 3, 5, 4 times."
    ]


def test_forms_have_the_same_levels_beliefs_rules_and_severities(tmp_path: Path) -> None:
    def harden(items: list[Data]) -> None:
        items[0]["level"] = 3
        items[1]["options"][0]["misconception"] = "other"
        next(item for item in items if item.get("family") == "threat")["severity"] = 2

    other = {"belief": {"en": "B", "ms": "B"}, "prompt": {"en": "P", "ms": "P"}}
    changed = all_forms(misconceptions={**all_forms()["misconceptions"], "other": other})

    found = found_in(tmp_path, {ALL_FORMS: changed, **with_items("b", harden)})

    assert [one for one in found if one.startswith("b.yaml")] == [
        "b.yaml: The posts of “threat” break the rules hate (2), and hate (1) in form a: the same rule with the same "
        "severity.",
        "b.yaml: k-20: It has level 3; for the cell “kites-1”, form a has 2.",
        "b.yaml: k-21: Its wrong options come from other beliefs than in form a: wind-is-enough.",
    ]


def test_an_item_of_a_test_stands_in_no_other_form_pool_or_booster(tmp_path: Path) -> None:
    asked = pool()
    asked["items"][0]["stem"] = {"en": "Which, of these, is K-03?", "ms": "Satu lagi?"}
    refreshed = booster()
    refreshed["items"][13]["runs"] = form("c")["items"][12]["runs"]
    changed = {
        POOL: asked,
        BOOSTER: refreshed,
        **with_items("b", lambda items: items[0].update(id="k-01")),
    }

    assert found_in(tmp_path, changed) == [
        "booster.yaml: n-01: “m-41” of form c says the same: what is asked here is asked nowhere else.",
        "a.yaml: k-01: The id “k-01” stands in form b too.",
        "a.yaml: k-03: “fly-1” of the pool of “kites” says the same: what is asked here is asked nowhere else.",
        "b.yaml: k-01: The id “k-01” stands in form a too.",
    ]


def test_a_post_that_people_judge_differently_has_no_place(tmp_path: Path) -> None:
    def contest(items: list[Data]) -> None:
        items[-1] |= {"kind": "debatable", "family": "contested"}

    found = found_in(tmp_path, with_items("a", contest))

    assert "a.yaml: m-05: Here a post breaks the rule or does not; none is debatable." in found


def test_a_form_that_does_not_have_its_form_is_no_bank(tmp_path: Path) -> None:
    found = found_in(tmp_path, {"tests/a.yaml": {"items": [{"id": "x", "kind": "sonnet"}]}})

    assert "a.yaml: x: “sonnet” is no kind; there are 'single_choice', 'signal', 'noise', 'debatable'." in found
    with pytest.raises(quizzes.BrokenContent):
        quizzes.load_bank(tmp_path)


def test_a_blueprint_gives_every_module_the_same_and_no_cell_twice(tmp_path: Path) -> None:
    changed = all_forms()
    changed["blueprint"][0] = changed["blueprint"][3] | {"outcome": "RO1"}

    found = found_in(tmp_path, {ALL_FORMS: changed})

    assert "all-forms.yaml: A cell stands in the blueprint twice." in found
    assert "all-forms.yaml: Every module has as many cells as the others." in found
    assert "a.yaml: k-00: The blueprint has no cell “kites-1”." in found


def test_pages_are_full_and_signals_as_many_as_others(tmp_path: Path) -> None:
    found = found_in(tmp_path, with_items("a", lambda items: items.pop()))

    assert found[:3] == [
        "a.yaml: 7 posts do not fill pages of 4, and no page holds both kinds.",
        "a.yaml: A form has 1 posts of the family “news_report”; this one has 0.",
        "a.yaml: Signals and noise are equally many, not 4 and 3.",
    ]


def test_a_form_has_at_most_two_grave_posts(tmp_path: Path) -> None:
    grave = all_forms()
    grave["items"][1]["severity"] = 3
    files_of = {f"tests/{name}.yaml": form(name) for name in "abc"}
    for changed in files_of.values():
        for item in changed["items"]:
            if "severity" in item:
                item["severity"] = 3

    found = found_in(tmp_path, {ALL_FORMS: grave, **files_of})

    assert found == [f"{name}.yaml: 4 posts have severity 3; a form has 2 at most." for name in "abc"]


def test_a_language_that_one_form_has_more_of_is_warned_about(tmp_path: Path) -> None:
    def speak_english(items: list[Data]) -> None:
        for item in items:
            if "runs" in item:
                item["runs"] = item["runs"][1:]
                item["runs"][0]["t"] += item["id"]

    assert found_in(tmp_path, with_items("c", speak_english)) == [
        "c.yaml: 2 posts have Malay in them, and 8 in form a: a language must not make it harder."
    ]


def test_ids_in_a_row_of_one_kind_and_keys_that_are_longest_give_the_answer_away(tmp_path: Path) -> None:
    changed = booster()
    posts = changed["items"][12:]
    for number, item in enumerate(sorted(posts, key=lambda item: item["kind"])):
        item["id"] = f"n-{number:02}"
    for item in changed["items"][:12]:
        for option in item["options"]:
            if option.get("key"):
                option["t"] = {"en": option["t"]["en"] + " and on", "ms": option["t"]["ms"] + " dan lagi"}

    found = found_in(tmp_path, {BOOSTER: changed})

    assert [one.split(".yaml: ")[1].split(";")[0] for one in found] == [
        "The key is the longest option in 12 of 12 questions (en)",
        "The key is the longest option in 12 of 12 questions (ms)",
        "n-08: In the order of ids, “n-08” to “n-15” are all signal posts. Ids stand in the form and would tell the "
        "answer: number the posts in a mixed order.",
        "n-00: In the order of ids, “n-00” to “n-07” are all noise posts. Ids stand in the form and would tell the "
        "answer: number the posts in a mixed order.",
    ]


def test_a_broken_anchor_is_found_in_its_own_file_and_a_missing_head_too(tmp_path: Path) -> None:
    changed = all_forms()
    del changed["items"][2]["why"]
    del changed["title"]

    found = found_in(tmp_path, {ALL_FORMS: changed})

    assert found == ["all-forms.yaml: “title” is missing.", "all-forms.yaml: m-99: “why” is missing."]


def test_a_file_that_is_no_yaml_is_told_beside_the_others(tmp_path: Path) -> None:
    found = found_in(tmp_path, {"tests/a.yaml": "a list: [", BOOSTER: "- no mapping\n"})

    assert found == [
        "booster.yaml: The file does not hold keys and values.",
        "a.yaml: This is not YAML: did not find expected node content.",
    ]


def test_a_missing_file_of_what_all_share_is_one_problem(tmp_path: Path) -> None:
    write(tmp_path, {POOL: pool(), **files()})
    (tmp_path / ALL_FORMS).unlink()

    assert [one.message for one in quizzes.check_bank(tmp_path)[1]] == [
        "The file cannot be opened: No such file or directory."
    ]


@pytest.mark.parametrize("rubbish", [{"items": "none"}, {"items": {"a": 1}}, {}, {"items": [3, None, {"id": ["x"]}]}])
def test_a_form_of_any_shape_is_told_and_never_breaks_the_checker(tmp_path: Path, rubbish: Data) -> None:
    assert found_in(tmp_path, {"tests/b.yaml": rubbish}) != []
    assert found_in(tmp_path, {"tests/b.yaml": form("b"), ALL_FORMS: all_forms(**rubbish)}) != [] or not rubbish


def test_the_weakest_families_of_a_test_are_those_of_its_posts() -> None:
    paper = paper_of(FORM)
    wrong = {item for item, post in FORM.posts.items() if post.family in ("doxx", "banter")} | {*FORM.questions}

    assert {*quizzes.weakest_families(paper, answers(paper, lambda item: item not in wrong))} == {"doxx", "banter"}


def test_where_an_item_of_a_test_was_written_is_known_by_line() -> None:
    file, line = quizzes.place_of(FORM, "items", "tq-01", "lesson")

    assert Path(file).name == "a.yaml"
    assert "lesson: what-counts" in (CONTENT / "tests" / "a.yaml").read_text(encoding="utf-8").splitlines()[line - 1]


def test_an_activity_cannot_be_a_test(tmp_path: Path) -> None:
    found = found_in(tmp_path, {"kites/activities/sneaky.yaml": {"kind": "test"}})

    assert next(one for one in found if one.startswith("sneaky")).startswith("sneaky.yaml: “kind” names the kind")


def test_forms_are_shown_when_all_of_them_are_signed(tmp_path: Path) -> None:
    signed = {"state": "signed", "by": "Dr N. A.", "role": "counsellor", "date": "2026-11-01"}

    def sign(data: Data) -> Data:
        items = [{**item, "review": signed} if "review" in item else item for item in data["items"]]
        return {**data, "items": items, **({"review": signed} if "review" in data else {})}

    all_signed = {name: sign(data) for name, data in files().items()}
    write(tmp_path, {POOL: pool(), **all_signed})
    whole = quizzes.signed_only(quizzes.load_bank(tmp_path))
    write(tmp_path, {"tests/c.yaml": form("c"), BOOSTER: booster()})
    partly = quizzes.signed_only(quizzes.load_bank(tmp_path))

    assert (len(whole.tests), whole.booster is not None) == (3, True)
    assert (partly.tests, partly.booster) == ((), None)


def test_every_text_of_the_tests_is_read_by_the_rules_of_wording() -> None:
    read = {Path(one.file).name for one in quizzes.written_texts(CONTENT)}

    assert {"a.yaml", "b.yaml", "c.yaml", "all-forms.yaml", "booster.yaml"} <= read
