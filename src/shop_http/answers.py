"""What a handler gives back, and what leaves the process."""

from collections.abc import Mapping
from typing import Final, Generic, TypeAlias, TypeVar

import msgspec

T = TypeVar("T")
RawHeaders: TypeAlias = "tuple[tuple[bytes, bytes], ...]"
JSON: Final = (b"content-type", b"application/json; charset=utf-8")


class Reply(msgspec.Struct, Generic[T], frozen=True):
    """An answer that needs more than its content: another status, headers, or an entity tag (see etags.py)."""

    content: T
    status: int | None = None
    headers: Mapping[str, str] = {}
    etag: str | None = None


class Sent(msgspec.Struct, frozen=True):
    """An answer as it goes over the wire, but for the headers that the edge adds to every one."""

    status: int
    headers: RawHeaders
    body: bytes


encode: Final = msgspec.json.Encoder().encode


def json_of(status: int, content: object, headers: Mapping[str, str]) -> Sent:
    """Write content as JSON."""
    return Sent(status, (JSON, *raw_headers(headers)), encode(content))


def raw_headers(headers: Mapping[str, str]) -> RawHeaders:
    """Write headers in bytes; raise ValueError where a value would break out of its line."""
    if any("\r" in value or "\n" in value for value in headers.values()):
        msg = "a header's value must stay on one line"
        raise ValueError(msg)
    return tuple((name.lower().encode("ascii"), value.encode("latin-1")) for name, value in headers.items())
