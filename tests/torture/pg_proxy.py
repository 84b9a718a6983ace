"""A PostgreSQL that misbehaves at chosen commits: a proxy that reads the protocol between client and server."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

import msgspec

Moment = Literal["before", "after"]
_COMMIT = b"COMMIT\x00"
_HEADER = 5
_ASKS = (b"Q", b"S")
"""The messages after which a client waits for an answer."""


class Strike(msgspec.Struct, frozen=True, kw_only=True):
    """What happens to the n-th commit from now on: before it reaches the server, or before its reply leaves it."""

    at: int
    moment: Moment
    act: Callable[[], None]


class PostgresProxy:
    """Stands between the shop and its server, and counts commits."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._lock = threading.Lock()
        self._links: set[_Link] = set()
        self._strike: Strike | None = None
        self._countdown = 0
        self.port = int(self._listener.getsockname()[1])
        self.commits = 0
        self.struck = threading.Event()
        self.delay = 0.0
        """Seconds that every statement is held: widens the windows between the shop's steps."""
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, strike: Strike | None) -> None:
        """Let the strike happen once; None disarms."""
        with self._lock:
            self._strike, self._countdown = strike, 0
            if strike is not None:
                self.struck.clear()

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Break every connection."""
        for link in tuple(self._links):
            link.cut()

    def struck_by_commit(self) -> Strike | None:
        """Count a commit; give the strike that it meets."""
        with self._lock:
            self.commits += 1
            self._countdown += 1
            strike = self._strike
            if strike is None or self._countdown != strike.at:
                return None
            self._strike = None
            return strike

    def forget(self, link: "_Link") -> None:
        self._links.discard(link)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                link = _Link(self, client, socket.create_connection(self._server))
                self._links.add(link)
                link.start()


class _Link:
    """One connection of a client, and the one to the server that belongs to it."""

    def __init__(self, proxy: PostgresProxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._strike_after: Strike | None = None
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def start(self) -> None:
        for pump in (self._towards_server, self._towards_client):
            threading.Thread(target=self._pumped, args=(pump,), daemon=True).start()

    def cut(self) -> None:
        for end in (self._client, self._server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._proxy.forget(self)

    def _pumped(self, pump: Callable[[], None]) -> None:
        with suppress(OSError):
            pump()
        self.cut()

    def _towards_server(self) -> None:
        waiting = self._started()
        while True:
            while (message := _first(waiting)) is not None:
                waiting = waiting[len(message) :]
                self._forward(message)
            got = self._client.recv(65_536)
            if not got:
                return
            waiting += got

    def _started(self) -> bytes:
        """Pass the first message on, which alone has no type; give what came after it."""
        got = b""
        while len(got) < 4 or len(got) < int.from_bytes(got[:4], "big"):
            part = self._client.recv(65_536)
            if not part:
                raise ConnectionResetError
            got += part
        length = int.from_bytes(got[:4], "big")
        self._server.sendall(got[:length])
        return got[length:]

    def _forward(self, message: bytes) -> None:
        if message[:1] == b"Q" and message[_HEADER:] == _COMMIT:
            strike = self._proxy.struck_by_commit()
            if strike is not None and strike.moment == "before":
                self._hit(strike)
            self._strike_after = strike
        if self._proxy.delay and message[:1] in _ASKS:
            time.sleep(self._proxy.delay)
        self._server.sendall(message)

    def _towards_client(self) -> None:
        while got := self._server.recv(65_536):
            if self._strike_after is not None:
                self._hit(self._strike_after)
            self._client.sendall(got)

    def _hit(self, strike: Strike) -> None:
        self._proxy.struck.set()  # before the kill, so that whoever notices the death knows its reason
        strike.act()
        raise ConnectionResetError


def _first(waiting: bytes) -> bytes | None:
    """Give the first whole message of those that wait."""
    if len(waiting) < _HEADER:
        return None
    length = 1 + int.from_bytes(waiting[1:_HEADER], "big")
    return waiting[:length] if len(waiting) >= length else None
