"""Hand requests on to another server on this machine, for development only."""

from collections.abc import Iterable
from typing import Final

import httpx
from litestar.types import ASGIApp, Receive, Scope, Send

from shop_http.request_body import JSON_LIMIT, ClientGone, read_body

TIMEOUT_SECONDS: Final = 60
HOP_BY_HOP_HEADERS: Final = frozenset(
    {b"host", b"connection", b"keep-alive", b"content-length", b"transfer-encoding", b"upgrade", b"te", b"trailer"}
)
_BAD_GATEWAY: Final = httpx.Response(502, text="The simulator gave no answer.")


def reverse_proxy(base: str, prefix: str) -> ASGIApp:
    """Make an application that another server answers, under its own paths: the prefix is cut off."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            body = await read_body(receive, dict(scope["headers"]), JSON_LIMIT)
        except ClientGone:
            return
        path = scope["raw_path"].decode("ascii").removeprefix(prefix) or "/"
        query = scope["query_string"].decode("ascii")
        url = f"{base}{path}?{query}" if query else base + path
        answer = await _fetch(scope["method"], url, _forwarded_headers(scope["headers"]), body)
        headers = [*_forwarded_headers(answer.headers.raw), (b"content-length", b"%d" % len(answer.content))]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": answer.content, "more_body": False})

    return serve


async def _fetch(method: str, url: str, headers: list[tuple[bytes, bytes]], body: bytes) -> httpx.Response:
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=TIMEOUT_SECONDS) as client:
            return await client.request(method, url, headers=headers, content=body)
    except httpx.HTTPError:
        return _BAD_GATEWAY


def _forwarded_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Leave out what is about one connection only, and ask for nothing packed, which would arrive unpacked."""
    left_out = HOP_BY_HOP_HEADERS | {b"accept-encoding"}
    return [(name, value) for name, value in headers if name.lower() not in left_out]
