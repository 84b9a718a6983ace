"""What was asked of a simulator, for tests that count calls."""

from collections import deque
from datetime import datetime

import msgspec

from provider_simulators.http_messages import Request, Response

MAX_ENTRIES = 10_000
_SECRET_HEADERS = frozenset({"authorization", "cookie", "binancepay-signature"})


class RecordedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One call: what came, what was answered, and which fault was played."""

    n: int
    at: datetime
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str
    status: int | None
    """None where the effect of a fault was that no answer left."""
    fault: str | None


class RequestJournal:
    """The last calls, secrets cut out."""

    def __init__(self) -> None:
        self._entries: deque[RecordedRequest] = deque(maxlen=MAX_ENTRIES)
        self._count = 0

    def record(self, request: Request, *, at: datetime, response: Response | None, fault: str | None) -> None:
        self._count += 1
        entry = RecordedRequest(
            n=self._count,
            at=at,
            method=request.method,
            path=request.path,
            query=request.query,
            headers={name: _cut(name, value) for name, value in request.headers.items()},
            body=request.body.decode("utf-8", "replace"),
            status=response.status if response else None,
            fault=fault,
        )
        self._entries.append(entry)

    def entries(self) -> list[RecordedRequest]:
        return list(self._entries)


def _cut(name: str, value: str) -> str:
    return f"{value.partition(' ')[0]} (cut)" if name in _SECRET_HEADERS else value
