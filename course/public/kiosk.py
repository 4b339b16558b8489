"""The kiosk of a pledge drive: opens on a device that an organiser set up, by the device's cookie alone."""

import hashlib
import json
import re
import secrets
from functools import cache
from typing import Any

from flask import Response, abort, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from course import clock, fields, frame, kiosks, language, pages
from course.extensions import csrf, limiter

COOKIE = "kiosk"
COOKIE_LIFETIME_SECONDS = 30 * 24 * 3600
NAME_MAXIMUM_CHARACTERS = 120
BATCH_MAXIMUM = 50
FILES = ("tokens.css", "parts.css", "kiosk.css", "kiosk.js", "favicon.svg")
WORKER = (frame.STATIC / "kiosk-worker.js").read_text("utf-8")


def _station() -> str:
    """What a kiosk's limits count by: all its devices together, whatever line they are on."""
    arguments = request.view_args or {}
    return f"kiosk:{arguments.get('drive')}:{arguments.get('station')}"


class _Fields(BaseModel):
    """What the form of the kiosk holds, as its script kept it."""

    model_config = ConfigDict(extra="ignore")

    text_id: int = Field(ge=1, lt=2**31)
    language: str = Field(pattern="^(en|ms)$")
    name: str = Field(default="", max_length=NAME_MAXIMUM_CHARACTERS)
    faculty: str = Field(default="", max_length=120)


class _Signature(BaseModel):
    id: str = Field(pattern="^[0-9a-f]{32}$")
    fields: dict[str, Any]
    waited_seconds: float = Field(default=0, ge=0)


class _Batch(BaseModel):
    signatures: list[_Signature] = Field(max_length=BATCH_MAXIMUM)


class SignForm(fields.Form):
    """The device's cookie stands for a token: it is sent from our own pages alone."""

    class Meta(fields.Form.Meta):
        csrf = False

    id = HiddenField(validators=[Regexp("^[0-9a-f]{32}$")])
    text_id = HiddenField(validators=[Regexp("^[0-9]{1,9}$")])
    agreed = BooleanField(_l("Yes, I make this pledge"), [InputRequired(_l("Tick the box if you make this pledge."))])
    name = StringField(
        _l("Your name (optional)"),
        [Length(max=NAME_MAXIMUM_CHARACTERS, message=_l("Use 120 characters at most."))],
        filters=[fields.without_null],
    )
    faculty = SelectField(_l("Your faculty (optional)"))

    def __init__(self, kiosk: kiosks.Kiosk) -> None:
        super().__init__(data={"id": secrets.token_hex(16), "text_id": kiosk.text_id})
        self.faculty.choices = [("", _("I would rather not say")), *((name, name) for name in kiosk.faculties)]
        if not kiosk.asks_name:
            del self.name
        if not kiosk.faculties:
            del self.faculty

    def as_offered(self) -> kiosks.Offered:
        return kiosks.Offered(
            id=self.id.data,
            text_id=int(self.text_id.data),
            language=language.choose(),
            name=(self.name.data or "").strip() if "name" in self else "",
            faculty=self.faculty.data or "" if "faculty" in self else "",
        )


class ExitForm(fields.Form):
    class Meta(fields.Form.Meta):
        csrf = False

    pin = PasswordField(_l("PIN of this station"), [InputRequired(_l("Enter the PIN.")), Length(max=20)])


@csrf.exempt
@limiter.limit("120/minute", key_func=_station, methods=["POST"])
def open_kiosk(drive: int, station: int) -> ResponseReturnValue:
    """The form; without a script it is sent here, and the thanks are a page."""
    language.choose_for_nobody()
    kiosk = _find(drive, station)
    form = SignForm(kiosk)
    if form.validate_on_submit() and kiosk.is_open:
        taken = kiosks.take(kiosk, [form.as_offered()], clock.now())
        if taken.kept:
            return redirect(url_for("public.thank_at_kiosk", **_place(kiosk), lang=language.choose()), 303)
        kiosk = _find(drive, station)  # it closed, or its text changed, meanwhile
    page = pages.render("public/open_kiosk.html", kiosk=kiosk, form=form, help_address=_help(), **_address(kiosk))
    return page, 422 if form.errors else 200


def thank_at_kiosk(drive: int, station: int) -> ResponseReturnValue:
    language.choose_for_nobody()
    return pages.render("public/thank_at_kiosk.html", **_address(_find(drive, station)))


@csrf.exempt
@limiter.limit("60/minute", key_func=_station)
def take_queue(drive: int, station: int) -> ResponseReturnValue:
    """What a device kept: each is answered as kept or refused, and a repeat like the first time."""
    kiosk = _find(drive, station)
    try:
        batch = _Batch.model_validate_json(request.get_data())
    except ValidationError:
        abort(400)
    offered = [found for signature in batch.signatures if (found := _offered(signature))]
    taken = kiosks.take(kiosk, offered, clock.now())
    unreadable = {signature.id for signature in batch.signatures} - {one.id for one in offered}
    return jsonify(kept=taken.kept, refused=[*taken.refused, *unreadable])


def send_worker(drive: int, station: int) -> Response:
    """The script that opens this kiosk without a network; it may see this kiosk's page and nothing else of the site."""
    kiosk = _find(drive, station)
    address = _address(kiosk)["address"]
    known = {
        "path": address,
        "pages": [f"{address}?lang={code}" for code in language.LANGUAGES] + [address],
        "files": [frame.asset(name) for name in FILES] + [f"/static/{name}" for name in _fonts()],
    }
    version = hashlib.sha256(json.dumps(known).encode() + WORKER.encode()).hexdigest()[:12]
    told = json.dumps({**known, "version": f"kiosk-{drive}-{station}:{version}"})
    response = Response(f"const KIOSK = {told};\n{WORKER}", mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = address
    response.headers["Cache-Control"] = "no-cache"
    return response


@csrf.exempt
@limiter.limit("10/minute", key_func=_station, methods=["POST"])
def leave_kiosk(drive: int, station: int) -> ResponseReturnValue:
    """With the PIN the device is an ordinary one again; what still waits on it stays there."""
    language.choose_for_nobody()
    kiosk, form = _find(drive, station), ExitForm()
    if form.validate_on_submit():
        if kiosks.is_pin(kiosk, form.pin.data):
            response: AnyResponse = redirect(url_for("public.see_home"), 303)
            response.delete_cookie(COOKIE, path=_address(kiosk)["address"])
            return response
        fields.told(form.pin, _("This is not the PIN of this station."))
    page = pages.render("public/leave_kiosk.html", form=form, **_address(kiosk))
    return page, 422 if form.errors else 200


def _find(drive: int, station: int) -> kiosks.Kiosk:
    """The kiosk that this device was set up for; to any other device there is none."""
    return kiosks.find(drive, station, request.cookies.get(COOKIE, "")[:100]) or abort(404)


def _offered(signature: _Signature) -> kiosks.Offered | None:
    try:
        held = _Fields.model_validate(signature.fields)
    except ValidationError:
        return None
    return kiosks.Offered(
        signature.id,
        held.text_id,
        held.language,
        fields.without_null(held.name.strip()) or "",
        held.faculty,
        signature.waited_seconds,
    )


def _place(kiosk: kiosks.Kiosk) -> dict[str, int]:
    return {"drive": kiosk.drive_id, "station": kiosk.station_id}


def _address(kiosk: kiosks.Kiosk) -> dict[str, str]:
    return {"address": url_for("public.open_kiosk", **_place(kiosk))}


def _help() -> str:
    return str(current_app.config["PUBLIC_URL"]).partition("://")[2].rstrip("/") + url_for("public.read_help")


@cache
def _fonts() -> tuple[str, ...]:
    """The letters, by the addresses that the stylesheet gives them."""
    return tuple(re.findall(r'url\("(fonts/[^"]+)"\)', (frame.STATIC / "tokens.css").read_text("utf-8")))
