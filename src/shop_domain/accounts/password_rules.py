"""Which passwords may be chosen?"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Final

import msgspec

MIN_LENGTH: Final = 8
MAX_LENGTH: Final = 128
MAX_BYTES: Final = 1024
"""Nothing longer is ever hashed, whoever sends it."""
MAX_SIMILARITY: Final = 0.7

IsCommonPassword = Callable[[str], bool]
"""Tell whether a password, in lower case, is among those that everybody tries first."""


class PersonalInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a password must not resemble."""

    username: str
    first_name: str
    last_name: str
    email: str

    def labelled(self) -> Iterator[tuple[str, str]]:
        """Give each value with the words that a message uses for it."""
        yield "username", self.username
        yield "first name", self.first_name
        yield "last name", self.last_name
        yield "email address", self.email


def normalize_password(password: str) -> str:
    """Give the one form in which a password is hashed: NFC, so that every keyboard types the same one."""
    return unicodedata.normalize("NFC", password)


def fits_hash_limit(password: str) -> bool:
    """Tell whether a password is short enough to be worth hashing at all."""
    return len(password.encode(errors="surrogatepass")) <= MAX_BYTES


def password_errors(password: str, personal_info: PersonalInfo, is_common: IsCommonPassword) -> list[str]:
    """Name everything that is wrong with a new password; nothing if it may be chosen."""
    if not fits_hash_limit(password) or len(normalize_password(password)) > MAX_LENGTH:
        return [f"This password is too long. It must contain at most {MAX_LENGTH} characters."]
    return [*_errors(normalize_password(password), personal_info, is_common)]


def _errors(password: str, own: PersonalInfo, is_common: IsCommonPassword) -> Iterator[str]:
    for name, value in own.labelled():
        if _resembles(password, value):
            yield f"The password is too similar to the {name}."
            break
    if len(password) < MIN_LENGTH:
        yield f"This password is too short. It must contain at least {MIN_LENGTH} characters."
    if is_common(password.lower().strip()):
        yield "This password is too common."
    if password.isdigit():
        yield "This password is entirely numeric."


def _resembles(password: str, value: str) -> bool:
    folded = password.lower()
    parts = [part for part in (*re.split(r"\W+", value.lower()), value.lower()) if part]
    return any(_comparable(folded, part) and _ratio(folded, part) >= MAX_SIMILARITY for part in parts)


def _comparable(password: str, part: str) -> bool:
    """Skip parts that are far too short to make the password guessable, whatever the ratio says."""
    return len(part) >= len(password) * MAX_SIMILARITY / 2


def _ratio(password: str, part: str) -> float:
    return SequenceMatcher(a=password, b=part).quick_ratio()
