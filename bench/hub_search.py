"""The search of the hub over 10,000 documents: processor milliseconds of one question, its excerpts included.

The documents are made of the course's own words, five hundred to each in both languages, so that common words are as
common as in the course. The limit to compare with is the bare full-text question for one rare word in the same index.
"""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import modules
from bench.measuring import figures, report
from course.search import Document, Index, documents

DOCUMENTS = 10_000
WORDS = 500
QUERIES = ("evidence", "how to report a comment", "bunuh diri", "dilaporkan kepada platform", "friend not well", "zzz")
ROUNDS = 15


def made(number: int, spoken: dict[str, list[str]]) -> Document:
    chance = random.Random(number)  # the same documents in every run
    text = {language: " ".join(chance.choices(words, k=WORDS)) for language, words in spoken.items()}
    short = {language: " ".join(text[language].split()[:8]) for language in text}
    return Document("lesson", "public.see_hub", {}, short, short, text)


def milliseconds(act: Callable[[], object]) -> float:
    before = time.thread_time()  # of the processor: other work on the machine does not count
    act()
    return (time.thread_time() - before) * 1000


def main() -> None:
    own = list(documents(modules.load_library(), modules.load_guides()))
    spoken = {language: " ".join(one.text[language] for one in own).split() for language in ("en", "ms")}
    before = time.perf_counter()
    index = Index([*own, *(made(number, spoken) for number in range(DOCUMENTS - len(own)))])
    seconds = time.perf_counter() - before
    taken: dict[str, list[float]] = {query: [] for query in (*QUERIES, "bare question")}
    for _ in range(ROUNDS):
        for query in QUERIES:
            taken[query].append(milliseconds(lambda query=query: index.find(query, "en")))
        taken["bare question"].append(milliseconds(lambda: index._ask('"zzz"')))
    before = time.perf_counter()
    Index(own)
    report(
        "hub_search",
        {
            "what": "processor milliseconds of a search over 10,000 documents, excerpts included",
            "aim": "50 ms",
            "index of 10,000 made in s": round(seconds, 1),
            "index of the course made in s": round(time.perf_counter() - before, 2),
            "documents of the course": len(own),
            **{query: figures(values) for query, values in taken.items()},
        },
    )


if __name__ == "__main__":
    main()
