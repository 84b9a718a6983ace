"""What the till is made of: stock, orders, and their payments."""

import time
from typing import Any

from dependency_injector import containers, providers

from shop_adapters.composition.settings import Settings
from shop_adapters.security.mail_addresses import is_address
from shop_adapters.security.order_tokens import OrderTokenTexts
from shop_domain.checkout.model import Urls
from shop_domain.checkout.service import (
    CancellationService,
    CheckoutService,
    DepartureService,
    PaymentNotificationService,
    ReconciliationService,
    RefundService,
    SettlementService,
    TakingAlongService,
)
from shop_domain.inventory.reservation import ReservationPolicy
from shop_domain.inventory.service import InventoryService
from shop_domain.orders.service import OrderExportService, OrderService


class Till(containers.DeclarativeContainer):
    """The till's services and what they share."""

    settings = providers.Dependency(instance_of=Settings)
    clock: providers.Dependency[Any] = providers.Dependency()
    new_id: providers.Dependency[Any] = providers.Dependency()
    random_bytes: providers.Dependency[Any] = providers.Dependency()
    begin: providers.Dependency[Any] = providers.Dependency()
    read: providers.Dependency[Any] = providers.Dependency()
    payment_providers: providers.Dependency[Any] = providers.Dependency()

    # what the services share
    tokens = providers.Singleton(OrderTokenTexts, settings.provided.secret_key).provided.text_of
    policy = providers.Singleton(ReservationPolicy, minutes=settings.provided.order_expire_minutes)
    urls = providers.Singleton(Urls, public=settings.provided.public_url)

    # services
    inventory = providers.Singleton(InventoryService, begin=begin, read=read, clock=clock, new_id=new_id)
    orders = providers.Singleton(OrderService, read=read, tokens=tokens)
    order_export = providers.Singleton(OrderExportService, read=read)
    checkout = providers.Singleton(
        CheckoutService,
        begin=begin,
        read=read,
        clock=clock,
        new_id=new_id,
        random_bytes=random_bytes,
        providers=payment_providers,
        policy=policy,
        urls=urls,
        tokens=tokens,
        is_address=providers.Object(is_address),
    )
    settlement = providers.Singleton(
        SettlementService,
        begin=begin,
        read=read,
        clock=clock,
        pause=providers.Object(time.sleep),
        providers=payment_providers,
        tokens=tokens,
    )
    refunds = providers.Singleton(RefundService, begin=begin, clock=clock, providers=payment_providers)
    payment_notifications = providers.Singleton(
        PaymentNotificationService,
        begin=begin,
        read=read,
        clock=clock,
        providers=payment_providers,
        settlement=settlement,
        refunds=refunds,
    )
    reconciliation = providers.Singleton(
        ReconciliationService,
        begin=begin,
        read=read,
        clock=clock,
        providers=payment_providers,
        settlement=settlement,
        refunds=refunds,
        notifications=payment_notifications,
    )
    cancellation = providers.Singleton(
        CancellationService, begin=begin, read=read, clock=clock, new_id=new_id, tokens=tokens
    )
    departures = providers.Singleton(DepartureService, begin=begin, read=read, clock=clock)
    taking_along = providers.Singleton(TakingAlongService, read=read, clock=clock)
