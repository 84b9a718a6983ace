"""Many want the same goods."""

import random
from datetime import timedelta

from tests.torture.buyer import buyers_with
from tests.torture.concurrent_requests import count_codes, send_together
from tests.torture.oracle import Oracle
from tests.torture.rig import Rig

LONGEST_SECONDS = 5.0


def c01_one_unit_and_fifty_buyers(rig: Rig) -> None:
    [variant] = rig.sell(1_000, units=1)
    buyers = buyers_with(rig, 50, {variant: 1})
    answers = send_together(rig.address, [buyer.order_request() for buyer in buyers])
    assert count_codes(answers) == {"201": 1, "insufficient_stock": 49}
    assert Oracle(rig).reserved(variant) == 1
    refused = next(a for a in answers if a.status == 409).json
    assert refused["unavailable"] == [{"variant_id": str(variant), "available": 0}]


def c02_ten_units_and_thirty_buyers_of_one_to_four(rig: Rig) -> None:
    [variant] = rig.sell(1_000, units=10)
    sizes = [random.randint(1, 4) for _ in range(30)]
    buyers = [buyers_with(rig, 1, {variant: size})[0] for size in sizes]
    answers = send_together(rig.address, [buyer.order_request() for buyer in buyers])
    told = count_codes(answers)
    assert set(told) == {"201", "insufficient_stock"}, told
    got = sum(size for size, answer in zip(sizes, answers, strict=True) if answer.status == 201)
    refused = [size for size, answer in zip(sizes, answers, strict=True) if answer.status != 201]
    assert got == Oracle(rig).reserved(variant) <= 10
    assert 10 - got < min(refused), "units were left that somebody wanted"


def c18_opposite_orders_of_two_goods(rig: Rig) -> None:
    first, second = rig.sell(1_000, 2_000, units=200)
    buyers = buyers_with(rig, 20, {first: 1, second: 2}) + buyers_with(rig, 20, {second: 2, first: 1})
    with rig.slowed(0.005):
        answers = send_together(rig.address, [buyer.order_request() for buyer in buyers])
    assert count_codes(answers) == {"201": 40}
    assert max(answer.seconds for answer in answers) < LONGEST_SECONDS
    for buyer, answer in zip(buyers, answers, strict=True):
        buyer.created = answer.json
    ended = send_together(rig.address, [buyer.cancel_request() for buyer in buyers])
    assert count_codes(ended) == {"200": 40}
    assert max(answer.seconds for answer in ended) < LONGEST_SECONDS
    assert (Oracle(rig).reserved(first), Oracle(rig).reserved(second)) == (0, 0)


def c09_cancel_and_expiry_of_one_order(rig: Rig) -> None:
    code = f"RACE{random.getrandbits(40):X}"
    rig.offer_coupon(code=code, max_uses=1)
    [variant] = rig.sell(1_000, units=3)
    [buyer] = buyers_with(rig, 1, {variant: 2}, code)
    buyer.order()
    back = buyer.return_request()
    turned = type(back)(method="GET", path=back.path.replace("/success/", "/cancel/"))
    answers = send_together(rig.address, [buyer.cancel_request(), turned] * 6)
    assert count_codes(answers) == {"200": 12}
    assert Oracle(rig).reserved(variant) == 0
    assert buyer.coupons() == [code]
    assert timedelta(seconds=max(a.seconds for a in answers)) < timedelta(seconds=LONGEST_SECONDS)
