"""One coupon for one order, wanted by twenty."""

import random
from typing import Any

from tests.torture.buyer import Buyer, buyers_with
from tests.torture.concurrent_requests import count_codes, send_together
from tests.torture.oracle import Oracle
from tests.torture.rig import Rig


def c07_a_coupon_for_one_and_twenty_buyers(rig: Rig) -> None:
    code = f"ONCE{random.getrandbits(40):X}"
    rig.offer_coupon(code=code, max_uses=1)
    [variant] = rig.sell(1_000, units=100)
    buyers = buyers_with(rig, 20, {variant: 1}, code)
    with rig.slowed(0.01):
        answers = send_together(rig.address, [buyer.order_request() for buyer in buyers])
    told = count_codes(answers)
    assert told["201"] == 1, told
    assert told["coupon_exhausted"] + told["cart_changed"] == 19, told
    for buyer, answer in zip(buyers, answers, strict=True):
        buyer.created = answer.json if answer.status == 201 else _ordered_without(buyer)
    for buyer in buyers:
        buyer.approve()
    assert count_codes(send_together(rig.address, [buyer.return_request() for buyer in buyers])) == {"200": 20}
    paid = [buyer.shown_order() for buyer in buyers]
    assert sorted(order["grand_total"] for order in paid) == ["10.00"] * 19 + ["9.00"]
    assert [order["coupons"] for order in paid if order["coupons"]] == [[code]]
    assert Oracle(rig).sold(variant) == 20


def _ordered_without(buyer: Buyer) -> dict[str, Any]:
    """Order again at once: the shop has shown a cart without the coupon by the second refusal at the latest."""
    for _ in range(3):
        answer = send_together(buyer.rig.address, [buyer.order_request()])[0]
        if answer.status == 201:
            return answer.json
        assert answer.code in {"coupon_exhausted", "cart_changed"}, answer.body
    raise AssertionError("the cart can't be ordered without the coupon either")
