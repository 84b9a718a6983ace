"""What every payment gateway promises, shown against its provider over real HTTP."""

import pytest

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import Ambiguous, AttemptRef, NotSent, Redirect, RefundRef, Throttled
from shop_domain.payments.observation import ObservationSource, PaymentOutcome, RefundOutcome
from tests.contract.payments.gateway_driver import GatewayDriver, ref, run_concurrently

RECOVERABLE = [
    ("reset_before", {}),
    ("reset_after", {}),
    ("bad_json", {}),
    ("truncated", {}),
    ("html_error_page", {}),
    *[("status", {"status": status, "moment": moment}) for status in (500, 502, 503) for moment in ("before", "after")],
]
"""Misfortunes of one call that repeating it with the same key heals."""
HARMLESS = [("slow", {"ms": 30}), ("wrong_content_type", {}), ("unknown_field", {})]
LOST_RESPONSES = ["timeout_before", "timeout_after"]
EVERY_CALL = "/v2/*"


def named(fault):
    kind, details = fault
    return "-".join([kind, *map(str, details.values())])


class TestPaying:
    def test_a_payment_goes_from_the_link_to_the_money(self, driver: GatewayDriver):
        request = driver.request(1210)
        started = driver.gateway.start(request)
        attempt = ref(request, started)
        assert isinstance(started.action, Redirect)
        assert started.expected == Money(1210, "EUR")
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.WAITING
        driver.paypal.act_as_payer(attempt.provider_id or "")
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.READY
        paid = driver.gateway.complete(attempt, "capture-1")
        assert (paid.outcome, paid.paid) == (PaymentOutcome.PAID, Money(1210, "EUR"))
        assert paid.source is ObservationSource.COMPLETE
        assert (paid.reference, paid.provider_id, paid.payee) == (*_ids(attempt), started.payee)
        assert driver.captures(attempt) == ["COMPLETED"]
        again = driver.gateway.lookup(attempt)
        assert (again.outcome, again.paid, again.capture_id) == (PaymentOutcome.PAID, paid.paid, paid.capture_id)

    def test_starting_again_with_the_same_key_gives_the_same_attempt(self, driver: GatewayDriver):
        request = driver.request()
        first, second = driver.gateway.start(request), driver.gateway.start(request)
        assert (first.provider_id, first.action) == (second.provider_id, second.action)
        assert len(driver.paypal.state()["orders"]) == 1

    @pytest.mark.parametrize("second_key", ["capture-1", "capture-2"])
    def test_completing_twice_takes_the_money_once(self, driver: GatewayDriver, second_key: str):
        attempt = driver.approved()
        first = driver.gateway.complete(attempt, "capture-1")
        second = driver.gateway.complete(attempt, second_key)
        assert (first.outcome, first.paid, first.capture_id) == (second.outcome, second.paid, second.capture_id)
        assert driver.captures(attempt) == ["COMPLETED"]

    @pytest.mark.parametrize("parallel", ["409", "422"])
    def test_completing_from_all_sides_at_once_takes_the_money_once(self, driver: GatewayDriver, parallel: str):
        driver.paypal.configure(parallel=parallel)
        driver.paypal.inject_fault("slow", path="/v2/checkout/orders/*", method="POST", times=2, ms=40)
        attempt = driver.approved()
        results = run_concurrently(8, lambda _: driver.gateway.complete(attempt, "capture-1"))
        told = {_summary(result) for result in results}
        assert told <= {PaymentOutcome.PAID, Ambiguous}
        assert PaymentOutcome.PAID in told
        assert driver.captures(attempt) == ["COMPLETED"]
        assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.PAID

    def test_nothing_is_known_of_an_attempt_that_the_provider_never_confirmed(self, driver: GatewayDriver):
        attempt = AttemptRef(reference="R", provider_id=None)
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.UNKNOWN
        assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.UNKNOWN
        assert driver.paypal.requests() == []

    def test_closing_follows_the_capabilities(self, driver: GatewayDriver):
        request = driver.request()
        attempt = ref(request, driver.gateway.start(request))
        assert not driver.gateway.capabilities().can_close
        assert driver.gateway.close(attempt, "close-1").value == "not_supported"

    def test_references_are_accepted_and_differ(self, driver: GatewayDriver):
        references = {driver.gateway.new_reference(n.to_bytes(16)) for n in range(200)}
        assert len(references) == 200
        with pytest.raises(ValueError, match="16"):
            driver.gateway.new_reference(b"too short")


class TestFaults:
    @pytest.mark.parametrize("fault", RECOVERABLE + HARMLESS, ids=named)
    def test_a_fault_at_the_start_is_healed(self, driver: GatewayDriver, fault):
        kind, details = fault
        driver.paypal.inject_fault(kind, path=EVERY_CALL, **details)
        request = driver.request()
        attempt = ref(request, driver.gateway.start(request))
        assert [order["id"] for order in driver.paypal.state()["orders"]] == [attempt.provider_id]
        assert _keys(driver, "/v2/checkout/orders") == {request.idempotency_key}

    @pytest.mark.parametrize("fault", [*RECOVERABLE, *HARMLESS, ("unknown_enum", {})], ids=named)
    def test_a_fault_while_completing_is_healed(self, driver: GatewayDriver, fault):
        kind, details = fault
        attempt = driver.approved()
        driver.paypal.inject_fault(kind, path=EVERY_CALL, **details)
        assert driver.gateway.complete(attempt, "capture-1").paid == Money(1210, "EUR")
        assert driver.captures(attempt) == ["COMPLETED"]
        assert _keys(driver, f"/v2/checkout/orders/{attempt.provider_id}/capture") == {"capture-1"}

    @pytest.mark.parametrize("fault", RECOVERABLE + HARMLESS, ids=named)
    def test_a_fault_while_refunding_is_healed(self, driver: GatewayDriver, fault):
        kind, details = fault
        paid = driver.paid()
        driver.paypal.inject_fault(kind, path=EVERY_CALL, **details)
        done = driver.gateway.refund(driver.refund_of(paid, 1210, "refund-1"))
        assert (done.outcome, done.amount) == (RefundOutcome.DONE, Money(1210, "EUR"))
        assert [refund["amount"]["value"] for refund in driver.paypal.state()["refunds"]] == ["12.10"]

    @pytest.mark.parametrize("fault", RECOVERABLE + HARMLESS, ids=named)
    def test_a_fault_while_looking_up_is_healed(self, driver: GatewayDriver, fault):
        kind, details = fault
        attempt = driver.approved()
        driver.paypal.inject_fault(kind, path=EVERY_CALL, **details)
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.READY

    @pytest.mark.parametrize("fault", RECOVERABLE, ids=named)
    def test_a_lasting_fault_leaves_the_outcome_open(self, driver: GatewayDriver, fault):
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
    def test_a_lost_response_at_the_start_makes_no_second_order(self, driver: GatewayDriver, kind: str):
        hasty = driver.impatient_gateway()
        driver.paypal.inject_fault(kind, path="/v2/checkout/orders")
        request = driver.request()
        with pytest.raises(Ambiguous):
            hasty.start(request)
        assert driver.gateway.start(request).provider_id == driver.paypal.state()["orders"][0]["id"]
        assert len(driver.paypal.state()["orders"]) == 1

    @pytest.mark.parametrize("kind", LOST_RESPONSES)
    def test_a_lost_response_while_completing_takes_no_money_twice(self, driver: GatewayDriver, kind: str):
        hasty = driver.impatient_gateway()
        attempt = driver.approved()
        driver.paypal.inject_fault(kind, path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            hasty.complete(attempt, "capture-1")
        assert driver.captures(attempt) == (["COMPLETED"] if kind == "timeout_after" else [])
        assert driver.gateway.complete(attempt, "capture-1").paid == Money(1210, "EUR")
        assert driver.captures(attempt) == ["COMPLETED"]

    @pytest.mark.parametrize("kind", LOST_RESPONSES)
    def test_a_lost_response_while_refunding_gives_nothing_back_twice(self, driver: GatewayDriver, kind: str):
        hasty = driver.impatient_gateway()
        request = driver.refund_of(driver.paid(), 500, "refund-1")
        driver.paypal.inject_fault(kind, path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            hasty.refund(request)
        assert driver.gateway.refund(request).outcome is RefundOutcome.DONE
        assert len(driver.paypal.state()["refunds"]) == 1

    @pytest.mark.parametrize("retry_after", [7, None])
    def test_throttling_is_passed_on_and_nothing_is_repeated(self, driver: GatewayDriver, retry_after: int | None):
        attempt = driver.approved()
        driver.paypal.inject_fault("throttle", path=EVERY_CALL, retry_after=retry_after)
        with pytest.raises(Throttled) as caught:
            driver.gateway.complete(attempt, "capture-1")
        assert caught.value.retry_after == retry_after
        assert driver.calls("POST", f"/v2/checkout/orders/{attempt.provider_id}/capture") == 1
        assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.PAID

    def test_throttling_after_a_lost_response_still_says_that_something_may_have_happened(self, driver: GatewayDriver):
        attempt = driver.approved()
        driver.paypal.inject_fault("reset_after", path=EVERY_CALL)
        driver.paypal.inject_fault("throttle", path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            driver.gateway.complete(attempt, "capture-1")
        assert driver.captures(attempt) == ["COMPLETED"]

    def test_a_provider_that_can_not_be_reached_was_sent_nothing(self, driver: GatewayDriver):
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

    def test_a_stale_read_never_undoes_what_was_captured(self, driver: GatewayDriver):
        attempt = driver.approved()
        driver.gateway.complete(attempt, "capture-1")
        driver.paypal.inject_fault("stale_read", method="GET", path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            driver.gateway.complete(attempt, "capture-2")
        assert driver.gateway.complete(attempt, "capture-2").outcome is PaymentOutcome.PAID

    def test_a_status_that_is_new_to_us_decides_nothing(self, driver: GatewayDriver):
        attempt = driver.approved()
        driver.paypal.inject_fault("unknown_enum", method="GET", path=EVERY_CALL)
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.WAITING
        request = driver.refund_of(driver.paid(), 500, "refund-1")
        driver.paypal.inject_fault("unknown_enum", method="POST", path=EVERY_CALL)
        assert driver.gateway.refund(request).outcome is RefundOutcome.PENDING
        assert driver.gateway.refund(request).outcome is RefundOutcome.DONE


class TestRefunds:
    def test_parts_add_up_to_the_exact_total_and_no_cent_more(self, driver: GatewayDriver):
        paid = driver.paid(1210)
        for n, part in enumerate((1000, 209, 1)):
            assert driver.gateway.refund(driver.refund_of(paid, part, f"refund-{n}")).outcome is RefundOutcome.DONE
        assert driver.gateway.lookup(_attempt(paid)).refunded == Money(1210, "EUR")
        last = driver.gateway.refund(driver.refund_of(paid, 1, "refund-last"))
        assert (last.outcome, last.reason) == (RefundOutcome.FAILED, "CAPTURE_FULLY_REFUNDED")

    def test_one_cent_too_much_is_refused_whole(self, driver: GatewayDriver):
        paid = driver.paid(1210)
        assert driver.gateway.refund(driver.refund_of(paid, 1200, "refund-1")).outcome is RefundOutcome.DONE
        failed = driver.gateway.refund(driver.refund_of(paid, 11, "refund-2"))
        assert (failed.outcome, failed.reason) == (RefundOutcome.FAILED, "REFUND_AMOUNT_EXCEEDED")
        assert len(driver.paypal.state()["refunds"]) == 1

    def test_ten_equal_requests_at_once_give_back_once(self, driver: GatewayDriver):
        paid = driver.paid(1210)
        driver.paypal.inject_fault("slow", path="/v2/payments/*", times=2, ms=30)
        results = run_concurrently(10, lambda _: driver.gateway.refund(driver.refund_of(paid, 500, "refund-1")))
        told = {_summary(result) for result in results}
        assert told <= {RefundOutcome.DONE, Ambiguous}
        assert RefundOutcome.DONE in told
        assert len(driver.paypal.state()["refunds"]) == 1

    def test_parts_at_once_never_give_back_more_than_was_paid(self, driver: GatewayDriver):
        paid = driver.paid(1000)
        results = run_concurrently(10, lambda n: driver.gateway.refund(driver.refund_of(paid, 300, f"refund-{n}")))
        done = [result for result in results if getattr(result, "outcome", None) is RefundOutcome.DONE]
        assert len(done) == len(driver.paypal.state()["refunds"]) == 3

    def test_a_refund_is_found_by_its_id_and_by_our_key_alone(self, driver: GatewayDriver):
        paid = driver.paid()
        done = driver.gateway.refund(driver.refund_of(paid, 500, "refund-1"))
        for provider_refund_id in (done.provider_refund_id, None):
            found = driver.gateway.lookup_refund(_refund_ref(paid.capture_id, "refund-1", provider_refund_id))
            assert (found.outcome, found.amount, found.provider_refund_id) == (
                RefundOutcome.DONE, Money(500, "EUR"), done.provider_refund_id,
            )  # fmt: skip

    def test_of_a_refund_that_never_arrived_nothing_is_told(self, driver: GatewayDriver):
        paid = driver.paid()
        found = driver.gateway.lookup_refund(_refund_ref(paid.capture_id, "refund-1", None))
        assert found.outcome is RefundOutcome.CANNOT_TELL
        assert driver.paypal.state()["refunds"] == []

    @pytest.mark.parametrize(("end", "outcome"), [("COMPLETED", RefundOutcome.DONE), ("FAILED", RefundOutcome.FAILED)])
    def test_a_refund_that_takes_time_ends_one_way_or_the_other(
        self, driver: GatewayDriver, end: str, outcome: RefundOutcome
    ):
        driver.paypal.configure(refund_outcome="PENDING", pending_for_s=None)
        paid = driver.paid()
        pending = driver.gateway.refund(driver.refund_of(paid, 500, "refund-1"))
        assert pending.outcome is RefundOutcome.PENDING
        driver.paypal.end_refund(pending.provider_refund_id or "", end)
        found = driver.gateway.lookup_refund(_refund_ref(paid.capture_id, "refund-1", pending.provider_refund_id))
        assert found.outcome is outcome

    @pytest.mark.parametrize("state", ["FAILED", "CANCELLED"])
    def test_a_refund_may_fail_at_once(self, driver: GatewayDriver, state: str):
        driver.paypal.configure(refund_outcome=state)
        failed = driver.gateway.refund(driver.refund_of(driver.paid(), 500, "refund-1"))
        assert failed.outcome is RefundOutcome.FAILED


def _summary(result):
    return Ambiguous if isinstance(result, Ambiguous) else result.outcome


def _ids(attempt: AttemptRef):
    return attempt.reference, attempt.provider_id


def _attempt(paid):
    return AttemptRef(reference=paid.reference, provider_id=paid.provider_id)


def _refund_ref(capture_id, key, provider_refund_id):
    return RefundRef(idempotency_key=key, provider_refund_id=provider_refund_id, capture_id=capture_id)


def _keys(driver: GatewayDriver, path: str):
    return {entry["headers"].get("paypal-request-id") for entry in driver.paypal.requests(method="POST", path=path)}
