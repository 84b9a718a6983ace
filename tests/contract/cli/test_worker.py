"""`shop worker` as a process."""

import signal
import time

from tests.contract.cli.shop_program import running, shop

SQLITE = {"DATABASE_URL": "sqlite:///shop.db"}


def test_a_worker_works_until_it_is_told_to_stop(tmp_path):
    assert shop(tmp_path, "migrate", variables=SQLITE).returncode == 0
    for number in (signal.SIGTERM, signal.SIGINT):
        with running(tmp_path, "worker", **SQLITE) as worker:
            time.sleep(1.5)
            assert worker.poll() is None, worker.communicate()
            worker.send_signal(number)
            assert worker.wait(10) == 0
            assert worker.communicate() == ("", "")
