"""Log lines are JSON objects, and hold no secret, whoever wrote them."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from shop_adapters.composition.environment import load_settings
from shop_adapters.composition.log_redaction import MASK, redact_event, redact_text
from shop_adapters.composition.logs import configure_logging

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.fixture
def lines(tmp_path, monkeypatch) -> Iterator[object]:
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    output = io.StringIO()
    configure_logging(load_settings({"SHOP_ENV": "testing"}), output)
    yield lambda: [json.loads(line) for line in output.getvalue().splitlines()]
    root.handlers[:], level = before
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_a_line_is_one_json_object_with_what_is_bound_to_its_request(lines):
    structlog.contextvars.bind_contextvars(request_id="r-1")
    structlog.get_logger("shop.test").warning("stock is low\nvery low", sku="A-1", left=2)
    [line] = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "stock is low\nvery low",
        "sku": "A-1",
        "left": 2,
        "request_id": "r-1",
        "level": "warning",
        "logger": "shop.test",
    }


def test_lines_of_libraries_look_the_same(lines):
    structlog.contextvars.bind_contextvars(request_id="r-2")
    logging.getLogger("some.library").error("no answer from %s", "there")
    [line] = lines()
    assert (line["event"], line["logger"], line["request_id"]) == ("no answer from there", "some.library", "r-2")


def test_an_exception_stands_in_its_line_without_the_secrets_in_it(lines):
    try:
        raise_it(ConnectionError(f"refused for Bearer {JWT}"))
    except ConnectionError:
        structlog.get_logger("shop.test").exception("call failed")
    [line] = lines()
    assert "ConnectionError: refused for" in line["exception"]
    assert JWT not in line["exception"]


def raise_it(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "new_password",
        "currentPassword",
        "SECRET_KEY",
        "client_secret",
        "Authorization",
        "cookie",
        "Set-Cookie",
        "access",
        "refresh",
        "token",
        "order_token",
        "X-Session-Key",
        "session_key",
        "api_key",
        "Paypal-Transmission-Signature",
    ],
)
def test_a_value_with_the_name_of_a_secret_is_masked_at_any_depth(name):
    line = redact_event(None, "info", {"event": "x", name: "hush", "deep": [{"er": {name: ["hush"]}}]})
    assert "hush" not in str(line)
    assert line[name] == MASK


@pytest.mark.parametrize(
    "text",
    [
        f"sent {JWT}",
        "Authorization: Bearer hush-hush-hush",
        "GET /api/v1/auth/verify-email/hush/ 200",
        "GET /api/v1/auth/confirm-email/hush?x=1",
        "GET /api/v1/payments/paypal/success/?token=hush&PayerID=hush",
        "https://shop.example/reset-password#token=hush",
        "could not connect to postgresql://shop:hush@db/shop",
        "redis://:hush@cache:6379/0",
        "GET /api/v1/orders/SO-2026-1/?token=hush",
    ],
)
def test_a_secret_inside_of_a_text_is_masked(text):
    assert "hush" not in redact_text(text)
    assert JWT not in redact_text(text)


@pytest.mark.parametrize("value", [None, "", True, False])
def test_what_hides_nothing_is_shown(value):
    assert redact_event(None, "info", {"token": value}) == {"token": value}


def test_plain_words_and_numbers_stay_as_they_are():
    line = {"event": "served", "path": "/api/v1/products/?page=2", "status": 200, "took_ms": 1.5, "keys": ["a", 1]}
    assert redact_event(None, "info", dict(line)) == line
