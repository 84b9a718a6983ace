"""By which name is somebody greeted?"""

import re
from typing import Final
from unicodedata import category

MAX_WORDS: Final = 4
MAX_LENGTH: Final = 50
NAME_PUNCTUATION: Final = " '’`·・-‐‑\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}."  # noqa: RUF001 - signs of names
_ADDRESS: Final = re.compile(r"\.[^\W_]{2}|\bwww\b|\bhttps?\b", re.IGNORECASE)
"""A full stop that begins more than an initial may end in a domain."""


def greeting_name(first_name: str) -> str:
    """Answer the name if it looks like one, else none.

    Mails go to addresses that nobody has confirmed yet, and whoever typed the address typed the name as well: it must
    hold nothing that a mail program makes a link of, nor a message of its own.
    """
    name = first_name.strip()
    is_short = len(name) <= MAX_LENGTH and len(name.split()) <= MAX_WORDS
    is_name = is_short and all(_is_of_names(letter) for letter in name) and not _ADDRESS.search(name)
    return name if is_name else ""


def _is_of_names(letter: str) -> bool:
    return category(letter)[0] in "LM" or letter in NAME_PUNCTUATION
