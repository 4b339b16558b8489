"""The key to a drive: whoever it does not belong to gets a 404."""

from flask import abort
from flask_login import current_user

from course import drives
from course.tables import Drive


def own_drive(drive: int) -> Drive:
    return drives.find_organised(current_user.id, drive) or abort(404)
