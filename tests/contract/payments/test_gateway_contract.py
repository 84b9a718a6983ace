"""What every payment gateway promises: PayPal's over real HTTP, and the one in memory."""

import pytest

from shop_adapters.payments.in_memory import ProviderFault
from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import Ambiguous, AttemptRef, NotSent, Redirect, RefundRef, Rejected
from shop_domain.payments.observation import ObservationSource, PaymentOutcome, RefundOutcome
from tests.contract.payments.gateway_driver import (
    GatewayDriver,
    InMemoryDriver,
    assert_captured_once_from_all_sides,
    outcome_of,
    ref,
    run_concurrently,
)


@pytest.fixture(params=["paypal", "in_memory"])
def driver(request: pytest.FixtureRequest) -> GatewayDriver:
    return InMemoryDriver() if request.param == "in_memory" else request.getfixturevalue("paypal_driver")


class TestPaying:
    def test_a_payment_goes_from_the_link_to_the_money(self, driver: GatewayDriver):
        request = driver.request(1210)
        started = driver.gateway.start(request)
        attempt = ref(request, started)
        assert isinstance(started.action, Redirect)
        assert started.expected == Money(1210, "EUR")
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.WAITING
        driver.approve(attempt)
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
        assert driver.attempts() == 1

    @pytest.mark.parametrize("second_key", ["capture-1", "capture-2"])
    def test_completing_twice_takes_the_money_once(self, driver: GatewayDriver, second_key: str):
        attempt = driver.approved()
        first = driver.gateway.complete(attempt, "capture-1")
        second = driver.gateway.complete(attempt, second_key)
        assert (first.outcome, first.paid, first.capture_id) == (second.outcome, second.paid, second.capture_id)
        assert driver.captures(attempt) == ["COMPLETED"]

    def test_completing_from_all_sides_at_once_takes_the_money_once(self, driver: GatewayDriver):
        attempt = driver.approved()
        assert_captured_once_from_all_sides(driver, attempt)

    def test_nothing_is_known_of_an_attempt_that_the_provider_never_confirmed(self, driver: GatewayDriver):
        attempt = AttemptRef(reference="R", provider_id=None)
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.UNKNOWN
        assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.UNKNOWN
        assert driver.attempts() == 0

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
    def test_what_was_not_sent_has_no_effect(self, driver: GatewayDriver):
        attempt, paid = driver.approved(), driver.paid()
        before = driver.attempts()
        for call in (
            lambda gateway: gateway.start(driver.request()),
            lambda gateway: gateway.complete(attempt, "capture-1"),
            lambda gateway: gateway.refund(driver.refund_of(paid, 1, "refund-1")),
        ):
            with pytest.raises(NotSent):
                call(driver.failing_gateway(ProviderFault.NOT_SENT))
        assert driver.attempts() == before
        assert (driver.captures(attempt), driver.refunded()) == ([], [])

    def test_a_start_whose_response_is_lost_is_repeated_with_its_key(self, driver: GatewayDriver):
        request = driver.request()
        failing = driver.failing_gateway(ProviderFault.RESPONSE_LOST)
        with pytest.raises(Ambiguous):
            failing.start(request)
        attempt = ref(request, driver.gateway.start(request))
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.WAITING
        assert driver.attempts() == 1

    def test_a_completion_whose_response_is_lost_takes_no_money_twice(self, driver: GatewayDriver):
        attempt = driver.approved()
        failing = driver.failing_gateway(ProviderFault.RESPONSE_LOST)
        with pytest.raises(Ambiguous):
            failing.complete(attempt, "capture-1")
        assert driver.gateway.complete(attempt, "capture-1").paid == Money(1210, "EUR")
        assert driver.captures(attempt) == ["COMPLETED"]

    def test_a_refund_whose_response_is_lost_gives_nothing_back_twice(self, driver: GatewayDriver):
        request = driver.refund_of(driver.paid(), 500, "refund-1")
        failing = driver.failing_gateway(ProviderFault.RESPONSE_LOST)
        with pytest.raises(Ambiguous):
            failing.refund(request)
        assert driver.gateway.refund(request).outcome is RefundOutcome.DONE
        assert driver.refunded() == [Money(500, "EUR")]

    def test_a_rejected_completion_takes_no_money(self, driver: GatewayDriver):
        attempt = driver.approved()
        with pytest.raises(Rejected):
            driver.failing_gateway(ProviderFault.REJECTED).complete(attempt, "capture-1")
        assert driver.captures(attempt) == []


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
        assert len(driver.refunded()) == 1

    def test_ten_equal_requests_at_once_give_back_once(self, driver: GatewayDriver):
        paid = driver.paid(1210)
        results = run_concurrently(10, lambda _: driver.gateway.refund(driver.refund_of(paid, 500, "refund-1")))
        told = {outcome_of(result) for result in results}
        assert told <= {RefundOutcome.DONE, Ambiguous}
        assert RefundOutcome.DONE in told
        assert len(driver.refunded()) == 1

    def test_parts_at_once_never_give_back_more_than_was_paid(self, driver: GatewayDriver):
        paid = driver.paid(1000)
        results = run_concurrently(10, lambda n: driver.gateway.refund(driver.refund_of(paid, 300, f"refund-{n}")))
        done = [result for result in results if getattr(result, "outcome", None) is RefundOutcome.DONE]
        assert len(done) == len(driver.refunded()) == 3

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
        assert driver.refunded() == []

    @pytest.mark.parametrize("outcome", [RefundOutcome.DONE, RefundOutcome.FAILED])
    def test_a_refund_that_takes_time_ends_one_way_or_the_other(self, driver: GatewayDriver, outcome: RefundOutcome):
        driver.configure_refunds(RefundOutcome.PENDING)
        paid = driver.paid()
        pending = driver.gateway.refund(driver.refund_of(paid, 500, "refund-1"))
        assert pending.outcome is RefundOutcome.PENDING
        driver.end_refund(pending.provider_refund_id or "", outcome)
        found = driver.gateway.lookup_refund(_refund_ref(paid.capture_id, "refund-1", pending.provider_refund_id))
        assert found.outcome is outcome

    def test_a_refund_may_fail_at_once(self, driver: GatewayDriver):
        driver.configure_refunds(RefundOutcome.FAILED)
        failed = driver.gateway.refund(driver.refund_of(driver.paid(), 500, "refund-1"))
        assert failed.outcome is RefundOutcome.FAILED


def _ids(attempt: AttemptRef):
    return attempt.reference, attempt.provider_id


def _attempt(paid):
    return AttemptRef(reference=paid.reference, provider_id=paid.provider_id)


def _refund_ref(capture_id, key, provider_refund_id):
    return RefundRef(idempotency_key=key, provider_refund_id=provider_refund_id, capture_id=capture_id)
