"""What is known of a request beside its scope, from its arrival to the access log."""

import time
from collections.abc import Mapping
from typing import Any

from litestar.types import Scope

from shop_domain.auth.model import ClientInfo
from shop_http.authentication import Caller


class RequestInfo:
    """One request, or one socket, as it goes through; kept in its scope's `state`."""

    __slots__ = (
        "body",
        "caller",
        "headers",
        "method",
        "params",
        "path",
        "request_id",
        "size",
        "started",
        "status",
    )

    def __init__(
        self, *, method: str, path: str, headers: Mapping[bytes, bytes], client: ClientInfo, request_id: str
    ) -> None:
        self.method = method
        """As it came: the router is told that a HEAD is a GET."""
        self.path = path
        """As it came: the router takes the last slash off."""
        self.headers = headers
        self.request_id = request_id
        self.caller = Caller(user=None, guest_key=None, client=client, request_id=request_id)
        self.body: bytes | None = None
        """The whole body, where the route's handler runs in a thread."""
        self.params: Any = None
        """The query parameters in the structure that the handler asks for."""
        self.started = time.perf_counter()
        self.status = self.size = 0

    def header(self, name: bytes) -> str | None:
        """Give a header's text; the name is in lower case."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")


def request_info(scope: Scope) -> RequestInfo:
    """Give what is known of a scope's request."""
    info: RequestInfo = scope["state"]["info"]
    return info
