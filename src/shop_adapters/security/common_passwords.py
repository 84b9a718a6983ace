"""The passwords that everybody tries first."""

from collections.abc import Collection
from functools import cache


def is_common_password(password: str) -> bool:
    """Tell whether a password, in lower case, is among the most common ones."""
    return password in _known()


@cache
def _known() -> Collection[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])
