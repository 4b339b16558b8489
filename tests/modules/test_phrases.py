"""Days and fixed sentences in both languages."""

from datetime import date

import pytest

from modules.phrases import phrases, written_day, written_time


def test_a_day_is_written_out():
    day = date(2026, 3, 1)

    assert (written_day(day, "en"), written_day(day, "ms")) == ("1 March 2026", "1 Mac 2026")


@pytest.mark.parametrize(
    ("text", "malay"),
    [
        ("2025-08-14", "14 Ogos 2025"),
        ("2025-08", "Ogos 2025"),
        ("14 August 2025", "14 Ogos 2025"),
        ("August 2025", "Ogos 2025"),
        ("2025", "2025"),
        ("2025-13", "2025-13"),
        ("Ogos 2025", "Ogos 2025"),
        ("second edition", "second edition"),
    ],
)
def test_when_a_source_appeared_is_written_in_the_readers_language(text, malay):
    assert written_time(text, "ms") == malay


def test_there_are_twelve_months_in_each_language():
    assert {len(phrases().months[language]) for language in ("en", "ms")} == {12}
