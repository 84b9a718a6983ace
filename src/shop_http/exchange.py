"""One request while it is served."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from shop_domain.auth.model import ClientInfo
from shop_domain.kernel.errors import ShopError
from shop_http.authentication import Caller


class RawRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it came: header names in lower case, the last value of each."""

    headers: Mapping[str, str]
    query: str
    body: bytes


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """How a page is looked at: in earnest, or by a HEAD request or a browser that only fetches ahead."""

    is_head: bool
    is_ahead: bool


class Exchange:
    """What is known of a request when its thread starts."""

    __slots__ = (
        "asked",
        "body",
        "caller",
        "client",
        "headers",
        "method",
        "parameters",
        "path",
        "query",
        "request_id",
        "retry_of",
        "route",
        "said",
        "unfit",
    )

    def __init__(
        self,
        *,
        method: str,
        path: str,
        headers: Mapping[bytes, bytes],
        parameters: Mapping[str, Any],
        query: bytes,
        client: ClientInfo,
        request_id: str,
    ) -> None:
        """Start with what the edge knows; the body and the caller follow."""
        self.method = method
        self.path = path
        self.headers = headers
        self.parameters = parameters
        self.query = query
        self.client = client
        self.request_id = request_id
        self.body = b""
        self.route: str | None = None
        self.caller = Caller(user=None, guest_key=None, client=client, request_id=request_id)
        self.retry_of: UUID | None = None
        self.said: Any = None
        self.unfit: ShopError | None = None
        self.asked: Any = None

    def header(self, name: bytes) -> str | None:
        """Give a header's text."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    @property
    def glance(self) -> Glance:
        """Tell whether somebody asks for the page, or a program just in case."""
        purposes = (self.header(name) or "" for name in (b"sec-purpose", b"purpose", b"x-moz", b"x-purpose"))
        ahead = any(word in purpose.lower() for purpose in purposes for word in ("prefetch", "preview"))
        return Glance(is_head=self.method == "HEAD", is_ahead=ahead)

    @property
    def raw(self) -> RawRequest:
        """Give the request as it came."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in self.headers.items()}
        return RawRequest(headers=headers, query=self.query.decode("latin-1"), body=self.body)
