"""Everybody: lessons, help, checking a certificate. No account is needed for any of it."""

from flask import Blueprint

from course import doors
from course.public.badges import see_achievement, see_badge_image, see_issuer, see_key, see_key_set, see_status_list
from course.public.campaigns import download_share_kit, see_campaigns, see_share_kit, see_share_picture
from course.public.check_in import open_check_in
from course.public.counters import answer_first
from course.public.found import send_robots, send_sitemap
from course.public.front import read_accessibility, read_privacy, see_home
from course.public.glossary import read_glossary
from course.public.health import answer_healthz, answer_readyz
from course.public.help import print_help, read_help
from course.public.hub import print_guide, read_guide, read_sources, see_hub
from course.public.join import enter_code, join_class
from course.public.kiosk import leave_kiosk, open_kiosk, send_kiosk_worker, set_up_kiosk, take_queue, thank_at_kiosk
from course.public.learn import read_lesson, see_courses, see_module
from course.public.offline import see_offline, send_manifest, send_worker
from course.public.pledge import confirm_pledge, see_pledge, sign_pledge, thank
from course.public.pledge_certificate import (
    make_pledge_certificate,
    print_pledge_certificate,
    see_pledge_certificate,
)
from course.public.search import search_hub
from course.public.sessions import (
    ask_question,
    confirm_place,
    download_feed,
    download_session,
    give_back_place,
    note_attendance,
    see_place,
    see_session,
    see_sessions,
    take_place,
)
from course.public.stories import see_own_story, see_stories, take_story_back, tell_story
from course.public.teaching import print_handout, read_teaching
from course.public.verify import (
    download_badge,
    see_certificate,
    see_preview,
    see_record,
    verify_certificate,
    verify_file,
)
from course.public.wall import see_count, see_counter_badge, see_embed, see_wall

blueprint = Blueprint("public", __name__)
doors.open_to_everybody(blueprint)
blueprint.record_once(answer_first)

blueprint.add_url_rule("/", view_func=see_home)
blueprint.add_url_rule("/learn", view_func=see_courses)
blueprint.add_url_rule("/learn/<slug:module>", view_func=see_module)
blueprint.add_url_rule("/learn/<slug:module>/<slug:lesson>", view_func=read_lesson)
blueprint.add_url_rule("/learn/<slug:module>/teach", view_func=read_teaching)
blueprint.add_url_rule("/learn/<slug:module>/handout.pdf", view_func=print_handout)
blueprint.add_url_rule("/help", view_func=read_help)
blueprint.add_url_rule("/help.pdf", view_func=print_help)
blueprint.add_url_rule("/check-in", view_func=open_check_in)
blueprint.add_url_rule("/hub", view_func=see_hub)
blueprint.add_url_rule("/hub/guides/<slug:guide>", view_func=read_guide)
blueprint.add_url_rule("/hub/guides/<slug:guide>.pdf", view_func=print_guide)
blueprint.add_url_rule("/hub/search", view_func=search_hub)
blueprint.add_url_rule("/hub/sources", view_func=read_sources)
blueprint.add_url_rule("/hub/glossary", view_func=read_glossary)
blueprint.add_url_rule("/hub/campaigns", view_func=see_campaigns)
blueprint.add_url_rule("/hub/share-kit", view_func=see_share_kit)
blueprint.add_url_rule("/hub/share-kit.zip", view_func=download_share_kit)
blueprint.add_url_rule("/hub/share-kit/<any(en, ms):code>/<slug:picture>.png", view_func=see_share_picture)
blueprint.add_url_rule("/robots.txt", view_func=send_robots)
blueprint.add_url_rule("/sitemap.xml", view_func=send_sitemap)
blueprint.add_url_rule("/offline", view_func=see_offline)
blueprint.add_url_rule("/sw.js", view_func=send_worker)
blueprint.add_url_rule("/manifest.webmanifest", view_func=send_manifest)
blueprint.add_url_rule("/pledge/<slug:drive>", view_func=see_pledge)
blueprint.add_url_rule("/pledge/<slug:drive>", view_func=sign_pledge, methods=["POST"])
blueprint.add_url_rule("/pledge/<slug:drive>/thanks", view_func=thank)
blueprint.add_url_rule("/pledge/<slug:drive>/wall", view_func=see_wall)
blueprint.add_url_rule("/pledge/<slug:drive>/count.json", view_func=see_count)
blueprint.add_url_rule("/pledge/<slug:drive>/embed", view_func=see_embed)
blueprint.add_url_rule("/pledge/<slug:drive>/badge.svg", view_func=see_counter_badge)
blueprint.add_url_rule("/confirm/<token>", view_func=confirm_pledge, methods=["GET", "POST"])
blueprint.add_url_rule("/sessions", view_func=see_sessions)
blueprint.add_url_rule("/sessions.ics", view_func=download_feed)
blueprint.add_url_rule("/sessions/<slug:slug>", view_func=see_session)
blueprint.add_url_rule("/sessions/<slug:slug>.ics", view_func=download_session)
blueprint.add_url_rule("/sessions/<slug:slug>/take", view_func=take_place, methods=["POST"])
blueprint.add_url_rule("/sessions/<slug:slug>/confirm/<token>", view_func=confirm_place, methods=["GET", "POST"])
blueprint.add_url_rule("/sessions/<slug:slug>/place/<token>", view_func=see_place)
blueprint.add_url_rule("/sessions/<slug:slug>/place/<token>/give-back", view_func=give_back_place, methods=["POST"])
blueprint.add_url_rule("/sessions/<slug:slug>/place/<token>/attend", view_func=note_attendance, methods=["POST"])
blueprint.add_url_rule("/sessions/<slug:slug>/place/<token>/ask", view_func=ask_question, methods=["POST"])
blueprint.add_url_rule("/stories", view_func=see_stories)
blueprint.add_url_rule("/stories/new", view_func=tell_story, methods=["GET", "POST"])
blueprint.add_url_rule("/stories/sent/<token>", view_func=see_own_story)
blueprint.add_url_rule("/stories/sent/<token>/take-back", view_func=take_story_back, methods=["POST"])
blueprint.add_url_rule("/verify", view_func=verify_certificate)
blueprint.add_url_rule("/verify", view_func=verify_file, methods=["POST"])
blueprint.add_url_rule("/verify/<serial>", view_func=see_certificate)
blueprint.add_url_rule("/verify/<serial>/badge", view_func=download_badge)
blueprint.add_url_rule("/verify/<serial>/record.json", view_func=see_record)
blueprint.add_url_rule("/verify/<serial>/preview.png", view_func=see_preview)
blueprint.add_url_rule("/issuer", view_func=see_issuer)
blueprint.add_url_rule("/achievements/<version>/<any(en, ms):code>", view_func=see_achievement)
blueprint.add_url_rule("/keys/<thumbprint>", view_func=see_key)
blueprint.add_url_rule("/.well-known/jwks.json", view_func=see_key_set)
blueprint.add_url_rule("/status-lists/<int:number>", view_func=see_status_list)
blueprint.add_url_rule("/badge.<any(png, svg):kind>", view_func=see_badge_image)
blueprint.add_url_rule("/join", view_func=enter_code)
blueprint.add_url_rule("/join/<code>", view_func=join_class, methods=["GET", "POST"])
blueprint.add_url_rule("/privacy", view_func=read_privacy)
blueprint.add_url_rule("/accessibility", view_func=read_accessibility)
blueprint.add_url_rule("/healthz", view_func=answer_healthz)
blueprint.add_url_rule("/readyz", view_func=answer_readyz)
blueprint.add_url_rule("/drives/<int:drive>/kiosk/<int:station>", view_func=open_kiosk, methods=["GET", "POST"])
blueprint.add_url_rule("/drives/<int:drive>/kiosk/<int:station>/thanks", view_func=thank_at_kiosk)
blueprint.add_url_rule("/drives/<int:drive>/kiosk/<int:station>/signatures", view_func=take_queue, methods=["POST"])
blueprint.add_url_rule("/drives/<int:drive>/kiosk/<int:station>/worker.js", view_func=send_kiosk_worker)
blueprint.add_url_rule("/drives/<int:drive>/kiosk/<int:station>/exit", view_func=leave_kiosk, methods=["GET", "POST"])
blueprint.add_url_rule(
    "/drives/<int:drive>/kiosk/<int:station>/set-up/<token>", view_func=set_up_kiosk, methods=["GET", "POST"]
)
blueprint.add_url_rule("/pledge/<slug:drive>/certificate", view_func=make_pledge_certificate, methods=["GET", "POST"])
blueprint.add_url_rule("/verify/pledge/<token>", view_func=see_pledge_certificate)
blueprint.add_url_rule("/verify/pledge/<token>/certificate.pdf", view_func=print_pledge_certificate)
