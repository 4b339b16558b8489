"""A day of pledging: three stations, phones, a kiosk without a network, a server killed twice, and a flood.

The site runs in a process of its own, as a campus runs it. Whoever signs keeps pressing until they are thanked, as a
person does and as a kiosk's script does; what was thanked for must be counted, once, whatever happened in between.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from course import drives, kiosks, people, wall
from course.extensions import db
from course.tables import Drive, Signature, Station
from tests.cast import PASSWORD, Person
from tests.driving import OURS, PIN, Held, hold_drive, waiting

ROOT = Path(__file__).parents[2]
PHONES, AT_A_KIOSK = 211, 120  # 571 people, and three kiosks
FLOOD = 640
BEHIND_SECONDS = 5
PATIENCE_SECONDS = 30
PHONES_OF_THE_HALL = [f"Mozilla/5.0 (Linux; Android 14; phone {kind})" for kind in range(5)]
LEFT_OPEN = {"agree": "y", "situation": "", "action": ""}  # the plan is optional, but a browser sends its fields
FORM = "application/x-www-form-urlencoded"
PROGRAM = (
    "import logging, sys, waitress; logging.getLogger('waitress.queue').setLevel(logging.ERROR);"
    "from course import create_app; from course.commands import WAITRESS;"
    "waitress.serve(create_app(), host='127.0.0.1', port=int(sys.argv[1]), _quiet=True, **WAITRESS)"
)


class Server:
    """The site, which can be killed in the middle of anything."""

    def __init__(self, app: Flask) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        self._environment = {
            **os.environ,
            "FLASK_INSTANCE_PATH": app.instance_path,
            "FLASK_SECRET_KEY": app.config["SECRET_KEY"],
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "REDIS_URL": "",
        }
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-c", PROGRAM, str(self.port)]
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment)
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with suppress(OSError, HTTPException), closing(Caller(self.port)) as asking:
                asking.call("GET", "/healthz")
                return
            time.sleep(0.05)
        raise AssertionError("The site did not start.")

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


class Caller:
    """A browser with its cookies, on one connection."""

    def __init__(self, port: int, browser: str = "Mozilla/5.0") -> None:
        self._port, self._connection = port, HTTPConnection("127.0.0.1", port, timeout=10)
        self.headers = {"User-Agent": browser, "Accept-Language": "ms-MY", **OURS}

    def close(self) -> None:
        self._connection.close()

    def call(self, method: str, address: str, body: str | None = None, kind: str = "") -> tuple[int, bytes]:
        headers = {**self.headers, **({"Content-Type": kind} if kind else {})}
        try:
            self._connection.request(method, address, body, headers)
            answer = self._connection.getresponse()
            cookie = answer.headers.get("Set-Cookie", "")
            if cookie.startswith("pledge_device="):
                self.headers["Cookie"] = cookie.partition(";")[0]
            return answer.status, answer.read()
        except (OSError, HTTPException):
            self._connection.close()
            raise


@dataclass
class Ledger:
    """When each signature was first sent, and when it was thanked for."""

    sent: dict[str, float] = field(default_factory=dict)
    thanked: dict[str, float] = field(default_factory=dict)

    def send(self, *names: str) -> None:
        for name in names:
            self.sent.setdefault(name, time.monotonic())

    def thank(self, *names: str) -> None:
        for name in names:
            self.thanked.setdefault(name, time.monotonic())


@dataclass
class Day:
    """What everybody in the test works on."""

    server: Server
    held: Held
    kiosk_cookie: dict[int, str]
    ledger: Ledger = field(default_factory=Ledger)
    flooded: int = 0
    turned_away: int = 0
    counts: list[tuple[float, float, int]] = field(default_factory=list)  # asked, answered, what the wall would show
    is_over: threading.Event = field(default_factory=threading.Event)

    def until_it_works(self, attempt: Any) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with suppress(OSError, HTTPException):
                if attempt():
                    return
            time.sleep(0.05)
        raise AssertionError("Somebody pressed for half a minute and was never thanked.")

    def sign_on_a_phone(self, number: int) -> None:
        name = f"phone{number:027}"
        form = urlencode({**LEFT_OPEN, "client_id": name, "at": self.held.token if number % 2 else ""})
        address = f"/pledge/{self.held.slug}"

        def signs() -> bool:
            self.ledger.send(name)
            return phone.call("POST", address, form, FORM)[0] == 303

        with closing(Caller(self.server.port, PHONES_OF_THE_HALL[number % len(PHONES_OF_THE_HALL)])) as phone:
            self.until_it_works(lambda: phone.call("GET", address)[0] == 200)
            self.until_it_works(signs)
        self.ledger.thank(name)

    def bring(self, station: int, batch: list[dict[str, Any]]) -> None:
        """As the kiosk's script does: again and again, until the server says that it has them."""
        names = [one["id"] for one in batch]
        kept: list[str] = []

        def brings() -> bool:
            self.ledger.send(*names)
            address = f"/drives/{self.held.id}/kiosk/{station}/signatures"
            status, answer = device.call("POST", address, json.dumps({"signatures": batch}), "application/json")
            if status != 200:
                return False
            kept[:] = json.loads(answer)["kept"]
            return True

        with closing(Caller(self.server.port)) as device:
            device.headers["Cookie"] = f"kiosk={self.kiosk_cookie[station]}"
            self.until_it_works(brings)
        assert kept == names
        self.ledger.thank(*kept)

    def watch(self) -> None:
        """The wall, without a memory of what it showed before."""
        with closing(Caller(self.server.port)) as screen:
            while not self.is_over.is_set():
                asked = time.monotonic()
                with suppress(OSError, HTTPException):
                    status, answer = screen.call("GET", f"/pledge/{self.held.slug}/count.json")
                    if status == 200:
                        self.counts.append((asked, time.monotonic(), json.loads(answer)["online"]))
                time.sleep(0.2)

    def flood(self) -> None:
        """A script takes a fresh cookie for each signature."""
        address = f"/pledge/{self.held.slug}"
        with closing(Caller(self.server.port, "python-script")) as script:
            for number in range(FLOOD):
                self._sign_as_a_script(script, address, f"flood{number:027}")

    def _sign_as_a_script(self, script: Caller, address: str, name: str) -> None:
        script.headers.pop("Cookie", None)
        script.call("GET", address)
        self.ledger.send(name)
        status, _ = script.call("POST", address, urlencode({**LEFT_OPEN, "client_id": name}), FORM)
        if status == 303:
            self.flooded += 1
            self.ledger.thank(name)
        else:
            assert status == 429
            self.turned_away += 1


@pytest.fixture
def day(own_app: Flask) -> Iterator[Day]:
    now = datetime.now(UTC)
    with own_app.app_context():
        omar = people.register(
            email="omar@example.edu.my", display_name="Omar", password=PASSWORD, language="en", now=now
        )
    person = Person(omar.id, omar.email, "Omar", PASSWORD, "organiser", "en")
    held = hold_drive(own_app, person, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1), goal=500)

    def station(name: str) -> int:
        return drives.add_station(held.id, name, PIN, actor_id=None, now=now)

    with own_app.app_context():
        stations = [held.station, *(station(name) for name in ("Canteen", "Hall"))]
        cookies = {number: _cookie(own_app, held.id, number) for number in stations}
    server = Server(own_app)
    made = Day(server, held, cookies)
    yield made
    made.is_over.set()
    server.kill()


def _cookie(app: Flask, drive: int, station: int) -> str:
    secret = app.config["SECRET_KEY"]
    key = kiosks.set_up_key(db.session.get_one(Station, station), secret)
    return kiosks.device_key(drive, station, key, secret) or ""


@contextmanager
def all_at_once(*jobs: Any) -> Iterator[None]:
    """Everybody at the same time; what went wrong with one of them is told at the end."""
    wrong: list[BaseException] = []

    def run(job: Any) -> None:
        try:
            job()
        except BaseException as problem:  # it is raised again below
            wrong.append(problem)

    threads = [threading.Thread(target=run, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(2 * PATIENCE_SECONDS)
    if wrong:
        raise wrong[0]


@pytest.mark.slow
def test_a_day_of_pledging_loses_nothing_and_counts_everybody_once(day: Day, own_app: Flask) -> None:
    first, second, offline = day.kiosk_cookie
    people_at = {
        station: [
            waiting(100_000 * station + number, day.held, name="Siti", waited_seconds=600 if station == offline else 0)
            for number in range(AT_A_KIOSK)
        ]
        for station in day.kiosk_cookie
    }
    watching = threading.Thread(target=day.watch, daemon=True)
    watching.start()

    def phones(begin: int, end: int) -> list[Any]:
        groups = [range(begin + lane, end, 4) for lane in range(4)]
        return [lambda group=group: [day.sign_on_a_phone(number) for number in group] for group in groups]

    def kiosk(station: int, begin: int, end: int, at_once: int = 4) -> Any:
        mine = people_at[station]
        return lambda: [day.bring(station, mine[at : at + at_once]) for at in range(begin, end, at_once)]

    # The morning: phones and two kiosks sign, and the server dies in the middle of it.
    with all_at_once(*phones(0, 100), kiosk(first, 0, 52), kiosk(second, 0, 40)):
        time.sleep(0.6)
        day.server.kill()
        day.server.start()
    # Noon: the third kiosk has its network back after ten minutes, brings what it kept, and the server dies again.
    with all_at_once(*phones(100, 160), kiosk(first, 52, 120), kiosk(offline, 0, 120, at_once=25)):
        time.sleep(0.3)
        day.server.kill()
        day.server.start()
    # The afternoon: a script floods the site from the address that everybody has, while the last ones sign.
    with all_at_once(*phones(160, PHONES), kiosk(second, 40, 120), day.flood):
        pass
    everybody_at = time.monotonic()
    while day.counts[-1][2] < len(day.ledger.thanked) and time.monotonic() < everybody_at + BEHIND_SECONDS:
        time.sleep(0.1)
    day.is_over.set()
    watching.join()

    assert len(day.ledger.thanked) == PHONES + 3 * AT_A_KIOSK + day.flooded == 571 + day.flooded
    assert day.turned_away > 0
    _check_signatures(own_app, day, {one["id"] for batch in people_at.values() for one in batch})
    assert _wrong_numbers(day) == []
    assert day.counts[-1][2] == len(day.ledger.thanked)
    _check_that_it_forgets(own_app, day.held)


def _check_signatures(app: Flask, day: Day, at_kiosks: set[str]) -> None:
    """Each that was thanked for is there once, and nothing else is."""
    with app.app_context():
        rows = db.session.execute(select(Signature.client_id, Signature.source, Signature.confirmed_at)).all()
    assert sorted(row.client_id for row in rows) == sorted(day.ledger.thanked)
    assert {row.client_id for row in rows if row.source == "kiosk"} == at_kiosks
    assert all(row.confirmed_at for row in rows)


def _wrong_numbers(day: Day) -> list[tuple[float, int]]:
    """When the wall showed more than had been sent, or less than had been thanked for five seconds before."""
    sent, thanked = day.ledger.sent.values(), day.ledger.thanked.values()
    return [
        (answered, shown)
        for asked, answered, shown in day.counts
        if not sum(at < asked - BEHIND_SECONDS for at in thanked) <= shown <= sum(at <= answered for at in sent)
    ]


def _check_that_it_forgets(app: Flask, held: Held) -> None:
    now = datetime.now(UTC)
    with app.app_context():
        before = wall.count(held.id).total
        drives.close_what_is_over(now + timedelta(hours=2))
        drives.close_what_is_over(now + timedelta(days=181))

        db.session.expire_all()
        assert db.session.get_one(Drive, held.id).state == "anonymised"
        assert wall.count(held.id).total == before
        named = Signature.name != ""
        assert db.session.scalar(select(func.count()).where(named | Signature.once_key.is_not(None))) == 0
