"""The processor time of one certificate, ours next to a naive WeasyPrint, a warm headless Chromium and a warm Typst.

Every contestant lives in a process of its own, is warm, and draws the same certificates in turns with the others, so
that a noisy machine is noisy to all of them. Run it from anywhere: `python bench/certificates.py`.
"""

import base64
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import certificates
import modules
from bench.measuring import CLOCK_TICKS, ROOT, figures, report
from certificates import drawing
from certificates.samples import NAMES, sample
from certificates.typefaces import Face, faces_for

ROUNDS = 40
STEP = 10  # numbers between two rounds
COLD_PROCESSES = 7
FOLDER = ROOT / "certificates"
ISSUER = certificates.BadgeIssuer("https://thinktwice.example.edu.my", "Universiti Contoh Malaysia")

Draw = Callable[[certificates.Claims], bytes]


# --- what is drawn ----------------------------------------------------------------------------------------------------


def claims_of(number: int, script: str = "latin") -> certificates.Claims:
    """What the shipped course certifies, with a different serial each time, in both languages by turns.

    Contestants draw ten numbers apart, so the language is that of the hundreds and tens.
    """
    language = ("en", "ms")[number // STEP % 2]
    base = {**sample(NAMES[script], language).model_dump(), **of_the_course(language)}
    serial = certificates.new_serial(random.Random(number).randbytes(16))
    address = f"https://thinktwice.example.edu.my/verify/{serial}"
    return certificates.Claims(**{**base, "serial": serial, "verify_url": address})


@cache
def of_the_course(language: str) -> dict[str, tuple[str, ...]]:
    """The modules and lines of the core, as the site puts them in a record."""
    core = [module for module in modules.load_library().modules if module.core]
    return {
        "modules": tuple(module.title[language] for module in core),
        "skills": tuple(module.certificate[language] for module in core if module.certificate),
    }


# --- the contestants --------------------------------------------------------------------------------------------------


@contextmanager
def ours() -> Iterator[Draw]:
    yield certificates.Drawer().draw


@contextmanager
def ours_complete() -> Iterator[Draw]:
    """As the worker does it: the badge is signed and enclosed, and the file signed, with keys made for the purpose."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        certificates.make_keys(Path(folder) / "keys", "Universiti Contoh Malaysia", now)
        keyring = certificates.open_keyring(Path(folder) / "keys")
    drawer, place = certificates.Drawer(), certificates.StatusPlace(1, 94_567)

    def make(claims: certificates.Claims) -> bytes:
        badge = certificates.sign_badge(claims, issuer=ISSUER, key=keyring.badge, status=place)
        return certificates.sign_pdf(keyring, drawer.draw(claims, badge), now)

    yield make


def as_plain_html(claims: certificates.Claims, faces: Iterable[Face]) -> str:
    """Our page as anybody would write it: stylesheet, fonts, paper and code all in the one document."""
    view = drawing._view(claims)
    fonts = "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {weight}; '
        f'src: url("{(FOLDER / "fonts" / file).as_uri()}") }}'
        for face in faces
        for file, weight in face.files
    )
    reset = "body, p, h1, h2, h3, ul { margin: 0; padding: 0 }"
    paper = f'@page {{ background: url("{(FOLDER / "paper.svg").as_uri()}") no-repeat }}'
    # Chromium paints no background of a page.
    body = f'@media screen {{ body {{ background: url("{(FOLDER / "paper.svg").as_uri()}") no-repeat }} }}'
    styles = "".join((FOLDER / name).read_text("utf-8") for name in ("basic.css", "style.css"))
    page = drawing._templates().get_template("template.html").render(view, density="airy")
    code = f'<img src="data:image/svg+xml;base64,{base64.b64encode(code_svg(claims)).decode()}"'
    page = page.replace('<img src="empty.svg"', code)
    return page.replace("</head>", f"<style>{reset}{fonts}{styles}{paper}{body}</style></head>")


def code_svg(claims: certificates.Claims) -> bytes:
    import segno  # noqa: PLC0415 - a contestant loads its own alone

    target = io.BytesIO()
    segno.make(claims.verify_url, error="m", micro=False).save(target, kind="svg", border=4, omitsize=True)
    return target.getvalue()


@contextmanager
def naive() -> Iterator[Draw]:
    """WeasyPrint as its first page of documentation shows it, with TTF fonts for the names of Malaysia."""
    from weasyprint import HTML  # noqa: PLC0415 - a contestant loads its own alone

    faces = faces_for(" ".join(NAMES[script] for script in ("latin", "chinese", "tamil", "jawi")))
    yield lambda claims: HTML(string=as_plain_html(claims, faces)).write_pdf(pdf_variant="pdf/a-3a")


@contextmanager
def naive_with_one_family() -> Iterator[Draw]:
    """The same, told beforehand that the name needs the text face alone."""
    from weasyprint import HTML  # noqa: PLC0415 - a contestant loads its own alone

    faces = faces_for("")
    yield lambda claims: HTML(string=as_plain_html(claims, faces)).write_pdf(pdf_variant="pdf/a-3a")


@contextmanager
def chromium() -> Iterator[Draw]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a contestant loads its own alone

    from tests.browser.chromium import FLAGS, find_chromium  # noqa: PLC0415 - a contestant loads its own alone

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        page = browser.new_page()
        written = Path(folder) / "certificate.html"

        def draw(claims: certificates.Claims) -> bytes:
            written.write_text("<!doctype html>" + as_plain_html(claims, faces_for("")), "utf-8")
            page.goto(written.as_uri())
            page.evaluate("document.fonts.ready")
            return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)

        yield draw
        browser.close()


@contextmanager
def typst() -> Iterator[Draw]:
    import typst as library  # noqa: PLC0415 - a contestant loads its own alone

    with tempfile.TemporaryDirectory() as folder:
        for source in (ROOT / "bench" / "certificate.typ", FOLDER / "paper.svg"):
            (Path(folder) / source.name).write_bytes(source.read_bytes())
        compiler = library.Compiler(
            str(Path(folder) / "certificate.typ"),
            root=folder,
            font_paths=[str(FOLDER / "fonts")],
            ignore_system_fonts=True,
        )

        def draw(claims: certificates.Claims) -> bytes:
            inputs = {"claims": json.dumps(typst_view(claims))}
            return compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"])

        yield draw


def typst_view(claims: certificates.Claims) -> dict[str, Any]:
    view = drawing._view(claims)
    words = view["words"]
    before, after = words["statement"].split("{course}")
    return {
        **{key.replace("_", "-"): value for key, value in claims.model_dump(mode="json").items()},
        "title": view["document_title"],
        "fonts": [face.family for face in dict.fromkeys((*view["name"].faces, *view["faces"]))],
        "words": {key: words[key] for key in ("title", "lead", "modules", "skills", "serial", "version", "check")},
        "before": before,
        "after": after.format(hours=claims.hours),
        "day": view["day"],
        "address": claims.verify_url,
        "shown": view["shown_address"] + claims.serial,
        "code": code_svg(claims).decode(),
        "code-says": view["code_says"],
        "record": certificates.canonical_bytes(claims).decode(),
        "record-says": words["record"],
    }


CONTESTANTS = {
    contestant.__name__: contestant
    for contestant in (ours, ours_complete, naive, naive_with_one_family, chromium, typst)
}


# --- in turns ---------------------------------------------------------------------------------------------------------


def descendants(pid: int) -> list[int]:
    found = [pid]
    with suppress(OSError):  # it has ended meanwhile
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += descendants(int(child))
    return found


def cpu_of_all() -> float:
    """Seconds of this process and of every process that it started; those that have ended count with their parents."""
    seconds = time.process_time()
    for pid in descendants(os.getpid())[1:]:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            seconds += sum(map(int, fields[11:15])) / CLOCK_TICKS
    return seconds


def compete(name: str) -> None:
    """In a process of its own: draw what each line of input asks for, and tell the cost."""
    with CONTESTANTS[name]() as draw:
        for line in sys.stdin:
            number, script, repeats, keep = json.loads(line)
            jobs = [claims_of(number + each, script) for each in range(repeats)]
            wall, cpu = time.perf_counter(), cpu_of_all()
            for job in jobs:
                pdf = draw(job)
            cost = {
                "cpu": (cpu_of_all() - cpu) / repeats * 1000,
                "wall": (time.perf_counter() - wall) / repeats * 1000,
                "KiB": len(pdf) / 1024,
            }
            if keep:
                Path(keep).write_bytes(pdf)
            print(json.dumps(cost), flush=True)


class Contestant:
    def __init__(self, name: str) -> None:
        command = [sys.executable, __file__, "compete", name]
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def ask(self, number: int, script: str = "latin", repeats: int = 1, keep: str = "") -> dict[str, float]:
        self.process.stdin.write(json.dumps([number, script, repeats, keep]) + "\n")
        self.process.stdin.flush()
        told: dict[str, float] = json.loads(self.process.stdout.readline())
        return told

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=60)


def in_turns(asked: dict[str, tuple[str, str]]) -> dict[str, list[dict[str, float]]]:
    """Costs by label; `asked` says which contestant draws which script."""
    contestants = {name: Contestant(name) for name, _ in asked.values()}
    costs: dict[str, list[dict[str, float]]] = {label: [] for label in asked}
    try:
        for number in range(-3, ROUNDS):
            for label, (name, script) in asked.items():
                # The ticks of /proc are 10 ms, so the browser draws five for one measurement.
                cost = contestants[name].ask(1000 + STEP * number, script, 5 if name == "chromium" else 1)
                if number >= 0:
                    costs[label].append(cost)
    finally:
        for contestant in contestants.values():
            contestant.end()
    return costs


# --- one process of ours ----------------------------------------------------------------------------------------------


def peak_mebibytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def private_mebibytes() -> float:
    """What this process alone holds, without the libraries and fonts that it shares with other workers."""
    rollup = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return round(sum(int(line.split()[1]) for line in rollup if line.startswith("Private_")) / 1024, 1)


def draw_once() -> dict[str, float]:
    """In a fresh process: everything that is loaded, and the first PDF."""
    started = time.perf_counter()
    drawer = certificates.Drawer()
    loaded = time.perf_counter()
    drawer.draw(claims_of(0))
    return {"load": loaded - started, "draw": time.perf_counter() - loaded, "peak": peak_mebibytes()}


def draw_many() -> dict[str, float]:
    """In a fresh process: the memory of a worker, with names in every script."""
    with ours_complete() as draw:
        draw(claims_of(0))
        after_first = peak_mebibytes()
        for number in range(200):
            draw(claims_of(number, list(NAMES)[number % len(NAMES)]))
    return {"after_first": after_first, "after_all": peak_mebibytes(), "private": private_mebibytes()}


def in_a_fresh_process(part: str) -> dict[str, float]:
    """What a child measured, and how long it lived."""
    started = time.perf_counter()
    child = subprocess.run([sys.executable, __file__, part], capture_output=True, check=True, text=True)
    return {**json.loads(child.stdout), "whole": time.perf_counter() - started}


def measure() -> None:
    asked = {
        "ours": ("ours", "latin"),
        "ours, complete": ("ours_complete", "latin"),
        "ours, complete, rare Chinese name": ("ours_complete", "chinese-rare"),
        "naive WeasyPrint": ("naive", "latin"),
        "naive WeasyPrint, one family": ("naive_with_one_family", "latin"),
        "Chromium": ("chromium", "latin"),
        "Typst": ("typst", "latin"),
    }
    costs = in_turns(asked)
    cpu = {label: figures([cost["cpu"] for cost in each]) for label, each in costs.items()}

    def ratio(one: str, other: str) -> dict[str, float]:
        pairs = zip(costs[one], costs[other], strict=True)
        return figures([mine["cpu"] / theirs["cpu"] for mine, theirs in pairs])

    def by_language(label: str) -> dict[str, dict[str, float]]:
        by_turns = {"en": costs[label][::2], "ms": costs[label][1::2]}
        return {language: figures([cost["cpu"] for cost in each]) for language, each in by_turns.items()}

    colds = [in_a_fresh_process("cold") for _ in range(COLD_PROCESSES)]
    report(
        "certificates",
        {
            "what": "one certificate, drawn in turns by warm processes; complete: with its badge, and signed",
            "packages": {name: version(name) for name in ("weasyprint", "pydyf", "segno", "typst", "playwright")},
            "cpu ms": cpu,
            "cpu ms, complete, by language": by_language("ours, complete"),
            "wall ms": {label: figures([cost["wall"] for cost in each]) for label, each in costs.items()},
            "file KiB": {label: figures([cost["KiB"] for cost in each]) for label, each in costs.items()},
            "naive WeasyPrint / ours": ratio("naive WeasyPrint", "ours"),
            "naive WeasyPrint, one family / ours": ratio("naive WeasyPrint, one family", "ours"),
            "ours / Typst": ratio("ours", "Typst"),
            "ours, complete / Typst": ratio("ours, complete", "Typst"),
            "Chromium / ours": ratio("Chromium", "ours"),
            "cold, whole process s": figures([cold["whole"] for cold in colds]),
            "cold, load fonts and renderer s": figures([cold["load"] for cold in colds]),
            "cold, first PDF s": figures([cold["draw"] for cold in colds]),
            "cold, peak MiB": figures([cold["peak"] for cold in colds]),
            "worker after 200 of every script, peak and private MiB": in_a_fresh_process("warm"),
        },
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["cold"]:
            print(json.dumps(draw_once()))
        case ["warm"]:
            print(json.dumps(draw_many()))
        case ["compete", name]:
            compete(name)
        case _:
            measure()
