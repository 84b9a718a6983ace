"""The composition root: what the shop is made of, in reading order."""

from dependency_injector import containers, providers

from shop_adapters.composition.runtime import new_id, random_bytes, utc_now
from shop_adapters.composition.settings import Settings
from shop_adapters.memory.store import MemoryStore
from shop_adapters.security.sealed_answers import AesSeal
from shop_adapters.sql.engine import make_engines
from shop_adapters.sql.store import SqlStore
from shop_domain.kernel.service import IdempotencyService


class Shop(containers.DeclarativeContainer):
    """One shop: settings, system, gateways, store, services."""

    # settings
    settings = providers.Dependency(instance_of=Settings)

    # system
    clock = providers.Object(utc_now)
    new_id = providers.Object(new_id)
    random_bytes = providers.Object(random_bytes)

    # gateways

    # store
    store = providers.Selector(
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
    begin, read = store.provided.begin, store.provided.read

    # services
    idempotency = providers.Singleton(
        IdempotencyService,
        begin=begin,
        clock=clock,
        new_id=new_id,
        seal=providers.Singleton(AesSeal, settings.provided.secret_key),
    )


def build(settings: Settings) -> Shop:
    """Put a shop together; nothing is connected before it is first used."""
    return Shop(settings=providers.Object(settings))
