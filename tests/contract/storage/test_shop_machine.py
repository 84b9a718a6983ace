"""The whole shop, in every interleaving that Hypothesis can think of: many in memory, some on each database."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from tests import postgres, sqlite
from tests.contract.storage.shop_machine import ShopMachine

IN_MEMORY = settings(max_examples=150, stateful_step_count=40, deadline=None)
ON_DATABASES = settings(
    max_examples=8,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class InMemory(ShopMachine):
    """The shop in memory."""

    def open_store(self):
        return MemoryStore()


class OnSqlite(ShopMachine):
    """The shop in a file."""

    def open_store(self):
        self.folder = TemporaryDirectory()
        return SqlStore(make_engines(sqlite.fresh_file(Path(self.folder.name)), pool_size=2, durable=False))

    def close_store(self):
        self.store.close()
        self.folder.cleanup()


class OnPostgres(ShopMachine):
    """The shop in a PostgreSQL database."""

    def open_store(self):
        self.url = postgres.fresh_database()
        return SqlStore(make_engines(self.url, pool_size=2, durable=False))

    def close_store(self):
        self.store.close()
        postgres.drop_database(self.url)


def test_invariants_hold_in_memory(runs_on):
    runs_on("memory")
    run_state_machine_as_test(InMemory, settings=IN_MEMORY)


def test_invariants_hold_on_sqlite(runs_on):
    runs_on("SQLite")
    run_state_machine_as_test(OnSqlite, settings=ON_DATABASES)


@pytest.mark.postgres
def test_invariants_hold_on_postgres(runs_on):
    runs_on("PostgreSQL")
    run_state_machine_as_test(OnPostgres, settings=ON_DATABASES)
