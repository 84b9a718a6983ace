"""`shop worker` as a process."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.contract.cli.shop_process import run_shop, running_shop, wait_until

SQLITE = {"DATABASE_URL": "sqlite:///shop.db"}


def latest_run(database: Path) -> str | None:
    """Tell when a job ran last: once one has, the worker that ran it hears signals."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection:
        return connection.execute("SELECT max(last_run_at) FROM jobs").fetchone()[0]


def test_a_worker_works_until_it_is_told_to_stop(tmp_path):
    assert run_shop(tmp_path, "migrate", variables=SQLITE).returncode == 0
    for number in (signal.SIGTERM, signal.SIGINT):
        before = latest_run(tmp_path / "shop.db")
        with running_shop(tmp_path, "worker", **SQLITE) as worker:
            wait_until(lambda known=before: latest_run(tmp_path / "shop.db") != known)
            assert worker.poll() is None, worker.communicate()
            worker.send_signal(number)
            assert worker.wait(20) == 0
            assert worker.communicate() == ("", "")
