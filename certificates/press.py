"""What holds for all that WeasyPrint draws in one process: one thing at a time, and every warning is a failure."""

import io
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Where our own pictures and fonts are while something is drawn. It leads nowhere, should anything ask for it outside.
ADDRESS = "https://static.invalid/"

# Pango keeps its fonts without a lock, and WeasyPrint reports to one logger for the whole process.
_ONE_AT_A_TIME = threading.Lock()


class DrawingFailed(Exception):
    """Something could not be drawn as it should be; the message says what was missing."""


@contextmanager
def drawing_alone() -> Iterator[None]:
    """One thread at a time, and every warning is a failure: a missing letter must never be issued."""
    with _ONE_AT_A_TIME, _warnings_are_failures():
        yield


@contextmanager
def _warnings_are_failures() -> Iterator[None]:
    """Raises `DrawingFailed` at the end for what WeasyPrint warned of, such as an unknown rule."""
    logger, handler = logging.getLogger("weasyprint"), _Collector()
    disabled, level = logger.disabled, logger.level
    # Setting up logging silences the loggers that exist already; this one must be heard.
    logger.disabled = False
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.disabled = disabled
    if handler.messages:
        raise DrawingFailed(" ".join(handler.messages))


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def picture(pdf: bytes, width_pixels: int) -> bytes:
    """The first page as PNG, so many pixels wide."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - only who makes pictures needs it

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        drawn = page.render(scale=width_pixels / page.get_width()).to_pil()
    target = io.BytesIO()
    drawn.save(target, "PNG", optimize=True)
    return target.getvalue()
