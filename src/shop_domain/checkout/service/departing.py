"""What else ends when somebody has left for good."""

from uuid import UUID

from shop_domain.accounts.model import UserId
from shop_domain.auth.events import AccountDeleted
from shop_domain.checkout.ports import DepartureTx
from shop_domain.checkout.service.effects import call_off
from shop_domain.checkout.service.every_order import every_order
from shop_domain.kernel.events import Event
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried
from shop_domain.orders.errors import PaymentInProgress
from shop_domain.orders.model import Actor, ActorKind, OrderFilter, OrderId, OrderStatus
from shop_domain.payments.model import PaymentState

REASON = "the account was deleted"


class DepartureService:
    """Calls off what waits for somebody who is gone, and forgets what they were told last."""

    def __init__(self, *, begin: Begin[DepartureTx], read: Begin[DepartureTx], clock: Clock) -> None:
        """Work in this storage."""
        self._begin, self._read, self._clock = begin, read, clock

    def follow(self, event_id: UUID, event: Event) -> None:  # noqa: ARG002 - a repeat finds nothing left to do
        """End a deleted account's unpaid orders, and erase what was written while it was deleted.

        An order whose payment is under way is left to the answer of its provider.
        """
        if isinstance(event, AccountDeleted):
            for order_id in self._waiting(event.user_id):
                self._call_off(order_id, event.user_id)
            self._forget(event.user_id)

    def _waiting(self, user_id: UserId) -> tuple[OrderId, ...]:
        pending = OrderFilter(status=OrderStatus.PENDING)
        with self._read() as tx:
            return tuple(summary.placed.order.id for summary in every_order(tx.order_reader, user_id, pending))

    @retried
    def _call_off(self, order_id: OrderId, user_id: UserId) -> None:
        with self._begin() as tx:
            payment_id = tx.payment_agenda.open_of_order(order_id)
            if payment_id is None:
                return
            payment, order = tx.payments.lock_with_order(payment_id)
            if order.status is not OrderStatus.PENDING or payment.state is PaymentState.PAID:
                return
            try:
                actor = Actor(kind=ActorKind.CUSTOMER, user_id=user_id)
                call_off(tx, order, payment, REASON, actor, self._clock())
            except PaymentInProgress:
                return

    @retried
    def _forget(self, user_id: UserId) -> None:
        with self._begin() as tx:
            tx.personal_traces.erase(user_id)
            tx.personal_traces.forget_last_word(user_id)
