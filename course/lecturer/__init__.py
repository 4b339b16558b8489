"""Lecturers: their own classes, how far each is, and what a student of theirs is granted. No other class exists."""

from flask import Blueprint

from course import doors
from course.lecturer.classes import make_class, see_classes
from course.lecturer.cohort import (
    add_teacher,
    archive_class,
    change_class,
    remove_teacher,
    renew_code,
    reopen_class,
    see_class,
    set_due_dates,
)
from course.lecturer.files import (
    export_certificates,
    export_csv,
    export_due_dates,
    export_xlsx,
    print_class_report,
    see_class_files,
)
from course.lecturer.insight import see_class_insight, see_class_questions
from course.lecturer.nudge import see_nudges, write_nudge
from course.lecturer.person import allow_tries, extend_date, remove_student, see_student
from course.lecturer.progress import see_class_progress
from course.lecturer.room import close_round, count_round, explain_round, see_room, see_screen, start_round
from course.lecturer.roster import confirm_roster, drop_roster, see_roster, see_roster_import, upload_roster

blueprint = Blueprint("lecturer", __name__)
doors.for_lecturers(blueprint)

blueprint.add_url_rule("/classes", view_func=see_classes)
blueprint.add_url_rule("/classes/new", view_func=make_class, methods=["GET", "POST"])
blueprint.add_url_rule("/classes/<int:cohort>", view_func=see_class)
blueprint.add_url_rule("/classes/<int:cohort>/details", view_func=change_class, methods=["GET", "POST"])
blueprint.add_url_rule("/classes/<int:cohort>/dates", view_func=set_due_dates, methods=["GET", "POST"])
blueprint.add_url_rule("/classes/<int:cohort>/code", view_func=renew_code, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/teachers", view_func=add_teacher, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/teachers/<int:person>/remove", view_func=remove_teacher, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/archive", view_func=archive_class, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/reopen", view_func=reopen_class, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/progress", view_func=see_class_progress)
blueprint.add_url_rule("/classes/<int:cohort>/insight", view_func=see_class_insight)
blueprint.add_url_rule("/classes/<int:cohort>/questions", view_func=see_class_questions)
blueprint.add_url_rule("/classes/<int:cohort>/files", view_func=see_class_files)
blueprint.add_url_rule("/classes/<int:cohort>/export.csv", view_func=export_csv)
blueprint.add_url_rule("/classes/<int:cohort>/export.xlsx", view_func=export_xlsx)
blueprint.add_url_rule("/classes/<int:cohort>/due-dates.ics", view_func=export_due_dates)
blueprint.add_url_rule("/classes/<int:cohort>/report.pdf", view_func=print_class_report)
blueprint.add_url_rule("/classes/<int:cohort>/certificates.zip", view_func=export_certificates)
blueprint.add_url_rule("/classes/<int:cohort>/nudge", view_func=see_nudges)
blueprint.add_url_rule("/classes/<int:cohort>/nudge/letter", view_func=write_nudge, methods=["GET", "POST"])
blueprint.add_url_rule("/classes/<int:cohort>/students/<int:membership>", view_func=see_student)
blueprint.add_url_rule("/classes/<int:cohort>/students/<int:membership>/date", view_func=extend_date, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/students/<int:membership>/tries", view_func=allow_tries, methods=["POST"])
blueprint.add_url_rule(
    "/classes/<int:cohort>/students/<int:membership>/remove", view_func=remove_student, methods=["POST"]
)
blueprint.add_url_rule("/classes/<int:cohort>/roster", view_func=see_roster)
blueprint.add_url_rule("/classes/<int:cohort>/roster", view_func=upload_roster, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/roster/<int:upload>", view_func=see_roster_import)
blueprint.add_url_rule("/classes/<int:cohort>/roster/<int:upload>/confirm", view_func=confirm_roster, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/roster/<int:upload>/drop", view_func=drop_roster, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/room", view_func=see_room)
blueprint.add_url_rule("/classes/<int:cohort>/room", view_func=start_round, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/room/<int:number>/screen", view_func=see_screen)
blueprint.add_url_rule("/classes/<int:cohort>/room/<int:number>/count.json", view_func=count_round)
blueprint.add_url_rule("/classes/<int:cohort>/room/<int:number>/close", view_func=close_round, methods=["POST"])
blueprint.add_url_rule("/classes/<int:cohort>/room/<int:number>/explain", view_func=explain_round, methods=["POST"])
