"""What reaches a simulator and what leaves it, free of any server."""

from collections.abc import Awaitable, Callable

import msgspec


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request as it came in; `named` holds the parts of the path that a route names."""

    method: str
    path: str
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    body: bytes = b""
    path_params: dict[str, str] = {}
    staleness: int = 0
    """How many changes old a read may be: a stale replica answers it."""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, whole."""

    status: int
    headers: dict[str, str] = {}
    body: bytes = b""


Handler = Callable[[Request], Response]
AsyncHandler = Callable[[Request], Awaitable[Response]]


def json_response(content: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with a JSON document."""
    kept = {"Content-Type": "application/json", **(headers or {})}
    return Response(status=status, headers=kept, body=msgspec.json.encode(content))


def html_response(html: str, *, status: int = 200) -> Response:
    """Answer with a page that loads nothing from elsewhere and is never cached."""
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
    }
    return Response(status=status, headers=headers, body=html.encode())


def redirect_response(url: str) -> Response:
    """Send a browser elsewhere."""
    return Response(status=302, headers={"Location": url, "Cache-Control": "no-store"})
