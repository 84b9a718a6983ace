"""The shop as a process of its own, talked to over a real socket."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

SHOP = Path(sys.executable).with_name("shop")
START_SECONDS = 60


class RunningServer(msgspec.Struct, frozen=True, kw_only=True):
    """A server that runs."""

    port: int
    pid: int
    folder: Path

    def connect(self, seconds: float = 20) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def send_raw(self, request: bytes, seconds: float = 20) -> bytes:
        """Send bytes and give everything that comes back until the server closes or is quiet."""
        with self.connect(seconds) as connection:
            connection.sendall(request)
            return read_response(connection)

    @property
    def memory(self) -> int:
        """Give the resident memory of the whole process tree, in bytes."""
        return sum(_resident(pid) for pid in (self.pid, *_children(self.pid)))


def read_response(connection: socket.socket) -> bytes:
    """Read an answer: up to its announced length, or until the server closes."""
    got = b""
    while True:
        try:
            part = connection.recv(65_536)
        except (ConnectionResetError, TimeoutError):
            return got
        got += part
        head, _, body = got.partition(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if not part or (lengths and len(body) >= int(lengths[0].partition(b":")[2])):
            return got


@contextmanager
def running_server(folder: Path, **changed: str) -> Generator[RunningServer]:
    """Run `shop serve` until the block ends; settings are given by their variables."""
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}},
        "SHOP_ENV": "testing",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder}/shop.db",
        "RATE_LIMIT_PER_MINUTE": "0",
        "EMAIL_URL": "console:",
        **changed,
    }
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen([SHOP, "serve"], cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        _wait(port, process, folder)
        yield RunningServer(port=port, pid=process.pid, folder=folder)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                connection.sendall(b"GET /api/health/live/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                if read_response(connection).startswith(b"HTTP/1.1 200"):
                    return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError((folder / "server.log").read_text())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return [*children, *(grandchild for child in children for grandchild in _children(child))]


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
