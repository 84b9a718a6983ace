"""A PayPal that answers word for word as a test wants: for what no simulator of an honest provider says."""

import json
import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

Say = Callable[[socket.socket], None]
GRANT = {"access_token": "T-1", "token_type": "Bearer", "expires_in": 32_400}


class Scripted:
    """Plays one part of the script per call; a call for a token is answered aside."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.calls: list[str] = []
        self._script: list[Say] = []

    def will(self, *parts: Say) -> None:
        self._script.extend(parts)

    def play(self, connection: socket.socket) -> None:
        head = _request(connection)
        first = head.split(b"\r\n", 1)[0].decode()
        if first.startswith("POST /v1/oauth2/token"):
            says(200, GRANT)(connection)
            return
        if first:
            self.calls.append(first.rsplit(" ", 1)[0])
            self._script.pop(0)(connection)


def says(status: int, document: object, **headers: str) -> Say:
    """Answer with a JSON document."""
    return sends(status, json.dumps(document).encode(), **{"Content-Type": "application/json", **headers})


def sends(status: int, body: bytes, **headers: str) -> Say:
    """Answer with these bytes."""

    def say(connection: socket.socket) -> None:
        lines = [f"HTTP/1.1 {status} Scripted", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return say


def trickles(seconds: float, *, in_head: bool) -> Say:
    """Answer one byte at a time, without end."""

    def say(connection: socket.socket) -> None:
        start = b"HTTP/1.1 200 OK\r\nX-Slow: " if in_head else b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        connection.sendall(start)
        with suppress(OSError):
            for _ in range(200):
                connection.sendall(b" ")
                time.sleep(seconds)

    return say


def stalls(first: Callable[[], None], seconds: float) -> Say:
    """Do something, begin to answer, and never end."""

    def say(connection: socket.socket) -> None:
        first()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        connection.settimeout(seconds)
        with suppress(OSError):
            connection.recv(1)

    return say


class Flood:
    """Answers with more than anybody should read, and counts how much of it was taken."""

    def __init__(self, megabytes: int) -> None:
        self._megabytes = megabytes
        self.taken = 0

    def __call__(self, connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {self._megabytes * 1_048_576}\r\n\r\n".encode())
        with suppress(OSError):
            for _ in range(self._megabytes * 16):
                connection.sendall(b" " * 65_536)
                self.taken += 65_536


@contextmanager
def scripted() -> Generator[Scripted]:
    """Listen on loopback until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        provider = Scripted(listener.getsockname()[1])
        listener.settimeout(0.02)
        done = threading.Event()
        thread = threading.Thread(target=_serve, args=(provider, listener, done))
        thread.start()
        try:
            yield provider
        finally:
            done.set()
            thread.join()


def _serve(provider: Scripted, listener: socket.socket, done: threading.Event) -> None:
    while not done.is_set():
        with suppress(TimeoutError):
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(5)
                provider.play(connection)


def _request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65_536)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    missing = (int(length[0].split(b":")[1]) if length else 0) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65_536))
    return head
