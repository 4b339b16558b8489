"""The key behind the door: a lecturer's own class and its students, or a page that does not exist."""

from flask import abort
from flask_login import current_user

from course import cohorts


def own_class(cohort: int) -> cohorts.Taught:
    """Asked of the database each time: whoever is taken off a class is out with the next page."""
    return cohorts.find_taught(current_user.id, cohort) or abort(404)


def own_student(cohort: int, membership: int) -> cohorts.Student:
    own_class(cohort)
    return cohorts.find_student(cohort, membership) or abort(404)
