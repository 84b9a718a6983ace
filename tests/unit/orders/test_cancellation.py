"""Until when may a customer cancel?"""

import pytest

from shop_domain.orders.cancellation import require_cancellable
from shop_domain.orders.errors import IllegalTransition
from shop_domain.orders.lifecycle import TRANSITIONS
from shop_domain.orders.model import OrderStatus
from tests.builders import an_order

S = OrderStatus


@pytest.mark.parametrize("status", S)
def test_an_order_can_be_cancelled_until_it_ships(status):
    if S.CANCELLED in TRANSITIONS[status]:
        require_cancellable(an_order(status=status))
    else:
        with pytest.raises(IllegalTransition):
            require_cancellable(an_order(status=status))
