"""Accounts: who somebody is, how they prove it, and how the site remembers them."""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import bindparam, case, func, select
from sqlalchemy.exc import IntegrityError

from certificates import clean_name, undrawable
from course import audit
from course.extensions import db, passwords
from course.refusals import Refusal
from course.tables import User
from course.tables.people import Role

PASSWORD_MINIMUM_CHARACTERS = 10
PASSWORD_MAXIMUM_CHARACTERS = 200
EMAIL_MAXIMUM_CHARACTERS = 254
RESET_LIFETIME_SECONDS = 3600
REMEMBERED_FOR_SECONDS = 30
STAFF_ROLES = (Role.ADMIN, Role.LECTURER, Role.ORGANISER)


class EmailTaken(Refusal):
    """Another account has this address."""


class EmailNotUsable(Refusal):
    """The address could not receive mail: it is not of the form that addresses have."""


class PasswordTooEasy(Refusal):
    """Too short, or made of the address or the name."""


class NameNotPrintable(Refusal):
    """The name has characters that no typeface of the certificate has; `characters` are they."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


class WrongPassword(Refusal):
    """The password given to confirm a change is not the account's."""


class ResetLinkUsedUp(Refusal):
    """The link is older than an hour, was used, or was never ours."""


class NobodyHasThisEmail(Refusal):
    """A command named an address without an account."""


class LastAdmin(Refusal):
    """Nobody would be left who can give roles."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person as pages need them: plain values, kept in memory for half a minute."""

    id: int
    email: str
    display_name: str
    role: str
    language: str
    session_token: str

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def teaches(self) -> bool:
        return self.role in (Role.LECTURER, Role.ADMIN)

    @property
    def organises(self) -> bool:
        return self.role in (Role.ORGANISER, Role.ADMIN)

    @property
    def administers(self) -> bool:
        return self.role == Role.ADMIN

    def get_id(self) -> str:
        """What the session cookie holds; a new session token makes every old cookie worthless."""
        return f"{self.id}.{self.session_token}"


_remembered: dict[int, tuple[float, Visitor]] = {}
_VISITOR = select(User.id, User.email, User.display_name, User.role, User.language, User.session_token).where(
    User.id == bindparam("user_id")
)


def load_visitor(session_id: str, *, from_memory: bool = True) -> Visitor | None:
    """The person behind a session cookie, or None when it was signed out everywhere.

    Another process may have changed the person since; memory is asked for reading alone, and never the last word.
    """
    number, _, token = session_id.partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    if from_memory and (kept := _from_memory(int(number))) and secrets.compare_digest(kept.session_token, token):
        return kept
    visitor = _visitor(int(number))
    return visitor if visitor and secrets.compare_digest(visitor.session_token, token) else None


def _from_memory(user_id: int) -> Visitor | None:
    kept = _remembered.get(user_id)
    return kept[1] if kept and kept[0] > time.monotonic() else None


def _visitor(user_id: int) -> Visitor | None:
    with db.reading() as connection:
        row = connection.execute(_VISITOR, {"user_id": user_id}).one_or_none()
    if row is None:
        forget(user_id)
        return None
    visitor = Visitor(*row)
    if len(_remembered) > 10_000:  # a bound, not a policy: a busy campus refills it in a minute
        _remembered.clear()
    _remembered[user_id] = (time.monotonic() + REMEMBERED_FOR_SECONDS, visitor)
    return visitor


def forget(user_id: int | None = None) -> None:
    """Drop what is remembered of one person, or of everybody."""
    if user_id is None:
        _remembered.clear()
    else:
        _remembered.pop(user_id, None)


def register(*, email: str, display_name: str, password: str, language: str, now: datetime) -> Visitor:
    """Make an account.

    Raises `EmailNotUsable`, `EmailTaken`, `PasswordTooEasy`, and what `printable_name` raises.
    """
    address = normal_email(email)
    name = printable_name(display_name)
    _refuse_easy(password, address, name)
    user = User(
        email=address,
        display_name=name,
        password_hash=passwords.hash(password),
        role=Role.STUDENT,
        language=language,
        session_token=_new_token(),
        created_at=now,
    )
    try:
        with db.writing() as session:
            session.add(user)
            session.flush()
    except IntegrityError as taken:
        raise EmailTaken from taken
    return _as_visitor(user)


def find_by_password(email: str, password: str) -> Visitor | None:
    """The person with this address and password; the same silence, and the same time, for either being wrong."""
    try:
        address = normal_email(email)
    except EmailNotUsable:
        address = ""
    user = db.session.scalar(select(User).where(User.email == address))
    fits = passwords.matches(user.password_hash if user else None, password[:PASSWORD_MAXIMUM_CHARACTERS])
    return _as_visitor(user) if user and fits else None


def change_profile(user_id: int, *, display_name: str, language: str) -> None:
    """Raises what `printable_name` raises. Certificates already issued keep the name they were issued to."""
    name = printable_name(display_name)
    with db.writing() as session:
        user = session.get_one(User, user_id)
        user.display_name, user.language = name, language
    forget(user_id)


def change_password(user_id: int, *, current: str, new: str) -> Visitor:
    """Raises `WrongPassword`, `PasswordTooEasy`. Every other session of this person ends."""
    user = db.session.get_one(User, user_id)
    if not passwords.matches(user.password_hash, current[:PASSWORD_MAXIMUM_CHARACTERS]):
        raise WrongPassword
    return _set_password(user_id, new)


def sign_out_everywhere(user_id: int) -> None:
    with db.writing() as session:
        session.get_one(User, user_id).session_token = _new_token()
    forget(user_id)


def reset_link(email: str, secret: str) -> tuple[Visitor, str] | None:
    """The person with this address and a signed token for them, or None; the page says the same in both cases."""
    try:
        user = db.session.scalar(select(User).where(User.email == normal_email(email)))
    except EmailNotUsable:
        return None
    return (_as_visitor(user), _reset_signer(secret).dumps([user.id, user.session_token])) if user else None


def find_by_reset(token: str, secret: str) -> Visitor:
    """Raises `ResetLinkUsedUp`. The token names the session token, so that using it once uses it up."""
    try:
        user_id, session_token = _reset_signer(secret).loads(token, max_age=RESET_LIFETIME_SECONDS)
    except (BadSignature, ValueError, TypeError) as broken:
        raise ResetLinkUsedUp from broken
    user = db.session.get(User, user_id)
    if user is None or not secrets.compare_digest(user.session_token, session_token):
        raise ResetLinkUsedUp
    return _as_visitor(user)


def choose_password(token: str, secret: str, new: str) -> Visitor:
    """Raises `ResetLinkUsedUp`, `PasswordTooEasy`."""
    return _set_password(find_by_reset(token, secret).id, new)


def make_admin(email: str, now: datetime) -> None:
    """Raises `NobodyHasThisEmail`, `EmailNotUsable`."""
    user_id = db.session.scalar(select(User.id).where(User.email == normal_email(email)))
    if user_id is None:
        raise NobodyHasThisEmail
    give_role(user_id, Role.ADMIN, actor_id=None, now=now)


def give_role(user_id: int, role: Role, *, actor_id: int | None, now: datetime) -> None:
    """The person's sessions end, so that no page keeps the old role. Raises `LastAdmin`."""
    with db.writing() as session:
        # Every admin is locked, so that of two last ones who resign at once the second is refused.
        admins = session.scalars(select(User.id).where(User.role == Role.ADMIN).with_for_update()).all()
        if role != Role.ADMIN and admins == [user_id]:
            raise LastAdmin
        user = session.get_one(User, user_id)
        user.role, user.session_token = role, _new_token()
        audit.note(session, act=f"people.give_role.{role}", about=f"user {user_id}", actor_id=actor_id, now=now)
    forget(user_id)


@dataclass(frozen=True)
class Listed:
    """An account as administrators see it: who it is and what it may do."""

    id: int
    email: str
    display_name: str
    role: str
    created_at: datetime


_LISTED = select(User.id, User.email, User.display_name, User.role, User.created_at)
# Whoever may do more than learn stands first; then whoever came last.
_STAFF_FIRST = (case({role: place for place, role in enumerate(STAFF_ROLES)}, value=User.role, else_=9), User.id.desc())


def find_listed(user_id: int) -> Listed | None:
    row = db.session.execute(_LISTED.where(User.id == user_id)).first()
    return Listed(*row) if row else None


def search(text: str, *, offset: int, limit: int) -> list[Listed]:
    """Accounts whose address or name holds the text; all of them for an empty one."""
    wanted = text.strip().lower()
    question = _LISTED.order_by(*_STAFF_FIRST).offset(offset).limit(limit)
    if wanted:
        fits = func.lower(User.display_name).contains(wanted, autoescape=True)
        question = question.where(User.email.contains(wanted, autoescape=True) | fits)
    return [Listed(*row) for row in db.session.execute(question)]


def is_anybody_here() -> bool:
    return db.session.scalar(select(User.id).limit(1)) is not None


def printable_name(text: str) -> str:
    """The name as it will be kept and printed. Raises `certificates.NameRefused`, `NameNotPrintable`."""
    name = clean_name(text)
    missing = undrawable(name)
    if missing:
        raise NameNotPrintable(missing)
    return name


def normal_email(email: str) -> str:
    """Raises `EmailNotUsable`. Letter case carries no meaning on any campus mail server we know."""
    if len(email) > EMAIL_MAXIMUM_CHARACTERS:  # before anything else: a long text can be made to be slow
        raise EmailNotUsable
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as unusable:
        raise EmailNotUsable from unusable


def _set_password(user_id: int, new: str) -> Visitor:
    user = db.session.get_one(User, user_id)
    _refuse_easy(new, user.email, user.display_name)
    hashed = passwords.hash(new)
    with db.writing() as session:
        user = session.get_one(User, user_id)
        user.password_hash, user.session_token = hashed, _new_token()
    forget(user_id)
    return _as_visitor(user)


def _refuse_easy(password: str, email: str, display_name: str) -> None:
    lowered = password.casefold()
    if not PASSWORD_MINIMUM_CHARACTERS <= len(password) <= PASSWORD_MAXIMUM_CHARACTERS:
        raise PasswordTooEasy
    if len(set(lowered)) < 4 or lowered in {
        email.casefold(),
        email.split("@")[0].casefold(),
        display_name.casefold(),
    }:
        raise PasswordTooEasy


def _as_visitor(user: User) -> Visitor:
    return Visitor(user.id, user.email, user.display_name, user.role, user.language, user.session_token)


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _reset_signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="thinktwice.reset")
