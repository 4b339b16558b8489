"""A small library written into a folder, whole as it stands, for tests to break."""

from datetime import date
from pathlib import Path
from textwrap import dedent

from modules import Library, check_library, load_library

TODAY = date(2026, 11, 21)

MODULE = """\
title: {en: First steps, ms: Langkah pertama}
summary: {en: How to begin., ms: Cara bermula.}
order: 1
core: true
sign: spot
minutes: 20
outcomes:
  HS1: {en: Tell one from two, ms: Membezakan satu daripada dua}
certificate: {en: Tells one from two, ms: Membezakan satu dan dua}
lessons: [look, act]
review: {state: pending}
"""
FACTS = """\
seven-days:
  claim: {en: A week has seven days., ms: Seminggu ada tujuh hari.}
  source: Office of Weeks
  url: https://weeks.example.org/seven?a=1&b=2
  published: 2025-09-13
  verified_on: 2026-11-01
  kind: sourced
rain:
  claim: {en: Rain is wet., ms: Hujan itu basah.}
  verified_on: 2026-11-01
  kind: general
"""
LOOK = """\
title: {en: Look & see, ms: Tengok & lihat}
summary: {en: Look first., ms: Tengok dahulu.}
minutes: 8
outcomes: [HS1]
content_note: {en: Mild words., ms: Kata-kata ringan.}
review: {state: pending}
figures:
  bubbles:
    file: bubbles.svg
    alt: {en: Two <round> bubbles, ms: Dua gelembung <bulat>}
    caption: {en: Two of them, ms: Dua semuanya}
cases:
  room-ad:
    title: {en: A room, ms: Sebuah bilik}
    story: {en: You look for a room., ms: Anda mencari bilik.}
    posts:
      - author: rudi.makan
        context: {en: reply, ms: balasan}
        runs: [{lang: ms, t: "Murah <b>"}, {lang: en, t: "don't wait"}]
        gloss: {en: Cheap., ms: Murah sekali.}
      - {author: 阿明, runs: [{lang: zh, t: 便宜}]}
    ask: {en: What now?, ms: Apa sekarang?}
    options:
      - {id: act, t: {en: Act, ms: Bertindak}, best: true, why: {en: It helps., ms: Ia membantu.}}
      - {id: leave, t: {en: Leave, ms: Biarkan}, why: {en: It stays., ms: Ia kekal.}}
    after: {en: "Read [on](/learn/first-steps/act), *now*.", ms: "Baca [lagi](/learn/first-steps/act), *sekarang*."}
recalls:
  begin:
    from: look
    stem: {en: How did it begin?, ms: Bagaimana ia bermula?}
    options:
      - {id: a, t: {en: Well, ms: Baik}, key: true, why: {en: Yes., ms: Ya.}}
      - {id: b, t: {en: Badly, ms: Teruk}, why: {en: No., ms: Tidak.}}
      - {id: c, t: {en: Never, ms: Tidak pernah}, why: {en: No., ms: Tidak.}}
"""
LOOK_EN = """\
The opening, with a [link](https://example.org/a) and **weight**.

::case{#room-ad}

## What *is* it?

Five words of plain text.

::figure{#bubbles}

::fact{#seven-days}

::activity{#sorting mode=practice}

::recall{#begin}
"""
LOOK_MS = """\
Pembukaan, dengan [pautan](https://example.org/a) dan **berat**.

::case{#room-ad}

## Apakah *itu*?

Lima patah perkataan yang biasa.

::figure{#bubbles}

::fact{#seven-days}

::activity{#sorting mode=practice}

::recall{#begin}
"""
ACT = """\
title: {en: Act, ms: Bertindak}
summary: {en: Then act., ms: Kemudian bertindak.}
minutes: 7
outcomes: [HS1]
review: {state: signed, by: Dr N. A., role: counsellor, date: 2026-11-01}
recalls:
  before:
    from: look
    stem: {en: What came before?, ms: Apa yang datang dahulu?}
    options:
      - {id: a, t: {en: Looking, ms: Melihat}, key: true, why: {en: Yes., ms: Ya.}}
      - {id: b, t: {en: Acting, ms: Bertindak}, why: {en: No., ms: Tidak.}}
      - {id: c, t: {en: Nothing, ms: Tiada apa-apa}, why: {en: No., ms: Tidak.}}
"""
ACT_EN = """\
## Do it

Some text.

::fact{#rain}

::activity{#sorting mode=scored}

::recall{#before}
"""
ACT_MS = ACT_EN.replace("Do it", "Lakukan").replace("Some text.", "Sedikit teks.")
TEACHING = """\
about: {en: Teach it., ms: Ajarkan ini.}
prepare:
  - {en: Read it., ms: Baca dahulu.}
digcomp:
  - code: "1.2"
    name: {en: Evaluating, ms: Penilaian}
    how: {en: They look., ms: Mereka melihat.}
    outcomes: [HS1]
    verified: false
  - code: 2.5
    name: {en: Netiquette, ms: Etika rangkaian}
    how: {en: They ask., ms: Mereka bertanya.}
    outcomes: [HS1]
    verified: true
plan:
  - minutes: 2
    title: {en: Begin, ms: Mula}
    do: {en: Begin., ms: Mulakan.}
  - minutes: 5
    title: {en: Talk, ms: Bincang}
    do: {en: Ask., ms: Tanya.}
    ask: [{en: Why?, ms: Kenapa?}, {en: Who?, ms: Siapa?}]
    listen_for: {en: A reason., ms: Satu sebab.}
  - minutes: 3
    title: {en: End, ms: Tamat}
    do: {en: End., ms: Tamatkan.}
care:
  - {en: No real names., ms: Tiada nama sebenar.}
handout:
  points:
    - {en: Look first., ms: Lihat dahulu.}
    - {en: Ask next., ms: Kemudian tanya.}
    - {en: Then act., ms: Lalu bertindak.}
    - {en: Rest., ms: Berehat.}
  steps:
    title: {en: In order, ms: Ikut urutan}
    items: [{en: One., ms: Satu.}, {en: Two., ms: Dua.}, {en: Three., ms: Tiga.}]
  try: {ask: {en: Write it., ms: Tuliskan.}, lines: 2}
  remember: {en: Look first., ms: Lihat dahulu.}
review: {state: pending}
"""
NEXT_TEACHING = TEACHING.replace("HS1", "RP1").replace(
    "state: pending", "state: signed, by: Dr N. A., role: counsellor, date: 2026-11-01"
)
NEXT_MODULE = """\
title: {en: Next steps, ms: Langkah seterusnya}
summary: {en: How to go on., ms: Cara meneruskan.}
order: 2
core: false
sign: report
minutes: 12
outcomes: {RP1: {en: Go on, ms: Meneruskan}}
certificate: {en: Goes on, ms: Meneruskan langkah}
lessons: [rest]
review: {state: pending}
"""
REST = ACT.replace("HS1", "RP1").replace("from: look", "from: first-steps/look")
REST_EN = "Rest now.\n\n::activity{#resting mode=practice}\n\n::recall{#before}\n"
REST_MS = REST_EN.replace("Rest now.", "Berehatlah.")
BUBBLES = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 32" width="64">
  <title>Bubbles</title>
  <defs><clipPath id="half"><rect width="32" height="32"/></clipPath></defs>
  <circle class="f-brand" cx="16" cy="16" r="8" clip-path="url(#half)"/>
  <text x="40" y="20">A<tspan dx="2">&lt;7</tspan></text>
</svg>
"""
GLOSSARY = """\
review: {state: pending}
terms:
  kite:
    term: {en: kite, ms: wau}
    definition: {en: A light frame that rises in the wind., ms: Rangka ringan yang naik ditiup angin.}
    forms: {en: [kites], ms: [layang-layang]}
    see: [tail]
  tail:
    term: {en: tail, ms: ekor}
    definition: {en: "A ribbon that keeps it steady.", ms: Reben yang menstabilkannya.}
"""
FILES = {
    "first-steps/module.yaml": MODULE,
    "first-steps/facts.yaml": FACTS,
    "first-steps/teaching.yaml": TEACHING,
    "first-steps/01-look.yaml": LOOK,
    "first-steps/01-look.en.md": LOOK_EN,
    "first-steps/01-look.ms.md": LOOK_MS,
    "first-steps/02-act.yaml": ACT,
    "first-steps/02-act.en.md": ACT_EN,
    "first-steps/02-act.ms.md": ACT_MS,
    "first-steps/images/bubbles.svg": BUBBLES,
    "next-steps/module.yaml": NEXT_MODULE,
    "next-steps/teaching.yaml": NEXT_TEACHING,
    "next-steps/01-rest.yaml": REST,
    "next-steps/01-rest.en.md": REST_EN,
    "next-steps/01-rest.ms.md": REST_MS,
}


class Shelf:
    """The folder, and what the checker says about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text()
        assert old in text, f"{name} holds no {old!r}"
        self.write(name, text.replace(old, new))

    def add(self, name: str, text: str) -> None:
        """More lines at the end of a file."""
        self.write(name, (self.folder / name).read_text() + dedent(text))

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()

    def problems(self, today: date = TODAY) -> list[str]:
        """Every problem as an author sees it, with file names as seen from the folder."""
        _library, problems = check_library(self.folder, today=today, glossary=self.glossary)
        return [str(problem).removeprefix(f"{self.folder}/") for problem in problems]

    def load(self) -> Library:
        return load_library(self.folder, today=TODAY, glossary=self.glossary)

    @property
    def glossary(self) -> Path | None:
        """The one beside the folder, when a test has written it."""
        file = self.folder / ".." / "glossary.yaml"
        return file if file.exists() else None
