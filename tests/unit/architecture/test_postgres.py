"""The tests' own database server does what the tests rely on."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres

ROOT = Path(__file__).parents[3]
STARTS_ONE = (
    "from tests.postgres_server import start; print(start(durable=True), flush=True); import time; time.sleep(60)"
)


@pytest.mark.postgres
def test_every_database_is_its_own(postgres_url):
    other = postgres.fresh_database()
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE mine ()")
    with psycopg.connect(other) as connection:
        assert connection.execute("SELECT to_regclass('mine')").fetchone() == (None,)
    postgres.drop_database(other)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(other)


@pytest.mark.postgres
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_server_ends_with_a_starter_that_is_killed(readable_folder):
    environment = os.environ | {"TMPDIR": readable_folder}
    starter = subprocess.Popen([sys.executable, "-c", STARTS_ONE], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    with starter:
        assert starter.stdout is not None
        address = starter.stdout.readline().decode().strip()
        psycopg.connect(address).close()
        starter.send_signal(signal.SIGKILL)
    assert gone_within(5, address)


@pytest.fixture
def readable_folder() -> Iterator[str]:
    """Hold what a killed starter leaves behind; the account that runs the server may enter it."""
    with tempfile.TemporaryDirectory(prefix="shop-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield folder


def gone_within(seconds: float, address: str) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            psycopg.connect(address, connect_timeout=1).close()
        except psycopg.OperationalError:
            return True
        time.sleep(0.05)
    return False
