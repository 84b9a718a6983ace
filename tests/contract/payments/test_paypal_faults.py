"""PayPal over real HTTP: what a fault of the connection or of one answer comes to."""

import pytest

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import Ambiguous, AttemptRef, NotSent, Throttled
from shop_domain.payments.observation import PaymentOutcome, RefundOutcome
from tests.contract.payments.gateway_driver import (
    PayPalDriver,
    assert_captured_once_from_all_sides,
    outcome_of,
    ref,
    run_concurrently,
)

RECOVERABLE = [
    ("reset_before", {}),
    ("reset_after", {}),
    ("bad_json", {}),
    ("truncated", {}),
    ("html_error_page", {}),
    *[("status", {"status": status, "moment": moment}) for status in (500, 502, 503) for moment in ("before", "after")],
]
"""Faults of one call that repeating it with the same key heals."""
HARMLESS = [("slow", {"ms": 30}), ("wrong_content_type", {}), ("unknown_field", {})]
LOST_RESPONSES = ["timeout_before", "timeout_after"]
EVERY_CALL = "/v2/*"


def named(fault):
    kind, details = fault
    return "-".join([kind, *map(str, details.values())])


class TestFaults:
    @pytest.mark.parametrize("fault", RECOVERABLE + HARMLESS, ids=named)
    def test_a_fault_at_the_start_is_healed(self, driver: PayPalDriver, fault):
        kind, details = fault
        driver.paypal.inject_fault(kind, path=EVERY_CALL, **details)
        request = driver.request()
        attempt = ref(request, driver.gateway.start(request))
        assert [order["id"] for order in driver.paypal.state()["orders"]] == [attempt.provider_id]
        assert _keys(driver, "/v2/checkout/orders") == {request.idempotency_key}

    @pytest.mark.parametrize("fault", [*RECOVERABLE, *HARMLESS, ("unknown_enum", {})], ids=named)
    def test_a_fault_while_completing_is_healed(self, driver: PayPalDriver, fault):
        kind, details = fault
        attempt = driver.approved()
        driver.paypal.inject_fault(kind, path=EVERY_CALL, **details)
        assert driver.gateway.complete(attempt, "capture-1").paid == Money(1210, "EUR")
        assert driver.captures(attempt) == ["COMPLETED"]
        assert _keys(driver, f"/v2/checkout/orders/{attempt.provider_id}/capture") == {"capture-1"}

    @pytest.mark.parametrize("fault", RECOVERABLE + HARMLESS, ids=named)
    def test_a_fault_while_refunding_is_healed(self, driver: PayPalDriver, fault):
        kind, details = fault
        paid = driver.paid()
        driver.paypal.inject_fault(kind, path=EVERY_CALL, **details)
        done = driver.gateway.refund(driver.refund_of(paid, 1210, "refund-1"))
        assert (done.outcome, done.amount) == (RefundOutcome.DONE, Money(1210, "EUR"))
        assert [refund["amount"]["value"] for refund in driver.paypal.state()["refunds"]] == ["12.10"]

    @pytest.mark.parametrize("fault", RECOVERABLE + HARMLESS, ids=named)
    def test_a_fault_while_looking_up_is_healed(self, driver: PayPalDriver, fault):
        kind, details = fault
        attempt = driver.approved()
        driver.paypal.inject_fault(kind, path=EVERY_CALL, **details)
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.READY

    @pytest.mark.parametrize("fault", RECOVERABLE, ids=named)
    def test_a_lasting_fault_leaves_the_outcome_open(self, driver: PayPalDriver, fault):
        kind, details = fault
        attempt = driver.approved()
        driver.paypal.inject_fault(kind, path=EVERY_CALL, times=None, **details)
        with pytest.raises(Ambiguous):
            driver.gateway.complete(attempt, "capture-1")
        assert driver.calls("POST", f"/v2/checkout/orders/{attempt.provider_id}/capture") == 3
        driver.paypal.clear_faults()
        assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.PAID
        assert driver.captures(attempt) == ["COMPLETED"]

    @pytest.mark.parametrize("kind", LOST_RESPONSES)
    def test_a_lost_response_at_the_start_makes_no_second_order(self, driver: PayPalDriver, kind: str):
        hasty = driver.impatient_gateway()
        driver.paypal.inject_fault(kind, path="/v2/checkout/orders")
        request = driver.request()
        with pytest.raises(Ambiguous):
            hasty.start(request)
        assert driver.gateway.start(request).provider_id == driver.paypal.state()["orders"][0]["id"]
        assert len(driver.paypal.state()["orders"]) == 1

    @pytest.mark.parametrize("kind", LOST_RESPONSES)
    def test_a_lost_response_while_completing_takes_no_money_twice(self, driver: PayPalDriver, kind: str):
        hasty = driver.impatient_gateway()
        attempt = driver.approved()
        driver.paypal.inject_fault(kind, path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            hasty.complete(attempt, "capture-1")
        assert driver.captures(attempt) == (["COMPLETED"] if kind == "timeout_after" else [])
        assert driver.gateway.complete(attempt, "capture-1").paid == Money(1210, "EUR")
        assert driver.captures(attempt) == ["COMPLETED"]

    @pytest.mark.parametrize("kind", LOST_RESPONSES)
    def test_a_lost_response_while_refunding_gives_nothing_back_twice(self, driver: PayPalDriver, kind: str):
        hasty = driver.impatient_gateway()
        request = driver.refund_of(driver.paid(), 500, "refund-1")
        driver.paypal.inject_fault(kind, path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            hasty.refund(request)
        assert driver.gateway.refund(request).outcome is RefundOutcome.DONE
        assert len(driver.paypal.state()["refunds"]) == 1

    @pytest.mark.parametrize("retry_after", [7, None])
    def test_throttling_is_passed_on_and_nothing_is_repeated(self, driver: PayPalDriver, retry_after: int | None):
        attempt = driver.approved()
        driver.paypal.inject_fault("throttle", path=EVERY_CALL, retry_after=retry_after)
        with pytest.raises(Throttled) as caught:
            driver.gateway.complete(attempt, "capture-1")
        assert caught.value.retry_after == retry_after
        assert driver.calls("POST", f"/v2/checkout/orders/{attempt.provider_id}/capture") == 1
        assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.PAID

    def test_throttling_after_a_lost_response_still_says_that_something_may_have_happened(self, driver: PayPalDriver):
        attempt = driver.approved()
        driver.paypal.inject_fault("reset_after", path=EVERY_CALL)
        driver.paypal.inject_fault("throttle", path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            driver.gateway.complete(attempt, "capture-1")
        assert driver.captures(attempt) == ["COMPLETED"]

    def test_a_provider_that_can_not_be_reached_was_sent_nothing(self, driver: PayPalDriver):
        lost = driver.open_gateway(base_url="http://127.0.0.1:1")
        attempt = driver.approved()
        for call in (
            lambda: lost.start(driver.request()),
            lambda: lost.complete(attempt, "capture-1"),
            lambda: lost.lookup(attempt),
            lambda: lost.refund(driver.refund_of(driver.paid(), 1, "refund-1")),
        ):
            with pytest.raises(NotSent):
                call()

    def test_a_stale_read_never_undoes_what_was_captured(self, driver: PayPalDriver):
        attempt = driver.approved()
        driver.gateway.complete(attempt, "capture-1")
        driver.paypal.inject_fault("stale_read", method="GET", path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            driver.gateway.complete(attempt, "capture-2")
        assert driver.gateway.complete(attempt, "capture-2").outcome is PaymentOutcome.PAID

    def test_a_status_that_is_new_to_us_decides_nothing(self, driver: PayPalDriver):
        attempt = driver.approved()
        driver.paypal.inject_fault("unknown_enum", method="GET", path=EVERY_CALL)
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.WAITING
        request = driver.refund_of(driver.paid(), 500, "refund-1")
        driver.paypal.inject_fault("unknown_enum", method="POST", path=EVERY_CALL)
        assert driver.gateway.refund(request).outcome is RefundOutcome.PENDING
        assert driver.gateway.refund(request).outcome is RefundOutcome.DONE

    def test_an_attempt_that_was_never_confirmed_is_not_asked_about(self, driver: PayPalDriver):
        attempt = AttemptRef(reference="R", provider_id=None)
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.UNKNOWN
        assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.UNKNOWN
        assert driver.paypal.requests() == []

    @pytest.mark.parametrize("parallel", ["409", "422"])
    def test_completing_from_all_sides_at_once_takes_the_money_once(self, driver: PayPalDriver, parallel: str):
        driver.paypal.configure(parallel=parallel)
        driver.paypal.inject_fault("slow", path="/v2/checkout/orders/*", method="POST", times=2, ms=40)
        attempt = driver.approved()
        assert_captured_once_from_all_sides(driver, attempt)

    def test_ten_equal_requests_at_once_give_back_once(self, driver: PayPalDriver):
        paid = driver.paid(1210)
        driver.paypal.inject_fault("slow", path="/v2/payments/*", times=2, ms=30)
        results = run_concurrently(10, lambda _: driver.gateway.refund(driver.refund_of(paid, 500, "refund-1")))
        told = {outcome_of(result) for result in results}
        assert told <= {RefundOutcome.DONE, Ambiguous}
        assert RefundOutcome.DONE in told
        assert len(driver.paypal.state()["refunds"]) == 1

    @pytest.mark.parametrize("state", ["FAILED", "CANCELLED"])
    def test_a_refund_may_fail_at_once(self, driver: PayPalDriver, state: str):
        driver.paypal.configure(refund_outcome=state)
        failed = driver.gateway.refund(driver.refund_of(driver.paid(), 500, "refund-1"))
        assert failed.outcome is RefundOutcome.FAILED


def _keys(driver: PayPalDriver, path: str):
    return {entry["headers"].get("paypal-request-id") for entry in driver.paypal.requests(method="POST", path=path)}
