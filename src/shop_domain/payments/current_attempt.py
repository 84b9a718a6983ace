"""Which of an order's attempts to pay counts?"""

from collections.abc import Iterable

from shop_domain.payments.lifecycle import OPEN_STATES
from shop_domain.payments.model import Payment, PaymentState


def latest_attempt(payments: Iterable[Payment]) -> Payment | None:
    """Give the attempt whose status is shown with its order: the latest."""
    return max(payments, key=lambda payment: payment.id, default=None)


def current_attempt(payments: Iterable[Payment]) -> Payment | None:
    """Give the attempt that the order's money depends on: the open one, else the paid one, else the latest."""
    return max(
        payments,
        key=lambda payment: (payment.state in OPEN_STATES, payment.state is PaymentState.PAID, payment.id),
        default=None,
    )
