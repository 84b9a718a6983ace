"""What every part of a shop runs on: its settings, clock, ids, randomness and storage."""

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from dependency_injector import containers, providers
from uuid_utils.compat import uuid7

from shop_adapters.composition.settings import Settings
from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from shop_domain.kernel.ports import Begin


def utc_now() -> datetime:
    """Tell the present time, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the clock


def new_id() -> UUID:
    """Make an id that sorts after the earlier ones of this process."""
    return uuid7()


def random_bytes(count: int) -> bytes:
    """Make this many unpredictable bytes."""
    return secrets.token_bytes(count)


class SystemContainer(containers.DeclarativeContainer):
    """Settings, system and store; the containers of the contexts derive from it and share what it makes."""

    settings = providers.Dependency(instance_of=Settings)

    clock = providers.Object(utc_now)
    new_id = providers.Object(new_id)
    random_bytes = providers.Object(random_bytes)

    store: providers.Selector[MemoryStore | SqlStore] = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryStore),
        sql=providers.Singleton(
            SqlStore,
            providers.Singleton(
                make_engines,
                settings.provided.database_url,
                pool_size=settings.provided.database_pool_size,
                durable=settings.provided.is_production,
            ),
        ),
    )
    begin: providers.Provider[Begin[Any]] = store.provided.begin
    read: providers.Provider[Begin[Any]] = store.provided.read
