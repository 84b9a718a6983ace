"""What does a client see of an attempt?"""

from collections.abc import Mapping
from typing import Final

from shop_domain.payments.model import Payment, PaymentState, PaymentStatus

STATUS_OF_STATE: Final[Mapping[PaymentState, PaymentStatus]] = {
    PaymentState.STARTING: PaymentStatus.PENDING,
    PaymentState.AWAITING_PAYER: PaymentStatus.PENDING,
    PaymentState.COMPLETING: PaymentStatus.PROCESSING,
    PaymentState.PENDING_FUNDS: PaymentStatus.PROCESSING,
    PaymentState.PAID: PaymentStatus.COMPLETED,
    PaymentState.DECLINED: PaymentStatus.FAILED,
    PaymentState.FAILED: PaymentStatus.FAILED,
    PaymentState.CANCELLED: PaymentStatus.CANCELLED,
    PaymentState.EXPIRED: PaymentStatus.EXPIRED,
    PaymentState.REVIEW: PaymentStatus.REVIEW,
}


def status_of(payment: Payment) -> PaymentStatus:
    """Give the status that clients see of an attempt."""
    captured = 0 if payment.captured is None else payment.captured.minor
    return public_status(payment.state, captured, payment.refunded.minor)


def public_status(state: PaymentState, captured: int, refunded: int) -> PaymentStatus:
    """Give the status that clients see; amounts are in minor units, `refunded` is the sum of the refunds."""
    if state is PaymentState.PAID and refunded > 0:
        return PaymentStatus.REFUNDED if refunded >= captured else PaymentStatus.PARTIALLY_REFUNDED
    return STATUS_OF_STATE[state]
