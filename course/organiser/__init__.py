"""Organisers: a campus's pledge drives, and nobody else's."""

from flask import Blueprint

from course import doors
from course.organiser.drive import (
    add_organiser,
    change_state,
    count_paper,
    discard_drive,
    export_drive,
    remove_organiser,
    see_drive,
)
from course.organiser.kiosk import change_pin, prepare_kiosk
from course.organiser.messages import decide_messages, see_messages
from course.organiser.poster import print_poster
from course.organiser.report import print_report
from course.organiser.settings import change_drive, change_text, create_drive, see_drives
from course.organiser.stations import add_station, remove_station, see_stations

blueprint = Blueprint("organiser", __name__)
doors.for_organisers(blueprint)

blueprint.add_url_rule("/drives", view_func=see_drives)
blueprint.add_url_rule("/drives/new", view_func=create_drive, methods=["GET", "POST"])
blueprint.add_url_rule("/drives/<int:drive>", view_func=see_drive)
blueprint.add_url_rule("/drives/<int:drive>/edit", view_func=change_drive, methods=["GET", "POST"])
blueprint.add_url_rule("/drives/<int:drive>/text", view_func=change_text, methods=["GET", "POST"])
blueprint.add_url_rule("/drives/<int:drive>/state", view_func=change_state, methods=["POST"])
blueprint.add_url_rule("/drives/<int:drive>/discard", view_func=discard_drive, methods=["POST"])
blueprint.add_url_rule("/drives/<int:drive>/stations", view_func=see_stations)
blueprint.add_url_rule("/drives/<int:drive>/stations/new", view_func=add_station, methods=["POST"])
blueprint.add_url_rule("/drives/<int:drive>/stations/<int:station>/remove", view_func=remove_station, methods=["POST"])
blueprint.add_url_rule("/drives/<int:drive>/stations/<int:station>/kiosk", view_func=prepare_kiosk)
blueprint.add_url_rule("/drives/<int:drive>/stations/<int:station>/pin", view_func=change_pin, methods=["POST"])
blueprint.add_url_rule("/drives/<int:drive>/poster.pdf", view_func=print_poster)
blueprint.add_url_rule("/drives/<int:drive>/report.pdf", view_func=print_report)
blueprint.add_url_rule("/drives/<int:drive>/paper", view_func=count_paper, methods=["POST"])
blueprint.add_url_rule("/drives/<int:drive>/messages", view_func=see_messages)
blueprint.add_url_rule("/drives/<int:drive>/messages/decide", view_func=decide_messages, methods=["POST"])
blueprint.add_url_rule("/drives/<int:drive>/organisers", view_func=add_organiser, methods=["POST"])
blueprint.add_url_rule(
    "/drives/<int:drive>/organisers/<int:person>/remove", view_func=remove_organiser, methods=["POST"]
)
blueprint.add_url_rule("/drives/<int:drive>/export.csv", view_func=export_drive)
