"""Cancel an order before it ships."""

from typing import Final

from shop_domain.catalog.model import VariantId
from shop_domain.checkout.abandonment import OrderEnd
from shop_domain.checkout.ports import CheckoutTx
from shop_domain.checkout.service.order_transitions import cancel_order, cancel_unpaid_order, request_full_refund
from shop_domain.inventory.model import MovementId, MovementKind, StockMovement
from shop_domain.kernel.errors import StaleVersion
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.orders.access import OrderViewer, require_access
from shop_domain.orders.cancellation import require_cancellable
from shop_domain.orders.errors import OrderNotFound
from shop_domain.orders.model import Actor, ActorKind, Order, OrderNumber, OrderStatus, OrderSummary
from shop_domain.orders.ports import OrderTokens
from shop_domain.payments.model import Payment, PaymentState

CANCELLED_BY_CUSTOMER: Final = OrderEnd(reason="cancelled by the customer")


class CancellationService:
    """Cancels orders."""

    def __init__(
        self,
        *,
        begin: Begin[CheckoutTx],
        read: Begin[CheckoutTx],
        clock: Clock,
        new_id: NewId,
        tokens: OrderTokens,
    ) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._new_id = new_id
        self._tokens = tokens

    def cancel(self, number: OrderNumber, viewer: OrderViewer, *, expected_version: int | None = None) -> OrderSummary:
        """End an order before it ships; one that is paid is refunded in full and its goods are returned to stock.

        A repeat changes nothing. `expected_version` is the version that the caller wants to cancel, or None for any.
        Raises OrderNotFound, IllegalTransition once it has shipped, PaymentInProgress while it is not known whether it
        is paid, StaleVersion, and SessionTerminated where the viewer's session has ended meanwhile.
        """
        with self._read() as tx:
            summary = tx.order_reader.by_number(number)
        if summary is None:
            raise OrderNotFound
        order = summary.placed.order
        require_access(order, viewer, self._tokens(order.id))
        self._cancel(order, viewer, expected_version)
        with self._read() as tx:
            return tx.order_reader.by_number(number) or summary

    @retry_on_storage_busy
    def _cancel(self, seen: Order, viewer: OrderViewer, expected_version: int | None) -> None:
        actor = Actor(kind=ActorKind.CUSTOMER, user_id=viewer.owner.user_id)
        with self._begin() as tx:
            if viewer.session_id is not None:
                tx.session_guard.confirm(viewer.session_id)
            payment_id = tx.due_payments.current_of_order(seen.id)
            if payment_id is None:
                raise OrderNotFound
            payment, order = tx.payments.lock_with_order(payment_id)
            if order.status is OrderStatus.CANCELLED:
                return
            if expected_version not in {None, order.version}:
                raise StaleVersion
            require_cancellable(order)
            if payment.state is PaymentState.PAID:
                self._cancel_paid(tx, order, payment, actor)
            else:
                cancel_unpaid_order(tx, order, payment, CANCELLED_BY_CUSTOMER, actor, self._clock())

    def _cancel_paid(self, tx: CheckoutTx, order: Order, payment: Payment, actor: Actor) -> None:
        now = self._clock()
        cancel_order(tx, order, CANCELLED_BY_CUSTOMER, actor, now)
        if payment.captured is not None and payment.captured > payment.refunded:
            request_full_refund(tx, payment, CANCELLED_BY_CUSTOMER.reason, now)
        for variant_id, quantity in sorted(tx.orders.quantities(order.id).items()):
            tx.stock.apply(
                StockMovement(
                    id=MovementId(self._new_id()),
                    variant_id=VariantId(variant_id),
                    kind=MovementKind.RETURN,
                    on_hand_change=quantity,
                    reserved_change=0,
                    order_id=order.id,
                    reason=CANCELLED_BY_CUSTOMER.reason,
                    happened_at=now,
                )
            )
