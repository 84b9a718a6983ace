"""Over a real socket: what only bytes can say, and what it costs the server to be told it."""

import json
import time

import pytest

from tests.contract.http.server_process import read_response, running_server

MIB = 1024 * 1024
LOGIN = b"POST /api/v1/auth/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
WEBHOOK = b"POST /api/v1/payments/paypal/webhook/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_a_body_announced_too_large_is_refused_before_it_is_sent(server):
    answer = server.send_raw(LOGIN + b"Content-Length: 12582912\r\n\r\n")
    assert status(answer) == 413
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "body_too_large"


@pytest.mark.parametrize("head", [LOGIN, WEBHOOK], ids=["api", "webhook"])
def test_a_body_without_end_is_cut_at_its_limit_and_costs_little_memory(server, head):
    server.send_raw(LOGIN + b"Content-Length: 2\r\n\r\n{}")
    before, sent = server.memory, 0
    chunk = b"%x\r\n" % 65_536 + b" " * 65_536 + b"\r\n"
    with server.connect() as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        connection.settimeout(0.001)
        answer = b""
        while sent < 64 * MIB and not answer:
            try:
                connection.settimeout(5)
                connection.sendall(chunk)
                sent += 65_536
                connection.settimeout(0.001)
                answer = connection.recv(65_536)
            except TimeoutError:
                continue
            except (BrokenPipeError, ConnectionResetError):
                break
        grown = server.memory - before
    assert sent < 32 * MIB
    assert not answer or status(answer) == 413
    assert grown <= 20 * MIB


@pytest.mark.parametrize("encoding", [b"gzip", b"deflate", b"br", b"zstd"])
@pytest.mark.parametrize("head", [LOGIN, WEBHOOK], ids=["api", "webhook"])
def test_a_compressed_bomb_is_not_inflated(server, head, encoding):
    import gzip

    bomb = gzip.compress(b"0" * (64 * MIB), 9)
    before = server.memory
    answer = server.send_raw(
        head + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (encoding, len(bomb)) + bomb
    )
    assert status(answer) == 415
    assert server.memory - before <= 20 * MIB


def test_a_good_request_after_a_bad_one_on_the_same_connection_or_a_new_one_is_served(server):
    server.send_raw(LOGIN + b"Content-Length: 12582912\r\n\r\n")
    answer = server.send_raw(LOGIN + b"Content-Length: 2\r\n\r\n{}")
    assert status(answer) == 400


@pytest.mark.parametrize(
    "target",
    [
        b"/%ff/",
        b"/api/v1/%ED%A0%80/",
        b"/%00",
        b"//evil.example/%2e%2e",
        b"/api/v1/products/%F0%9F%98%80/",
        b"/" + b"a" * 4_000,
    ],
)
def test_no_address_is_an_error_of_ours(server, target):
    answer = server.send_raw(b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert status(answer) in {400, 404, 414}
    if status(answer) == 404:
        assert b'"code":' in answer


@pytest.mark.parametrize(
    "head",
    [
        b"GET /api/health/live/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET /api/health/live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET http://evil.example/api/health/live/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET /api/health/live/ HTTP/1.0\r\n\r\n",
        b"GET /api/health/live/ HTTP/1.1\r\n\r\n",
    ],
    ids=["foreign", "doubled", "absolute", "missing in 1.0", "missing"],
)
def test_a_host_that_is_not_ours_is_refused(server, head):
    assert status(server.send_raw(head)) == 400


@pytest.mark.parametrize(
    "header", [b"X-Request-ID: a\tb", b"X-Session-Key: \xff", b"Authorization: \xff\xfe", b"Accept: \xff"]
)
def test_odd_bytes_in_headers_are_no_error_of_ours(server, header):
    answer = server.send_raw(b"GET /api/v1/cart/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + b"\r\n\r\n")
    assert status(answer) < 500


def test_a_slow_client_does_not_hold_others_up(server):
    slow = [server.connect() for _ in range(100)]
    for connection in slow:
        connection.sendall(LOGIN + b"Content-Length: 100\r\n\r\n{")
    started = time.monotonic()
    assert status(server.send_raw(b"GET /api/health/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")) == 200
    assert time.monotonic() - started < 5
    for connection in slow:
        connection.close()


def test_what_is_cut_off_in_the_middle_leaves_nothing_behind(server):
    for _ in range(20):
        with server.connect() as connection:
            connection.sendall(LOGIN + b"Content-Length: 100\r\n\r\n{")
    with server.connect() as connection:
        connection.sendall(LOGIN + b"Content-Length: 2\r\n\r\n{}")
        assert status(read_response(connection)) == 400
    assert b"Traceback" not in (server.folder / "server.log").read_bytes()
