"""SQLite has one writer at a time; several processes take turns."""

import subprocess
import sys

from sqlalchemy import text

from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore

WRITERS = 6
EACH = 200
WRITER = """
import sys
from sqlalchemy import text
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore

store = SqlStore(make_engines(sys.argv[1], pool_size=1, durable=False))
for _ in range(int(sys.argv[2])):
    with store.begin() as tx:
        seen = tx.source.execute(text("SELECT n FROM turns")).scalar_one()
        tx.source.execute(text("UPDATE turns SET n = :n"), {"n": seen + 1})
"""


def test_six_processes_that_read_then_write_lose_nothing_and_are_never_refused(sqlite_url):
    store = SqlStore(make_engines(sqlite_url, pool_size=1, durable=False))
    with store.begin() as tx:
        tx.source.execute(text("CREATE TABLE turns (n INTEGER NOT NULL)"))
        tx.source.execute(text("INSERT INTO turns VALUES (0)"))
    command = [sys.executable, "-c", WRITER, sqlite_url, str(EACH)]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(WRITERS)]
    assert [writer.communicate(timeout=60)[1] for writer in writers] == [""] * WRITERS
    with store.read() as tx:
        assert tx.source.execute(text("SELECT n FROM turns")).scalar_one() == WRITERS * EACH
    store.close()
