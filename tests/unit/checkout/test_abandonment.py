"""How does an order that is not paid end?"""

import pytest

from shop_domain.checkout.abandonment import OrderEnd, order_end
from shop_domain.inventory.model import ReservationEnd
from shop_domain.payments.lifecycle import UNPAID_FINAL_STATES
from shop_domain.payments.model import PaymentState


@pytest.mark.parametrize("state", sorted({*UNPAID_FINAL_STATES, PaymentState.REVIEW}))
def test_every_state_that_ends_an_order_has_a_reason_and_is_named_as_the_cause(state):
    end = order_end(state)
    assert (end.cause, bool(end.reason)) == (state, True)
    expires = state is PaymentState.EXPIRED
    assert end.reservation_end is (ReservationEnd.EXPIRED if expires else ReservationEnd.RELEASED)


@pytest.mark.parametrize("state", [PaymentState.PAID, PaymentState.AWAITING_PAYER])
def test_no_other_state_ends_an_order(state):
    with pytest.raises(KeyError):
        order_end(state)


def test_an_order_that_somebody_cancels_releases_its_goods_and_has_no_payment_as_its_cause():
    end = OrderEnd(reason="cancelled by the customer")
    assert (end.cause, end.reservation_end) == (None, ReservationEnd.RELEASED)
