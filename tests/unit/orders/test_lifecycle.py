"""Orders move along their published table, and nowhere else."""

from itertools import product

import pytest

from shop_domain.orders.errors import IllegalTransition
from shop_domain.orders.lifecycle import TRANSITIONS, transition
from shop_domain.orders.model import OrderStatus
from tests.builders import NOW, an_order

S = OrderStatus
FORWARD = [(S.PENDING, S.CONFIRMED), (S.CONFIRMED, S.PROCESSING), (S.PROCESSING, S.SHIPPED), (S.SHIPPED, S.DELIVERED)]


@pytest.mark.parametrize(("before", "after"), [*product(S, S)])
def test_every_pair_is_either_a_move_of_the_table_or_refused(before, after):
    if after in TRANSITIONS[before]:
        assert transition(an_order(status=before), after, NOW).status is after
    else:
        with pytest.raises(IllegalTransition) as refusal:
            transition(an_order(status=before), after, NOW)
        assert refusal.value.details == {"status": before.value}


@pytest.mark.parametrize(("before", "after"), FORWARD)
def test_the_way_of_an_order_that_goes_well(before, after):
    assert transition(an_order(status=before), after, NOW).status is after


def test_nothing_leaves_what_is_over():
    assert not TRANSITIONS[S.CANCELLED]
    assert not TRANSITIONS[S.REFUNDED]


def test_nothing_comes_back_to_the_beginning():
    assert all(S.PENDING not in after for after in TRANSITIONS.values())
