"""One exchange over HTTP, bounded in time and size."""

from collections.abc import Mapping
from typing import Final
from weakref import finalize

import httpcore
import msgspec

from shop_adapters.payments.deadline import Deadline
from shop_adapters.payments.timed_network import TimedNetwork, until
from shop_domain.payments.gateway import Ambiguous, Misconfigured, NotSent

LARGEST_ANSWER: Final = 1_048_576
_NEVER_LEFT: Final = (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout)
_LOST: Final = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.RemoteProtocolError)


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a provider."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    has_effect: bool
    """True where something may have happened once it was sent."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


class Wire:
    """Connections to one provider. Redirects are never followed, and nothing is unpacked."""

    def __init__(self, base: str, *, connect_seconds: float, connections: int) -> None:
        """Connect to an http or https base; nothing is sent yet."""
        self._base = base.rstrip("/")
        self._connect_seconds = connect_seconds
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpcore.default_ssl_context() if base.startswith("https:") else None,
            max_connections=connections,
            keepalive_expiry=15,
            network_backend=TimedNetwork(),
        )
        self._close = finalize(self, self._pool.close)

    def close(self) -> None:
        """Close the connections that are open; happens by itself when nobody uses the wire any more."""
        self._close()

    def exchange(self, call: Call, deadline: Deadline) -> Answer:
        """Send and receive before the deadline.

        Raises NotSent where nothing left this machine, and Ambiguous where no whole answer came back.
        """
        if deadline.remaining() == 0.0:
            raise NotSent("no time is left")
        try:
            with until(deadline):
                return self._exchange(call, deadline)
        except _NEVER_LEFT as error:
            raise NotSent(f"{type(error).__name__}: {error}") from None
        except _LOST as error:
            raise Ambiguous(f"{type(error).__name__}: {error}") from None
        except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol):
            # The library's message may quote a header, and with it a token.
            raise Misconfigured("the request can't be put into HTTP") from None

    def _exchange(self, call: Call, deadline: Deadline) -> Answer:
        left = deadline.remaining()
        timeouts = {"connect": min(self._connect_seconds, left), "read": left, "write": left, "pool": left}
        with self._pool.stream(
            call.method,
            self._base + call.path,
            headers={"Accept-Encoding": "identity", **call.headers},
            content=call.body,
            extensions={"timeout": timeouts},
        ) as response:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if headers.get("content-encoding", "identity") != "identity":
                raise Ambiguous("the answer is packed, though that was not asked for")
            return Answer(status=response.status, headers=headers, body=_whole(response))


def _whole(response: httpcore.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise Ambiguous("the answer is too large")
    return bytes(body)
