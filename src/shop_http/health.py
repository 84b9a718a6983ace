"""Whether the shop can serve: asked by load balancers and people."""

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Final

import msgspec

VERSION: Final = version("shop")
Check = Callable[[], None]
"""Return in well under two seconds, or raise ShopError."""


class HealthOut(msgspec.Struct, frozen=True, kw_only=True):
    """How the shop is."""

    status: str
    version: str
    timestamp: str
    checks: dict[str, str]


class Health:
    """Asks everything that the shop can't do without."""

    def __init__(self, *, checks: Mapping[str, Check], clock: Callable[[], datetime]) -> None:
        """Ask these, by name."""
        self._checks = checks
        self._clock = clock

    def report(self) -> HealthOut:
        """Ask each and report; a thing that does not answer makes the whole unavailable."""
        answers = {name: _answer(check) for name, check in self._checks.items()}
        well = all(answer == "ok" for answer in answers.values())
        timestamp = self._clock().isoformat(timespec="seconds").replace("+00:00", "Z")
        return HealthOut(status="ok" if well else "unavailable", version=VERSION, timestamp=timestamp, checks=answers)


def _answer(check: Check) -> str:
    try:
        check()
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not well
        return "unavailable"
    return "ok"
