"""What PayPal remembers under a PayPal-Request-Id."""

from datetime import datetime

import msgspec

from shop_http.simulators.paypal.problems import Problem


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """The result of an earlier request: a record that exists, or a refusal after an effect."""

    body: bytes
    until: datetime
    record_id: str | None = None
    problem: Problem | None = None


class RequestMemory:
    """Results by (path, request id), as long as PayPal keeps them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Remembered] = {}

    def recall(self, path: str, request_id: str | None, now: datetime) -> Remembered | None:
        kept = self._kept.get((path, request_id)) if request_id else None
        return kept if kept and kept.until > now else None

    def keep(self, path: str, request_id: str | None, remembered: Remembered) -> None:
        if request_id:
            self._kept[path, request_id] = remembered
