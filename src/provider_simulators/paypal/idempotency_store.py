"""What PayPal remembers under a PayPal-Request-Id."""

from datetime import datetime

import msgspec

from provider_simulators.paypal.errors import PayPalError


class StoredResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of an earlier request: a record that exists, or a refusal after an effect."""

    body: bytes
    until: datetime
    record_id: str | None = None
    error: PayPalError | None = None


class IdempotencyStore:
    """Results by (path, request id), as long as PayPal keeps them."""

    def __init__(self) -> None:
        self._results: dict[tuple[str, str], StoredResult] = {}

    def get(self, path: str, request_id: str | None, now: datetime) -> StoredResult | None:
        kept = self._results.get((path, request_id)) if request_id else None
        return kept if kept and kept.until > now else None

    def put(self, path: str, request_id: str | None, result: StoredResult) -> None:
        if request_id:
            self._results[path, request_id] = result
