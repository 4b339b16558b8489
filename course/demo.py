"""People to try the course as, for an empty local database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from course import learning, people, sessions, stories
from course.clock import KUALA_LUMPUR, in_malaysia
from course.extensions import db
from course.tables import User
from course.tables.people import Role

PASSWORD = "pause-think-post"  # noqa: S105 -- printed on purpose, for local sites only


@dataclass(frozen=True)
class DemoPerson:
    """One account with the part it plays."""

    role: Role
    email: str
    display_name: str
    language: str


PEOPLE = (
    DemoPerson(Role.STUDENT, "student@demo.example.com", "Nur Aisyah binti Abdullah", "en"),
    DemoPerson(Role.STUDENT, "pelajar@demo.example.com", "Chong Wei Ming", "ms"),
    DemoPerson(Role.LECTURER, "lecturer@demo.example.com", "Dr. Devi a/p Raju", "en"),
    DemoPerson(Role.ORGANISER, "organiser@demo.example.com", "Haziq Salleh", "ms"),
    DemoPerson(Role.ADMIN, "admin@demo.example.com", "Liyana Yusof", "en"),
)
SESSIONS = (
    {
        "slug": "world-mental-health-day",
        "title_en": "World Mental Health Day: when the feed weighs on you",
        "title_ms": "Hari Kesihatan Mental Sedunia: apabila suapan media sosial membebankan",
        "description_en": (
            "What scrolling does to a bad day, what helps, and whom to turn to on campus.\n\n"
            "Nobody is asked to tell anything about themselves. You may leave at any time."
        ),
        "description_ms": (
            "Kesan menatal media sosial pada hari yang sukar, perkara yang membantu, dan tempat mendapatkan bantuan "
            "di kampus.\n\nAnda tidak akan diminta bercerita tentang diri. Anda boleh keluar pada bila-bila masa."
        ),
        "speakers_en": "A counsellor of the campus; a peer supporter",
        "speakers_ms": "Seorang kaunselor kampus; seorang pembimbing rakan sebaya",
        "spoken": "both",
        "place": "Dewan Kuliah 1",
        "link": "",
        "capacity": 80,
    },
    {
        "slug": "safer-internet-day",
        "title_en": "Safer Internet Day: report it, and look after each other",
        "title_ms": "Hari Internet Selamat: laporkan, dan jaga satu sama lain",
        "description_en": (
            "What happens to a report once it is sent, what to keep before you send it, and how to stand by whoever "
            "it is about. With time for questions."
        ),
        "description_ms": (
            "Perkara yang berlaku selepas laporan dihantar, perkara yang perlu disimpan sebelum menghantarnya, dan "
            "cara menyokong orang yang terkesan. Ada masa untuk soal jawab."
        ),
        "speakers_en": "A lecturer in communication; an officer of student affairs",
        "speakers_ms": "Seorang pensyarah komunikasi; seorang pegawai hal ehwal pelajar",
        "spoken": "ms",
        "place": "Bilik Seminar 2",
        "link": "https://meet.example.edu.my/safer-internet-day",
        "capacity": 40,
    },
)
TRANSCRIPT = {
    "en": (
        "Lecturer: Welcome. Today is about what each of us can do, and about what nobody has to carry alone.\n\n"
        "Counsellor: If something that you saw stays with you, tell somebody. That is a reason to come to us; "
        "there need not be a bigger one."
    ),
    "ms": (
        "Pensyarah: Selamat datang. Hari ini kita bercakap tentang perkara yang boleh dilakukan oleh setiap orang, dan "
        "beban yang tidak perlu ditanggung seorang diri.\n\n"
        "Kaunselor: Jika sesuatu yang anda lihat masih mengganggu fikiran, beritahu seseorang. Itu sudah cukup sebagai "
        "sebab untuk bertemu kami."
    ),
}
# Written for this course, as examples of what may be told: (language, words).
STORIES = (
    (
        "en",
        "I sat alone at lunch all week. Today the cook said, “Table by the window is yours,” and gave me extra sambal.",
    ),
    ("en", "I nearly posted an angry reply. I walked around the lake first, and then I asked her what she had meant."),
    ("en", "My group muted the notifications for one evening. We cooked Maggi, talked, and nobody missed anything."),
    (
        "ms",
        "Saya tersilap kata semasa membentang. Tiada siapa ketawa, malah seorang rakan menolong saya menyambung ayat.",
    ),
    ("ms", "Mak telefon hanya untuk bertanya sudah makan atau belum. Nasi bungkus petang itu terasa paling sedap."),
    (
        "ms",
        "Ada komen jahat pada video kawan saya. Kami ramai-ramai menulis perkara yang baik sampai komen itu tenggelam.",
    ),
)
LESSONS_READ = (("spot-it", "what-counts"), ("spot-it", "the-tricks"))


def seed(now: datetime) -> None:
    """Make the demo people, two live sessions and six stories; the Malay-speaking student has begun the course."""
    ids: dict[str, int] = {}
    for person in PEOPLE:
        visitor = people.register(
            email=person.email,
            display_name=person.display_name,
            password=PASSWORD,
            language=person.language,
            now=now - timedelta(days=6),
        )
        ids[person.email] = visitor.id
        if person.role != Role.STUDENT:
            people.give_role(visitor.id, person.role, actor_id=None, now=now)
        elif person.language == "ms":
            for days_ago, (module, lesson) in enumerate(LESSONS_READ, start=1):
                learning.finish_lesson(visitor.id, module, lesson, now - timedelta(days=days_ago))
    _tell_stories(ids[PEOPLE[-1].email], now)
    _hold_sessions([ids[person.email] for person in PEOPLE if person.role == Role.STUDENT], ids[PEOPLE[-1].email], now)


def _tell_stories(admin: int, now: datetime) -> None:
    """Plainly examples: their campus says so."""
    for number, (language, text) in enumerate(STORIES):
        day = now - timedelta(days=1 + number % 2)
        campus = {"en": "Example for trying the site", "ms": "Contoh untuk mencuba laman"}[language]
        ticket = stories.new_ticket()
        story = stories.send(text, campus=campus, language=language, ticket=ticket, now=day)
        stories.approve(story, stories.CHECKS, content_note="", actor_id=admin, now=day)


def _hold_sessions(students: list[int], admin: int, now: datetime) -> None:
    """The two days of the year, one behind us and one before us, each with the students in it."""
    today = in_malaysia(now).date()
    for written, day in zip(SESSIONS, _days(today), strict=True):
        begin = datetime(day.year, day.month, day.day, 10, tzinfo=KUALA_LUMPUR)
        moments = {
            "slug": f"{written['slug']}-{day.year}",
            "starts_at": begin,
            "ends_at": begin + timedelta(minutes=90),
        }
        planned = min(now, begin) - timedelta(days=5)
        live, _moved, _told = sessions.keep(None, {**written, **moments}, actor_id=admin, now=planned)
        sessions.publish(live.id, actor_id=admin, now=planned)
        for student in students:
            place, _new = sessions.take_place(live.slug, user_id=student, language="en", now=planned)
            if day < today:
                sessions.attend(place, live.attendance_code, begin)
        if day < today:
            texts = {f"transcript_{code}": TRANSCRIPT[code] for code in ("en", "ms")}
            sessions.keep_afterwards(live.id, recording="", **texts, actor_id=admin, now=begin + timedelta(days=1))


def _days(today: date) -> tuple[date, date]:
    """World Mental Health Day and Safer Internet Day: the nearer of the two that come, and the other one last time."""
    mental_health, safer_internet = (_next(today, of) for of in (_mental_health_day, _safer_internet_day))
    if mental_health < safer_internet:
        return mental_health, _safer_internet_day(safer_internet.year - 1)
    return _mental_health_day(mental_health.year - 1), safer_internet


def _next(today: date, of: Callable[[int], date]) -> date:
    return next(day for day in (of(today.year), of(today.year + 1)) if day > today)


def _mental_health_day(year: int) -> date:
    return date(year, 10, 10)


def _safer_internet_day(year: int) -> date:
    """The second Tuesday of February."""
    first = date(year, 2, 1)
    return first + timedelta(days=(1 - first.weekday()) % 7 + 7)


def is_here() -> bool:
    addresses = [person.email for person in PEOPLE]
    return db.session.scalar(select(User.id).where(User.email.in_(addresses)).limit(1)) is not None
