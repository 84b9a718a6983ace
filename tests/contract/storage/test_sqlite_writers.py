"""SQLite has one writer at a time; several processes take turns."""

import subprocess
import sys
from uuid import UUID

from shop_adapters.sql.engine import make_engines
from shop_adapters.sql.store import SqlStore

WRITERS = 6
EACH = 200
WRITER = """
import sys
from uuid_utils.compat import uuid7
from shop_adapters.sql.engine import make_engines
from shop_adapters.sql.store import SqlStore

store = SqlStore(make_engines(sys.argv[1], pool_size=1, durable=False))
for _ in range(int(sys.argv[2])):
    request = uuid7()
    with store.begin() as tx:
        tx.requests.first_time(request)
    print(request)
"""


def test_six_processes_that_write_lose_nothing_and_are_never_refused(sqlite_url):
    command = [sys.executable, "-c", WRITER, sqlite_url, str(EACH)]
    writers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(WRITERS)
    ]
    outcomes = [writer.communicate(timeout=60) for writer in writers]
    assert [error for _, error in outcomes] == [""] * WRITERS
    acknowledged = [UUID(line) for output, _ in outcomes for line in output.split()]
    assert len(acknowledged) == WRITERS * EACH
    store = SqlStore(make_engines(sqlite_url, pool_size=1, durable=False))
    with store.begin() as tx:
        assert not any(tx.requests.first_time(request) for request in acknowledged)
    store.close()
