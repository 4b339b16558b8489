"""One attempt: its paper page by page, the answers as they are saved, and the result."""

from collections.abc import Mapping, Sequence

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

import quizzes
from course import attempts, catalogue, clock, jobs, language, pages
from course.extensions import wants_json
from course.frame import clock_time
from course.student import results


def see_attempts() -> ResponseReturnValue:
    rows = attempts.history(current_user.id)
    return pages.render("student/see_attempts.html", rows=[results.line(row) for row in rows])


def see_attempt(attempt: int) -> ResponseReturnValue:
    sheet = attempts.find_own(current_user.id, attempt) or abort(404)
    if sheet.submitted_at:
        return _result(sheet)
    if "confirm" in request.args and sheet.unanswered:
        return _confirm(sheet)
    return _practice_step(sheet) if sheet.mode == "practice" else _paper(sheet, _page_number(sheet))


def save_answers(attempt: int) -> ResponseReturnValue:
    """Save what the form holds, then go where its button says; a script stays and is told the time."""
    now = clock.now()
    sheet = attempts.save(current_user.id, attempt, _fields(), now)
    if wants_json():
        return jsonify(saved_at=clock_time(now))
    if sheet.mode == "practice":
        if not quizzes.is_answered(sheet.answers.get(request.form.get("step", ""), {})):
            flash(_("Choose one of the two first, then press Check."))
        return redirect(url_for("student.see_attempt", attempt=attempt, step=request.form.get("step")))
    page = request.form.get("go") or None
    if page == request.form.get("page"):
        flash(_("Saved %(time)s", time=clock_time(now)), "good")
    return redirect(url_for("student.see_attempt", attempt=attempt, page=page))


def submit_attempt(attempt: int) -> ResponseReturnValue:
    sheet = attempts.find_own(current_user.id, attempt) or abort(404)
    if not request.form.get("sure") and sheet.mode == "scored" and _leaves_open(sheet):
        attempts.save(current_user.id, sheet.id, _fields(), clock.now())
        return redirect(url_for("student.see_attempt", attempt=attempt, confirm=1))
    sheet = attempts.submit(current_user.id, attempt, _fields(), issuer=catalogue.current().issuer, now=clock.now())
    if sheet.certificate:
        jobs.current().draw_certificate(sheet.certificate)
        flash(_("You have earned your certificate."), "good")
    return redirect(url_for("student.see_attempt", attempt=attempt))


def _fields() -> Mapping[str, Sequence[str]]:
    """The form as the library reads it. Its fields are the paper's own, so no form class can list them."""
    return {name: request.form.getlist(name) for name in request.form if name.startswith("a-")}


def _leaves_open(sheet: attempts.Sheet) -> bool:
    """Whether items stay unanswered if the form is handed in as it is."""
    given = sheet.paper.read(_fields())
    return any(not quizzes.is_answered(given.get(item, {})) for item in sheet.unanswered)


def _confirm(sheet: attempts.Sheet) -> str:
    left = sheet.unanswered
    return pages.render("student/confirm_submit.html", sheet=sheet, left=left, page=_page_of(sheet, left[0]))


def _page_number(sheet: attempts.Sheet) -> int:
    return min(max(request.args.get("page", 1, type=int), 1), len(sheet.paper.pages))


def _page_of(sheet: attempts.Sheet, item: str) -> int:
    return next(number for number, page in enumerate(sheet.paper.pages, 1) if item in page)


def _paper(sheet: attempts.Sheet, number: int) -> str:
    shown = sheet.paper.shown(language.choose())
    wanted = sheet.paper.pages[number - 1]
    return pages.render(
        "student/see_attempt.html",
        sheet=sheet,
        shown=shown,
        items=[item for item in shown.items if item.id in wanted],
        first_number=sum(len(page) for page in sheet.paper.pages[: number - 1]) + 1,
        page=number,
        page_count=len(sheet.paper.pages),
        answered=len(sheet.paper.item_ids) - len(sheet.unanswered),
    )


def _practice_step(sheet: attempts.Sheet) -> str:
    """The step just answered with its reason, or the next one."""
    chosen = language.choose()
    shown = sheet.paper.shown(chosen)
    asked = request.args.get("step", "")
    upcoming = sheet.unanswered[0] if sheet.unanswered else None
    current = asked if asked in sheet.answers and asked in sheet.paper.item_ids else upcoming
    current = current or sheet.paper.item_ids[-1]
    answer = sheet.answers.get(current, {})
    judged = quizzes.is_answered(answer)
    return pages.render(
        "student/practise.html",
        sheet=sheet,
        shown=shown,
        item=next(item for item in shown.items if item.id == current),
        number=sheet.paper.item_ids.index(current) + 1,
        total=len(sheet.paper.item_ids),
        feedback=quizzes.feedback(sheet.paper, current, answer, chosen) if judged else None,
        answer=answer,
        has_next=upcoming is not None,
    )


def _result(sheet: attempts.Sheet) -> str:
    return pages.render("student/see_result.html", **results.page(sheet))
