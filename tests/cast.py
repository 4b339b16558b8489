"""The people of the tests: Alice learns, Bob learns beside her, Charlie must never get in."""

from dataclasses import dataclass

PASSWORD = "kopi-o-kosong-4x"


@dataclass(frozen=True)
class Person:
    """Somebody with an account, as plain values that outlive every database session."""

    id: int
    email: str
    display_name: str
    password: str
    role: str
    language: str
