"""Which pages of other origins may call the shop from a browser."""

from collections.abc import Iterable, Mapping
from typing import Final

from shop_http.answers import RawHeaders, Sent

ALLOWED_HEADERS: Final = (
    b"Authorization, Content-Type, Accept, Accept-Language, X-Session-Key, Idempotency-Key, If-Match, If-None-Match, "
    b"X-Request-ID"
)
EXPOSED_HEADERS: Final = b"X-Session-Key, ETag, Retry-After, Idempotency-Replayed, X-Request-ID, Location, Allow"
METHODS: Final = b"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
MAX_AGE_SECONDS: Final = b"600"
ANY: Final = b"*"
_VARY: Final = (b"vary", b"Origin")


class CorsPolicy:
    """Exact origins; no cookies are in use, so no credentials are ever allowed."""

    def __init__(self, origins: Iterable[str]) -> None:
        """Grant these origins access; `*` grants it to all."""
        self._origins = frozenset(origin.encode("latin-1") for origin in origins)
        self._any = ANY in self._origins

    def response_headers(self, request: Mapping[bytes, bytes]) -> RawHeaders:
        """Give the headers that let the calling page read an answer, if it may."""
        if self._any:
            return ((b"access-control-allow-origin", ANY), (b"access-control-expose-headers", EXPOSED_HEADERS))
        if not self._origins:
            return ()
        origin = request.get(b"origin", b"")
        if origin not in self._origins:
            return (_VARY,)
        return (_VARY, (b"access-control-allow-origin", origin), (b"access-control-expose-headers", EXPOSED_HEADERS))

    def preflight(self, method: str, request: Mapping[bytes, bytes]) -> Sent | None:
        """Answer a browser that asks before it calls; None where this is no such question, or the page may not call."""
        origin = request.get(b"origin")
        if method != "OPTIONS" or b"access-control-request-method" not in request or origin is None:
            return None
        if not self._any and origin not in self._origins:
            return None
        headers = (
            (b"access-control-allow-methods", METHODS),
            (b"access-control-allow-headers", ALLOWED_HEADERS),
            (b"access-control-max-age", MAX_AGE_SECONDS),
        )
        return Sent(204, headers, b"")
