"""The campaigns that the course grows out of: what was reported of them, by whom, and where that stands."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from modules import wording
from modules.library import Text, Words
from modules.problems import BrokenContent, Report
from modules.reading import read_yaml
from modules.written import CompleteReview, Day, Slug, WrittenPart, as_text, as_written

CAMPAIGNS = Path(__file__).parent / "hub" / "campaigns.yaml"
Handle = Annotated[str, StringConstraints(pattern=r"^@[a-z0-9_.]+$", max_length=30)]


class Reported(WrittenPart):
    """Where a figure or an event stands, who reported it, and when we last looked."""

    reported_by: Text
    source: Words
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s/]+\.[^\s]+$")]
    published: Annotated[Words, BeforeValidator(as_text)]
    verified_on: Day


class ReportedFigure(WrittenPart):
    """A figure as it was reported; `number_ms` where Malay writes it otherwise."""

    number: Words
    number_ms: Words | None = None
    of: Text
    fact: Slug

    def number_in(self, language: str) -> str:
        return self.number_ms if language == "ms" and self.number_ms else self.number


class ReportedEvent(WrittenPart):
    """What followed, in one sentence."""

    text: Text
    fact: Slug


class Campaign(WrittenPart):
    """One campaign."""

    name: Text
    when: Text
    what: Text
    figures: tuple[ReportedFigure, ...]
    creators: tuple[Handle, ...]
    later: tuple[ReportedEvent, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it stands on, each once, in the order of the page."""
        named = [figure.fact for figure in self.figures] + [event.fact for event in self.later]
        return tuple(dict.fromkeys(named))


class WrittenCampaigns(WrittenPart):
    """campaigns.yaml"""

    review: CompleteReview
    campaigns: Mapping[Slug, Campaign]
    facts: Mapping[Slug, Reported]


def check_campaigns(file: Path, report: Report) -> WrittenCampaigns | None:
    """The campaigns; None, and problems, when the file is broken."""
    document = read_yaml(file, report)
    if document is None:
        return None
    wording.check_short_texts(document, report)
    written = as_written(WrittenCampaigns, document, report)
    if written is None:
        return None
    for slug, campaign in written.campaigns.items():
        for fact in campaign.facts:
            if fact not in written.facts:
                line = document.line("campaigns", slug)
                report.error(document.file, line, f"There is no fact “{fact}” in this file.")
    used = {fact for campaign in written.campaigns.values() for fact in campaign.facts}
    for fact in written.facts:
        if fact not in used:
            report.error(document.file, document.line("facts", fact), f"Nothing here stands on “{fact}”.")
    return written


@lru_cache(maxsize=1)
def load_campaigns() -> WrittenCampaigns:
    """Raises `BrokenContent`, with every problem of the file."""
    report = Report()
    written = check_campaigns(CAMPAIGNS, report)
    if written is None or report.has_errors:
        raise BrokenContent(report.sorted())
    return written
