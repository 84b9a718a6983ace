import json
import time

import httpx
import pytest

from tests.contract.simulators.caller import an_order, capture_in

CREATE = "/v2/checkout/orders"


@pytest.fixture
def caller(caller):
    caller.validates = False
    return caller


def orders(caller):
    return len(caller.paypal.state()["orders"])


def create(caller, *, timeout=2.0):
    caller.http.timeout = timeout
    return caller.create(an_order(), key="k")


@pytest.mark.parametrize(("kind", "made"), [("timeout_before", 0), ("timeout_after", 1)])
def test_an_answer_that_never_comes(caller, kind, made):
    caller.paypal.inject_fault(kind, path=CREATE)
    with pytest.raises(httpx.ReadTimeout):
        create(caller, timeout=0.2)
    assert orders(caller) == made
    assert create(caller).status_code == (200 if made else 201)


@pytest.mark.parametrize("kind", ["timeout_before", "timeout_after"])
def test_a_held_connection_is_closed_in_the_end(caller, kind):
    caller.paypal.inject_fault(kind, path=CREATE, hold_ms=50)
    with pytest.raises(httpx.RemoteProtocolError):
        create(caller)


@pytest.mark.parametrize(("kind", "made"), [("reset_before", 0), ("reset_after", 1)])
def test_a_connection_that_is_reset(caller, kind, made):
    caller.paypal.inject_fault(kind, path=CREATE)
    with pytest.raises(httpx.ReadError, match="reset"):
        create(caller)
    assert orders(caller) == made


@pytest.mark.parametrize("status", [401, 500, 502, 503])
@pytest.mark.parametrize(("moment", "made"), [("before", 0), ("after", 1)])
def test_a_status_before_or_after_the_effect(caller, status, moment, made):
    caller.paypal.inject_fault("status", path=CREATE, status=status, moment=moment)
    answer = create(caller)
    assert answer.status_code == status
    assert answer.headers["PayPal-Debug-Id"] == answer.json()["debug_id"]
    assert orders(caller) == made


@pytest.mark.parametrize(("after", "header"), [(None, None), (7, "7")])
def test_throttling_with_and_without_a_hint(caller, after, header):
    caller.paypal.inject_fault("throttle", path=CREATE, retry_after=after)
    answer = create(caller)
    assert (answer.status_code, answer.json()["name"]) == (429, "RATE_LIMIT_REACHED")
    assert answer.headers.get("Retry-After") == header
    assert orders(caller) == 0


def test_a_slow_answer_is_whole(caller):
    caller.paypal.inject_fault("slow", path=CREATE, ms=120)
    begun = time.monotonic()
    assert create(caller).status_code == 201
    assert time.monotonic() - begun >= 0.12


def test_half_an_answer(caller):
    caller.paypal.inject_fault("truncated", path=CREATE)
    with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete|without sending complete"):
        create(caller)
    assert orders(caller) == 1


def test_json_that_is_none(caller):
    caller.paypal.inject_fault("bad_json", path=CREATE)
    answer = create(caller)
    assert answer.status_code == 201
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_a_page_of_a_proxy(caller):
    caller.paypal.inject_fault("html_error_page", path=CREATE)
    answer = create(caller)
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html")
    assert orders(caller) == 1


def test_a_content_type_that_lies(caller):
    caller.paypal.inject_fault("wrong_content_type", path=CREATE)
    answer = create(caller)
    assert (answer.status_code, answer.headers["Content-Type"]) == (201, "text/plain")
    assert answer.json()["id"]


def test_fields_and_words_of_a_later_version(caller):
    caller.paypal.inject_fault("unknown_field", path=CREATE)
    assert "sim_new_field" in create(caller).json()
    caller.paypal.inject_fault("unknown_enum", path=CREATE)
    assert create(caller).json()["status"] == "SIM_NEW_STATUS"


def test_a_read_from_a_replica_that_lags(caller):
    order_id = caller.approved()
    caller.capture(order_id)
    caller.paypal.inject_fault("stale_read", path=f"{CREATE}/{order_id}", times=2)
    caller.order()  # what happens to other orders makes no read more stale
    states = [caller.get(f"{CREATE}/{order_id}").json() for _ in range(3)]
    assert [state["status"] for state in states] == ["APPROVED", "APPROVED", "COMPLETED"]
    assert "payments" not in states[0]["purchase_units"][0]


def test_a_stale_refund_shows_what_was_before(caller):
    capture = caller.captured()
    caller.refund(capture["id"], "1.00")
    caller.paypal.inject_fault("stale_read", method="GET", path="/v2/payments/captures/*")
    statuses = [caller.get(f"/v2/payments/captures/{capture['id']}").json()["status"] for _ in range(2)]
    assert statuses == ["COMPLETED", "PARTIALLY_REFUNDED"]


def test_a_clock_that_is_wrong(caller):
    caller.paypal.inject_fault("clock_skew", path=CREATE, ms=3_600_000)
    order_id = create(caller).json()["id"]
    assert caller.paypal.order(order_id)["create_time"] == "2025-11-23T11:00:00Z"
    assert caller.paypal.state()["now"] == "2025-11-23T10:00:00Z"


def test_a_rule_means_only_the_calls_that_fit(caller):
    order_id = caller.approved()
    caller.paypal.inject_fault("status", method="POST", path="/v2/checkout/orders/*", nth=2, times=1)
    assert caller.get(f"{CREATE}/{order_id}").status_code == 200
    assert caller.capture(order_id, key="k").status_code == 201
    assert caller.capture(order_id, key="k").status_code == 503
    assert capture_in(caller.capture(order_id, key="k").json())["status"] == "COMPLETED"


def test_a_rule_may_look_into_the_body(caller):
    rule = {"match": {"body_contains": "attempt-7"}, "action": {"kind": "status", "status": 500}}
    caller.paypal.post("faults", [rule])
    assert caller.create(an_order()).status_code == 201
    assert caller.create(an_order(custom_id="attempt-7")).status_code == 500


def test_rules_may_hold_for_ever_and_be_cleared(caller):
    caller.paypal.inject_fault("status", path=CREATE, times=None)
    assert {caller.create(an_order()).status_code for _ in range(5)} == {503}
    caller.paypal.clear_faults()
    assert create(caller).status_code == 201


def test_the_journal_tells_what_was_played(caller):
    caller.paypal.inject_fault("reset_after", path=CREATE)
    with pytest.raises(httpx.ReadError):
        create(caller)
    create(caller)
    calls = caller.paypal.requests(method="POST", path=CREATE)
    assert [(call["status"], call["fault"]) for call in calls] == [(None, "reset_after"), (200, None)]
    assert json.loads(calls[0]["body"]) == an_order()


def test_control_calls_are_spared(caller):
    caller.paypal.inject_fault("status", times=None)
    assert caller.paypal.state()["orders"] == []


@pytest.mark.parametrize("body", [b"[", b"{}", b'[{"action":{"kind":"rain"}}]', b'[{"action":{"kind":"slow"},"x":1}]'])
def test_a_rule_that_nobody_understands_is_refused(caller, body):
    assert caller.http.post("/_sim/faults", content=body).status_code == 400
