"""A checkout on any storage, with a provider in memory, and a clock that the test turns."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from shop_adapters.payments.in_memory import InMemoryPaymentProvider
from shop_adapters.payments.transaction_guard import TransactionGuard
from shop_domain.cart.model import CartOwner
from shop_domain.catalog.model import VariantId
from shop_domain.checkout.model import CheckoutDetails, PaymentUrls, StartedCheckout
from shop_domain.checkout.service import (
    CancellationService,
    CheckoutService,
    PaymentCompletionService,
    PaymentWebhookService,
    ReconciliationService,
    RefundService,
)
from shop_domain.inventory.reservation import ReservationPolicy
from shop_domain.orders.access import OrderViewer
from shop_domain.orders.model import OrderSummary
from shop_domain.orders.service import OrderService
from shop_domain.payments.gateway import RawWebhook
from shop_domain.payments.model import Method, Payment
from tests.builders import NOW, a_cart, a_line, a_user_owner, eur

ADDRESS = {"first_name": "Ada", "address_line_1": "1 Mill Lane", "city": "London", "country": "GB"}


class CheckoutDriver:
    """Everything between a cart and a paid order."""

    def __init__(self, store) -> None:
        self.store = store
        self.now = NOW
        self.provider = InMemoryPaymentProvider()
        guarded = TransactionGuard(self.provider, store.in_transaction)
        providers = {Method.PAYPAL: guarded}
        common: dict[str, Any] = {"begin": store.begin, "clock": self.clock}
        self.checkout = CheckoutService(
            **common,
            read=store.read,
            new_id=uuid7,
            random_bytes=lambda size: uuid7().bytes[-size:],
            providers=providers,
            policy=ReservationPolicy(minutes=60),
            urls=PaymentUrls(public_url="https://shop.example"),
            tokens=_token,
            is_address=lambda text: "@" in text,
        )
        settling: dict[str, Any] = {**common, "read": store.read, "providers": providers}
        self.completion = PaymentCompletionService(**settling, tokens=_token)
        self.refunds = RefundService(**common, providers=providers)
        self.webhooks = PaymentWebhookService(**settling, completion=self.completion, refunds=self.refunds)
        self.reconciliation = ReconciliationService(
            **settling, completion=self.completion, refunds=self.refunds, webhooks=self.webhooks
        )
        self.cancellation = CancellationService(**common, read=store.read, new_id=uuid7, tokens=_token)
        self.orders = OrderService(read=store.read, tokens=_token)

    def clock(self) -> datetime:
        return self.now

    def pass_time(self, **given: float) -> None:
        self.now += timedelta(**given)

    def fill_cart(self, *variant_ids: VariantId, owner: CartOwner | None = None, **given: Any) -> CartOwner:
        owner = owner or a_user_owner()
        quantity = given.pop("quantity", 1)
        lines = [a_line(variant_id, quantity=quantity) for variant_id in variant_ids]
        with self.store.begin() as tx:
            tx.carts.save(a_cart(*lines, owner=owner, **given))
        return owner

    def start(self, owner: CartOwner, request_id: UUID | None = None, **given: Any) -> StartedCheckout:
        return self.checkout.start(details(owner, **given), request_id)

    def approve(self, started: StartedCheckout) -> None:
        self.provider.approve(str(started.payment.provider_id))

    def return_paid(self, started: StartedCheckout) -> Payment:
        return self.completion.complete_on_return(Method.PAYPAL, str(started.payment.provider_id)).payment

    def return_cancelled(self, started: StartedCheckout) -> Payment:
        return self.completion.cancel_on_return(Method.PAYPAL, str(started.payment.provider_id)).payment

    def deliver_webhook(self, started: StartedCheckout, key: str = "E1") -> None:
        self.deliver_webhook_for(str(started.payment.provider_id), key)

    def deliver_webhook_for(self, provider_id: str, key: str) -> None:
        body = f'{{"id": "{key}", "provider_id": "{provider_id}"}}'.encode()
        raw = RawWebhook(headers={}, body=body)
        self.webhooks.receive(Method.PAYPAL, raw)

    def order(self, started: StartedCheckout) -> OrderSummary:
        order = started.order
        return self.orders.order(order.number, OrderViewer(owner=order.owner))

    def cart_of(self, owner: CartOwner) -> Any:
        with self.store.read() as tx:
            return tx.carts.get_active(owner)

    def level(self, variant_id: VariantId) -> tuple[int, int]:
        with self.store.read() as tx:
            level = tx.stock.level(variant_id)
        return level.on_hand, level.reserved


def details(owner: CartOwner, **given: Any) -> CheckoutDetails:
    values: dict[str, Any] = {
        "payment_method": "PAYPAL",
        "shipping_address": ADDRESS,
        "account_email": "ada@example.com",
        **given,
    }
    return CheckoutDetails(owner=owner, **values)


def _token(order_id: UUID) -> str:
    return f"token-of-{order_id}"


PRICE = eur(1_000)
