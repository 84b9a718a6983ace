"""The door in every order of events that Hypothesis can think of: many in memory, some on each database."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from tests import postgres, sqlite
from tests.contract.storage.auth_machine import AuthMachine

CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]
IN_MEMORY = settings(max_examples=120, stateful_step_count=40, deadline=None, suppress_health_check=CALM)
ON_DATABASES = settings(max_examples=6, stateful_step_count=30, deadline=None, suppress_health_check=CALM)


class InMemory(AuthMachine):
    """The door in memory."""

    def open_store(self):
        return MemoryStore()


class OnSqlite(AuthMachine):
    """The door in a file."""

    def open_store(self):
        self.folder = TemporaryDirectory()
        return SqlStore(make_engines(sqlite.fresh_file(Path(self.folder.name)), pool_size=2, durable=False))

    def close_store(self):
        self.store.close()
        self.folder.cleanup()


class OnPostgres(AuthMachine):
    """The door in a PostgreSQL database."""

    def open_store(self):
        self.url = postgres.fresh_database()
        return SqlStore(make_engines(self.url, pool_size=2, durable=False))

    def close_store(self):
        self.store.close()
        postgres.drop_database(self.url)


def test_auth_behaves_as_its_model_in_memory(runs_on):
    runs_on("memory")
    run_state_machine_as_test(InMemory, settings=IN_MEMORY)


def test_auth_behaves_as_its_model_on_sqlite(runs_on):
    runs_on("SQLite")
    run_state_machine_as_test(OnSqlite, settings=ON_DATABASES)


@pytest.mark.postgres
def test_auth_behaves_as_its_model_on_postgresql(runs_on):
    runs_on("PostgreSQL")
    run_state_machine_as_test(OnPostgres, settings=ON_DATABASES)
