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
    """Show an attempt's state in the clients' words."""
    captured = 0 if payment.captured is None else payment.captured.minor
    return public_status(payment.state, captured, payment.refunded.minor)


def public_status(state: PaymentState, captured: int, refunded: int) -> PaymentStatus:
    """Show a state in the clients' words; how much went back (in minor units) is derived from the refunds."""
    if state is PaymentState.PAID and refunded > 0:
        return PaymentStatus.REFUNDED if refunded >= captured else PaymentStatus.PARTIALLY_REFUNDED
    return STATUS_OF_STATE[state]
