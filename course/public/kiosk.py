"""The kiosk of a pledge drive: opens on a device that an organiser set up, by the device's cookie alone."""

import hashlib
import json
import re
from functools import cache

from flask import Response, abort, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import logout_user
from pydantic import BaseModel, Field, ValidationError
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Length, Regexp

from course import clock, drives, fields, frame, kiosks, language, pages, signatures
from course.extensions import csrf, limiter
from course.public.pledge import PledgeForm, refuse_other_sites, send_letter

COOKIE = "kiosk"
BATCH_MAXIMUM = 50
FILES = ("tokens.css", "parts.css", "pledge.css", "kiosk.css", "kiosk.js", "favicon.svg")
WORKER = (frame.STATIC / "kiosk-worker.js").read_text("utf-8")


class KioskForm(PledgeForm):
    """The pledge's form with the version that stood on the device; sent by a browser, or kept and brought later."""

    class Meta(PledgeForm.Meta):
        def wrap_formdata(self, form: fields.Form, formdata: object) -> object:
            return formdata if isinstance(formdata, MultiDict) else super().wrap_formdata(form, formdata)

    text_id = HiddenField(validators=[Regexp("[0-9]{1,9}$")])

    def __init__(self, drive: drives.Shown, **keywords: object) -> None:
        super().__init__(drive, **keywords)
        for private in ("situation", "own_situation", "action", "own_action", "words"):
            del self[private]  # a plan is not written on a device that all share

    def as_offered(self, waited_seconds: float = 0) -> kiosks.Offered:
        return kiosks.Offered(
            client_id=self.client_id.data,
            text_id=int(self.text_id.data),
            language=language.choose(),
            name=self.name.data,
            faculty=self.faculty.data or "",
            email=self.email.data,
            waited_seconds=waited_seconds,
        )


class PinForm(fields.Form):
    class Meta(fields.Form.Meta):
        csrf = False

    pin = PasswordField(
        _l("PIN of this station"),
        [InputRequired(_l("Enter the PIN.")), Length(max=20, message=_l("This is not the PIN of this station."))],
    )


class Waiting(BaseModel):
    """A signature that a device kept: the form as it was filled in, in the language in which it was read."""

    id: str = Field(pattern="^[A-Za-z0-9_-]{16,43}$")
    fields: dict[str, str] = Field(max_length=30)
    waited_seconds: float = Field(default=0, ge=0, allow_inf_nan=False, le=10**9)


class Batch(BaseModel):
    signatures: list[Waiting] = Field(max_length=BATCH_MAXIMUM)


def _station() -> str:
    """What a kiosk's limits count by: the devices of a station together, whatever line they are on."""
    place = request.view_args or {}
    return f"kiosk:{place.get('drive')}:{place.get('station')}"


# A person needs ten seconds; what a device kept comes fifty at a time.
@csrf.exempt
@limiter.limit("120/minute", key_func=_station, methods=["POST"])
def open_kiosk(drive: int, station: int) -> ResponseReturnValue:
    """The form; without a script it is sent here, and the thanks are a page."""
    kiosk = _find(drive, station)
    form = KioskForm(kiosk.drive)
    if form.is_submitted():
        refuse_other_sites()
        if form.validate() and _take(kiosk, [form.as_offered()]).kept:
            return redirect(url_for("public.thank_at_kiosk", drive=drive, station=station, lang=language.choose()), 303)
    form.text_id.data, form.client_id.data = kiosk.drive.text_id, signatures.new_client_id()
    page = pages.render(
        "public/open_kiosk.html",
        kiosk=kiosk,
        drive=kiosk.drive,
        form=form,
        is_open=kiosk.is_open(clock.now()),
        help_address=_help_address(),
        address=_address(kiosk),
    )
    return page, 422 if form.is_submitted() else 200


def thank_at_kiosk(drive: int, station: int) -> ResponseReturnValue:
    return pages.render("public/thank_at_kiosk.html", address=_address(_find(drive, station)))


@csrf.exempt
@limiter.limit("60/minute", key_func=_station)
def take_queue(drive: int, station: int) -> ResponseReturnValue:
    """What a device kept: each is answered as kept or refused, and a repeat like the first time."""
    refuse_other_sites()
    kiosk = _find(drive, station)
    try:
        batch = Batch.model_validate_json(request.get_data())
    except ValidationError:
        abort(400)
    offered = [one for waiting in batch.signatures if (one := _offered(kiosk, waiting))]
    taken = _take(kiosk, offered)
    unreadable = {waiting.id for waiting in batch.signatures} - {one.client_id for one in offered}
    return jsonify(kept=taken.kept, refused=[*taken.refused, *sorted(unreadable)])


def send_kiosk_worker(drive: int, station: int) -> Response:
    """The script that opens this kiosk without a network; of the site it answers for this kiosk's pages alone."""
    kiosk = _find(drive, station)
    address = _address(kiosk)
    known = {
        "path": address,
        "pages": [f"{address}?lang={code}" for code in kiosk.drive.languages],
        "files": [frame.asset(name) for name in FILES] + [f"/static/{name}" for name in _letters()],
    }
    version = hashlib.sha256((json.dumps(known) + WORKER).encode()).hexdigest()[:12]
    told = json.dumps({**known, "version": f"kiosk-{drive}-{station}:{version}"})
    response = Response(f"const KIOSK = {told};\n{WORKER}", mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = address
    response.headers["Cache-Control"] = "no-cache"
    return response


@csrf.exempt
@limiter.limit("10/minute", key_func=_station, methods=["POST"])
def leave_kiosk(drive: int, station: int) -> ResponseReturnValue:
    """With the PIN the device is an ordinary one again; what still waits on it stays there."""
    kiosk, form = _find(drive, station), PinForm()
    if form.is_submitted():
        refuse_other_sites()
        if form.validate() and kiosks.fits(kiosk, form.pin.data):
            response = redirect(url_for("public.see_home"), 303)
            response.delete_cookie(COOKIE, path=_address(kiosk))
            return response
        if not form.errors:
            fields.told(form.pin, _("This is not the PIN of this station."))
    page = pages.render("public/leave_kiosk.html", form=form, address=_address(kiosk))
    return page, 422 if form.is_submitted() else 200


@csrf.exempt
@limiter.limit("30/minute", key_func=_station)
def set_up_kiosk(drive: int, station: int, token: str) -> ResponseReturnValue:
    """Opened on the device within a quarter of an hour. Whoever is signed in there is signed out by it."""
    key = kiosks.device_key(drive, station, token, _secret())
    if key is None:
        return pages.render("public/set_up_kiosk.html", works=False), 404
    if request.method == "POST":
        refuse_other_sites()
        logout_user()
        address = url_for("public.open_kiosk", drive=drive, station=station)
        response = redirect(address, 303)
        response.set_cookie(
            COOKIE,
            key,
            max_age=kiosks.KEPT_DAYS * 24 * 3600,
            path=address,
            httponly=True,
            samesite="Strict",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
        return response
    return pages.render("public/set_up_kiosk.html", works=True, action=request.path)


def _find(drive: int, station: int) -> kiosks.Kiosk:
    """The kiosk that this device was set up for; to any other device there is none."""
    kiosk = kiosks.find(drive, station, request.cookies.get(COOKIE, "")[:400], _secret()) or abort(404)
    if language.choose_for_nobody() not in kiosk.drive.languages:
        language.settle(kiosk.drive.languages[0])
    return kiosk


def _offered(kiosk: kiosks.Kiosk, waiting: Waiting) -> kiosks.Offered | None:
    form = KioskForm(kiosk.drive, formdata=MultiDict({**waiting.fields, "client_id": waiting.id}))
    if not form.validate():
        return None
    read_in = waiting.fields.get("language")
    return kiosks.Offered(
        **{
            **vars(form.as_offered(waiting.waited_seconds)),
            "language": read_in if read_in in kiosk.drive.languages else kiosk.drive.languages[0],
        }
    )


def _take(kiosk: kiosks.Kiosk, offered: list[kiosks.Offered]) -> kiosks.Taken:
    taken = kiosks.take(kiosk, offered, secret=_secret(), now=clock.now())
    for letter in taken.letters:
        send_letter(kiosk.drive, letter)
    return taken


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _address(kiosk: kiosks.Kiosk) -> str:
    return url_for("public.open_kiosk", drive=kiosk.drive.id, station=kiosk.station_id)


def _help_address() -> str:
    return str(current_app.config["PUBLIC_URL"]).partition("://")[2].rstrip("/") + url_for("public.read_help")


@cache
def _letters() -> tuple[str, ...]:
    """The fonts, by the addresses that the stylesheet gives them."""
    return tuple(re.findall(r'url\("(fonts/[^"]+)"\)', (frame.STATIC / "tokens.css").read_text("utf-8")))
