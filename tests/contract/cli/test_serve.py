"""`shop serve` as a process: it starts, answers, mails, and stops without losing a request."""

import os
import re
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlsplit

import httpx
import pytest

from tests.contract.cli.shop_process import run_shop, running_shop, wait_for_address, wait_until

SQLITE = {"DATABASE_URL": "sqlite:///shop.db"}
ANN = {
    "email": "ann@example.com",
    "username": "ann",
    "password": "Sunny-Day-42",
    "first_name": "Ann",
    "last_name": "Lee",
}


@pytest.fixture
def folder(tmp_path):
    assert run_shop(tmp_path, "migrate", variables=SQLITE).returncode == 0
    return tmp_path


def is_free(address: str) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((urlsplit(address).hostname, urlsplit(address).port))
        except OSError:
            return False
    return True


def test_a_developers_shop_says_where_it_is_and_sends_its_mails(folder):
    with running_shop(folder, "serve", "--port", "0", **SQLITE) as serving:
        address = wait_for_address(serving)
        assert serving.stdout is not None
        told = [serving.stdout.readline() for _ in range(2)]
        assert f"{address}/api/docs/" in told[0]
        assert "var/mail/" in told[1]
        registered = httpx.post(f"{address}/api/v1/auth/register/", json=ANN, headers={"Host": "localhost"})
        assert registered.status_code == 201
        wait_until(lambda: list((folder / "var/mail").glob("*.eml")))
        [mail] = (folder / "var/mail").glob("*.eml")
        link = re.search(rf"{address}/api/v1/auth/verify-email/[0-9a-f-]+/", mail.read_text())
        assert link is not None
        assert httpx.get(link[0]).json() == {"message": "Email verified successfully. You can now log in."}
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(20) == 0
    assert is_free(address)


def test_requests_that_were_taken_are_answered_although_the_shop_stops(folder):
    with running_shop(folder, "serve", "--port", "0", **SQLITE) as serving, ExitStack() as opened:
        address = wait_for_address(serving)
        clients = [opened.enter_context(httpx.Client(base_url=address, timeout=20)) for _ in range(8)]
        for client in clients:
            client.get("/api/health/live/")
        with ThreadPoolExecutor(8) as pool:
            answers = [pool.submit(_register, client, f"ann{n}") for n, client in enumerate(clients)]
            time.sleep(0.02)
            serving.send_signal(signal.SIGTERM)
            assert [answer.result(20) for answer in answers] == [201] * 8
        assert serving.wait(20) == 0


def _register(client: httpx.Client, name: str) -> int:
    person = {**ANN, "email": f"{name}@example.com", "username": name}
    return client.post("/api/v1/auth/register/", json=person).status_code


def test_several_processes_serve_one_address_and_end_together(folder):
    with running_shop(folder, "serve", "--port", "0", **SQLITE, WEB_CONCURRENCY="2") as serving:
        address = wait_for_address(serving)
        methods = [httpx.get(f"{address}/api/v1/payments/methods/").json()["results"] for _ in range(10)]
        assert methods == [["PAYPAL"]] * 10
        assert len(_children(serving.pid)) == 3
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(20) == 0
    assert is_free(address)


def test_nothing_goes_on_serving_when_the_program_is_killed(folder):
    with running_shop(folder, "serve", "--port", "0", **SQLITE, WEB_CONCURRENCY="2") as serving:
        address = wait_for_address(serving)
        os.kill(serving.pid, signal.SIGKILL)
        serving.wait(10)
        wait_until(lambda: is_free(address), seconds=10)


def test_a_serving_process_that_is_killed_is_replaced(folder):
    with running_shop(folder, "serve", "--port", "0", **SQLITE) as serving:
        address = wait_for_address(serving)
        [child] = _children(serving.pid)
        os.kill(child, signal.SIGKILL)
        wait_until(lambda: _children(serving.pid) not in ([], [child]), seconds=10)
        wait_until(lambda: _health(address) == 200, seconds=15)


def test_an_address_that_is_taken_is_said_to_be_so(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_shop(folder, "serve", "--port", str(port), variables=SQLITE)
    assert done.returncode == 1
    assert done.stderr == f"Error: HOST, PORT: 127.0.0.1:{port} can't be listened on: Address already in use\n"


def test_a_shop_for_tests_needs_no_preparation_and_leaves_nothing_behind(tmp_path):
    with running_shop(tmp_path, "serve", "--port", "0", SHOP_ENV="testing", TMPDIR=str(tmp_path)) as serving:
        address = wait_for_address(serving)
        assert httpx.get(f"{address}/api/health/").json()["checks"] == {"database": "ok"}
        assert len(list(tmp_path.glob("shop-testing-*"))) == 1
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(20) == 0
    assert list(tmp_path.glob("shop-testing-*")) == []


def _children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:  # noqa: PTH123 - no file of ours
        return [int(child) for child in children.read().split()]


def _health(address: str) -> int:
    try:
        return httpx.get(f"{address}/api/health/", timeout=2).status_code
    except httpx.HTTPError:
        return 0
