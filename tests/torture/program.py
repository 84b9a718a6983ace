"""The real program, started as people start it, and killed as machines are."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import httpx

PROGRAM = Path(sys.executable).with_name("shop")
HOOKS = Path(__file__).with_name("hooks")
KEY = "kQ8vT2mZ5xW1nB7cR4yH9jL3pD6sF0gA"
START_SECONDS = 60


class Program:
    """`shop serve`, and other commands beside it, on one port: they can be killed, and started again."""

    def __init__(self, folder: Path, port: int, variables: Mapping[str, str]) -> None:
        self.folder, self.port = folder, port
        self.address = f"http://127.0.0.1:{self.port}"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
        self.environment = {
            **kept,
            "SHOP_ENV": "testing",
            "SECRET_KEY": KEY,
            "PORT": str(self.port),
            "PUBLIC_URL": self.address,
            "RATE_LIMIT_PER_MINUTE": "0",
            "SHOP_CURRENCY": "EUR",
            "EMAIL_URL": f"file:{folder}/mail",
            "TORTURE_FOLDER": str(folder),
            "PYTHONPATH": os.pathsep.join(filter(None, (os.environ.get("TORTURE_SOURCE"), str(HOOKS)))),
            **variables,
        }
        self._running: list[subprocess.Popen[bytes]] = []
        self.restarts = 0

    @property
    def alive(self) -> bool:
        return bool(self._running) and self._running[0].poll() is None

    def serve(self) -> None:
        """Start the server, and wait until it answers."""
        self._reap()
        process = self._started("serve")
        self._running.insert(0, process)
        self.restarts += 1
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.log())
            time.sleep(0.02)

    def run(self, *words: str, seconds: float = 60) -> int:
        """Run another command to its end, or to a kill."""
        process = self._started(*words)
        self._running.append(process)
        try:
            return process.wait(seconds)
        finally:
            self._running.remove(process)

    def kill(self) -> None:
        """Kill everything of the shop, at once and without a word."""
        for process in tuple(self._running):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def wait_for_its_end(self) -> None:
        """Return once nothing of the server is left that was killed."""
        self._running[0].wait(20)

    def close(self) -> None:
        self.kill()
        self._reap()

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def _reap(self) -> None:
        for process in self._running:
            process.wait(20)
        self._running = []

    def _started(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [PROGRAM, *words],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        groups = [str(process.pid), *(str(other.pid) for other in self._running)]
        (self.folder / "groups").write_text(" ".join(groups))
        return process

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/api/health/live/", timeout=2, trust_env=False).is_success
        except httpx.HTTPError:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
