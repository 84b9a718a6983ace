"""What a checkout needs from outside."""

from typing import Protocol

from shop_domain.accounts.ports import SessionGuard
from shop_domain.cart.ports import CartTx
from shop_domain.inventory.ports import StockRepository
from shop_domain.kernel.ports import Outbox
from shop_domain.orders.ports import OrderReader, OrderRepository
from shop_domain.payments.ports import (
    CompletionClaims,
    DuePayments,
    PaymentReader,
    PaymentRepository,
    RefundRepository,
    WebhookInbox,
)


class CheckoutTx(CartTx, Protocol):
    """The part of a transaction that a checkout uses."""

    @property
    def session_guard(self) -> SessionGuard:
        """Sessions, confirmed once more."""
        ...

    @property
    def stock(self) -> StockRepository:
        """Stock by variant."""
        ...

    @property
    def orders(self) -> OrderRepository:
        """Orders by id."""
        ...

    @property
    def order_reader(self) -> OrderReader:
        """Orders as people look at them."""
        ...

    @property
    def payments(self) -> PaymentRepository:
        """Attempts to pay."""
        ...

    @property
    def completion_claims(self) -> CompletionClaims:
        """Who completes an attempt."""
        ...

    @property
    def payment_reader(self) -> PaymentReader:
        """Attempts to pay, looked up."""
        ...

    @property
    def due_payments(self) -> DuePayments:
        """What of paying is due."""
        ...

    @property
    def refunds(self) -> RefundRepository:
        """Money to give back."""
        ...

    @property
    def webhook_inbox(self) -> WebhookInbox:
        """Webhooks, each kept once."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Events that leave with the transaction."""
        ...
