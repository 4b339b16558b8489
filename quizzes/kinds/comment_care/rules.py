"""Rules for the streams of a studio as a whole: enough of them, alike in what they hold and never in their words."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from quizzes.checking import Finding
from quizzes.kinds.comment_care.comment import Comment, Family
from quizzes.kinds.comment_care.stream import Stream
from quizzes.texts import LANGUAGES

PRACTICE_STREAMS = 2
SCORED_STREAMS = 3
COMMENTS = 30
SEVERE = 3
FEWEST_SEVERE = 3
# Harmless comments that a detector of unfriendly words would hide.
ROUGH = ("critique", "banter", "dialect")
ROUGH_SHARE = 0.5  # at least so much of what is harmless
LANGUAGE_BALANCE = 0.1  # the share of harm in a language lies so close to that of all comments
LONGEST_RUN = 8  # comments of one sort one after another


def findings(streams: Sequence[Stream], families: Mapping[str, Family]) -> Iterator[Finding]:
    yield from _count_findings(streams)
    for stream in streams:
        yield from _stream_findings(stream)
    yield from _family_findings(streams, families)
    yield from _repeated(streams)
    yield from _balance_findings([comment for stream in streams for comment in stream.comments])


def _count_findings(streams: Sequence[Stream]) -> Iterator[Finding]:
    practice = sum(stream.stream == "practice" for stream in streams)
    if practice != PRACTICE_STREAMS:
        yield Finding(("streams",), f"There are {practice} practice streams; there must be {PRACTICE_STREAMS}.")
    if len(streams) - practice < SCORED_STREAMS:
        message = f"There are {len(streams) - practice} scored streams; there must be {SCORED_STREAMS} or more."
        yield Finding(("streams",), message)


def _stream_findings(stream: Stream) -> Iterator[Finding]:
    place, comments = ("streams", stream.id), stream.comments
    if len(comments) != COMMENTS:
        yield Finding(place, f"There are {len(comments)} comments; a stream has {COMMENTS}.")
    severe = sum((comment.sev or 0) >= SEVERE for comment in comments)
    if severe < FEWEST_SEVERE:
        yield Finding(place, f"There are {severe} severe comments; a stream has {FEWEST_SEVERE} or more.")
    harmless = [comment for comment in comments if not comment.is_harm]
    rough = sum(comment.family in ROUGH for comment in harmless)
    if rough < ROUGH_SHARE * len(harmless):
        message = (
            f"{rough} of {len(harmless)} harmless comments are critique, banter or dialect; with fewer than "
            f"{ROUGH_SHARE:.0%}, any detector of unfriendly words would pass."
        )
        yield Finding(place, message)
    for is_harm, run in groupby(comments, key=lambda comment: comment.is_harm):
        if len(list(run)) > LONGEST_RUN:
            sort = "harm" if is_harm else "harmless"
            yield Finding(place, f"More than {LONGEST_RUN} comments in a row are {sort}: mix their order.")


def _family_findings(streams: Sequence[Stream], families: Mapping[str, Family]) -> Iterator[Finding]:
    """What a hidden stream asks for could be learned from practice."""
    practised = {one.family for stream in streams if stream.stream == "practice" for one in stream.comments}
    for stream in streams:
        strange = {one.family for one in stream.comments if one.is_harm} - practised
        for name in sorted(strange):
            yield Finding(("streams", stream.id), f"The family “{name}” is in no practice stream.")
    used = {one.family for stream in streams for one in stream.comments}
    for name in sorted(set(families) - used):
        yield Finding(("families", name), f"No comment is of the family “{name}”.", "warning")


def _repeated(streams: Sequence[Stream]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for stream in streams:
        for number, comment in enumerate(stream.comments):
            if comment.searched in first:
                message = f"The same words stand in “{first[comment.searched]}”: every comment has its own."
                yield Finding(("streams", stream.id, "comments", number), message)
            first.setdefault(comment.searched, stream.id)


def _balance_findings(comments: Sequence[Comment]) -> Iterator[Finding]:
    share = _harm_share(comments)
    sorts = {"in more than one language": [one for one in comments if len(_languages(one)) > 1]}
    for language in LANGUAGES:
        sorts[f"in which there is “{language}”"] = [one for one in comments if language in _languages(one)]
        sorts[f"in “{language}” alone"] = [one for one in comments if _languages(one) == {language}]
    for name, among in sorts.items():
        its_share = _harm_share(among)
        if among and abs(its_share - share) > LANGUAGE_BALANCE:
            message = (
                f"{its_share:.0%} of the comments {name} do harm, of all comments {share:.0%}: the language would "
                "hint at the answer."
            )
            yield Finding(("streams",), message)


def _languages(comment: Comment) -> set[str]:
    return {run.lang for run in comment.runs}


def _harm_share(comments: Sequence[Comment]) -> float:
    return sum(comment.is_harm for comment in comments) / len(comments) if comments else 0.0
