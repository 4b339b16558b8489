"""A pledge: one screen, no account, ten seconds; and the letters of drives that confirm addresses."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from course import clock, drives, fields, jobs, language, mail, pages, people, plans, pledges, signatures, words
from course.extensions import csrf, limiter, line_of_visitor

DEVICE, DEVICE_DAYS = "pledge_device", 180
PLAN, PLAN_SECONDS = "pledge_plan", 900
LONGEST_WORDS = 140


class PledgeForm(plans.PickedOrWritten):
    """It holds no token, so that it is the same for everybody: where a post comes from is asked of the browser."""

    class Meta(fields.Form.Meta):
        csrf = False

    needed = False
    agree = BooleanField(_l("I pledge this"), [InputRequired(_l("Tick the box if you want to pledge. You need not."))])
    name = StringField(
        _l("Your name (optional; the organisers see it)"),
        [Length(max=120, message=_l("Use 120 characters at most."))],
        filters=[fields.tidy],
    )
    faculty = SelectField(_l("Your faculty (optional)"), validate_choice=False)
    email = EmailField(_l("E-mail address"), filters=[fields.tidy])
    words = TextAreaField(
        _l("A sentence for the wall (optional)"),
        [Length(max=LONGEST_WORDS, message=_l("Use 140 characters at most."))],
        filters=[fields.tidy],
    )
    at = HiddenField(filters=[fields.tidy])
    client_id = HiddenField(filters=[fields.tidy])
    text_id = HiddenField(filters=[fields.tidy])

    def __init__(self, drive: drives.Shown, **keywords: object) -> None:
        super().__init__(**keywords)
        self._drive = drive
        self.faculty.choices = [
            SelectChoice("", _l("Choose one")),
            *(SelectChoice(one, one) for one in drive.faculties),
        ]

    def validate_email(self, field: EmailField) -> None:
        needed = self._drive.once == "email"
        if not field.data:
            if needed:
                raise ValidationError(_("Enter your e-mail address: this drive counts one pledge for each."))
        elif needed or self._drive.asks_email:
            fields.EmailIsUsable()(self, field)


def find_drive(slug: str) -> drives.Shown:
    return drives.find_shown(slug) or abort(404)


def find_drive_or_draft(slug: str) -> drives.Shown:
    """A draft too, for its organisers, who want to see what they open."""
    shown = drives.find_shown(slug)
    if shown is None and current_user.is_authenticated:
        shown = drives.find_draft(slug, current_user.id)
    return shown or abort(404)


def choose_language(drive: drives.Shown) -> str:
    """The visitor's, or the one that the drive is in."""
    chosen = language.choose()
    return chosen if chosen in drive.languages else drive.languages[0]


def see_pledge(drive: str) -> ResponseReturnValue:
    """The same page for everybody; only the cookie that tells devices apart differs."""
    shown = find_drive_or_draft(drive)
    if shown.state == "draft":
        return _render(shown, PledgeForm(shown, formdata=None)), {"Cache-Control": "no-store"}
    shell = pages.shells().get(_shell_key(shown, "form"), lambda: _render(shown, PledgeForm(shown, formdata=None)))
    response = shell.as_it_is()
    if device_of_visitor() is None:
        response.set_cookie(
            DEVICE,
            _signer().dumps(secrets.token_urlsafe(16)),
            max_age=DEVICE_DAYS * 24 * 3600,
            path="/pledge",
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response


def _shell_key(shown: drives.Shown, kind: str) -> tuple[str, ...]:
    is_open = "open" if shown.is_open(clock.now()) else "shut"
    return ("pledge", kind, language.choose(), is_open, _station(shown), str(hash(repr(shown))))


def _station(shown: drives.Shown) -> str:
    """The token of the code that was scanned; nothing for one that stands nowhere, so that few pages are kept."""
    token = request.args.get("at", "")
    return token if token in shown.stations else ""


def _render(shown: drives.Shown, form: PledgeForm) -> str:
    now = clock.now()
    return pages.render_shell(
        "public/see_pledge.html",
        pages.Nobody(),
        drive=shown,
        in_language=choose_language(shown),
        form=form,
        is_open=shown.is_open(now) or shown.state == "draft",
        is_early=shown.state == "open" and now < shown.opens_at,
        at=_station(shown),
    )


def _kind_of_browser() -> str:
    """Phones of one kind behind one address; a script that pretends to be one is one kind, however often it calls."""
    return f"{line_of_visitor()} {request.headers.get('User-Agent', '')[:200]} {request.accept_languages}"


# A hall of six hundred people behind one address signs within a minute, most of them on two or three kinds of
# phone. A script needs a fresh cookie for each signature, and shares one line and one kind with all of its own.
@limiter.limit("1200/minute", key_func=lambda: f"pledge:{line_of_visitor()}")
@limiter.limit("600/minute", key_func=lambda: f"pledge:{_kind_of_browser()}")
@limiter.limit(
    "6/minute",
    key_func=lambda: f"pledge:{device_of_visitor() or 'none'}",
    exempt_when=lambda: device_of_visitor() is None,
)
def sign_pledge(drive: str) -> ResponseReturnValue:
    refuse_other_sites()
    shown, now = find_drive(drive), clock.now()
    form = PledgeForm(shown)
    device = device_of_visitor()
    if device is None and shown.once == "device" and not current_user.is_authenticated:
        form.form_errors.append(_("Your browser keeps no cookie, so a pledge could not be counted once. Try again."))
        return _again(shown, form)
    if not form.validate():
        return _again(shown, form)
    signed_in = current_user.is_authenticated
    signing = signatures.Signing(
        client_id=form.client_id.data or signatures.new_client_id(),
        language=choose_language(shown),
        station_id=shown.stations.get(form.at.data),
        user_id=current_user.id if signed_in else None,
        device=device or "",
        email=form.email.data if shown.once == "email" else "",
        name=form.name.data,
        faculty=form.faculty.data or "",
        words=form.words.data,
        text_id=_number(form.text_id.data),
    )
    try:
        letter = signatures.sign(shown, signing, secret=current_app.config["SECRET_KEY"], now=now)
    except drives.DriveNotOpen:
        return _render(shown, form), 409
    except signatures.MustSignIn:
        return redirect(url_for("accounts.sign_in", next=url_for("public.see_pledge", drive=shown.slug)))
    except signatures.ClientIdMalformed:
        abort(400)
    plan = form.plan()
    if letter:
        send_letter(shown, letter)
    elif shown.asks_email and form.email.data and shown.once != "email":
        _send_copy(shown, form.email.data, plan)
    if plan and signed_in and pledges.find_own(current_user.id) is None:
        pledges.keep(current_user.id, plan, language=language.choose(), now=now)
    return _thanked(shown, plan, needs_care=words.why_held(form.words.data or "") == "distress")


def _number(typed: str | None) -> int | None:
    try:
        return fields.row_number(typed or "")
    except ValueError:
        return None


def _again(shown: drives.Shown, form: PledgeForm) -> ResponseReturnValue:
    return _render(shown, form), 422


def refuse_other_sites() -> None:
    """The form has no token: browsers say where a post comes from, and no page of another site can change that."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "")
    ours = {urlsplit(request.host_url).netloc, urlsplit(current_app.config["PUBLIC_URL"]).netloc}
    is_hidden = origin == "null" and site == "same-origin"  # by a browser that tells no page where it comes from
    if site not in (None, "same-origin") or (origin and not is_hidden and urlsplit(origin).netloc not in ours):
        abort(403)
    if site is None and not origin:
        abort(403)


def _thanked(shown: drives.Shown, plan: pledges.Plan | None, *, needs_care: bool) -> Response:
    """The same for a first and a second signature. The plan is shown to its writer once, and kept nowhere else."""
    thanks = url_for("public.thank", drive=shown.slug)
    response = redirect(url_for("public.thank", drive=shown.slug, care="yes") if needs_care else thanks, 303)
    if plan:
        response.set_cookie(
            PLAN,
            _signer().dumps([plan.situation, plan.action]),
            max_age=PLAN_SECONDS,
            path=thanks,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response  # type: ignore[return-value]


def thank(drive: str) -> ResponseReturnValue:
    shown = find_drive(drive)
    try:
        situation, action = _signer().loads(request.cookies.get(PLAN, ""))
    except (BadSignature, ValueError, TypeError):
        situation = action = ""
    page = pages.render_shell(
        "public/thank.html",
        pages.Nobody(),
        drive=shown,
        in_language=choose_language(shown),
        situation=situation,
        action=action,
        needs_care="care" in request.args,
        letter=letter_of_visitor(shown),
    )
    return page, {"Cache-Control": "no-store"}


@limiter.limit("60/minute")
def confirm_pledge(token: str) -> ResponseReturnValue:
    """The page of the letter's link: looking changes nothing, each button does."""
    secret = current_app.config["SECRET_KEY"]
    try:
        shown, counts = signatures.find_by_link(token, secret)
        if request.method == "POST":
            refuse_other_sites()
            if request.form.get("not_me"):
                signatures.disown(token, secret)
                return _letter_page("gone", token, shown)
            signatures.confirm(token, secret, clock.now())
            return redirect(url_for("public.thank", drive=shown.slug, letter=token), 303)
    except signatures.LinkWorthless:
        return _letter_page("worthless", token, None), 404
    except drives.DriveNotOpen:
        return _letter_page("over", token, shown), 409
    return _letter_page("counts" if counts else "waits", token, shown)


def _letter_page(state: str, token: str, shown: drives.Shown | None) -> str:
    return pages.render_shell("public/confirm_pledge.html", pages.Nobody(), state=state, token=token, drive=shown)


def send_letter(shown: drives.Shown, letter: signatures.Letter) -> None:
    with force_locale(letter.language):
        _send_letter(shown, letter)


def _send_letter(shown: drives.Shown, letter: signatures.Letter) -> None:
    link = current_app.config["PUBLIC_URL"].rstrip("/") + url_for("public.confirm_pledge", token=letter.token)
    body = _(
        "Hello,\n\nsomebody, hopefully you, pledged at “%(title)s” with this address. Open this page and confirm it, "
        "so that it counts:\n\n%(link)s\n\nThis was not you? Then open the same page and say so, or do nothing: what "
        "nobody confirms is forgotten in two weeks. We keep no list of addresses.",
        title=shown.titles[letter.language],
        link=link,
    )
    jobs.post([mail.Letter(letter.email, _("Confirm your #ThinkTwice pledge"), body)])


def _send_copy(shown: drives.Shown, email: str, plan: pledges.Plan | None) -> None:
    """What was pledged, to an address that is then forgotten."""
    chosen = choose_language(shown)
    lines = [shown.texts[chosen]]
    if plan:
        lines.append(_("When %(situation)s, I will %(action)s.", situation=plan.situation, action=plan.action))
    subject = _("Your #ThinkTwice pledge: %(title)s", title=shown.titles[chosen])
    jobs.post([mail.Letter(people.normal_email(email), subject, "\n\n".join(lines))])


def letter_of_visitor(shown: drives.Shown) -> str | None:
    """The link that the address of this page brings along, when a pledge of this drive was confirmed by it."""
    token = request.args.get("letter", "")[:200]
    return token if token and signatures.confirmed_by_link(shown.id, token, current_app.config["SECRET_KEY"]) else None


def device_of_visitor() -> str | None:
    try:
        known: Any = _signer().loads(request.cookies.get(DEVICE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return known if isinstance(known, str) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="thinktwice.pledge-device")


csrf.exempt(sign_pledge)
csrf.exempt(confirm_pledge)
