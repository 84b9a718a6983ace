"""A PayPal that answers word for word as a test wants: for what no simulator of an honest provider says."""

import json
import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

WriteReply = Callable[[socket.socket], None]
TOKEN_REPLY = {"access_token": "T-1", "token_type": "Bearer", "expires_in": 32_400}


class ScriptedPayPal:
    """Plays one part of the script per call; a call for a token is answered aside."""

    def __init__(self, port: int) -> None:
        self.base_url = f"http://127.0.0.1:{port}"
        self.calls: list[str] = []
        self._script: list[WriteReply] = []

    def script(self, *parts: WriteReply) -> None:
        self._script.extend(parts)

    def play(self, connection: socket.socket) -> None:
        head = _request(connection)
        first = head.split(b"\r\n", 1)[0].decode()
        if first.startswith("POST /v1/oauth2/token"):
            json_reply(200, TOKEN_REPLY)(connection)
            return
        if first:
            self.calls.append(first.rsplit(" ", 1)[0])
            self._script.pop(0)(connection)


def json_reply(status: int, document: object, **headers: str) -> WriteReply:
    """Answer with a JSON document."""
    return raw_reply(status, json.dumps(document).encode(), **{"Content-Type": "application/json", **headers})


def raw_reply(status: int, body: bytes, **headers: str) -> WriteReply:
    """Answer with these bytes."""

    def write(connection: socket.socket) -> None:
        lines = [f"HTTP/1.1 {status} Scripted", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return write


def trickling_reply(seconds: float, *, in_head: bool) -> WriteReply:
    """Answer one byte at a time, without end."""

    def write(connection: socket.socket) -> None:
        start = b"HTTP/1.1 200 OK\r\nX-Slow: " if in_head else b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        connection.sendall(start)
        with suppress(OSError):
            for _ in range(200):
                connection.sendall(b" ")
                time.sleep(seconds)

    return write


def stalling_reply(first: Callable[[], None], seconds: float) -> WriteReply:
    """Do something, begin to answer, and never end."""

    def write(connection: socket.socket) -> None:
        first()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        connection.settimeout(seconds)
        with suppress(OSError):
            connection.recv(1)

    return write


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
def run_scripted_paypal() -> Generator[ScriptedPayPal]:
    """Listen on loopback until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        provider = ScriptedPayPal(listener.getsockname()[1])
        listener.settimeout(0.02)
        done = threading.Event()
        thread = threading.Thread(target=_serve, args=(provider, listener, done))
        thread.start()
        try:
            yield provider
        finally:
            done.set()
            thread.join()


def _serve(provider: ScriptedPayPal, listener: socket.socket, done: threading.Event) -> None:
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
