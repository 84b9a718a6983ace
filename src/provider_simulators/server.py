"""A small HTTP/1.1 server for ASGI that can also break connections, which real servers avoid."""

import asyncio
import socket
import struct
from typing import Any
from urllib.parse import unquote

from provider_simulators.asgi import ABORT, Message, Scope, SimulatorApp
from provider_simulators.fault_injection import BrokenConnection

LOOPBACK = "127.0.0.1"
_MAX_HEAD = 65_536


class _Connection:
    """One connection: request after request, until one side has enough."""

    def __init__(self, app: SimulatorApp, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._app = app
        self._reader = reader
        self._writer = writer
        self._body: bytes | None = None
        self._head = b""
        self._is_broken = False

    async def run(self) -> None:
        try:
            while not self._is_broken and (scope := await self._next_request()):
                await self._app(scope, self._receive, self._send)
                await self._writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # the other side broke off or speaks another language: the connection ends either way
        finally:
            self._writer.close()

    async def _next_request(self) -> Scope | None:
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        scope: dict[str, Any] = {**_scope(head.decode("latin-1")), "extensions": {ABORT: self._abort}}
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if headers.get(b"expect", b"").lower() == b"100-continue":
            self._writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._body = await self._read_body(headers)
        return scope

    async def _read_body(self, headers: dict[bytes, bytes]) -> bytes:
        if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
            return await self._read_chunks()
        return await self._reader.readexactly(int(headers.get(b"content-length", b"0")))

    async def _read_chunks(self) -> bytes:
        parts: list[bytes] = []
        while size := int((await self._reader.readuntil(b"\r\n")).split(b";")[0], 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readuntil(b"\r\n")
        return b"".join(parts)

    async def _receive(self) -> Message:
        """Give the body once; after that, wait for the caller to hang up."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._reader.read(1)
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            lines = [b"HTTP/1.1 %d %s" % (message["status"], b"Simulated")]
            lines += [name + b": " + value for name, value in message["headers"]]
            self._head = b"\r\n".join(lines) + b"\r\n\r\n"
        else:  # in one piece: two small packets would wait for each other's acknowledgement
            self._writer.write(self._head + message["body"])

    def _abort(self, message: BrokenConnection) -> None:
        """Break the connection as the fault says."""
        self._is_broken = True
        if message.response:
            half = message.response.body[: len(message.response.body) // 2]
            self._writer.write(b"HTTP/1.1 %d Simulated\r\n" % message.response.status)
            self._writer.write(b"content-type: application/json\r\n")
            self._writer.write(b"content-length: %d\r\n\r\n" % len(message.response.body) + half)
        if message.by_reset:
            at_once = struct.pack("ii", 1, 0)
            self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            self._writer.transport.abort()


def _scope(head: str) -> dict[str, Any]:
    """Read a request's head; raise ValueError where it is none."""
    first, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
    method, target, _version = first.split(" ")
    path, _, query = target.partition("?")
    pairs = [line.split(":", 1) for line in lines]
    return {
        "type": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "headers": [(name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in pairs],
    }


def listen(port: int) -> socket.socket:
    """Return a listening socket on loopback; port 0 takes a free one."""
    return socket.create_server((LOOPBACK, port), backlog=2048)


async def serve_forever(app: SimulatorApp, listener: socket.socket) -> None:
    """Serve until cancelled; then hang up on everybody."""
    connected: set[asyncio.StreamWriter] = set()

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.add(writer)
        await _Connection(app, reader, writer).run()
        connected.discard(writer)

    server = await asyncio.start_server(connection, sock=listener, limit=_MAX_HEAD)
    try:
        await server.serve_forever()
    finally:
        server.close()
        for writer in connected:
            writer.transport.abort()
