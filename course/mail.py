"""Mail: to an SMTP server when one is named, else into files that a person can open."""

import logging
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, parseaddr
from pathlib import Path
from secrets import token_hex
from typing import Any

from course import clock

log = logging.getLogger(__name__)
SMTP_TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class Letter:
    """One plain-text message to one person."""

    to: str
    subject: str
    body: str
    sender: str = ""  # whose words these are, when a person wrote them
    reply_to: str = ""
    stop: str = ""  # the address that stops letters of this kind, also at one click in a mail program (RFC 8058)


def deliver(letter: Letter, settings: Mapping[str, Any]) -> None:
    """Raises `smtplib.SMTPException` or `OSError` when the server does not take it; the job then tries again."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = _from(letter, settings["MAIL_FROM"]), letter.to, letter.subject
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    else:
        message["Auto-Submitted"] = "auto-generated"
    if letter.stop:
        message["List-Unsubscribe"] = f"<{letter.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.body)
    if settings["MAIL_SERVER"]:
        _send(message, settings)
    else:
        _write(message, Path(settings["MAIL_FOLDER"]))


def _from(letter: Letter, ours: str) -> str:
    """Our own address, which the server may send from, under the name of whoever wrote."""
    return formataddr((f"{letter.sender} (ThinkTwice)", parseaddr(ours)[1])) if letter.sender else ours


@contextmanager
def connected(settings: Mapping[str, Any]) -> Iterator[smtplib.SMTP]:
    """The mail server, signed in to where it wants that. Raises `smtplib.SMTPException` or `OSError`."""
    with smtplib.SMTP(settings["MAIL_SERVER"], int(settings["MAIL_PORT"]), timeout=SMTP_TIMEOUT_SECONDS) as server:
        if settings["MAIL_STARTTLS"]:
            server.starttls(context=ssl.create_default_context())
        if settings["MAIL_USERNAME"]:
            server.login(settings["MAIL_USERNAME"], settings["MAIL_PASSWORD"])
        yield server


def _send(message: EmailMessage, settings: Mapping[str, Any]) -> None:
    with connected(settings) as server:
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _without_addresses(refused) from None


def _without_addresses(refused: smtplib.SMTPRecipientsRefused) -> smtplib.SMTPException:
    """The same refusal for the log, which need not know who was written to."""
    codes = sorted({code for code, _reason in refused.recipients.values()})
    return smtplib.SMTPException(f"The mail server refused the recipient: {codes}.")


def _write(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{clock.now():%Y%m%d-%H%M%S}-{token_hex(4)}.eml"
    file.write_bytes(message.as_bytes())
    log.warning("Mail written to %s: no mail server is configured.", file)
