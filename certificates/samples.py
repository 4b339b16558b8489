"""Invented people whose certificates show every language and script that must come out right."""

from datetime import date

from certificates.claims import Claims

NAMES = {
    "latin": "Nur Aisyah binti Abdullah",
    "latin-accents": "Nguyễn Thị Ánh Đào",
    "chinese": "陈嘉慧",
    "chinese-rare": "鈺嬋 灝錞",
    "chinese-and-latin": "Tan Wei Ling 陈慧玲",
    "tamil": "கவிதா சுப்பிரமணியம்",
    "jawi": "نور عائشة بنت عبدالله",
    "jawi-and-latin": "Ahmad أحمد",
    "devanagari": "कविता श्रेष्ठ",
    "bengali": "শর্মিষ্ঠা চক্রবর্তী",
    "thai": "ณัฐธิดา ศรีสุวรรณ",
    "long": "Puteri Nur Aisyah Sofea Maisarah Khadijah Zulaikha binti Tengku Abdul Rahman Shah ibni Almarhum Raja "
    "Ahmad Kamaruzzaman",
    "long-tamil": "கவிதா சுப்பிரமணியம் வெங்கடேசன் லட்சுமி நாராயணன் மீனாட்சி சுந்தரம்",
    "long-unbroken": "W" * 120,
}

_WORDS = {
    "en": {
        "course": "ThinkTwice: digital literacy for university students",
        "modules": ("Spotting hate speech",),
        "hours": "about 45 minutes",
        "skills": (
            "Classify a post as an attack on a protected trait, as rude or as criticism",
            "Identify six techniques of hate speech, from the coded word to the false statistic",
            "Judge how urgent a post is and decide what to do with it",
        ),
        "signatory_role": "Dean of Students",
    },
    "ms": {
        "course": "ThinkTwice: literasi digital untuk pelajar universiti",
        "modules": ("Mengenal pasti ucapan kebencian",),
        "hours": "kira-kira 45 minit",
        "skills": (
            "Mengelaskan hantaran sebagai serangan terhadap ciri terlindung, biadab atau kritikan",
            "Mengenal pasti enam teknik ucapan kebencian, daripada kata bersandi hingga statistik palsu",
            "Menilai betapa mendesaknya sesuatu hantaran dan memutuskan tindakan",
        ),
        "signatory_role": "Dekan Hal Ehwal Pelajar",
    },
}


def sample(name: str, language: str) -> Claims:
    """The certificate of an invented person, at an address that leads nowhere."""
    serial = "TT-7K2M-9QXD"
    return Claims(
        serial=serial,
        name=name,
        course_version="2026.1",
        campus="Universiti Contoh Malaysia",
        signatory="Prof. Dr. Contoh",
        issued_on=date(2026, 11, 21),
        language=language,
        verify_url=f"https://thinktwice.example.edu.my/verify/{serial}",
        **_WORDS[language],
    )


SAMPLES = {f"{label}-{language}": sample(name, language) for label, name in NAMES.items() for language in _WORDS}
