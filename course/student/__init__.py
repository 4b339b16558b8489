"""Students: their way through the course, their attempts, their pledge, their certificate."""

from flask import Blueprint

from course import doors
from course.student.aftereffect import tell_aftereffect
from course.student.attempt import save_answers, see_attempt, see_attempts, submit_attempt, swap_item
from course.student.booster import start_booster
from course.student.certificate import choose_preview, download_certificate, download_own_badge, see_own_certificate
from course.student.check_back import answer_check_back
from course.student.lesson import finish_lesson
from course.student.plan import make_plan, remove_plan
from course.student.progress import see_progress
from course.student.room import answer_room, ask_room, enter_room, see_room
from course.student.start import start_activity, start_quiz
from course.student.test import start_test

blueprint = Blueprint("student", __name__)
doors.for_people_signed_in(blueprint)

blueprint.add_url_rule("/me", view_func=see_progress)
blueprint.add_url_rule("/learn/<slug:module>/<slug:lesson>/done", view_func=finish_lesson, methods=["POST"])
blueprint.add_url_rule("/quizzes/<slug:module>", view_func=start_quiz, methods=["GET", "POST"])
blueprint.add_url_rule("/practice/<slug:activity>", view_func=start_activity, methods=["GET", "POST"])
blueprint.add_url_rule("/tests/<any(before, after, later):which>", view_func=start_test, methods=["GET", "POST"])
blueprint.add_url_rule("/booster", view_func=start_booster, methods=["GET", "POST"])
blueprint.add_url_rule("/attempts", view_func=see_attempts)
blueprint.add_url_rule("/attempts/<int:attempt>", view_func=see_attempt)
blueprint.add_url_rule("/attempts/<int:attempt>/answers", view_func=save_answers, methods=["POST"])
blueprint.add_url_rule("/attempts/<int:attempt>/swap", view_func=swap_item, methods=["POST"])
blueprint.add_url_rule("/attempts/<int:attempt>/submit", view_func=submit_attempt, methods=["POST"])
blueprint.add_url_rule("/attempts/<int:attempt>/afterwards", view_func=tell_aftereffect, methods=["POST"])
blueprint.add_url_rule("/plan", view_func=make_plan, methods=["GET", "POST"])
blueprint.add_url_rule("/plan/remove", view_func=remove_plan, methods=["POST"])
blueprint.add_url_rule(
    "/plan/check-back/<int:signature>/<int:day>", view_func=answer_check_back, methods=["GET", "POST"]
)
blueprint.add_url_rule("/certificate", view_func=see_own_certificate)
blueprint.add_url_rule("/certificate.pdf", view_func=download_certificate)
blueprint.add_url_rule("/certificate/badge.<any(json, png, svg):kind>", view_func=download_own_badge)
blueprint.add_url_rule("/certificate/preview", view_func=choose_preview, methods=["POST"])
blueprint.add_url_rule("/room", view_func=enter_room)
blueprint.add_url_rule("/room/<code>", view_func=see_room)
blueprint.add_url_rule("/room/<code>/answer", view_func=answer_room, methods=["POST"])
blueprint.add_url_rule("/room/<code>/now", view_func=ask_room)
