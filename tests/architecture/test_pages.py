"""Every page × every visitor: a page that is not listed here fails, and so does one that lets the wrong person in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from flask import Flask

import modules
import quizzes
from course.doors import DOORS
from tests.cast import Person
from tests.pages import Visitor

IN = "sent to sign in"
# The shipped tests and booster are offered once everything that they ask about is in the core of the shipped course.
CORE = {module.slug for module in modules.load_library().modules if module.core}
ARE_TESTS_OFFERED = all(cell.module in CORE for form in quizzes.load_bank().tests for cell in form.blueprint)


@dataclass(frozen=True)
class Listed:
    """What a page answers: signed out, to a student, and to each kind of staff (as a student where not said)."""

    address: str
    signed_out: int | str
    student: int
    teaching: int | None = None
    organising: int | None = None
    admin: int | None = None


def for_lecturers(address: str, answer: int = 200) -> Listed:
    """For whoever teaches; an admin may too, but has no class here."""
    return Listed(address, IN, 404, teaching=answer, admin=answer)


def for_admins(address: str, answer: int = 200) -> Listed:
    return Listed(address, IN, 404, admin=answer)


def for_organisers(address: str, answer: int = 200) -> Listed:
    return Listed(address, IN, 404, organising=answer, admin=answer)


# endpoint → what it answers to GET. Addresses with a person's own things in them use what does not exist: 404.
PAGES: Mapping[str, Listed] = {
    "public.see_home": Listed("/", 200, 200),
    "public.see_courses": Listed("/learn", 200, 200),
    "public.see_module": Listed("/learn/spot-it", 200, 200),
    "public.read_lesson": Listed("/learn/spot-it/what-counts", 200, 200),
    "public.read_teaching": Listed("/learn/spot-it/teach", 200, 200),
    "public.print_handout": Listed("/learn/spot-it/handout.pdf", 200, 200),
    "public.read_help": Listed("/help", 200, 200),
    "public.print_help": Listed("/help.pdf", 200, 200),
    "public.open_check_in": Listed("/check-in", 200, 200),
    "public.see_hub": Listed("/hub", 200, 200),
    "public.read_guide": Listed("/hub/guides/a-friend-is-not-well", 200, 200),
    "public.print_guide": Listed("/hub/guides/a-friend-is-not-well.pdf", 200, 200),
    "public.search_hub": Listed("/hub/search?q=evidence", 200, 200),
    "public.read_sources": Listed("/hub/sources", 200, 200),
    "public.send_robots": Listed("/robots.txt", 200, 200),
    "public.send_sitemap": Listed("/sitemap.xml", 200, 200),
    "public.see_offline": Listed("/offline", 200, 200),
    "public.send_worker": Listed("/sw.js", 200, 200),
    "public.send_manifest": Listed("/manifest.webmanifest", 200, 200),
    "public.read_glossary": Listed("/hub/glossary", 200, 200),
    "public.see_campaigns": Listed("/hub/campaigns", 200, 200),
    "public.see_share_kit": Listed("/hub/share-kit", 200, 200),
    "public.download_share_kit": Listed("/hub/share-kit.zip", 200, 200),
    "public.see_share_picture": Listed("/hub/share-kit/en/pause-square.png", 200, 200),
    "public.see_sessions": Listed("/sessions", 200, 200),
    "public.download_feed": Listed("/sessions.ics", 200, 200),
    "public.see_session": Listed("/sessions/none", 404, 404),
    "public.download_session": Listed("/sessions/none.ics", 404, 404),
    "public.confirm_place": Listed("/sessions/none/confirm/no-token", 404, 404),
    "public.see_place": Listed("/sessions/none/place/no-token", 404, 404),
    "public.see_stories": Listed("/stories", 200, 200),
    "public.tell_story": Listed("/stories/new", 200, 200),
    "public.see_own_story": Listed("/stories/sent/no-token", 302, 302),
    "public.verify_certificate": Listed("/verify", 200, 200),
    "public.see_certificate": Listed("/verify/TT-0000-0000", 302, 302),
    "public.download_badge": Listed("/verify/TT-0000-0000/badge", 404, 404),
    "public.see_record": Listed("/verify/TT-0000-0000/record.json", 404, 404),
    "public.see_preview": Listed("/verify/TT-0000-0000/preview.png", 404, 404),
    "public.see_issuer": Listed("/issuer", 200, 200),
    "public.see_key": Listed("/keys/nobodys", 404, 404),
    "public.see_key_set": Listed("/.well-known/jwks.json", 200, 200),
    "public.see_achievement": Listed("/achievements/none/en", 404, 404),
    "public.see_status_list": Listed("/status-lists/1", 404, 404),
    "public.see_badge_image": Listed("/badge.png", 200, 200),
    "public.enter_code": Listed("/join", 200, 200),
    "public.join_class": Listed("/join/NOBODYS2", 404, 404),
    "public.see_pledge": Listed("/pledge/nowhere", 404, 404),
    "public.thank": Listed("/pledge/nowhere/thanks", 404, 404),
    "public.see_wall": Listed("/pledge/nowhere/wall", 404, 404),
    "public.see_count": Listed("/pledge/nowhere/count.json", 404, 404),
    "public.see_embed": Listed("/pledge/nowhere/embed", 404, 404),
    "public.see_counter_badge": Listed("/pledge/nowhere/badge.svg", 404, 404),
    "public.make_pledge_certificate": Listed("/pledge/nowhere/certificate", 404, 404),
    "public.see_pledge_certificate": Listed("/verify/pledge/nothing", 404, 404),
    "public.print_pledge_certificate": Listed("/verify/pledge/nothing/certificate.pdf", 404, 404),
    "public.open_kiosk": Listed("/drives/99/kiosk/1", 404, 404),
    "public.thank_at_kiosk": Listed("/drives/99/kiosk/1/thanks", 404, 404),
    "public.send_kiosk_worker": Listed("/drives/99/kiosk/1/worker.js", 404, 404),
    "public.leave_kiosk": Listed("/drives/99/kiosk/1/exit", 404, 404),
    "public.set_up_kiosk": Listed("/drives/99/kiosk/1/set-up/nothing", 404, 404),
    "public.confirm_pledge": Listed("/confirm/nothing", 404, 404),
    "public.read_privacy": Listed("/privacy", 200, 200),
    "public.read_accessibility": Listed("/accessibility", 200, 200),
    "public.answer_healthz": Listed("/healthz", 200, 200),
    "public.answer_readyz": Listed("/readyz", 200, 200),
    "static": Listed("/static/tokens.css", 200, 200),
    "accounts.register": Listed("/register", 200, 302),
    "accounts.sign_in": Listed("/sign-in", 200, 302),
    "accounts.ask_reset": Listed("/reset", 200, 200),
    "accounts.choose_password": Listed("/reset/not-a-token", 302, 302),
    "accounts.see_account": Listed("/account", IN, 200),
    "accounts.export_account": Listed("/account/export", IN, 200),
    "accounts.erase_account": Listed("/account/erase", IN, 200),
    "accounts.stop_letters": Listed("/letters/not-a-token", 404, 404),
    "accounts.see_calendar": Listed("/calendar/nobodys.ics", 404, 404),
    "student.see_progress": Listed("/me", IN, 200),
    "student.start_quiz": Listed("/quizzes/spot-it", IN, 200),
    "student.start_activity": Listed("/practice/feed-spotting", IN, 200),
    "student.start_test": Listed("/tests/before", IN, 200 if ARE_TESTS_OFFERED else 404),
    "student.start_booster": Listed("/booster", IN, 200 if ARE_TESTS_OFFERED else 404),
    "student.see_attempts": Listed("/attempts", IN, 200),
    "student.see_attempt": Listed("/attempts/1", IN, 404),
    "student.make_plan": Listed("/plan", IN, 200),
    "student.answer_check_back": Listed("/plan/check-back/1/14", IN, 404),
    "student.see_own_certificate": Listed("/certificate", IN, 200),
    "student.download_certificate": Listed("/certificate.pdf", IN, 302),
    "student.download_own_badge": Listed("/certificate/badge.json", IN, 302),
    "student.enter_room": Listed("/room", IN, 200),
    "student.see_room": Listed("/room/NOBODY", IN, 302),
    "student.ask_room": Listed("/room/NOBODY/now", IN, 404),
    "lecturer.see_classes": for_lecturers("/classes"),
    "lecturer.make_class": for_lecturers("/classes/new"),
    "lecturer.see_class": for_lecturers("/classes/99", 404),
    "lecturer.change_class": for_lecturers("/classes/99/details", 404),
    "lecturer.set_due_dates": for_lecturers("/classes/99/dates", 404),
    "lecturer.see_class_progress": for_lecturers("/classes/99/progress", 404),
    "lecturer.see_class_insight": for_lecturers("/classes/99/insight", 404),
    "lecturer.see_class_questions": for_lecturers("/classes/99/questions", 404),
    "lecturer.see_class_files": for_lecturers("/classes/99/files", 404),
    "lecturer.export_csv": for_lecturers("/classes/99/export.csv", 404),
    "lecturer.export_xlsx": for_lecturers("/classes/99/export.xlsx", 404),
    "lecturer.export_due_dates": for_lecturers("/classes/99/due-dates.ics", 404),
    "lecturer.print_class_report": for_lecturers("/classes/99/report.pdf", 404),
    "lecturer.export_certificates": for_lecturers("/classes/99/certificates.zip", 404),
    "lecturer.see_nudges": for_lecturers("/classes/99/nudge", 404),
    "lecturer.write_nudge": for_lecturers("/classes/99/nudge/letter", 404),
    "lecturer.see_student": for_lecturers("/classes/99/students/99", 404),
    "lecturer.see_roster": for_lecturers("/classes/99/roster", 404),
    "lecturer.see_roster_import": for_lecturers("/classes/99/roster/99", 404),
    "lecturer.see_room": for_lecturers("/classes/99/room", 404),
    "lecturer.see_screen": for_lecturers("/classes/99/room/99/screen", 404),
    "lecturer.count_round": for_lecturers("/classes/99/room/99/count.json", 404),
    "organiser.see_drives": for_organisers("/drives"),
    "organiser.create_drive": for_organisers("/drives/new"),
    "organiser.see_drive": for_organisers("/drives/99", 404),
    "organiser.change_drive": for_organisers("/drives/99/edit", 404),
    "organiser.change_text": for_organisers("/drives/99/text", 404),
    "organiser.see_stations": for_organisers("/drives/99/stations", 404),
    "organiser.prepare_kiosk": for_organisers("/drives/99/stations/1/kiosk", 404),
    "organiser.print_poster": for_organisers("/drives/99/poster.pdf", 404),
    "organiser.print_report": for_organisers("/drives/99/report.pdf", 404),
    "organiser.see_messages": for_organisers("/drives/99/messages", 404),
    "organiser.export_drive": for_organisers("/drives/99/export.csv", 404),
    "admin.see_office": for_admins("/admin"),
    "admin.see_sessions": for_admins("/admin/sessions"),
    "admin.add_session": for_admins("/admin/sessions/new"),
    "admin.see_session": for_admins("/admin/sessions/1", 404),
    "admin.change_session": for_admins("/admin/sessions/1/change", 404),
    "admin.keep_afterwards": for_admins("/admin/sessions/1/afterwards", 404),
    "admin.see_waiting_stories": for_admins("/admin/stories"),
    "admin.read_story": for_admins("/admin/stories/1", 404),
    "admin.see_campuses": for_admins("/admin/campuses"),
    "admin.add_unit": for_admins("/admin/campuses/new"),
    "admin.change_unit": for_admins("/admin/campuses/99", 404),
    "admin.see_people": for_admins("/admin/people"),
    "admin.see_certificates": for_admins("/admin/certificates"),
    "admin.see_bulk": for_admins("/admin/certificates/bulk"),
    "admin.see_certificate": for_admins("/admin/certificates/TT-0000-0000", 404),
    "admin.replace_certificate": for_admins("/admin/certificates/TT-0000-0000/replace", 404),
    "admin.revoke_certificate": for_admins("/admin/certificates/TT-0000-0000/revoke", 404),
    "admin.see_audit": for_admins("/admin/audit"),
    "admin.see_aftereffects": for_admins("/admin/aftereffects"),
    "admin.see_person": for_admins("/admin/people/99", 404),
}
# endpoint → address; each answers POST alone, and to a stranger by sending them to sign in.
ACTS: Mapping[str, str] = {
    "accounts.change_profile": "/account/profile",
    "accounts.change_password": "/account/password",
    "accounts.sign_out_everywhere": "/account/sign-out-everywhere",
    "student.finish_lesson": "/learn/spot-it/what-counts/done",
    "student.save_answers": "/attempts/1/answers",
    "student.submit_attempt": "/attempts/1/submit",
    "student.tell_aftereffect": "/attempts/1/afterwards",
    "student.swap_item": "/attempts/1/swap",
    "student.remove_plan": "/plan/remove",
    "student.choose_preview": "/certificate/preview",
    "accounts.choose_letters": "/account/letters",
    "accounts.renew_calendar": "/account/calendar",
    "accounts.close_calendar": "/account/calendar/close",
    "student.answer_room": "/room/NOBODY/answer",
    "accounts.leave_class": "/account/classes/1/leave",
    "lecturer.renew_code": "/classes/1/code",
    "lecturer.add_teacher": "/classes/1/teachers",
    "lecturer.remove_teacher": "/classes/1/teachers/1/remove",
    "lecturer.archive_class": "/classes/1/archive",
    "lecturer.reopen_class": "/classes/1/reopen",
    "lecturer.extend_date": "/classes/1/students/1/date",
    "lecturer.allow_tries": "/classes/1/students/1/tries",
    "lecturer.remove_student": "/classes/1/students/1/remove",
    "lecturer.upload_roster": "/classes/1/roster",
    "lecturer.confirm_roster": "/classes/1/roster/1/confirm",
    "lecturer.drop_roster": "/classes/1/roster/1/drop",
    "lecturer.start_round": "/classes/1/room",
    "lecturer.close_round": "/classes/1/room/1/close",
    "lecturer.explain_round": "/classes/1/room/1/explain",
    "organiser.change_state": "/drives/1/state",
    "organiser.add_station": "/drives/1/stations/new",
    "organiser.change_pin": "/drives/1/stations/1/pin",
    "organiser.discard_drive": "/drives/1/discard",
    "organiser.remove_station": "/drives/1/stations/1/remove",
    "organiser.count_paper": "/drives/1/paper",
    "organiser.decide_messages": "/drives/1/messages/decide",
    "organiser.add_organiser": "/drives/1/organisers",
    "organiser.remove_organiser": "/drives/1/organisers/1/remove",
    "admin.remove_unit": "/admin/campuses/1/remove",
    "admin.change_role": "/admin/people/1/role",
    "admin.give_class": "/admin/people/1/classes",
    "admin.give_drive": "/admin/people/1/drives",
    "admin.publish_session": "/admin/sessions/1/publish",
    "admin.cancel_session": "/admin/sessions/1/cancel",
    "admin.renew_code": "/admin/sessions/1/code",
    "admin.download_registrations": "/admin/sessions/1/registrations.csv",
    "admin.refuse_stories": "/admin/stories/refuse",
    "admin.judge_question": "/admin/sessions/1/questions/1",
    "admin.download_certificates": "/admin/certificates/archive",
    "admin.issue_earned": "/admin/certificates/bulk/issue",
    "admin.redraw_failed": "/admin/certificates/bulk/redraw",
    "admin.issue_again": "/admin/certificates/TT-0000-0000/again",
    "admin.redraw_certificate": "/admin/certificates/TT-0000-0000/redraw",
}
FOR_EVERYBODY_TO_POST = {
    "accounts.sign_out",
    "public.sign_pledge",
    "public.verify_file",
    "public.take_place",
    "public.take_queue",
    "public.give_back_place",
    "public.note_attendance",
    "public.ask_question",
    "public.take_story_back",
}


def test_every_page_is_listed_here(app: Flask) -> None:
    gets = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" not in (rule.methods or ())}

    assert gets == set(PAGES)
    assert posts == {*ACTS, *FOR_EVERYBODY_TO_POST}


def test_every_blueprint_has_a_door(app: Flask) -> None:
    assert set(app.blueprints) == set(DOORS)


def test_every_variable_part_of_an_address_has_a_type_and_every_path_is_kebab_case(app: Flask) -> None:
    untyped = {"filename", "serial", "token", "thumbprint", "version", "code"}  # read by their own checkers
    for rule in app.url_map.iter_rules():
        fixed = "".join(part for static, part in rule._trace if not static)
        assert fixed == fixed.lower(), rule
        assert "_" not in fixed, rule
        for name, converter in rule._converters.items():
            assert name in untyped or type(converter).__name__ != "UnicodeConverter", rule


@pytest.mark.parametrize("endpoint", PAGES)
def test_a_page_lets_in_whom_it_should(
    app: Flask,
    endpoint: str,
    alice: Person,
    lecturer: Person,
    organiser: Person,
    admin: Person,
    sign_in: Callable[[Person], Visitor],
) -> None:
    listed = PAGES[endpoint]

    _check(Visitor(app), listed.address, listed.signed_out)
    _check(sign_in(alice), listed.address, listed.student)
    staff = {lecturer: listed.teaching, organiser: listed.organising, admin: listed.admin}
    for person, expected in staff.items():
        _check(sign_in(person), listed.address, listed.student if expected is None else expected)


def _check(visitor: Visitor, address: str, expected: int | str) -> None:
    if expected == IN:
        page = visitor.get(address, expect=302)
        assert page.location.startswith("/sign-in?next="), address
    else:
        visitor.get(address, expect=int(expected))


@pytest.mark.parametrize("endpoint", ACTS)
def test_an_act_sends_a_stranger_to_sign_in(client: Visitor, endpoint: str) -> None:
    page = client.post(ACTS[endpoint])

    assert page.location == "/sign-in"


@pytest.mark.parametrize(
    "address", ["/nowhere", "/learn/nowhere", "/learn/spot-it/nowhere", "/?lang=xx", "/learn?lang="]
)
@pytest.mark.parametrize(("language", "heading"), [("en", "Page not found"), ("ms", "Halaman tidak ditemui")])
def test_an_unknown_address_is_a_404_in_the_visitors_language(
    client: Visitor, address: str, language: str, heading: str
) -> None:
    client.browser.set_cookie("language", language)

    page = client.get(address, expect=404)

    assert (page.heading, page.language) == (heading, language)
