"""What a checkout needs from outside."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

from shop_domain.accounts.model import UserId
from shop_domain.accounts.ports import AddressBooks, Profiles, SessionGuard, Users
from shop_domain.cart.ports import CartTx
from shop_domain.checkout.whole_account import Held
from shop_domain.inventory.ports import StockRepository
from shop_domain.kernel.ports import Outbox
from shop_domain.orders.ports import OrderReader, OrderRepository, PersonalTraces
from shop_domain.payments.ports import (
    CompletionClaims,
    NotificationInbox,
    PaymentAgenda,
    PaymentReader,
    PaymentRepository,
    RefundRepository,
)

Pause: TypeAlias = Callable[[float], None]
"""Wait this many seconds."""


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
    def payment_agenda(self) -> PaymentAgenda:
        """What of paying is due."""
        ...

    @property
    def refunds(self) -> RefundRepository:
        """Money to give back."""
        ...

    @property
    def payment_inbox(self) -> NotificationInbox:
        """Webhooks, each kept once."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Events that leave with the transaction."""
        ...


class DepartureTx(CheckoutTx, Protocol):
    """The part of a transaction that follows somebody's leaving."""

    @property
    def personal_traces(self) -> PersonalTraces:
        """What names a user elsewhere."""
        ...


class HeldData(Protocol):
    """What is kept about a user outside of the account and the orders."""

    def of(self, user_id: UserId, limit: int) -> Held:
        """Gather it, at most so many of each list, the newest first."""
        ...


class TakingAlongTx(Protocol):
    """The part of a transaction that taking one's data along uses."""

    @property
    def users(self) -> Users:
        """Accounts."""
        ...

    @property
    def profiles(self) -> Profiles:
        """Profiles."""
        ...

    @property
    def address_books(self) -> AddressBooks:
        """Addresses."""
        ...

    @property
    def order_reader(self) -> OrderReader:
        """Orders as people look at them."""
        ...

    @property
    def held_data(self) -> HeldData:
        """Everything else."""
        ...
