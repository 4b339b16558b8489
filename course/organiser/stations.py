"""The places where people sign: each has a code of its own, so that organisers see where it goes well."""

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from course import clock, drives, pages, printing
from course.organiser.finding import own_drive


def see_stations(drive: int) -> ResponseReturnValue:
    found = own_drive(drive)
    base = current_app.config["PUBLIC_URL"].rstrip("/")
    rows = []
    for station in drives.stations_of(drive):
        address = base + url_for("public.see_pledge", drive=found.slug, at=station.token)
        rows.append({"station": station, "address": address, "code": Markup(printing.qr_code(address))})  # noqa: S704
    return pages.render("organiser/see_stations.html", drive=found, rows=rows)


def add_station(drive: int) -> ResponseReturnValue:
    own_drive(drive)
    name = " ".join(request.form.get("name", "").replace("\0", "").split())
    pin = request.form.get("pin", "")
    if not 1 <= len(name) <= 80:
        flash(_("Give the station a name of 1 to 80 characters."), "bad")
    elif not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        flash(_("Choose a PIN of 4 to 8 figures: it ends the kiosk's full screen."), "bad")
    else:
        drives.add_station(drive, name, pin, actor_id=current_user.id, now=clock.now())
        flash(_("The station is added."), "good")
    return redirect(url_for("organiser.see_stations", drive=drive))


def remove_station(drive: int, station: int) -> ResponseReturnValue:
    own_drive(drive)
    drives.remove_station(drive, station, actor_id=current_user.id, now=clock.now())
    flash(_("The station is removed. What was signed there still counts."), "good")
    return redirect(url_for("organiser.see_stations", drive=drive))
