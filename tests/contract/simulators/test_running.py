"""How a simulator is started, mounted, steered and ended."""

import os
import re
import socket
import subprocess
import sys
from contextlib import closing

import httpx
import pytest
from litestar import Litestar, asgi
from litestar.testing import TestClient
from litestar.types import Receive, Scope, Send

from provider_simulators import PayPalConfig, paypal_simulator, serve
from provider_simulators.production_guard import NotInProductionError
from tests.contract.simulators.caller import Caller, an_order


def a_purchase(paypal):
    with closing(Caller(paypal)) as caller:
        caller.validates = False
        capture = caller.captured("12.10")
        caller.refund(capture["id"], "2.10")
        paypal.drain_webhooks()
    state = paypal.state()
    return re.sub(
        r"127\.0\.0\.1:\d+", "here", str({name: state[name] for name in ("orders", "captures", "refunds", "events")})
    )


def test_one_seed_gives_one_run():
    runs = []
    for seed in (7, 7, 8):
        with serve(PayPalConfig(clock="frozen", seed=seed)) as paypal:
            runs.append(a_purchase(paypal))
    assert runs[0] == runs[1] != runs[2]


def test_a_reset_starts_the_same_run_again():
    with serve(PayPalConfig(clock="frozen", seed=7)) as paypal:
        first = a_purchase(paypal)
        paypal.configure(capture_outcome="DECLINED")
        paypal.advance(3_600)
        paypal.reset()
        assert a_purchase(paypal) == first
        paypal.reset(8)
        assert a_purchase(paypal) != first


@pytest.mark.parametrize("environment", ["production", " Production "])
def test_it_does_not_start_in_production(monkeypatch, environment):
    monkeypatch.setenv("SHOP_ENV", environment)
    with pytest.raises(NotInProductionError):
        paypal_simulator(PayPalConfig())
    with pytest.raises(NotInProductionError), serve():
        pass


def test_it_listens_on_loopback_only(paypal):
    port = int(paypal.base_url.rsplit(":", 1)[1])
    outside = {str(address[4][0]) for address in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
    assert paypal.base_url.startswith("http://127.0.0.1:")
    for address in outside - {"127.0.0.1"}:
        with pytest.raises(ConnectionRefusedError), socket.create_connection((address, port), timeout=1):
            pass


def test_it_runs_as_a_program(tmp_path):
    config = tmp_path / "paypal.json"
    config.write_text('{"client_id": "from-file", "clock": "frozen", "behavior": {"token_life_s": 60}}')
    command = [sys.executable, "-m", "provider_simulators.paypal", "--port", "0", "--config", str(config)]
    environment = {name: value for name, value in os.environ.items() if name != "SHOP_ENV"}
    with subprocess.Popen(
        [*command, "--client-secret", "from-line"], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout
            said = process.stdout.readline()
            address = re.findall(r"http://127\.0\.0\.1:\d+", said)[0]
            token = httpx.post(
                f"{address}/v1/oauth2/token",
                auth=("from-file", "from-line"),
                data={"grant_type": "client_credentials"},
            )
            assert token.json()["expires_in"] == 60
        finally:
            process.terminate()


def mounted(config):
    simulator = paypal_simulator(config)

    @asgi("/_sim/paypal", is_mount=True, copy_scope=True)
    async def paypal(scope: Scope, receive: Receive, send: Send) -> None:
        await simulator(scope, receive, send)

    return Litestar([paypal], openapi_config=None, logging_config=None)


def test_it_may_be_mounted_in_another_application():
    base = "http://127.0.0.1:8000/_sim/paypal"
    config = PayPalConfig(base_url=base, browser_url="http://localhost:3000/pay", clock="frozen")
    with TestClient(mounted(config)) as client:
        token = client.post(
            "/_sim/paypal/v1/oauth2/token",
            auth=(config.client_id, config.client_secret),
            data={"grant_type": "client_credentials"},
        ).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "PayPal-Request-Id": "k"}
        order = client.post("/_sim/paypal/v2/checkout/orders", json=an_order(), headers=headers).json()
        links = {link["rel"]: link["href"] for link in order["links"]}
        assert links["self"] == f"{base}/v2/checkout/orders/{order['id']}"
        assert links["payer-action"] == f"http://localhost:3000/pay/checkoutnow?token={order['id']}"
        shown = client.get(f"/_sim/paypal/checkoutnow?token={order['id']}")
        assert shown.status_code == 200
        approved = client.post(f"/_sim/paypal/_sim/payer/{order['id']}", json={"action": "approve"})
        assert approved.json()["status"] == "APPROVED"
        captured = client.post(f"{links['capture'].removeprefix('http://127.0.0.1:8000')}", json={}, headers=headers)
        assert captured.status_code == 201


def test_where_a_connection_cannot_be_broken_a_proxy_answers():
    with TestClient(mounted(PayPalConfig(base_url="http://127.0.0.1:8000/_sim/paypal"))) as client:
        client.post("/_sim/paypal/_sim/faults", json=[{"action": {"kind": "reset_before"}}])
        assert client.get("/_sim/paypal/checkoutnow?token=X").status_code == 502
        assert client.get("/_sim/paypal/checkoutnow?token=X").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("nothing", b"", 404),
        ("clock", b"{}", 400),
        ("clock", b'{"advance_s": "soon"}', 400),
        ("payer/NOSUCH", b'{"action": "approve"}', 404),
        ("behavior", b'{"colour": "blue"}', 400),
        ("behavior", b'{"parallel": "418"}', 400),
        ("webhooks/9/deliver", b"", 404),
        ("webhooks/x/drop", b"", 404),
        ("webhooks/forge", b'{"kind": "nice", "order_id": "X"}', 400),
        ("captures/NOSUCH", b'{"status": "DENIED"}', 404),
        ("refunds/NOSUCH", b'{"status": "FAILED"}', 404),
        ("reset", b'{"seed": "lucky"}', 400),
    ],
)
def test_a_control_call_that_makes_no_sense_is_refused(paypal, path, body, status):
    answer = httpx.post(f"{paypal.base_url}/_sim/{path}", content=body)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_a_payer_cannot_approve_what_is_paid(caller):
    order_id = caller.approved()
    answer = httpx.post(f"{caller.paypal.base_url}/_sim/payer/{order_id}", json={"action": "approve"})
    assert answer.status_code == 400


def speak(paypal, text):
    """Send bytes as they are, and return all that comes until the other side closes."""
    host, port = paypal.base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def test_the_server_reads_chunks_and_keeps_connections(paypal):
    chunks = b'5\r\n{"adv\r\nc;x=1\r\nance_s": 60}\r\n0\r\n\r\n'
    chunked = b"POST /_sim/clock HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
    sized = b'POST /_sim/clock HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 16\r\n\r\n{"advance_s": 9}'
    said = speak(paypal, chunked + sized)
    assert said.count(b"HTTP/1.1 200") == 2
    assert said.count(b"HTTP/1.1 100 Continue") == 1
    assert paypal.state()["now"] == "2025-11-23T10:01:09Z"


@pytest.mark.parametrize(
    "nonsense", [b"\r\n\r\n", b"HELLO\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"GET / HTT"]
)
def test_the_server_outlives_nonsense(paypal, nonsense):
    assert speak(paypal, nonsense) == b""
    assert paypal.state()["orders"] == []
