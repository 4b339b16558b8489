"""What simple strategies come to on every stream of a studio, and whether a thoughtful one can pass."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.kinds.comment_care.comment import Comment
from quizzes.kinds.comment_care.definition import CommentCare
from quizzes.kinds.comment_care.scoring import Judged, judge
from quizzes.kinds.comment_care.sieve import Sieve
from quizzes.kinds.comment_care.stream import Stream
from quizzes.kinds.comment_care.words import folded

TOO_EASY = Fraction(40, 100)
COPIED_WORDS = 3  # in a row: who copies less of a comment has begun to think
SUBSTRINGS = range(4, 10)  # the lengths of what the search tries as a keyword


@dataclass(frozen=True)
class Row:
    """A strategy and what it comes to on each stream, in the order of the file."""

    name: str
    is_lazy: bool  # must not earn `TOO_EASY` on a hidden stream
    judged: tuple[Judged, ...]


def table(studio: CommentCare) -> tuple[Row, ...]:
    """The table of the course design, and the best that a small search finds."""
    lists = studio.strategies
    bad, narrow, general = (tuple(map(folded, words)) for words in (lists.bad_words, lists.narrow, lists.general))
    off, care = Sieve(), Sieve(care=True)
    rows = [
        _row(studio, "off", off, is_lazy=True),
        _row(studio, "comments off", Sieve(who="no_one"), is_lazy=True),
        Row("approve all, unread", True, tuple(judge(studio, one, Sieve(approve=True), 0) for one in studio.streams)),
        _row(studio, "friends only", Sieve(who="friends")),
        _row(studio, "offensive filter only", Sieve(offensive=True)),
        _row(studio, f"{len(bad)} obvious bad words", Sieve(keywords=bad), is_lazy=True),
        Row("phrases copied from practice", True, tuple(_copied(studio, one) for one in studio.streams)),
        _row(studio, "care mode only", care),
        _row(studio, f"care mode, {len(narrow)} narrow phrases", Sieve(care=True, keywords=narrow)),
        _row(studio, f"care mode, {len(general)} general phrases", Sieve(care=True, keywords=general)),
    ]
    taught = [judge(studio, one, _taught(one, ())) for one in studio.streams]
    thoughtful = [judge(studio, one, _taught(one, general)) for one in studio.streams]
    return (
        *rows,
        Row("care mode, five examples", False, tuple(taught)),
        Row("care mode, examples and general phrases", False, tuple(thoughtful)),
        Row("best of a small search", False, tuple(_best_found(studio, one) for one in studio.streams)),
    )


def troubles(studio: CommentCare) -> Iterator[str]:
    """A sentence for each hidden stream that is too easy, or that nothing passes."""
    rows = table(studio)
    for place, stream in enumerate(studio.streams):
        if stream.stream == "practice":
            continue
        for row in rows:
            if row.is_lazy and row.judged[place].all.j >= TOO_EASY:
                yield f"{stream.id}: “{row.name}” earns {float(row.judged[place].all.j):.2f}; it may not reach 0.40."
        if not rows[-1].judged[place].passed:
            yield f"{stream.id}: no strategy of the small search passes."


def printed(studio: CommentCare) -> str:
    """The table as text: J for each strategy and stream, with a star where it passes."""
    rows = table(studio)
    width = max(len(row.name) for row in rows)
    head = " " * width + "".join(f"{stream.id:>14}" for stream in studio.streams)
    lines = [
        f"{row.name:<{width}}" + "".join(f"{float(one.all.j):>13.2f}{'*' if one.passed else ' '}" for one in row.judged)
        for row in rows
    ]
    return "\n".join([f"{studio.id}: J on each stream, * where it passes", head, *lines])


def _row(studio: CommentCare, name: str, sieve: Sieve, *, is_lazy: bool = False) -> Row:
    return Row(name, is_lazy, tuple(judge(studio, stream, sieve) for stream in studio.streams))


def _taught(stream: Stream, keywords: Sequence[str]) -> Sieve:
    families = {stream.preview_comments[one].family for one in stream.varied_examples()}
    return Sieve(care=True, keywords=keywords, learned=frozenset(families))


def _copied(studio: CommentCare, stream: Stream) -> Judged:
    """The best of copying a practice stream: on a practice stream, itself."""
    sources = [one for one in studio.streams if one.stream == "practice"]
    sources = [stream] if stream in sources else sources
    ends = [judge(studio, stream, Sieve(keywords=_phrases(studio, one))) for one in sources]
    return max(ends, key=lambda one: one.all.j)


def _phrases(studio: CommentCare, source: Stream) -> tuple[str, ...]:
    """A piece of each harmful comment, the gravest first, that holds nothing harmless there."""
    harmless = [comment.searched for comment in source.comments if not comment.is_harm]
    found = []
    for comment in sorted(source.comments, key=lambda comment: -(comment.sev or 0)):
        words = comment.searched.split()
        pieces = [" ".join(words[at : at + COPIED_WORDS]) for at in range(max(1, len(words) - COPIED_WORDS + 1))]
        if comment.is_harm:
            found += [piece for piece in pieces if not any(piece in other for other in harmless)][:1]
    return tuple(found[: studio.controls.keywords.most])


def _best_found(studio: CommentCare, stream: Stream) -> Judged:
    """Pieces of words that come back in harm of several streams, taken one after another as long as J grows."""
    bases = (Sieve(), Sieve(care=True), _taught(stream, ()))
    seen = [comment for one in (stream, *stream.studio.previews) for comment in one.comments]
    pieces = _pieces(seen)
    ends = [judge(studio, stream, _grown(studio, stream, base, pieces)) for base in bases]
    return max(ends, key=lambda one: (one.passed, one.all.j))


def _pieces(comments: Sequence[Comment]) -> tuple[str, ...]:
    """What stands in two harmful comments or more, longest first."""
    counted: dict[str, int] = {}
    for comment in comments:
        if comment.is_harm:
            text = comment.searched
            its_own = {text[at : at + length] for length in SUBSTRINGS for at in range(len(text) - length + 1)}
            for piece in its_own:
                if piece == piece.strip() and sum(one.isalnum() for one in piece) >= SUBSTRINGS.start:
                    counted[piece] = counted.get(piece, 0) + 1
    return tuple(sorted((piece for piece, count in counted.items() if count > 1), key=lambda one: (-len(one), one)))


def _grown(studio: CommentCare, stream: Stream, base: Sieve, pieces: Sequence[str]) -> Sieve:
    weights = _signed_weights(stream)
    held = {at for at, comment in enumerate(stream.comments) if base.holds(comment)}
    found = {piece: {at for at, one in enumerate(stream.comments) if piece in one.searched} for piece in pieces}
    keywords: list[str] = []
    while len(keywords) < studio.controls.keywords.most:
        gains = {piece: sum(weights[at] for at in places - held) for piece, places in found.items()}
        best = max(gains, key=lambda piece: gains[piece], default=None)
        if best is None or gains[best] <= 0:
            break
        keywords.append(best)
        held |= found[best]
    return Sieve(care=base.care, keywords=tuple(keywords), learned=base.learned)


def _signed_weights(stream: Stream) -> list[Fraction]:
    """What hiding each comment adds to J."""
    weights = stream.studio.weights
    harm = sum((one.weight(weights) for one in stream.comments if one.is_harm), Fraction(0))
    rest = sum((one.weight(weights) for one in stream.comments if not one.is_harm), Fraction(0))
    return [one.weight(weights) / harm if one.is_harm else -one.weight(weights) / rest for one in stream.comments]
