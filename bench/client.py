"""A small HTTP client that costs little, so that what is measured is the server."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import msgspec

CLIENTS = 16


class Answer(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was sent
        return msgspec.json.decode(self.body)


class Connection(asyncio.Protocol):
    """One connection, kept open; one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport
        self._got = bytearray()
        self._end = -1
        self._waiting: asyncio.Future[bytes] | None = None
        self.seconds: list[float] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        if self._end < 0 and (head := self._got.find(b"\r\n\r\n")) >= 0:
            self._end = head + 4 + _length(bytes(self._got[:head]).lower())
        if self._waiting is not None and 0 <= self._end <= len(self._got):
            self._waiting.set_result(bytes(self._got[: self._end]))
            self._waiting = None
            del self._got[: self._end]
            self._end = -1

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError("the server hung up"))

    async def ask(self, request: bytes, *, expect: int = 200) -> Answer:
        """Send a request and give its answer; raise AssertionError where it is not the one that was expected."""
        self._waiting = asyncio.get_running_loop().create_future()
        started = time.perf_counter()
        self._transport.write(request)
        got = await self._waiting
        self.seconds.append(time.perf_counter() - started)
        head, _, body = got.partition(b"\r\n\r\n")
        status = int(head[9:12])
        assert status == expect, f"{request[:200]!r} answered {status}: {body[:500]!r}"
        lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
        return Answer(status, {name.decode().lower(): value.strip().decode() for name, _, value in lines}, body)

    def close(self) -> None:
        self._transport.close()


def _length(head: bytes) -> int:
    return int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)


def written(method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> bytes:
    """Write a request once, to be sent often."""
    content = b"" if body is None else msgspec.json.encode(body)
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{k}: {v}" for k, v in (headers or {}).items())]
    if content or method != "GET":
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


Shopper: TypeAlias = Callable[[Connection, int], Awaitable[object]]


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What a load came to: operations, seconds that passed, and seconds of each request."""

    operations: int
    elapsed: float
    seconds: list[float]

    def at(self, share: float) -> float:
        """Give the time within which this share of the requests was answered, in ms."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000

    @property
    def rate(self) -> float:
        return self.operations / self.elapsed


def drive(port: int, shopper: Shopper, *, operations: int, clients: int = CLIENTS) -> Load:
    """Let clients do so many operations between them; each gets the number of the operation that it does."""
    return asyncio.run(_drive(port, shopper, operations, clients))


async def _drive(port: int, shopper: Shopper, operations: int, clients: int) -> Load:
    loop = asyncio.get_running_loop()
    connections = [(await loop.create_connection(Connection, "127.0.0.1", port))[1] for _ in range(clients)]
    numbers = iter(range(operations))

    async def work(connection: Connection) -> None:
        for number in numbers:
            await shopper(connection, number)

    started = time.perf_counter()
    try:
        await asyncio.gather(*map(work, connections))
    finally:
        elapsed = time.perf_counter() - started
        await _hung_up(connections)
    return Load(operations=operations, elapsed=elapsed, seconds=[s for c in connections for s in c.seconds])


async def drive_beside(
    port: int, shopper: Shopper, operations: int, clients: int, *, beside: Shopper | None, others: int
) -> Load:
    """Drive one load while other clients do something else without a pause."""
    loop = asyncio.get_running_loop()
    connections = [(await loop.create_connection(Connection, "127.0.0.1", port))[1] for _ in range(others)]

    async def go_on(connection: Connection, number: int) -> None:
        while beside is not None:
            await beside(connection, number)
            number += others

    tasks = [asyncio.create_task(go_on(connection, number)) for number, connection in enumerate(connections)]
    load = await _drive(port, shopper, operations, clients)
    for task in tasks:
        task.cancel()
    await _hung_up(connections)
    return load


async def _hung_up(connections: list[Connection]) -> None:
    for connection in connections:
        connection.close()
    await asyncio.sleep(0)  # the sockets are closed in the loop's next round


def once(port: int, request: bytes, *, expect: int = 200) -> Answer:
    """Send one request on a connection of its own."""
    answers: list[Answer] = []

    async def ask(connection: Connection, _: int) -> None:
        answers.append(await connection.ask(request, expect=expect))

    drive(port, ask, operations=1, clients=1)
    return answers[0]


def always(request: bytes) -> Shopper:
    """Send the same request again and again."""
    return lambda connection, _: connection.ask(request)
