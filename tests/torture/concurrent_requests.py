"""Many requests at the same moment: each on a connection of its own, all but the last byte sent, then released."""

import json
import socket
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import msgspec

SETTLE_SECONDS = 0.15
PATIENCE_SECONDS = 30


class RequestSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One request to come."""

    method: str = "POST"
    path: str
    body: Any = None
    raw: bytes | None = None
    headers: Mapping[str, str] = {}


class TimedResponse(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, with the seconds that it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Give the refusal's code, or the status where there is none."""
        return str(self.json.get("code", self.status)) if self.body else str(self.status)


def send_together(address: str, wishes: Sequence[RequestSpec]) -> list[TimedResponse]:
    """Send all requests but their last bytes, let the server take them in, then release them within a millisecond."""
    url = urlsplit(address)
    host, port = str(url.hostname), int(url.port or 80)
    texts = [_written(wish, host) for wish in wishes]
    connections = [socket.create_connection((host, port), PATIENCE_SECONDS) for _ in wishes]
    for connection, text in zip(connections, texts, strict=True):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(text[:-1])
    time.sleep(SETTLE_SECONDS)
    start = time.monotonic()
    for connection, text in zip(connections, texts, strict=True):
        connection.sendall(text[-1:])
    with ThreadPoolExecutor(len(connections)) as pool:
        return list(pool.map(lambda connection: _received(connection, start), connections))


def count_codes(answers: Iterable[TimedResponse]) -> Counter[str]:
    """Count the answers by their codes, or statuses where there is none."""
    return Counter(answer.code for answer in answers)


def _written(wish: RequestSpec, host: str) -> bytes:
    body = wish.raw if wish.raw is not None else b"" if wish.body is None else json.dumps(wish.body).encode()
    headers = {"Host": host, "Connection": "close", "Content-Length": str(len(body)), **wish.headers}
    if body:
        headers.setdefault("Content-Type", "application/json")
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{wish.method} {wish.path} HTTP/1.1\r\n{head}\r\n".encode() + body


def _received(connection: socket.socket, start: float) -> TimedResponse:
    with connection:
        got = b""
        while part := connection.recv(65_536):
            got += part
    head, _, body = got.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        body = _joined(body)
    status = int(first.split()[1]) if first else 0
    return TimedResponse(status=status, headers=headers, body=body, seconds=time.monotonic() - start)


def _joined(chunks: bytes) -> bytes:
    whole = b""
    while chunks:
        size, _, rest = chunks.partition(b"\r\n")
        length = int(size, 16)
        whole, chunks = whole + rest[:length], rest[length + 2 :] if length else b""
    return whole
