"""Servers as processes of their own, and what they cost."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A server that runs."""

    port: int
    pid: int
    seconds_to_ready: float

    @property
    def cpu(self) -> float:
        """Sum user and system seconds of the process and all below it."""
        return cpu_of(self.pid)

    @property
    def megabytes(self) -> list[float]:
        """Give the resident memory of each process, the largest first."""
        sizes = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in tree(self.pid))
        return sorted((pages * PAGE / 1e6 for pages in sizes), reverse=True)


@contextmanager
def serving(
    command: list[str], folder: Path, path: str, environment: Mapping[str, str], root: Path = ROOT
) -> Generator[Server]:
    """Run a server until the block ends; it is ready when it answers this path."""
    port = free_port()
    given = {name: value for name, value in os.environ.items() if name in KEPT}
    started = time.perf_counter()
    log_path = folder / f"server-{port}.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=root,
            env={**given, "PYTHONPATH": str(root), "PORT": str(port), **environment},
            stdout=log,
            stderr=log,
        )
    try:
        _wait(port, path, process, log_path)
        yield Server(port=port, pid=process.pid, seconds_to_ready=time.perf_counter() - started)
    except AssertionError:
        print(*[line for line in log_path.read_text().splitlines() if "rror" in line][-1:], sep="\n", file=sys.stderr)
        raise
    finally:
        _end(process)


def python(*arguments: str) -> list[str]:
    """Start this very Python."""
    return [sys.executable, *arguments]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(port: int, path: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), 2) as connection:
                connection.sendall(asked)
                if connection.recv(100).startswith(b"HTTP/1.1 200"):
                    return
        except OSError:
            pass
        time.sleep(0.01)
    raise RuntimeError(log.read_text()[-3000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tree(pid: int) -> list[int]:
    """List a process and all below it; one that ends meanwhile is left out."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [pid, *(below for child in children for below in tree(child))]


def cpu_of(pid: int) -> float:
    """Sum the seconds of a process tree, those of children that have ended included."""
    return sum(map(_ticks, tree(pid))) / TICK


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(map(int, fields[11:15]))


def postmaster(children_of: int) -> int:
    """Find the database server among the children of a process."""
    return next(pid for pid in tree(children_of) if Path(f"/proc/{pid}/comm").read_text().strip() == "postgres")


def load_average() -> str:
    return " ".join(Path("/proc/loadavg").read_text().split()[:3])


def cpu_model() -> str:
    lines: Iterable[str] = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown CPU")
