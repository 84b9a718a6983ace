"""`shop worker` as a process."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.contract.cli.shop_program import running, shop, until

SQLITE = {"DATABASE_URL": "sqlite:///shop.db"}


def has_begun(database: Path) -> bool:
    """Tell whether the worker wrote its timetable and has taken a job from it: it hears signals by then."""
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        done = connection.execute("SELECT count(*) FROM jobs WHERE last_run_at IS NOT NULL").fetchone()[0]
        connection.execute("UPDATE jobs SET last_run_at = NULL")
        connection.commit()
    return done > 0


def test_a_worker_works_until_it_is_told_to_stop(tmp_path):
    assert shop(tmp_path, "migrate", variables=SQLITE).returncode == 0
    for number in (signal.SIGTERM, signal.SIGINT):
        with running(tmp_path, "worker", **SQLITE) as worker:
            until(lambda: has_begun(tmp_path / "shop.db"))
            assert worker.poll() is None, worker.communicate()
            worker.send_signal(number)
            assert worker.wait(10) == 0
            assert worker.communicate() == ("", "")
