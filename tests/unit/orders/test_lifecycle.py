"""Orders move along their published table, and nowhere else."""

from itertools import product

import pytest

from shop_domain.cart.model import CartId
from shop_domain.kernel.money import zero
from shop_domain.orders.cancellation import require_cancellable
from shop_domain.orders.errors import IllegalTransition
from shop_domain.orders.lifecycle import TRANSITIONS, transition
from shop_domain.orders.model import Order, OrderId, OrderNumber, OrderStatus
from tests.builders import NOW, a_user_owner, uuid7

S = OrderStatus
FORWARD = [(S.PENDING, S.CONFIRMED), (S.CONFIRMED, S.PROCESSING), (S.PROCESSING, S.SHIPPED), (S.SHIPPED, S.DELIVERED)]


def an_order(status: OrderStatus) -> Order:
    nothing = zero("EUR")
    return Order(
        id=OrderId(uuid7()),
        number=OrderNumber("SO-2026-00000000"),
        owner=a_user_owner(),
        cart_id=CartId(uuid7()),
        status=status,
        currency="EUR",
        subtotal=nothing,
        discount_total=nothing,
        shipping_total=nothing,
        tax_total=nothing,
        grand_total=nothing,
        adjustments=(),
        coupon_codes=(),
        email="ada@example.com",
        note="",
        shipping_address={},
        billing_address={},
        placed_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize(("before", "after"), [*product(S, S)])
def test_every_pair_is_either_a_move_of_the_table_or_refused(before, after):
    if after in TRANSITIONS[before]:
        assert transition(an_order(before), after, NOW).status is after
    else:
        with pytest.raises(IllegalTransition) as refusal:
            transition(an_order(before), after, NOW)
        assert refusal.value.details == {"status": before.value}


@pytest.mark.parametrize(("before", "after"), FORWARD)
def test_the_way_of_an_order_that_goes_well(before, after):
    assert transition(an_order(before), after, NOW).status is after


def test_nothing_leaves_what_is_over():
    assert not TRANSITIONS[S.CANCELLED]
    assert not TRANSITIONS[S.REFUNDED]


def test_nothing_comes_back_to_the_beginning():
    assert all(S.PENDING not in after for after in TRANSITIONS.values())


@pytest.mark.parametrize("status", S)
def test_an_order_can_be_cancelled_until_it_ships(status):
    if S.CANCELLED in TRANSITIONS[status]:
        require_cancellable(an_order(status))
    else:
        with pytest.raises(IllegalTransition):
            require_cancellable(an_order(status))
