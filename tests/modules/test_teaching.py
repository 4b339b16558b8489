"""What a module gives to whoever teaches it: read from its file, with every mistake told by its line."""

import pytest

from modules import Competence, DiscussionStep, Instructions, PaperExercise, Text, signed_only
from modules.readability import measure_teaching

FILE = "first-steps/teaching.yaml"
SIGNATURE = "state: signed, by: Dr N. A., role: counsellor, date: 2026-11-01"


def words(number):
    return " ".join(["word"] * number)


def test_a_lecturers_page_says_what_its_file_says(shelf):
    teaching = shelf.load().module("first-steps").teaching

    assert (teaching.about.en, teaching.prepare[0].ms, teaching.care[0].en) == (
        "Teach it.",
        "Baca dahulu.",
        "No real names.",
    )
    assert teaching.competences[1] == Competence(
        "2.5", Text("Netiquette", "Etika rangkaian"), Text("They ask.", "Mereka bertanya."), ("HS1",), True
    )
    assert teaching.plan[0] == DiscussionStep(2, Text("Begin", "Mula"), Text("Begin.", "Mulakan."), (), None)
    assert (teaching.plan[1].ask[1].en, teaching.plan[1].listen_for) == ("Who?", Text("A reason.", "Satu sebab."))
    assert teaching.review.state == "pending"


def test_the_sheet_has_points_steps_and_something_to_do(shelf):
    handout = shelf.load().module("first-steps").teaching.handout

    assert [point.en for point in handout.points] == ["Look first.", "Ask next.", "Then act.", "Rest."]
    assert handout.steps == Instructions(
        Text("In order", "Ikut urutan"), (Text("One.", "Satu."), Text("Two.", "Dua."), Text("Three.", "Tiga."))
    )
    assert handout.exercise == PaperExercise(Text("Write it.", "Tuliskan."), 2)
    assert handout.remember.ms == "Lihat dahulu."


def test_a_sheet_may_do_without_steps(shelf):
    shelf.change(
        FILE,
        """\
  steps:
    title: {en: In order, ms: Ikut urutan}
    items: [{en: One., ms: Satu.}, {en: Two., ms: Dua.}, {en: Three., ms: Tiga.}]
""",
        "",
    )

    assert shelf.load().module("first-steps").teaching.handout.steps is None


def test_the_plan_takes_ten_minutes_exactly(shelf):
    shelf.change(FILE, "minutes: 5", "minutes: 4")

    assert shelf.problems() == [f"{FILE}:15: The steps of the plan take 9 minutes together; they must take 10."]


def test_a_competence_leads_to_outcomes_of_the_module(shelf):
    shelf.change(FILE, "outcomes: [HS1]\n    verified: true", "outcomes: [HS1, HS2]\n    verified: true")

    assert shelf.problems() == [f"{FILE}:13: The module has no outcome HS2."]


def test_an_outcome_is_not_looked_for_in_a_broken_module(shelf):
    shelf.write("first-steps/module.yaml", "title: [")
    shelf.change(FILE, "HS1", "HS9")

    assert [problem for problem in shelf.problems() if FILE in problem] == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("code: 2.5", "code: 2.7", "10: “digcomp.1.code” may only look like 2.5: an area and a competence of DigComp."),
        ("verified: true", "verified: yes", "14: “digcomp.1.verified” must be true or false."),
        ("  try: {", "  tries: {", "38: “handout.tries” is not known here."),
        ("lines: 2", "lines: 5", "38: “handout.try.lines” must be 4 or less."),
        (", ms: Kenapa?}", "}", "22: “plan.1.ask.0” has no text in Bahasa Malaysia (ms)."),
        ("    - {en: Rest., ms: Berehat.}\n", "", "30: “handout.points” must hold at least 4."),
        ("{en: Who?", "{en: A?, ms: B?}, {en: C?, ms: D?}, {en: Who?", "22: “plan.1.ask” must hold at most 3."),
        ("about: {en: Teach it., ms: Ajarkan ini.}\n", "", "1: “about” is missing."),
        ("ms: Ajarkan ini.", "ms: Ajarkan konten ini.", "1: “konten” is Indonesian; Malaysians write “kandungan”."),
        ("state: pending", "state: signed", "40: “review” is signed, so it needs “by”, “role” and “date”."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(shelf, old, new, problem):
    shelf.change(FILE, old, new)

    assert f"{FILE}:{problem}" in shelf.problems()


@pytest.mark.parametrize(
    ("old", "room", "line"),
    [
        ("{en: Ask next., ms: Kemudian tanya.}", 25, 32),
        ("{en: In order, ms: Ikut urutan}", 12, 36),
        ("{en: Two., ms: Dua.}", 20, 37),
        ("{en: Write it., ms: Tuliskan.}", 40, 38),
        ("{en: Look first., ms: Lihat dahulu.}\nreview", 25, 39),
    ],
)
def test_what_does_not_fit_on_the_sheet_is_told(shelf, old, room, line):
    fitting, more = words(room), words(room + 1)
    rest = old.partition("}")[2]
    shelf.change(FILE, old, f"{{en: {fitting}, ms: {fitting} }}{rest}")
    before = [problem for problem in shelf.problems() if "room for" in problem]
    shelf.change(FILE, f"ms: {fitting} ", f"ms: {more}")

    after = [problem for problem in shelf.problems() if "room for" in problem]

    assert before == []
    assert after == [
        f"{FILE}:{line}: This has {room + 1} words in Bahasa Malaysia; on the sheet there is room for {room}."
    ]


def test_a_page_that_reads_hard_is_worth_a_look(shelf):
    shelf.change(
        FILE, "about: {en: Teach it.,", "about: {en: " + "Organisational considerations necessitate " * 9 + ".,"
    )

    [problem] = shelf.problems()

    assert problem.startswith(f"{FILE}:1: warning: The English reads hard: its Flesch reading ease is ")


def test_everything_that_is_read_is_measured(shelf):
    teaching = shelf.load().module("first-steps").teaching

    # about, prepare, care, 2 competences, 3 steps, 2 questions, 1 to listen for; on the sheet 4 points, 3 steps, 2 more
    assert measure_teaching(teaching, "en").sentences == 1 + 1 + 1 + 2 + 3 + 2 + 1 + 4 + 3 + 2


def test_a_file_that_is_no_yaml_is_a_problem_and_hides_no_other(shelf):
    shelf.write(FILE, "about: [")
    shelf.change("first-steps/01-look.yaml", "outcomes: [HS1]", "outcomes: [HS3]")

    assert shelf.problems() == [
        "first-steps/01-look.yaml:4: The module has no outcome HS3.",
        f"{FILE}:1: This is not valid YAML: did not find expected node content.",
    ]


def test_a_module_without_the_file_is_a_problem(shelf):
    shelf.remove(FILE)

    assert shelf.problems() == [
        f"{FILE}:1: The module has no teaching.yaml: every module gives its lecturer a page.",
    ]


def test_no_lesson_takes_the_address_of_the_lecturers_page(shelf):
    shelf.change("next-steps/module.yaml", "lessons: [rest]", "lessons: [rest, teach]")

    assert "next-steps/module.yaml:9: The page “teach” of a module is the lecturer's: name the lesson otherwise." in (
        shelf.problems()
    )


def test_the_version_of_the_course_is_that_of_what_students_learn(shelf):
    before = shelf.load().fingerprint
    shelf.change(FILE, "Teach it.", "Teach it well.")

    assert shelf.load().fingerprint == before


def test_where_only_signed_content_is_shown_a_pending_page_is_left_out(shelf):
    shelf.change(FILE, "state: pending", SIGNATURE)
    shelf.change("next-steps/teaching.yaml", SIGNATURE, "state: pending")

    first, following = signed_only(shelf.load()).modules

    assert (first.teaching.review.by, following.teaching) == ("Dr N. A.", None)


def test_where_only_signed_content_is_shown_competences_lead_to_what_is_left(shelf):
    shelf.change(FILE, "state: pending", SIGNATURE)
    shelf.change("first-steps/module.yaml", "  HS1:", "  HS2: {en: Tell two, ms: Dua}\n  HS1:")
    shelf.change("first-steps/01-look.yaml", "outcomes: [HS1]", "outcomes: [HS1, HS2]")
    shelf.change(FILE, "outcomes: [HS1]\n    verified: false", "outcomes: [HS2]\n    verified: false")
    shelf.change(FILE, "outcomes: [HS1]\n    verified: true", "outcomes: [HS1, HS2]\n    verified: true")

    [first, _following] = signed_only(shelf.load()).modules

    assert [(one.code, one.outcomes) for one in first.teaching.competences] == [("2.5", ("HS1",))]
