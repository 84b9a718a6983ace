"""Network connections that obey one deadline for a whole exchange.

The time-outs of HTTP clients are per read: an answer of one byte a second never trips them.
"""

import ssl
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore

from shop_adapters.payments.http_client.deadline import Deadline

_MIN_TIMEOUT = 0.001
_deadline: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def enforce_deadline(deadline: Deadline) -> Generator[None]:
    """Let every network step inside the block end by the deadline."""
    token = _deadline.set(deadline)
    try:
        yield
    finally:
        _deadline.reset(token)


def _remaining(timeout: float | None) -> float | None:
    deadline = _deadline.get()
    if deadline is None:
        return timeout
    left = max(_MIN_TIMEOUT, deadline.remaining())
    return left if timeout is None else min(timeout, left)


def _has_expired() -> bool:
    deadline = _deadline.get()
    return deadline is not None and deadline.remaining() == 0.0


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline of the exchange that uses it at the moment."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if _has_expired():
            raise httpcore.ReadTimeout("the deadline is over")
        return self._stream.read(max_bytes, timeout=_remaining(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if _has_expired():
            raise httpcore.WriteTimeout("the deadline is over")
        self._stream.write(buffer, timeout=_remaining(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, _remaining(timeout)))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  the library's own signature
        return self._stream.get_extra_info(info)


class DeadlineNetwork(httpcore.NetworkBackend):
    """Opens connections that obey the deadline."""

    def __init__(self) -> None:
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return DeadlineStream(self._network.connect_tcp(host, port, _remaining(timeout), local_address, socket_options))
