"""A Valkey of each test's own."""

from collections.abc import Iterator

import pytest

from tests.valkey import Valkey


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """Start one, and kill it after the test, whatever state it is in."""
    server = Valkey()
    yield server
    server.kill()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for an answer for as long as a busy machine may take, where a test is about the answer."""
    monkeypatch.setattr("shop_adapters.redis.shared_rate_limit.RESPONSE_TIMEOUT", 10.0)
