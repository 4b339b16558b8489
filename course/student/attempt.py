"""One attempt: its paper page by page, the answers as they are saved, and the result."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import abort, flash, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

import quizzes
from course import attempts, catalogue, clock, jobs, language, pages
from course.extensions import wants_json
from course.frame import clock_time
from course.student import aftereffect, results, test_result

# The learner's own session cookie holds the last answers that the site does not keep, until signing out.
OWN_ANSWERS = "own-answers"


def see_attempts() -> ResponseReturnValue:
    rows = attempts.history(current_user.id)
    return pages.render("student/see_attempts.html", rows=[results.line(row) for row in rows])


def see_attempt(attempt: int) -> ResponseReturnValue:
    sheet = attempts.find_own(current_user.id, attempt) or abort(404)
    form = sheet.paper.definition
    if sheet.submitted_at and isinstance(form, quizzes.CourseTest):
        return pages.render("student/see_test_result.html", **test_result.page(sheet, form))
    if sheet.submitted_at:
        shown = results.page(_with_own_answers(sheet))
        return pages.render("student/see_result.html", **shown, is_asked=aftereffect.is_asked(sheet))
    if not _has_steps(sheet):
        return _confirm(sheet) if "confirm" in request.args and sheet.unanswered else _paper(sheet, _page_number(sheet))
    current = _current_step(sheet)
    return _confirm(sheet) if current is None or "confirm" in request.args else _step(sheet, current)


def save_answers(attempt: int) -> ResponseReturnValue:
    """Save what the form holds, then go where its button says; a script stays and is told the time."""
    now = clock.now()
    sheet = attempts.save(current_user.id, attempt, _fields(), now)
    if wants_json():
        return jsonify(saved_at=clock_time(now))
    if _has_steps(sheet):
        return redirect(_next_step(sheet, request.form.get("step", "")))
    page = request.form.get("go") or None
    if page == request.form.get("page"):
        flash(_("Saved %(time)s", time=clock_time(now)), "good")
    return redirect(url_for("student.see_attempt", attempt=attempt, page=page))


def swap_item(attempt: int) -> ResponseReturnValue:
    """Take the other item of the same credit; why is nobody's business, and nothing of it is kept."""
    other = attempts.swap(current_user.id, attempt, request.form.get("item", ""))
    sheet = attempts.find_own(current_user.id, attempt) or abort(404)
    if _has_steps(sheet):
        return redirect(url_for("student.see_attempt", attempt=attempt))
    page = _page_of(sheet, other)
    return redirect(url_for("student.see_attempt", attempt=attempt, page=page, _anchor=f"item-{other}"))


def submit_attempt(attempt: int) -> ResponseReturnValue:
    sheet = attempts.find_own(current_user.id, attempt) or abort(404)
    if _is_to_be_asked(sheet):
        attempts.save(current_user.id, sheet.id, _fields(), clock.now())
        return redirect(url_for("student.see_attempt", attempt=attempt, confirm=1))
    sheet = attempts.submit(current_user.id, attempt, _fields(), issuer=catalogue.current().issuer, now=clock.now())
    if not sheet.keeps_answers:
        session[OWN_ANSWERS] = {"attempt": sheet.id, "items": [*sheet.paper.item_ids], "answers": {**sheet.answers}}
    if sheet.certificate:
        jobs.current().draw_certificate(sheet.certificate)
        flash(_("You have earned your certificate."), "good")
    return redirect(url_for("student.see_attempt", attempt=attempt))


def _fields() -> Mapping[str, Sequence[str]]:
    """The form as the library reads it. Its fields are the paper's own, so no form class can list them."""
    return {name: request.form.getlist(name) for name in request.form if name.startswith("a-")}


def _is_to_be_asked(sheet: attempts.Sheet) -> bool:
    """Whether handing in the form as it is would leave something open that the learner should hear of first."""
    given = {**sheet.answers, **sheet.paper.read(_fields(), sheet.answers)}
    if sheet.paper.still_due(given):
        return True
    return sheet.mode == "scored" and not request.form.get("sure") and bool(sheet.paper.unanswered(given))


def _has_steps(sheet: attempts.Sheet) -> bool:
    """Whether items come one after another: in practice always, in a scored run where the kind wants it."""
    return sheet.mode == "practice" or sheet.paper.definition.is_stepwise


def _with_own_answers(sheet: attempts.Sheet) -> attempts.Sheet:
    """Answers that we did not keep, as long as the learner's own browser still has them."""
    own = session.get(OWN_ANSWERS)
    if sheet.keeps_answers or not own or own["attempt"] != sheet.id:
        return sheet
    paper = sheet.paper
    for kept, answered in zip(paper.item_ids, own["items"], strict=True):
        paper = paper if kept == answered else paper.swapped(kept, {})
    return replace(sheet, paper=paper, answers=own["answers"])


def _confirm(sheet: attempts.Sheet) -> str:
    left, due = sheet.unanswered, sheet.still_due
    first = (due or left or sheet.paper.item_ids)[0]
    if _has_steps(sheet):
        back = url_for("student.see_attempt", attempt=sheet.id, step=first)
    else:
        back = url_for("student.see_attempt", attempt=sheet.id, page=_page_of(sheet, first), _anchor=f"item-{first}")
    return pages.render(
        "student/confirm_submit.html",
        sheet=sheet,
        left=left,
        due=[_page_of(sheet, item) for item in due],
        shows_reasons=sheet.paper.definition.has_pass_mark,
        back=back,
    )


def _page_number(sheet: attempts.Sheet) -> int:
    return min(max(request.args.get("page", 1, type=int), 1), len(sheet.paper.pages))


def _page_of(sheet: attempts.Sheet, item: str) -> int:
    return next(number for number, page in enumerate(sheet.paper.pages, 1) if item in page)


def _paper(sheet: attempts.Sheet, number: int) -> str:
    wanted = sheet.paper.pages[number - 1]
    shown = sheet.paper.shown(language.choose(), sheet.answers, wanted)
    return pages.render(
        "student/see_attempt.html",
        sheet=sheet,
        kind=sheet.paper.definition.kind,
        shown=shown,
        gaps={item: _gaps(sheet, item) for item in wanted if sheet.answers.get(item)},
        first_number=sum(len(page) for page in sheet.paper.pages[: number - 1]) + 1,
        page=number,
        page_count=len(sheet.paper.pages),
        answered=len(sheet.paper.item_ids) - len(sheet.unanswered),
    )


def _current_step(sheet: attempts.Sheet) -> str | None:
    """The item that was asked for, if it may be seen yet, else the first that is not answered; None after the last."""
    asked, items = request.args.get("step", ""), sheet.paper.item_ids
    if asked in items and (sheet.mode == "scored" or asked in sheet.answers):
        return asked
    upcoming = next(iter(sheet.unanswered), None)
    return items[-1] if upcoming is None and sheet.mode == "practice" else upcoming


def _step(sheet: attempts.Sheet, current: str) -> str:
    """One item, as far as it has been answered, or in practice its reason once it is."""
    chosen, answer = language.choose(), sheet.answers.get(current, {})
    is_answered = sheet.paper.is_answered(current, answer)
    shown = sheet.paper.shown(chosen, sheet.answers, [current], request.args.get("at", ""))
    gaps = () if is_answered else _gaps(sheet, current)
    return pages.render(
        "student/take_step.html",
        sheet=sheet,
        kind=sheet.paper.definition.kind,
        shown=shown,
        item=shown.items[0],
        number=sheet.paper.item_ids.index(current) + 1,
        total=len(sheet.paper.item_ids),
        answer=answer,
        is_answered=is_answered,
        feedback=quizzes.feedback(sheet.paper, current, answer, chosen)
        if is_answered and sheet.mode == "practice"
        else None,
        has_next=bool(sheet.unanswered),
        gaps=gaps,
        problem=bool(gaps),
        library=catalogue.current().library,
    )


def _next_step(sheet: attempts.Sheet, step: str) -> str:
    """Where a saved step leads: on with the same item until it is answered, with its gaps when nothing came of it."""
    here: dict[str, Any] = {"step": step, "at": request.form.get("go") or None}
    is_answered = step in sheet.paper.item_ids and sheet.paper.is_answered(step, sheet.answers.get(step) or {})
    if is_answered and sheet.mode == "scored" and not here["at"] and not sheet.paper.definition.shows_ends:
        here = {}
    elif not is_answered and (not sheet.paper.definition.is_stepwise or step not in sheet.taken):
        here["check"] = 1
    return url_for("student.see_attempt", attempt=sheet.id, **here)


def _gaps(sheet: attempts.Sheet, item: str) -> tuple[quizzes.Gap, ...]:
    """What to say beside the item: what cannot be, and, to whoever pressed the button, what is missing."""
    found = quizzes.gaps(sheet.paper, item, sheet.answers.get(item) or {})
    return tuple(gap for gap in found if gap.kind != "missing" or "check" in request.args)
