"""Properties are tried without a stopwatch: the machine may be busy with other tests."""

from hypothesis import settings

settings.register_profile("without-a-stopwatch", deadline=None)
settings.load_profile("without-a-stopwatch")
