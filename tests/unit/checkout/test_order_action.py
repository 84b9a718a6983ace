"""What follows for the order when an attempt to pay has moved?"""

from itertools import product

import pytest
from msgspec.structs import replace

from shop_domain.checkout.order_action import OrderAction, order_action
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.lifecycle import OPEN_STATES, UNPAID_FINAL_STATES
from shop_domain.payments.model import PaymentState
from tests.builders import an_order
from tests.unit.payments.payment_builders import a_payment

P, S = PaymentState, OrderStatus


def action(status, before, after) -> OrderAction:
    payment = a_payment(before)
    return order_action(an_order(status=status), payment, replace(payment, state=after))


@pytest.mark.parametrize(("status", "state"), [*product(S, P)])
def test_nothing_follows_from_an_attempt_that_has_not_moved(status, state):
    assert action(status, state, state) is OrderAction.NOTHING


@pytest.mark.parametrize("before", sorted(OPEN_STATES))
def test_money_confirms_the_order_that_waits_for_it(before):
    assert action(S.PENDING, before, P.PAID) is OrderAction.CONFIRM


@pytest.mark.parametrize("status", sorted(set(S) - {S.PENDING}))
def test_money_for_an_order_that_does_not_wait_any_more_goes_back(status):
    assert action(status, P.EXPIRED, P.PAID) is OrderAction.REFUND


@pytest.mark.parametrize("status", S)
def test_money_that_was_not_asked_for_goes_back(status):
    assert action(status, P.COMPLETING, P.REVIEW) is OrderAction.REFUND


@pytest.mark.parametrize(("status", "after"), [*product(S, sorted(UNPAID_FINAL_STATES))])
def test_an_attempt_that_ends_unpaid_cancels_the_order_that_waits(status, after):
    cancels = status is S.PENDING
    assert action(status, P.AWAITING_PAYER, after) is (OrderAction.CANCEL if cancels else OrderAction.NOTHING)


@pytest.mark.parametrize("after", sorted(OPEN_STATES - {P.STARTING}))
def test_nothing_follows_while_the_money_is_on_its_way(after):
    assert action(S.PENDING, P.STARTING, after) is OrderAction.NOTHING
