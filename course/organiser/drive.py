"""A drive as its organisers see it: figures that betray nobody, opening and closing, paper, organisers, export."""

import csv
import io
from dataclasses import astuple, fields

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from course import clock, drives, exports, frame, pages, wall
from course.organiser.finding import own_drive

MOST_ON_PAPER = 100_000


def see_drive(drive: int) -> ResponseReturnValue:
    found, figures = own_drive(drive), wall.figures(drive)
    return pages.render(
        "organiser/see_drive.html",
        drive=found,
        figures=figures,
        hours=[(f"{frame.day(hour)}, {frame.clock_time(hour)}", number) for hour, number in figures.by_hour],
        paper=drives.paper_of(drive),
        organisers=drives.organisers_of(drive),
        smallest=wall.SMALLEST_CELL,
        closes_itself=found.state == "open" and found.closes_at > clock.now(),
    )


def change_state(drive: int) -> ResponseReturnValue:
    found, wish = own_drive(drive), request.form.get("state")
    if wish == "open":
        try:
            drives.open_drive(drive, actor_id=current_user.id, now=clock.now())
        except drives.TimeIsOver:
            flash(_("Its time is over. Change when it closes, then open it."), "bad")
        else:
            flash(_("The drive is open from %(day)s on, at its public address.", day=frame.day(found.opens_at)), "good")
    elif wish == "closed":
        drives.close_drive(drive, actor_id=current_user.id, now=clock.now())
        flash(_("The drive is closed. In 180 days it forgets who signed, by itself."), "good")
    else:
        abort(400)
    return redirect(url_for("organiser.see_drive", drive=drive))


def discard_drive(drive: int) -> ResponseReturnValue:
    own_drive(drive)
    try:
        drives.discard(drive, actor_id=current_user.id, now=clock.now())
    except drives.NoDraft:
        flash(_("This drive has been opened: close it instead."), "bad")
        return redirect(url_for("organiser.see_drive", drive=drive))
    flash(_("The draft is gone."), "good")
    return redirect(url_for("organiser.see_drives"))


def count_paper(drive: int) -> ResponseReturnValue:
    own_drive(drive)
    note = " ".join(request.form.get("note", "").replace("\0", "").split())[:200]
    count = request.form.get("count", 0, type=int)
    try:
        if not 0 < abs(count) <= MOST_ON_PAPER:
            raise ValueError(count)
        drives.count_paper(drive, count, note, by_id=current_user.id, now=clock.now())
    except ValueError:
        flash(_("Enter how many signed on paper. A number below zero takes back what was entered by mistake."), "bad")
    else:
        flash(_("Counted, and shown apart from what was signed online."), "good")
    return redirect(url_for("organiser.see_drive", drive=drive) + "#paper")


def add_organiser(drive: int) -> ResponseReturnValue:
    own_drive(drive)
    try:
        drives.add_organiser(drive, request.form.get("email", ""), actor_id=current_user.id, now=clock.now())
    except drives.NobodyToAdd:
        flash(_("No organiser has this address. An administrator gives the role."), "bad")
    else:
        flash(_("Added: the drive is now theirs as much as yours."), "good")
    return redirect(url_for("organiser.see_drive", drive=drive) + "#organisers")


def remove_organiser(drive: int, person: int) -> ResponseReturnValue:
    own_drive(drive)
    try:
        drives.remove_organiser(drive, person, actor_id=current_user.id, now=clock.now())
    except drives.LastOrganiser:
        flash(_("Somebody must organise this drive. Add another organiser first."), "bad")
        return redirect(url_for("organiser.see_drive", drive=drive) + "#organisers")
    flash(_("Removed."), "good")
    if person == current_user.id:
        return redirect(url_for("organiser.see_drives"))
    return redirect(url_for("organiser.see_drive", drive=drive) + "#organisers")


def export_drive(drive: int) -> ResponseReturnValue:
    """A line for each signature, without hour and faculty: together they would tell who it was."""
    found = own_drive(drive)
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([part.name for part in fields(wall.ExportedLine)])
    table.writerows([exports.harmless(value) for value in astuple(line)] for line in wall.export(drive))
    name = f"thinktwice-{found.slug}-{clock.in_malaysia(clock.now()):%Y-%m-%d}.csv"
    return Response(
        "\ufeff" + written.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
