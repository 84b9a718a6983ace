"""How does an order that nobody paid end?"""

from collections.abc import Mapping
from typing import Final

from shop_domain.inventory.model import ReservationEnd
from shop_domain.payments.model import PaymentState

REASONS: Final[Mapping[PaymentState, str]] = {
    PaymentState.FAILED: "the payment could not be started",
    PaymentState.DECLINED: "the payment was declined",
    PaymentState.CANCELLED: "the payment was cancelled",
    PaymentState.EXPIRED: "the payment was not made in time",
    PaymentState.REVIEW: "another amount was paid and went back",
}


def ending_reason(state: PaymentState) -> str:
    """Say, for the order's history, why it ended."""
    return REASONS[state]


def reservation_end(state: PaymentState) -> ReservationEnd:
    """Tell how the promise of stock ends."""
    return ReservationEnd.EXPIRED if state is PaymentState.EXPIRED else ReservationEnd.RELEASED
