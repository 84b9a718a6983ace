"""Stock, orders and their payments: what their services are made of."""

from dependency_injector import providers

from shop_adapters.composition.payment_providers import payment_providers
from shop_adapters.composition.paypal_simulator import simulator_accounts
from shop_adapters.composition.system import SystemContainer
from shop_adapters.security.email_addresses import is_email_address
from shop_adapters.security.order_tokens import MacOrderTokens
from shop_domain.checkout.model import PaymentUrls
from shop_domain.checkout.service import (
    CancellationService,
    CheckoutService,
    PaymentCompletionService,
    PaymentWebhookService,
    ReconciliationService,
    RefundService,
    UnpaidOrderCancellation,
)
from shop_domain.inventory.reservation import ReservationPolicy
from shop_domain.inventory.service import InventoryService
from shop_domain.orders.service import OrderExportService, OrderService


class CheckoutContainer(SystemContainer):
    """The services from cart to paid order, and what they share."""

    settings, clock, new_id = SystemContainer.settings, SystemContainer.clock, SystemContainer.new_id
    begin, read, random_bytes = SystemContainer.begin, SystemContainer.read, SystemContainer.random_bytes

    # payment providers
    simulator_accounts = providers.Singleton(simulator_accounts, settings)
    payment_providers = providers.Singleton(
        payment_providers,
        settings,
        in_transaction=SystemContainer.store.provided.in_transaction,
        simulator_accounts=simulator_accounts,
    )

    # what the services share
    order_tokens = providers.Singleton(MacOrderTokens, settings.provided.secret_key).provided.token_of
    reservation_policy = providers.Singleton(ReservationPolicy, minutes=settings.provided.order_expire_minutes)
    urls = providers.Singleton(PaymentUrls, public_url=settings.provided.public_url)

    # services
    inventory = providers.Singleton(InventoryService, begin=begin, read=read, clock=clock, new_id=new_id)
    orders = providers.Singleton(OrderService, read=read, tokens=order_tokens)
    order_export = providers.Singleton(OrderExportService, read=read)
    checkout = providers.Singleton(
        CheckoutService,
        begin=begin,
        read=read,
        clock=clock,
        new_id=new_id,
        random_bytes=random_bytes,
        providers=payment_providers,
        policy=reservation_policy,
        urls=urls,
        tokens=order_tokens,
        is_address=providers.Object(is_email_address),
    )
    payment_completion = providers.Singleton(
        PaymentCompletionService,
        begin=begin,
        read=read,
        clock=clock,
        providers=payment_providers,
        tokens=order_tokens,
    )
    refunds = providers.Singleton(RefundService, begin=begin, clock=clock, providers=payment_providers)
    payment_webhooks = providers.Singleton(
        PaymentWebhookService,
        begin=begin,
        read=read,
        clock=clock,
        providers=payment_providers,
        completion=payment_completion,
        refunds=refunds,
    )
    reconciliation = providers.Singleton(
        ReconciliationService,
        begin=begin,
        read=read,
        clock=clock,
        providers=payment_providers,
        completion=payment_completion,
        refunds=refunds,
        webhooks=payment_webhooks,
    )
    order_cancellation = providers.Singleton(
        CancellationService, begin=begin, read=read, clock=clock, new_id=new_id, tokens=order_tokens
    )
    unpaid_order_cancellation = providers.Singleton(UnpaidOrderCancellation, begin=begin, read=read, clock=clock)
