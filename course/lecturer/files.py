"""What a lecturer takes away of a class: tables, a calendar, a report and the certificates."""

from collections.abc import Iterator

from flask import Response, current_app, send_file, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from course import (
    archives,
    awards,
    calendars,
    catalogue,
    class_reports,
    clock,
    cohorts,
    exports,
    insight,
    overview,
    pages,
    printing,
)
from course.extensions import limiter
from course.lecturer.cohort import titles
from course.lecturer.insight import asked_today
from course.lecturer.own import own_class
from course.lecturer.words import title_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _by_lecturer() -> str:
    return f"files:{current_user.get_id()}"


def see_class_files(cohort: int) -> ResponseReturnValue:
    taught = own_class(cohort)
    held = awards.held_in(cohort, catalogue.current().issuer.course)
    return pages.render("lecturer/see_class_files.html", taught=taught, certificates=len(held))


@limiter.limit("60/hour", key_func=_by_lecturer)
def export_csv(cohort: int) -> ResponseReturnValue:
    """Sent as it is read, so that a class of any size takes no memory."""
    taught = own_class(cohort)
    body: Iterator[bytes] = exports.as_csv(overview.lines(cohort, _open_subjects()), _names())
    response = Response(stream_with_context(body), mimetype="text/csv")
    return _attached(response, taught, "attempts", "csv")


@limiter.limit("60/hour", key_func=_by_lecturer)
def export_xlsx(cohort: int) -> ResponseReturnValue:
    taught, columns, subjects = own_class(cohort), catalogue.current().columns, _open_subjects()
    book = exports.as_workbook(
        _overview(taught), columns, overview.lines(cohort, subjects), insight.answers(cohort, subjects), _names()
    )
    return _attached(send_file(book, XLSX), taught, "class", "xlsx")


def export_due_dates(cohort: int) -> ResponseReturnValue:
    taught, names = own_class(cohort), titles()
    site = str(current_app.config["PUBLIC_URL"]).rstrip("/")
    entries = [
        calendars.Due(
            f"class-{cohort}-{module}",
            _("Due: %(module)s", module=names.get(module, module)),
            due_at,
            f"{site}/classes/{cohort}",
            taught.details.name,
        )
        for module, due_at in sorted(taught.due.items(), key=lambda due: due[1])
    ]
    ics = calendars.due_dates(taught.details.name, entries, host=site.partition("://")[2], now=clock.now())
    return _attached(Response(ics, mimetype="text/calendar"), taught, "due-dates", "ics")


@limiter.limit("30/hour", key_func=_by_lecturer)
def print_class_report(cohort: int) -> ResponseReturnValue:
    taught, now = own_class(cohort), clock.now()
    seen = insight.of_class(cohort, catalogue.current().columns, asked_today())
    sheet = class_reports.class_report(taught, _overview(taught), seen, titles(), now)
    # Drawn each time: figures of a class do not stay on the disk.
    return _attached(Response(printing.draw(sheet), mimetype="application/pdf"), taught, "report", "pdf")


@limiter.limit("30/hour", key_func=_by_lecturer)
def export_certificates(cohort: int) -> ResponseReturnValue:
    taught = own_class(cohort)
    held = awards.held_in(cohort, catalogue.current().issuer.course)
    left = [one.serial for one in held if not one.is_drawn]
    note = "\r\n".join([class_reports.missing_note(), *left, ""]) if left else ""
    packed = stream_with_context(archives.archive([one.id for one in held], note))
    return _attached(Response(packed, mimetype="application/zip"), taught, "certificates", "zip")


def _attached(response: Response, taught: cohorts.Taught, kind: str, ending: str) -> Response:
    version = catalogue.current().issuer.course_version
    name = exports.file_name(taught, kind, ending, version=version, now=clock.now())
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _overview(taught: cohorts.Taught) -> overview.Overview:
    course = catalogue.current()
    return overview.class_overview(taught.id, course.columns, taught.due, course=course.issuer.course, now=clock.now())


def _open_subjects() -> tuple[str, ...]:
    return insight.open_subjects(catalogue.current().columns)


def _names() -> exports.Names:
    known: dict[str, str] = {}

    def remembered(subject: str) -> str:
        if subject not in known:
            known[subject] = title_of(subject)
        return known[subject]

    return exports.Names(titles(), remembered)
