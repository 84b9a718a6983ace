"""Which device a user agent stands for, in a few words."""

import re
from functools import lru_cache
from typing import Final

UNKNOWN: Final = "Unknown device"
LONGEST: Final = 120
_NAME: Final = re.compile(r"[\w /+()!&'-]+")
"""Without what addresses are made of: mails show these names, and whoever sends a user agent chose its words."""


@lru_cache(maxsize=2048)
def describe_device(user_agent: str) -> str:
    """Say browser and system, such as `Chrome on Windows`; for programs, their own name; addresses are none."""
    from ua_parser import parse

    found = parse(user_agent)
    browser = _named(found.user_agent.family) if found.user_agent else None
    system = _named(found.os.family) if found.os else None
    if browser and system:
        return f"{browser} on {system}"[:LONGEST]
    return (browser or system or _named(_first_word(user_agent)) or UNKNOWN)[:LONGEST]


def _named(text: str) -> str | None:
    return text if _NAME.fullmatch(text) else None


def _first_word(user_agent: str) -> str:
    return user_agent.split("/", maxsplit=1)[0].split(" ", maxsplit=1)[0]
