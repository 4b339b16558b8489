"""Two live sessions, one behind us and one before us."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from course import places, sessions
from course.clock import KUALA_LUMPUR, in_malaysia

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


def seed(students: list[int], admin: int, now: datetime) -> None:
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
            place, _new = places.take_place(live.slug, user_id=student, language="en", now=planned)
            if day < today:
                places.attend(place, live.attendance_code, begin)
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
