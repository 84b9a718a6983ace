"""The composition root: what the shop is made of, in reading order."""

from typing import Any

from dependency_injector import containers, providers

from shop_adapters.addresses.check import check_address
from shop_adapters.composition.accelerator import shared_rate
from shop_adapters.composition.basket import Basket
from shop_adapters.composition.door import Door
from shop_adapters.composition.local_paypal import local_accounts
from shop_adapters.composition.payment_providers import payment_providers
from shop_adapters.composition.post_room import PostRoom
from shop_adapters.composition.runtime import new_id, random_bytes, utc_now
from shop_adapters.composition.settings import Settings
from shop_adapters.composition.till import Till
from shop_adapters.memory.store import MemoryStore
from shop_adapters.security.sealed_answers import AesSeal
from shop_adapters.sql.engine import make_engines
from shop_adapters.sql.store import SqlStore
from shop_domain.accounts.service import AccountService
from shop_domain.catalog.service import CatalogService, ShelfService
from shop_domain.kernel.service import IdempotencyService
from shop_domain.orders.service import LeavingService


class Shop(containers.DeclarativeContainer):
    """One shop: settings, system, gateways, store, services."""

    # settings
    settings = providers.Dependency(instance_of=Settings)

    # system
    clock = providers.Object(utc_now)
    new_id = providers.Object(new_id)
    random_bytes = providers.Object(random_bytes)

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

    # payment providers
    simulators = providers.Singleton(local_accounts, settings)
    payment_providers = providers.Singleton(
        payment_providers, settings, in_transaction=store.provided.in_transaction, simulators=simulators
    )

    # services
    door: Any = providers.Container(Door, settings=settings, clock=clock, new_id=new_id, begin=begin, read=read)
    registration, sign_in, tokens, sessions = door.registration, door.sign_in, door.tokens, door.sessions
    passwords, email_change, administrators = door.passwords, door.email_change, door.administrators
    session_upkeep, link_texts = door.session_upkeep, door.link_texts
    watching, blocking, staff_users, audit = door.watching, door.blocking, door.staff_users, door.audit
    staff_log, second_factors = door.staff_log, door.second_factors
    known_refusals, refused_rows = door.known_refusals, door.refused_rows
    shared_rate = providers.Singleton(shared_rate, settings)
    catalog = providers.Singleton(CatalogService, read=read, currency=settings.provided.shop_currency)
    shelves = providers.Singleton(ShelfService, begin=begin, clock=clock, new_id=new_id)
    basket: Any = providers.Container(
        Basket, settings=settings, clock=clock, new_id=new_id, random_bytes=random_bytes, begin=begin, read=read
    )
    carts, cart_merge, cart_tidy, coupons = basket.carts, basket.cart_merge, basket.cart_tidy, basket.coupons
    till: Any = providers.Container(
        Till,
        settings=settings,
        clock=clock,
        new_id=new_id,
        random_bytes=random_bytes,
        begin=begin,
        read=read,
        payment_providers=payment_providers,
    )
    inventory, checkout, settlement = till.inventory, till.checkout, till.settlement
    orders, order_export = till.orders, till.order_export
    refunds, payment_notifications = till.refunds, till.payment_notifications
    reconciliation, cancellation, departures = till.reconciliation, till.cancellation, till.departures
    taking_along = till.taking_along
    post_room: Any = providers.Container(
        PostRoom,
        settings=settings,
        clock=clock,
        begin=begin,
        read=read,
        token_text=link_texts.provided.text_of,
        order_tokens=till.tokens,
    )
    notifications, delivery_retry, chance = post_room.notifications, post_room.retry, post_room.chance
    accounts = providers.Singleton(
        AccountService,
        begin=begin,
        read=read,
        clock=clock,
        new_id=new_id,
        check_address=providers.Object(check_address),
    )
    leaving = providers.Singleton(LeavingService, begin=begin, clock=clock, prove_password=door.prove_before_leaving)
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
