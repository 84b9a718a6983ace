"""Take a request's body in, within its size and its time."""

import asyncio
from collections.abc import Mapping
from typing import Final

from litestar.types import HTTPReceiveMessage, Receive, WebSocketReceiveMessage

from shop_http.errors import BodyTooLarge, RequestTimeout, UnsupportedMediaType

JSON_LIMIT: Final = 1024 * 1024
UPLOAD_LIMIT: Final = 10 * 1024 * 1024
DEADLINE_SECONDS: Final = 30
"""How long all of a body may take to arrive."""


class ClientGone(Exception):
    """The client closed the connection before its request was complete."""


def check_plain(headers: Mapping[bytes, bytes]) -> None:
    """Accept a body that is not compressed; raise UnsupportedMediaType. Nothing is ever inflated."""
    if headers.get(b"content-encoding", b"identity").strip().lower() not in {b"identity", b""}:
        raise UnsupportedMediaType


def check_json(headers: Mapping[bytes, bytes]) -> None:
    """Accept JSON in UTF-8 only, or nothing at all; raise UnsupportedMediaType."""
    if has_no_body(headers):
        return
    kind, _, parameters = headers.get(b"content-type", b"").partition(b";")
    if kind.strip().lower() != b"application/json":
        raise UnsupportedMediaType
    name, _, charset = parameters.strip().lower().partition(b"=")
    if name == b"charset" and charset.strip(b'" ') not in {b"utf-8", b"utf8"}:
        raise UnsupportedMediaType


def has_no_body(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether a request says nothing, and in no form: it is read as an object without fields."""
    return is_silent(headers) and b"content-type" not in headers


def is_silent(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether a request says nothing, whatever form it names."""
    return headers.get(b"content-length", b"0") == b"0" and b"transfer-encoding" not in headers


async def read_body(receive: Receive, headers: Mapping[bytes, bytes], limit: int) -> bytes:
    """Read a whole body; raise BodyTooLarge as soon as it is, RequestTimeout after 30 s, or ClientGone."""
    length = headers.get(b"content-length", b"0")
    if not length.isdigit() or int(length[:20]) > limit:
        raise BodyTooLarge
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            return await _whole(receive, limit)
    except TimeoutError as error:
        raise RequestTimeout from error


async def _whole(receive: Receive, limit: int) -> bytes:
    body, more = bytearray(), True
    while more:
        chunk, more = await _message(receive)
        body += chunk
        if len(body) > limit:
            raise BodyTooLarge
    return bytes(body)


async def _message(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] != "http.request":
        raise ClientGone
    return message.get("body", b""), message.get("more_body", False)


def with_deadline(receive: Receive) -> Receive:
    """Let a handler that takes its body in by itself wait as long as one that is given it; raise RequestTimeout."""
    loop = asyncio.get_running_loop()
    until, is_over = loop.time() + DEADLINE_SECONDS, False

    async def receive_in_time() -> HTTPReceiveMessage | WebSocketReceiveMessage:
        nonlocal is_over
        if is_over:  # what comes now is only whether the client is still there
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError as error:
            raise RequestTimeout from error
        is_over = message["type"] != "http.request" or not message["more_body"]
        return message

    return receive_in_time
