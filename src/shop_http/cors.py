"""Which pages of other origins may call the shop from a browser."""

from collections.abc import Iterable, Mapping
from typing import Final

from litestar import Response

from shop_domain.kernel.errors import ErrorKind, ShopError

ALLOWED_HEADERS: Final = (
    "Authorization, Content-Type, Accept, Accept-Language, X-Session-Key, Idempotency-Key, If-Match, If-None-Match, "
    "X-Request-ID"
)
EXPOSED_HEADERS: Final = b"X-Session-Key, ETag, Retry-After, Idempotency-Replayed, X-Request-ID, Location, Allow"
METHODS: Final = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
MAX_AGE_SECONDS: Final = "600"
ANY: Final = b"*"
_VARY: Final = (b"vary", b"Origin")
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": ALLOWED_HEADERS,
    "Access-Control-Max-Age": MAX_AGE_SECONDS,
}


class OriginNotAllowed(ShopError):
    """A page of another origin opens a socket here."""

    code = "origin_not_allowed"
    kind = ErrorKind.FORBIDDEN
    message = "This page may not call the shop."


class CorsPolicy:
    """Exact origins; no cookies are in use, so no credentials are ever allowed."""

    def __init__(self, origins: Iterable[str]) -> None:
        """Grant these origins access; `*` grants it to all."""
        self._origins = frozenset(origin.encode("latin-1") for origin in origins)
        self._any = ANY in self._origins

    def response_headers(self, request: Mapping[bytes, bytes]) -> tuple[tuple[bytes, bytes], ...]:
        """Give the headers that let the calling page read an answer, if it may."""
        if self._any:
            return ((b"access-control-allow-origin", ANY), (b"access-control-expose-headers", EXPOSED_HEADERS))
        if not self._origins:
            return ()
        origin = request.get(b"origin", b"")
        if origin not in self._origins:
            return (_VARY,)
        return (_VARY, (b"access-control-allow-origin", origin), (b"access-control-expose-headers", EXPOSED_HEADERS))

    def preflight(self, method: str, request: Mapping[bytes, bytes]) -> Response[None] | None:
        """Answer a browser that asks before it calls; None where this is no such question, or the page may not call."""
        origin = request.get(b"origin")
        if method != "OPTIONS" or b"access-control-request-method" not in request or origin is None:
            return None
        if not self._any and origin not in self._origins:
            return None
        return Response(None, status_code=204, headers=_PREFLIGHT)

    def check_socket(self, request: Mapping[bytes, bytes]) -> None:
        """Let a page of the shop's own or of a granted origin open a socket, and whatever is no page.

        A browser asks nobody before it opens one. Raises OriginNotAllowed.
        """
        origin = request.get(b"origin")
        if origin is None or self._any or origin in self._origins:
            return
        if origin.partition(b"://")[2] != request.get(b"host"):
            raise OriginNotAllowed
