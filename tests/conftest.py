"""What every test may ask for: the application on both databases, the cast, a page-inspecting client."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

pytest.register_assert_rewrite("tests.pages")

from tests import guards, queries  # noqa: E402 -- after the line above, or its assertions are silent
from tests.cast import Person  # noqa: E402
from tests.databases import KINDS  # noqa: E402
from tests.pages import Visitor  # noqa: E402

if TYPE_CHECKING:
    from tests.applications import Applications

BOTH_DATABASES = [pytest.param(kind, id=kind, marks=getattr(pytest.mark, kind)) for kind in KINDS]
RAN_ON = pytest.StashKey[dict[str, str]]()
REPORTED = {
    "sqlite": "Data tests on SQLite",
    "postgres": "Data tests on PostgreSQL",
    "browser": "Browser tests",
}


# The application


@pytest.fixture(scope="session")
def applications(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> "Iterator[Applications]":
    from tests.applications import Applications  # noqa: PLC0415 -- the libraries are tested without the website

    made = Applications(tmp_path_factory.mktemp("applications"), pytestconfig.stash[RAN_ON])
    made.on("sqlite")  # a site that does not start fails once, not in every test
    yield made
    made.close()


@pytest.fixture(params=BOTH_DATABASES)
def app(request: pytest.FixtureRequest, applications: "Applications") -> Iterator[Flask]:
    """The application on an empty database, once on SQLite and once on PostgreSQL.

    Open `with app.app_context():` for a moment where a test asks the database itself, never over a
    request: the session belongs to the context, and the request would find the test's rows in it.
    """
    shared = applications.on(request.param)
    yield shared
    applications.sweep(shared)


@pytest.fixture(params=BOTH_DATABASES)
def own_app(request: pytest.FixtureRequest, applications: "Applications") -> Iterator[Flask]:
    """An application with a database of its own, for tests that change settings or use threads."""
    with applications.alone_on(request.param) as alone:
        yield alone


@pytest.fixture
def client(app: Flask) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], Visitor]:
    """`sign_in(alice)` is Alice's own browser, signed in through the form."""
    return lambda person: Visitor(app).sign_in(person)


@pytest.fixture
def throttled(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits on how often something may be tried are off in tests, and on in one that asks for this."""
    from course.extensions import limiter  # noqa: PLC0415 -- the libraries are tested without the website

    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()


# The cast


@pytest.fixture
def admit(app: Flask, applications: "Applications") -> Callable[..., Person]:
    """`admit("dina@example.edu.my", "Dina", role="organiser")` for one person more."""

    def with_account(email: str, display_name: str, **details: str) -> Person:
        return applications.admit(app, email, display_name, **details)

    return with_account


@pytest.fixture
def alice(admit: Callable[..., Person]) -> Person:
    """A student; what the tests are about is hers."""
    return admit("alice@example.edu.my", "Alice Wong")


@pytest.fixture
def bob(admit: Callable[..., Person]) -> Person:
    """Another student, who reads in Bahasa Malaysia; what is Alice's is not his."""
    return admit("bob@example.edu.my", "Bob anak Jelani", language="ms")


@pytest.fixture
def charlie(admit: Callable[..., Person]) -> Person:
    """An account that belongs nowhere. Charlie must never get in."""
    return admit("charlie@example.com", "Charlie")


@pytest.fixture
def lecturer(admit: Callable[..., Person]) -> Person:
    return admit("lina@example.edu.my", "Dr Lina Lim", role="lecturer")


@pytest.fixture
def organiser(admit: Callable[..., Person]) -> Person:
    return admit("omar@example.edu.my", "Omar Osman", role="organiser")


@pytest.fixture
def admin(admit: Callable[..., Person]) -> Person:
    return admit("aisyah@example.edu.my", "Aisyah Admin", role="admin")


# Time and questions


class Clock:
    """The time that the application reads; it stands still until a test moves it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **amount: float) -> None:
        """`clock.advance(minutes=10)`"""
        self.moment += timedelta(**amount)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Half past ten on a Saturday morning in Kuala Lumpur."""
    standing = Clock(datetime(2026, 11, 21, 2, 30, tzinfo=UTC))
    monkeypatch.setattr("course.clock.now", standing.now)
    return standing


@pytest.fixture
def count_queries() -> Callable[[], AbstractContextManager[queries.Queries]]:
    return queries.count_queries


# Guards


@pytest.fixture(scope="session", autouse=True)
def _nothing_leaves_this_machine() -> Iterator[None]:
    with guards.no_network(), guards.no_mail():
        yield


# The last lines of a run


def pytest_configure(config: pytest.Config) -> None:
    config.stash[RAN_ON] = {}


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["ran_on"] = session.config.stash[RAN_ON]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[RAN_ON].update(getattr(node, "workeroutput", {}).get("ran_on", {}))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    whole, lines = config.args_source == pytest.Config.ArgsSource.TESTPATHS, []
    for marker, kind in REPORTED.items():
        counted = {
            outcome: sum(
                marker in getattr(report, "keywords", ()) for report in terminalreporter.stats.get(outcome, ())
            )
            for outcome in ("passed", "failed", "error", "skipped")
        }
        results = ", ".join(f"{number} {outcome}" for outcome, number in counted.items() if number)
        if not results and (config.option.collectonly or not whole):
            continue  # somebody runs one file
        where = f" ({config.stash[RAN_ON][marker]})" if marker in config.stash[RAN_ON] else ""
        lines.append(f"{kind}{where}: {results or 'NONE RAN'}")
    if lines:
        terminalreporter.section("what ran on what")
        terminalreporter.write_line("\n".join(lines))
