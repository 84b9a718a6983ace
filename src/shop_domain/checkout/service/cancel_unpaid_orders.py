"""Cancel the unpaid orders of an account that is closed."""

from shop_domain.accounts.model import UserId
from shop_domain.checkout.abandonment import OrderEnd
from shop_domain.checkout.ports import CheckoutTx
from shop_domain.checkout.service.order_transitions import cancel_unpaid_order
from shop_domain.kernel.paging import all_items
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.orders.errors import PaymentInProgress
from shop_domain.orders.model import Actor, ActorKind, OrderFilter, OrderId, OrderStatus
from shop_domain.payments.model import PaymentState

ACCOUNT_DELETED = OrderEnd(reason="the account was deleted")
PENDING = OrderFilter(status=OrderStatus.PENDING)


class UnpaidOrderCancellation:
    """Cancels everything that a user has ordered and not paid."""

    def __init__(self, *, begin: Begin[CheckoutTx], read: Begin[CheckoutTx], clock: Clock) -> None:
        self._begin, self._read, self._clock = begin, read, clock

    def cancel_all_of(self, user_id: UserId) -> None:
        """Cancel a user's unpaid orders; one whose payment is in progress is left to the answer of its provider."""
        for order_id in self._unpaid_orders(user_id):
            self._cancel(order_id, user_id)

    def _unpaid_orders(self, user_id: UserId) -> tuple[OrderId, ...]:
        with self._read() as tx:
            listed = all_items(lambda page: tx.order_reader.list_by_user(user_id, PENDING, page))
            return tuple(summary.placed.order.id for summary in listed)

    @retry_on_storage_busy
    def _cancel(self, order_id: OrderId, user_id: UserId) -> None:
        with self._begin() as tx:
            payment_id = tx.due_payments.current_of_order(order_id)
            if payment_id is None:
                return
            payment, order = tx.payments.lock_with_order(payment_id)
            if order.status is not OrderStatus.PENDING or payment.state is PaymentState.PAID:
                return
            try:
                actor = Actor(kind=ActorKind.CUSTOMER, user_id=user_id)
                cancel_unpaid_order(tx, order, payment, ACCOUNT_DELETED, actor, self._clock())
            except PaymentInProgress:
                return
