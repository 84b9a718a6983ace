"""The bench's own machinery: its parts, its client, its clock and its table. What it measures is no test's matter."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench.client import always, drive, once, written
from bench.processes import cpu_of, tree
from bench.table import Row, markdown

ROOT = Path(__file__).parents[3]
PARTS = {
    "routes",
    "session",
    "logins",
    "rush",
    "catalogue",
    "cart",
    "orders",
    "contention",
    "sqlite",
    "memory",
    "start",
}


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "bench", *arguments], cwd=ROOT, capture_output=True, text=True)  # noqa: PLW1510 - the code is looked at


def test_it_names_its_parts():
    listed = bench("--list")
    assert listed.returncode == 0, listed.stderr
    assert {line.split()[0] for line in listed.stdout.splitlines()} == PARTS


def test_it_knows_no_other_part():
    refused = bench("weather")
    assert refused.returncode == 2
    assert "weather" in refused.stderr


class Echo(BaseHTTPRequestHandler):
    """Answers every request with its path, in two pieces."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(404 if self.path == "/nothing" else 200)
        self.send_header("X-Path", self.path)
        self.send_header("Content-Length", str(len(self.path)))
        self.end_headers()
        self.wfile.flush()
        self.wfile.write(self.path.encode())

    def log_request(self, code: object = None, size: object = None) -> None:
        pass


@pytest.fixture
def echo() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_the_client_reads_whole_answers(echo):
    answer = once(echo, written("GET", "/somewhere"))
    assert (answer.status, answer.headers["x-path"], answer.body) == (200, "/somewhere", b"/somewhere")


def test_every_operation_is_done_once_and_timed(echo):
    load = drive(echo, always(written("GET", "/a")), operations=50, clients=4)
    assert (load.operations, len(load.seconds)) == (50, 50)
    assert 0 < load.at(0.5) <= load.at(0.99)


def test_an_answer_that_was_not_expected_ends_the_bench(echo):
    with pytest.raises(AssertionError, match="answered 404"):
        once(echo, written("GET", "/nothing"))


def test_cpu_time_of_a_process_and_its_children_is_seen():
    before, started = cpu_of(os.getpid()), time.process_time()
    while time.process_time() - started < 0.1:
        pass
    assert 0.05 < cpu_of(os.getpid()) - before < 5
    assert os.getpid() in tree(os.getpid())


def test_a_goal_that_is_missed_is_said_so():
    kept, missed, ratio = (
        Row(what="kept", shop=0.5, unit="ms", goal=0.8),
        Row(what="missed", shop=0.3, unit="/s", goal=2.0, at_least=True),
        Row(what="ratio", shop=1, unit="ms", server=400, bare=100, goal_ratio=3.5),
    )
    lines = markdown([kept, missed, ratio]).splitlines()[2:]
    assert "| 0.5 ms | ≤ 0.8 | yes |" in lines[0]
    assert "| 0.3 /s | ≥ 2 | **no** |" in lines[1]
    assert "| 4.0 | ≤ 3.5 | **no** |" in lines[2]
