"""What every answer says of itself: a `before_send` hook, which Litestar runs for each message of each answer."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Final, TypeAlias

from litestar.types import HTTPResponseStartEvent, Message, Scope

from shop_http.access_log import log_request
from shop_http.cors import CorsPolicy
from shop_http.etags import etag_matches
from shop_http.metrics import Metrics
from shop_http.request_info import RequestInfo, request_info

Headers: TypeAlias = "list[tuple[bytes, bytes]]"
NO_STORE: Final = b"no-store"
JSON: Final = (b"content-type", b"application/json")
JSON_IN_UTF8: Final = (b"content-type", b"application/json; charset=utf-8")
_OF_CONTENT: Final = frozenset({b"content-length", b"content-type"})


class ResponsePolicy:
    """Adds the usual headers, leaves out what the client holds already, and notes what became of the request."""

    def __init__(
        self,
        *,
        headers: tuple[tuple[bytes, bytes], ...],
        cors: CorsPolicy,
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        """Send these headers where an answer has none of the same name."""
        self._headers = headers
        self._cors = cors
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, message: Message, scope: Scope) -> None:
        if message["type"] == "http.response.start":
            self._start(message, request_info(scope))
        elif message["type"] == "http.response.body":
            info = request_info(scope)
            if info.status == HTTPStatus.NOT_MODIFIED or info.method == "HEAD":
                message["body"] = b""
            info.size += len(message["body"])
            if not message["more_body"]:
                log_request(info, scope, at=self._clock(), metrics=self._metrics)

    def _start(self, message: HTTPResponseStartEvent, info: RequestInfo) -> None:
        own: Headers = [JSON_IN_UTF8 if header == JSON else header for header in message["headers"]]
        named = dict(own)
        if _is_held(message["status"], named, info):
            message["status"] = HTTPStatus.NOT_MODIFIED
            own = [header for header in own if header[0] not in _OF_CONTENT]
        info.status = message["status"]
        if b"allow" in named:
            own = [(name, _with_head(value) if name == b"allow" else value) for name, value in own]
        caching = named.get(b"cache-control")
        if caching is None:
            own.append((b"cache-control", NO_STORE))
        elif caching != NO_STORE:
            own.append((b"vary", b"Accept"))
        own += [header for header in self._headers if header[0] not in named]
        own += self._cors.response_headers(info.headers)
        own.append((b"x-request-id", info.request_id.encode()))
        message["headers"] = own


def _is_held(status: int, named: dict[bytes, bytes], info: RequestInfo) -> bool:
    """Tell whether the client holds this very version already."""
    etag = named.get(b"etag")
    if etag is None or status != HTTPStatus.OK or info.method not in {"GET", "HEAD"}:
        return False
    return etag_matches(etag.decode("latin-1"), info.header(b"if-none-match"))


def _with_head(allow: bytes) -> bytes:
    """Name HEAD too where GET is taken, all in the order of the alphabet."""
    methods = {method.strip() for method in allow.split(b",")}
    return b", ".join(sorted(methods | ({b"HEAD"} if b"GET" in methods else set())))
