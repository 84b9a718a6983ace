"""With what attempt to pay does a new order begin?"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shop_domain.inventory.reservation import ReservationPolicy
from shop_domain.kernel.money import zero
from shop_domain.orders.model import Order
from shop_domain.payments.model import Method, Payment, PaymentId, PaymentState

START_TIMEOUT_SECONDS: Final = 60
"""A provider has answered long before; an attempt that is still starting then was interrupted by a crash."""


def initial_payment(
    order: Order,
    method: Method,
    *,
    payment_id: UUID,
    reference: str,
    policy: ReservationPolicy,
    request_id: UUID | None,
) -> Payment:
    """Make the first attempt of an order, with all its keys; an order that costs nothing is paid at once."""
    now: datetime = order.placed_at
    free = order.grand_total.minor == 0
    return Payment(
        id=PaymentId(payment_id),
        order_id=order.id,
        method=method,
        state=PaymentState.PAID if free else PaymentState.STARTING,
        amount=order.grand_total,
        expected=order.grand_total,
        reference=reference,
        captured=order.grand_total if free else None,
        refunded=zero(order.currency),
        reason="nothing to pay" if free else "",
        request_id=request_id,
        expires_at=policy.expires_at(now),
        next_check_at=now + timedelta(seconds=START_TIMEOUT_SECONDS),
        created_at=now,
        updated_at=now,
    )
