"""Which device a user agent stands for, in a few words."""

from functools import lru_cache
from typing import Final

UNKNOWN: Final = "Unknown device"
LONGEST: Final = 120


@lru_cache(maxsize=2048)
def device_name(user_agent: str) -> str:
    """Say browser and system, such as `Chrome on Windows`; for programs, their own name."""
    from ua_parser import parse

    found = parse(user_agent)
    browser = found.user_agent.family if found.user_agent else None
    system = found.os.family if found.os else None
    if browser and system:
        return f"{browser} on {system}"[:LONGEST]
    return (browser or system or _first_word(user_agent))[:LONGEST]


def _first_word(user_agent: str) -> str:
    word = user_agent.split("/", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    return word if word.isprintable() and word else UNKNOWN
