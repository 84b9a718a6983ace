"""Idempotency keys: one effect, one answer."""

from uuid import uuid4

from tests.torture.buyer import CREATE, Buyer, buyers_with
from tests.torture.concurrent_requests import RequestSpec, TimedResponse, count_codes, send_together
from tests.torture.oracle import Oracle
from tests.torture.rig import Rig


def c04_one_order_sent_twenty_times_under_one_key(rig: Rig) -> None:
    [variant] = rig.sell(1_000, units=100)
    [buyer] = buyers_with(rig, 1, {variant: 3})
    _one_effect(rig, buyer.order_request(uuid4().hex))
    assert Oracle(rig).reserved(variant) == 3


def c04_one_add_sent_twenty_times_under_one_key(rig: Rig) -> None:
    [variant] = rig.sell(1_000, units=100)
    [buyer] = buyers_with(rig, 1, {variant: 1})
    _one_effect(rig, buyer.add_item_request(variant, 2, uuid4().hex))
    assert [line["quantity"] for line in buyer.cart()["items"]] == [3]


def c05_one_key_with_another_body_route_or_owner(rig: Rig) -> None:
    first, second = rig.sell(1_000, 2_000, units=100)
    buyer, other = (Buyer(rig).start_session() for _ in range(2))
    key = uuid4().hex
    add = buyer.add_item_request(first, 1, key)
    assert _alone(rig, add).status < 300
    assert _alone(rig, buyer.add_item_request(first, 2, key)).code == "idempotency_key_reused"
    assert _alone(rig, buyer.add_item_request(second, 1, key)).code == "idempotency_key_reused"
    assert _alone(rig, add).headers["idempotency-replayed"] == "true"
    assert [line["quantity"] for line in buyer.cart()["items"]] == [1]
    assert _alone(rig, other.add_item_request(first, 5, key)).status < 300
    assert [line["quantity"] for line in other.cart()["items"]] == [5]
    assert _alone(rig, RequestSpec(path=CREATE, body=buyer.order_body(), headers=dict(add.headers))).status == 201
    refused = _alone(
        rig, RequestSpec(path=CREATE, body={**buyer.order_body(), "note": "now"}, headers=dict(add.headers))
    )
    assert (refused.status, refused.code) == (422, "idempotency_key_reused")
    assert Oracle(rig).reserved(first) == 1


def _one_effect(rig: Rig, wish: RequestSpec) -> None:
    """See one execution, and then the same answer to the byte."""
    answers = send_together(rig.address, [wish] * 20)
    told = count_codes(answers)
    served = [answer for answer in answers if answer.status < 300]
    assert set(told) - {"idempotency_in_progress"} <= {"200", "201"}, told
    assert served
    assert sum("idempotency-replayed" not in answer.headers for answer in served) == 1
    later = [_alone(rig, wish) for _ in range(5)]
    assert {(answer.status, answer.body) for answer in served + later} == {(served[0].status, served[0].body)}
    assert all(answer.headers.get("idempotency-replayed") == "true" for answer in later)


def _alone(rig: Rig, wish: RequestSpec) -> TimedResponse:
    return send_together(rig.address, [wish])[0]
