"""Whether the shop can serve: asked by load balancers and people."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from importlib.metadata import version
from typing import Final, Literal, TypeAlias

import msgspec

from shop_http.schemas.request_types import AwareDatetime

VERSION: Final = version("shop")
CHECK_TIMEOUT_SECONDS: Final = 1.5
Check: TypeAlias = Callable[[], None]
"""Return if all is well; raise, or hang, if it is not."""
HealthState: TypeAlias = Literal["ok", "unavailable"]


class HealthOut(msgspec.Struct, frozen=True, kw_only=True):
    """How the shop is, and each thing that it can't do without."""

    status: HealthState
    version: str
    timestamp: AwareDatetime
    checks: dict[str, HealthState]


class HealthChecks:
    """Asks everything that the shop can't do without, and answers in time even if nobody answers it."""

    def __init__(self, *, checks: Mapping[str, Check], clock: Callable[[], datetime]) -> None:
        self._checks = {name: _CheckRunner(check) for name, check in checks.items()}
        self._clock = clock

    def report(self) -> HealthOut:
        """Ask each and report; a thing that is not well makes the whole unavailable."""
        answers: dict[str, HealthState] = {name: check.state() for name, check in self._checks.items()}
        well = all(answer == "ok" for answer in answers.values())
        status: HealthState = "ok" if well else "unavailable"
        return HealthOut(status=status, version=VERSION, timestamp=self._clock(), checks=answers)

    def close(self) -> None:
        for check in self._checks.values():
            check.close()


class _CheckRunner:
    """One check on one thread of its own: while it hangs, nobody else is sent after it."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="shop-health")
        self._running_check: Future[None] | None = None

    def state(self) -> HealthState:
        """Ask, or join whoever asks already; what takes too long is not well."""
        if self._running_check is None or self._running_check.done():
            self._running_check = self._thread.submit(self._check)
        try:
            self._running_check.result(CHECK_TIMEOUT_SECONDS)
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not well
            return "unavailable"
        return "ok"

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
