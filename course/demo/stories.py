"""Six stories, three in each language, and two that wait for a moderator; all say that they are examples."""

from datetime import datetime, timedelta

from course import stories

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
# Nobody has read these yet; the second is held, for what looks like an address must be looked at by itself.
UNREAD = (
    ("ms", "Adik saya tolong basuh pinggan tanpa disuruh. Kami ketawa sampai habis semua pinggan."),
    ("en", "We made a thank-you wall for the cleaners of our block, with photos at www.example.com/wall."),
)
CAMPUS = {"en": "Example for trying the site", "ms": "Contoh untuk mencuba laman"}


def seed(admin: int, now: datetime) -> None:
    """Plainly examples: their campus says so."""
    for number, (language, text) in enumerate(STORIES):
        day = now - timedelta(days=1 + number % 2)
        story = _send(language, text, day)
        stories.approve(story, stories.CHECKS, content_note="", actor_id=admin, now=day)
    for language, text in UNREAD:
        _send(language, text, now)


def _send(language: str, text: str, day: datetime) -> int:
    return stories.send(text, campus=CAMPUS[language], language=language, ticket=stories.new_ticket(), now=day)
