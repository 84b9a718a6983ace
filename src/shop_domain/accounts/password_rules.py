"""Which passwords may be chosen?"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Final

import msgspec

SHORTEST: Final = 8
LONGEST: Final = 128
MOST_BYTES: Final = 1024
"""Nothing longer is ever hashed, whoever sends it."""
TOO_SIMILAR: Final = 0.7

IsCommon = Callable[[str], bool]
"""Tell whether a password, in lower case, is among those that everybody tries first."""


class OwnData(msgspec.Struct, frozen=True, kw_only=True):
    """What a password must not resemble."""

    username: str
    first_name: str
    last_name: str
    email: str

    def named(self) -> Iterator[tuple[str, str]]:
        """Give each value with the words that a message uses for it."""
        yield "username", self.username
        yield "first name", self.first_name
        yield "last name", self.last_name
        yield "email address", self.email


def normalised(password: str) -> str:
    """Give the one form in which a password is hashed: NFC, so that every keyboard types the same one."""
    return unicodedata.normalize("NFC", password)


def is_hashable(password: str) -> bool:
    """Tell whether a password is short enough to be worth hashing at all."""
    return len(password.encode(errors="surrogatepass")) <= MOST_BYTES


def faults_of(password: str, own: OwnData, is_common: IsCommon) -> list[str]:
    """Name everything that is wrong with a new password; nothing if it may be chosen."""
    if not is_hashable(password) or len(normalised(password)) > LONGEST:
        return [f"This password is too long. It must contain at most {LONGEST} characters."]
    return [*_faults(normalised(password), own, is_common)]


def _faults(password: str, own: OwnData, is_common: IsCommon) -> Iterator[str]:
    for name, value in own.named():
        if _resembles(password, value):
            yield f"The password is too similar to the {name}."
            break
    if len(password) < SHORTEST:
        yield f"This password is too short. It must contain at least {SHORTEST} characters."
    if is_common(password.lower().strip()):
        yield "This password is too common."
    if password.isdigit():
        yield "This password is entirely numeric."


def _resembles(password: str, value: str) -> bool:
    folded = password.lower()
    parts = [part for part in (*re.split(r"\W+", value.lower()), value.lower()) if part]
    return any(_comparable(folded, part) and _ratio(folded, part) >= TOO_SIMILAR for part in parts)


def _comparable(password: str, part: str) -> bool:
    """Skip parts that are far too short to make the password guessable, whatever the ratio says."""
    return len(part) >= len(password) * TOO_SIMILAR / 2


def _ratio(password: str, part: str) -> float:
    return SequenceMatcher(a=password, b=part).quick_ratio()
