"""Three small forms of a test about kites, and a booster, as data in their files."""

from tests.quizzes.sketches import Data, option, text

MODULES = ("kites", "ropes", "winds", "tails")
CELLS = tuple(f"{module}-{number}" for module in MODULES for number in (1, 2, 3))
SIGNALS, NOISE = ("dehumanise", "scapegoat", "threat", "doxx"), ("banter", "critique", "news_report", "rude_not_hate")
ALL_FORMS, BOOSTER = "tests/all-forms.yaml", "boosters/booster.yaml"
BELIEFS = {"wind-is-enough": {"belief": text("Wind alone lifts a kite"), "prompt": text("Ask about wind")}}


def outcome_of(cell: str) -> str:
    module, number = cell.split("-")
    return module[:2].upper() + number


def question(item: str, cell: str, key: str) -> Data:
    return {
        "id": item,
        "kind": "single_choice",
        "cell": cell,
        "outcome": outcome_of(cell),
        "level": 2,
        "lesson": "first-flight",
        "stem": {"en": f"Which of these is {item}?", "ms": f"Yang manakah {item}?"},
        "options": [option(item, name, key=name == key) for name in "abc"],
        "review": {"state": "pending"},
    }


def post(item: str, family: str) -> Data:
    sketched = {
        "id": item,
        "kind": "signal" if family in SIGNALS else "noise",
        "family": family,
        "author": f"flyer.{item}",
        "context": text(f"{item} below a photo"),
        "runs": [{"lang": "ms", "t": f"{item} layang-layang"}, {"lang": "en", "t": "so high"}],
        "why": text(f"{item} because it is so"),
        "misconception": "wind-is-enough",
    }
    return sketched | ({"rule": "hate", "severity": 1} if family in SIGNALS else {})


def all_forms(**changes: object) -> Data:
    """The anchors: the question of the last cell, and a post of the last family of each kind."""
    return {
        "minutes": 12,
        "title": text("Kites before and after"),
        "content_note": text("Some kites crash"),
        "rule_card": text("Act on crashes"),
        "blueprint": [
            {"cell": cell, "module": cell.split("-")[0], "outcome": outcome_of(cell), "bloom": "apply"}
            for cell in CELLS
        ],
        "families": dict.fromkeys((*SIGNALS, *NOISE), 1),
        "misconceptions": BELIEFS,
        "items": [question("k-99", CELLS[-1], "c"), post("m-98", SIGNALS[-1]), post("m-99", NOISE[-1])],
        **changes,
    }


def form(name: str, **changes: object) -> Data:
    start = 20 * "abc".index(name)
    questions = [question(f"k-{start + n:02}", cell, "abc"[n % 3]) for n, cell in enumerate(CELLS[:-1])]
    families = [family for pair in zip(SIGNALS[:-1], NOISE[:-1], strict=True) for family in pair]
    posts = [post(f"m-{start + n:02}", family) for n, family in enumerate(families)]
    return {"review": {"state": "pending"}, "items": [*questions, *posts], **changes}


def booster(**changes: object) -> Data:
    """Twelve questions, and two posts of each family."""
    questions = [question(f"b-{n:02}", cell, "abc"[n % 3]) for n, cell in enumerate(CELLS)]
    families = [family for pair in zip(SIGNALS, NOISE, strict=True) for family in pair] * 2
    posts = [post(f"n-{n:02}", family) for n, family in enumerate(families)]
    mix = {"questions": 6, "signal": 3, "noise": 3}
    shared = {key: value for key, value in all_forms().items() if key not in ("families", "items")}
    rules = {"hate": text("Attacks kite flyers")}
    return {
        **shared,
        "rules": rules,
        "mix": mix,
        "review": {"state": "pending"},
        "items": [*questions, *posts],
        **changes,
    }


def files() -> Data:
    forms = {f"tests/{name}.yaml": form(name) for name in "abc"}
    return {ALL_FORMS: all_forms(), **forms, BOOSTER: booster()}
