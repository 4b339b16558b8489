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
from urllib.parse import urlsplit

from course import clock

log = logging.getLogger(__name__)
SMTP_TIMEOUT_SECONDS = 20


class NotTaken(Exception):
    """The server takes letters, but not this one; `for_good` when there is no use in trying again."""

    def __init__(self, sentence: str, *, for_good: bool) -> None:
        super().__init__(sentence)
        self.for_good = for_good


@dataclass(frozen=True)
class Letter:
    """One plain-text message to one person."""

    to: str
    subject: str
    body: str
    sender: str = ""  # whose words these are, when a person wrote them
    reply_to: str = ""
    stop: str = ""  # the address that stops letters of this kind, also at one click in a mail program (RFC 8058)


def deliver(letter: Letter, settings: Mapping[str, Any], name: str = "") -> None:
    """Hand a letter to the mail server. `name` is the same whenever the same letter is sent again.

    Raises NotTaken for this letter, and `OSError` (`smtplib.SMTPException` is one) when the server takes none now.
    """
    try:
        message = _message(letter, settings, name)
    except ValueError:
        raise NotTaken("A line of the letter's head cannot be written.", for_good=True) from None
    if settings["MAIL_SERVER"]:
        _send(message, settings)
    else:
        _write(message, Path(settings["MAIL_FOLDER"]))


def _message(letter: Letter, settings: Mapping[str, Any], name: str) -> EmailMessage:
    message = EmailMessage()
    if name:
        message["Message-ID"] = f"<{name}@{urlsplit(settings['PUBLIC_URL']).hostname}>"
    message["From"], message["To"], message["Subject"] = _from(letter, settings["MAIL_FROM"]), letter.to, letter.subject
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    else:
        message["Auto-Submitted"] = "auto-generated"
    if letter.stop:
        message["List-Unsubscribe"] = f"<{letter.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.body)
    return message


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
        except smtplib.SMTPDataError as refused:
            sentence = f"The mail server refused the letter: {refused.smtp_code}."
            raise NotTaken(sentence, for_good=refused.smtp_code >= 500) from None
        except (smtplib.SMTPNotSupportedError, UnicodeError):
            raise NotTaken("The mail server knows no addresses of this form.", for_good=True) from None


def _without_addresses(refused: smtplib.SMTPRecipientsRefused) -> NotTaken:
    """The same refusal for the log, which need not know who was written to. A code under 500 says: not now."""
    codes = sorted({code for code, _reason in refused.recipients.values()})
    return NotTaken(f"The mail server refused the recipient: {codes}.", for_good=min(codes, default=500) >= 500)


def _write(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{clock.now():%Y%m%d-%H%M%S}-{token_hex(4)}.eml"
    file.write_bytes(message.as_bytes())
    log.warning("Mail written to %s: no mail server is configured.", file)
