"""One suite over every storage that the shop ships: memory, SQLite, PostgreSQL."""

from collections.abc import Iterator
from typing import TypeAlias

import pytest

from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from shop_domain.auth.model import AuthenticatedUser
from tests.auth_driver import AuthDriver

Store: TypeAlias = MemoryStore | SqlStore
CONNECTIONS = 24
"""More than the widest race has participants, so that none of them waits for the pool."""


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request, runs_on) -> Iterator[Store]:
    """Open every storage in turn, empty and migrated; `.begin` writes, `.read` reads."""
    if request.param == "memory":
        runs_on("memory")
        yield MemoryStore()
        return
    url = request.getfixturevalue(f"{request.param}_url")
    store = SqlStore(make_engines(url, pool_size=CONNECTIONS, durable=False))
    yield store
    store.close()


@pytest.fixture
def door(store: Store) -> Iterator[AuthDriver]:
    """Open the door of a shop on each storage, with a clock that the test turns."""
    door = AuthDriver(store)
    yield door
    door.close()


@pytest.fixture
def boss(door: AuthDriver) -> AuthenticatedUser:
    """Appoint an administrator who is signed in."""
    return door.an_admin()
