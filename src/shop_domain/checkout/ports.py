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
    def session_guard(self) -> SessionGuard: ...
    @property
    def stock(self) -> StockRepository: ...
    @property
    def orders(self) -> OrderRepository: ...
    @property
    def order_reader(self) -> OrderReader: ...
    @property
    def payments(self) -> PaymentRepository: ...
    @property
    def completion_claims(self) -> CompletionClaims: ...
    @property
    def payment_reader(self) -> PaymentReader: ...
    @property
    def due_payments(self) -> DuePayments: ...
    @property
    def refunds(self) -> RefundRepository: ...
    @property
    def webhook_inbox(self) -> WebhookInbox: ...
    @property
    def outbox(self) -> Outbox: ...
