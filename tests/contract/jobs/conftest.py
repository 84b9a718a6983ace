"""The worker is tried on every storage that the shop ships."""

from collections.abc import Iterator

import pytest
import structlog

from tests.contract.storage.conftest import store

__all__ = ["store"]


@pytest.fixture(autouse=True)
def _plain_log_lines() -> Iterator[None]:
    """Leave the pretty traces of a terminal out: they take longer than the tests."""
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    yield
    structlog.reset_defaults()
