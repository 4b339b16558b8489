"""The kiosk of a station: the address that makes a device one, and the PIN that ends it."""

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from course import clock, kiosks, pages, printing
from course.extensions import limiter
from course.organiser.finding import own_drive
from course.tables import Station


def prepare_kiosk(drive: int, station: int) -> ResponseReturnValue:
    """A new address each time it is looked at; the ones before it work until their quarter of an hour is over."""
    found, place = own_drive(drive), own_station(drive, station)
    key = kiosks.set_up_key(place, current_app.config["SECRET_KEY"])
    path = url_for("public.set_up_kiosk", drive=drive, station=station, token=key)
    address = current_app.config["PUBLIC_URL"].rstrip("/") + path
    code = Markup(printing.qr_code(address))  # noqa: S704 -- our own drawing
    return pages.render("organiser/prepare_kiosk.html", drive=found, station=place, path=path, code=code)


@limiter.limit("20/minute")
def change_pin(drive: int, station: int) -> ResponseReturnValue:
    own_drive(drive)
    own_station(drive, station)
    try:
        kiosks.change_pin(drive, station, request.form.get("pin", "")[:20], actor_id=current_user.id, now=clock.now())
    except kiosks.NotAPin:
        flash(_("Choose a PIN of 4 to 8 figures: it ends the kiosk's full screen."), "bad")
    else:
        flash(_("The PIN is changed. Set the station's devices up again: what waits on them is then sent."), "good")
    return redirect(url_for("organiser.prepare_kiosk", drive=drive, station=station))


def own_station(drive: int, station: int) -> Station:
    """Asked after the drive was found to be theirs."""
    return kiosks.find_station(drive, station) or abort(404)
