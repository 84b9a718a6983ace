"""How does an order that is not paid end?"""

from collections.abc import Mapping
from typing import Final

import msgspec

from shop_domain.inventory.model import ReservationEnd
from shop_domain.payments.model import PaymentState

REASONS: Final[Mapping[PaymentState, str]] = {
    PaymentState.FAILED: "the payment could not be started",
    PaymentState.DECLINED: "the payment was declined",
    PaymentState.CANCELLED: "the payment was cancelled",
    PaymentState.EXPIRED: "the payment was not made in time",
    PaymentState.REVIEW: "another amount was paid and went back",
}


class OrderEnd(msgspec.Struct, frozen=True, kw_only=True):
    """Why an order ends before it is shipped."""

    reason: str
    """For its history, and for the buyer."""
    cause: PaymentState | None = None
    """The state of the payment that ended it; None where somebody cancelled it."""

    @property
    def reservation_end(self) -> ReservationEnd:
        """Tell how the reservations of an order end that was not paid."""
        return ReservationEnd.EXPIRED if self.cause is PaymentState.EXPIRED else ReservationEnd.RELEASED


def order_end(state: PaymentState) -> OrderEnd:
    """Tell how an order ends whose payment came to this state."""
    return OrderEnd(reason=REASONS[state], cause=state)
