"""What does a client see of an attempt?"""

from collections.abc import Mapping
from typing import Final

from shop_domain.payments.model import Payment, PaymentState, PaymentStatus

SHOWN: Final[Mapping[PaymentState, PaymentStatus]] = {
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
    """Show an attempt's state in the clients' words; how much went back is derived from the refunds."""
    if payment.state is PaymentState.PAID and payment.captured is not None and payment.refunded.minor > 0:
        whole = payment.refunded >= payment.captured
        return PaymentStatus.REFUNDED if whole else PaymentStatus.PARTIALLY_REFUNDED
    return SHOWN[payment.state]
