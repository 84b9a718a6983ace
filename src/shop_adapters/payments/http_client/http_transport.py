"""One exchange over HTTP, bounded in time and size."""

from collections.abc import Mapping
from typing import Final
from weakref import finalize

import httpcore
import msgspec

from shop_adapters.payments.http_client.deadline import Deadline
from shop_adapters.payments.http_client.deadline_network import DeadlineNetwork, enforce_deadline
from shop_domain.payments.gateway import Ambiguous, Misconfigured, NotSent

MAX_RESPONSE_BYTES: Final = 1_048_576
_NOT_SENT: Final = (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout)
_RESPONSE_LOST: Final = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.RemoteProtocolError)


class HttpRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a provider."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    has_side_effects: bool
    """True where something may have happened once it was sent."""


class HttpResponse(msgspec.Struct, frozen=True, kw_only=True):
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


class HttpTransport:
    """Connections to one provider. Redirects are never followed, and nothing is unpacked."""

    def __init__(self, base_url: str, *, connect_timeout: float, max_connections: int) -> None:
        """Connect to an http or https base; nothing is sent yet."""
        self._base_url = base_url.rstrip("/")
        self._connect_timeout = connect_timeout
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpcore.default_ssl_context() if base_url.startswith("https:") else None,
            max_connections=max_connections,
            keepalive_expiry=15,
            network_backend=DeadlineNetwork(),
        )
        self._close = finalize(self, self._pool.close)

    def close(self) -> None:
        """Close the connections that are open; also done when the transport is garbage."""
        self._close()

    def send(self, request: HttpRequest, deadline: Deadline) -> HttpResponse:
        """Send and receive before the deadline.

        Raises NotSent where nothing left this machine, and Ambiguous where no whole answer came back.
        """
        if deadline.remaining() == 0.0:
            raise NotSent("no time is left")
        try:
            with enforce_deadline(deadline):
                return self._send(request, deadline)
        except _NOT_SENT as error:
            raise NotSent(f"{type(error).__name__}: {error}") from None
        except _RESPONSE_LOST as error:
            raise Ambiguous(f"{type(error).__name__}: {error}") from None
        except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol):
            # The library's message may quote a header, and with it a token.
            raise Misconfigured("the request can't be put into HTTP") from None

    def _send(self, request: HttpRequest, deadline: Deadline) -> HttpResponse:
        left = deadline.remaining()
        timeouts = {"connect": min(self._connect_timeout, left), "read": left, "write": left, "pool": left}
        with self._pool.stream(
            request.method,
            self._base_url + request.path,
            headers={"Accept-Encoding": "identity", **request.headers},
            content=request.body,
            extensions={"timeout": timeouts},
        ) as response:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if headers.get("content-encoding", "identity") != "identity":
                raise Ambiguous("the answer is packed, though that was not asked for")
            return HttpResponse(status=response.status, headers=headers, body=_read_body(response))


def _read_body(response: httpcore.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > MAX_RESPONSE_BYTES:
            raise Ambiguous("the answer is too large")
    return bytes(body)
