"""The real program, run as people run it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

PROGRAM = Path(sys.executable).with_name("shop")
KEY = "kQ8vT2mZ5xW1nB7cR4yH9jL3pD6sF0gA"
WAIT_SECONDS = 30


def environment(**variables: str) -> dict[str, str]:
    """Give the environment of a program that knows nothing of ours but what it is told."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return {**kept, "SECRET_KEY": KEY, **variables}


def run_shop(
    folder: Path, *words: str, given: str = "", variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, its output in pipes."""
    return subprocess.run(
        [PROGRAM, *words],
        cwd=folder,
        env=environment(**(variables or {})),
        input=given,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )


@contextmanager
def running_shop(folder: Path, *words: str, **variables: str) -> Generator[subprocess.Popen[str], None, None]:
    """Run a command beside the test; it is killed with all that it started, if it still runs at the end."""
    process = subprocess.Popen(
        [PROGRAM, *words],
        cwd=folder,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=WAIT_SECONDS)


def wait_for_address(serving: subprocess.Popen[str]) -> str:
    """Read where a serving shop listens, and wait until it answers."""
    assert serving.stdout is not None
    address = serving.stdout.readline().split()[2]
    wait_until(lambda: _answers(address))
    return address


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/api/health/live/", timeout=2).is_success
    except httpx.HTTPError:
        return False


def wait_until(condition, seconds: float = WAIT_SECONDS) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
