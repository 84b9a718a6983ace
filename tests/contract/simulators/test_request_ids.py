import threading

import pytest

from tests.contract.simulators.caller import an_order, capture_in, issues

HOURS = 3_600
DAYS = 86_400


def test_a_known_id_returns_the_first_order_as_it_is_now(caller):
    first = caller.create(an_order(), key="k")
    caller.paypal.act_as_payer(first.json()["id"])
    again = caller.create(an_order(), key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["status"] == "APPROVED"


def test_a_known_id_never_captures_twice(caller):
    order_id = caller.approved()
    first, again = caller.capture(order_id, key="k"), caller.capture(order_id, key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert capture_in(again.json())["id"] == capture_in(first.json())["id"]


def test_a_known_id_never_refunds_twice(caller):
    capture = caller.captured("12.10")
    first = caller.refund(capture["id"], "5.00", key="k")
    again = caller.refund(capture["id"], "5.00", key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["id"] == first.json()["id"]
    assert len(caller.paypal.state()["refunds"]) == 1


def test_without_an_id_every_refund_is_a_new_one(caller):
    capture = caller.captured("12.10")
    for _ in range(2):
        assert caller.refund(capture["id"], "5.00", key=None).status_code == 201
    assert len(caller.paypal.state()["refunds"]) == 2


def test_one_id_may_serve_several_calls(caller):
    order_id = caller.create(an_order(), key="k").json()["id"]
    caller.paypal.act_as_payer(order_id)
    capture = capture_in(caller.capture(order_id, key="k").json())
    assert caller.refund(capture["id"], key="k").status_code == 201


def test_orders_keep_an_id_for_six_hours(caller):
    caller.paypal.configure(payer_window_s=10 * HOURS)
    first = caller.create(an_order(), key="k").json()
    caller.paypal.advance(6 * HOURS - 1)
    assert caller.create(an_order(), key="k").json()["id"] == first["id"]
    caller.paypal.advance(1)
    assert caller.create(an_order(), key="k").json()["id"] != first["id"]


def test_refunds_keep_an_id_for_45_days(caller):
    capture = caller.captured("12.10")
    caller.refund(capture["id"], "5.00", key="k")
    caller.paypal.advance(45 * DAYS - 1)
    caller.token = caller.authenticate().json()["access_token"]
    assert caller.refund(capture["id"], "5.00", key="k").status_code == 200
    caller.paypal.advance(1)
    assert caller.refund(capture["id"], "5.00", key="k").status_code == 201


def test_another_body_under_a_known_id_is_ignored_or_refused(caller):
    first = caller.create(an_order("1.00"), key="k").json()
    assert caller.create(an_order("2.00"), key="k").json()["id"] == first["id"]
    caller.paypal.configure(other_body="error")
    assert caller.create(an_order("2.00"), key="k").status_code == 422
    assert caller.create(an_order("1.00"), key="k").status_code == 200


def test_a_refused_request_may_be_repeated_with_the_same_id(caller):
    order_id = caller.order()
    assert issues(caller.capture(order_id, key="k")) == ["ORDER_NOT_APPROVED"]
    caller.paypal.act_as_payer(order_id)
    assert caller.capture(order_id, key="k").status_code == 201


@pytest.mark.parametrize(
    ("behavior", "refused"),
    [("409", (409, "PREVIOUS_REQUEST_IN_PROGRESS")), ("422", (422, "ORDER_COMPLETION_IN_PROGRESS"))],
)
def test_of_two_captures_at_once_one_works(caller, behavior, refused):
    caller.paypal.configure(parallel=behavior)
    order_id = caller.approved()
    caller.paypal.inject_fault("slow", path="/v2/checkout/orders/*", ms=300)
    answers = run_concurrently(lambda: caller.capture(order_id, key="k"))
    assert {answer.status_code for answer in answers} == {201, refused[0]}
    assert {issue for answer in answers for issue in issues(answer)} == {refused[1]}
    assert caller.capture(order_id, key="k").status_code == 200


def test_of_two_refunds_at_once_one_works(caller):
    capture = caller.captured("12.10")
    caller.paypal.inject_fault("slow", path="/v2/payments/*", ms=300)
    answers = run_concurrently(lambda: caller.refund(capture["id"], "5.00"))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(caller.paypal.state()["refunds"]) == 1


def run_concurrently(call):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(call())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
