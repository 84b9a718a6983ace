"""What PayPal's many words for yes, no and not yet come to."""

from typing import Any

import msgspec
import pytest

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import (
    AttemptRef,
    Misconfigured,
    Rejected,
    RetryAdvice,
)
from shop_domain.payments.observation import PaymentOutcome, RefundOutcome
from tests.contract.payments.gateway_driver import PayPalDriver, ref

PAYER_MUST_ACT = ["INSTRUMENT_DECLINED", "PAYER_ACTION_REQUIRED", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING"]
FINAL = [
    "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED",
    "PAYER_CANNOT_PAY",
    "PAYER_ACCOUNT_RESTRICTED",
    "PAYER_ACCOUNT_LOCKED_OR_CLOSED",
    "TRANSACTION_REFUSED",
    "COMPLIANCE_VIOLATION",
    "TRANSACTION_LIMIT_EXCEEDED",
    "PAYEE_BLOCKED_TRANSACTION",
    "TRANSACTION_BLOCKED_BY_PAYEE",
    "TRANSACTION_RECEIVING_LIMIT_EXCEEDED",
]


class TestBeforeTheMoney:
    def test_nothing_is_taken_before_the_payer_approves(self, driver: PayPalDriver):
        request = driver.request()
        attempt = ref(request, driver.gateway.start(request))
        seen = driver.gateway.complete(attempt, "capture-1")
        assert (seen.outcome, seen.raw_status) == (PaymentOutcome.WAITING, "ORDER_NOT_APPROVED")
        driver.paypal.act_as_payer(attempt.provider_id or "")
        assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.PAID

    @pytest.mark.parametrize(
        ("shown", "outcome"), [("404", PaymentOutcome.UNKNOWN), ("VOIDED", PaymentOutcome.EXPIRED)]
    )
    def test_an_order_that_nobody_approves_is_gone_after_three_hours(
        self, driver: PayPalDriver, shown: str, outcome: PaymentOutcome
    ):
        driver.paypal.configure(expired_orders=shown)
        request = driver.request()
        attempt = ref(request, driver.gateway.start(request))
        driver.paypal.advance(3 * 3600 + 1)
        assert driver.gateway.lookup(attempt).outcome is outcome

    def test_of_an_order_that_never_was_nothing_is_known(self, driver: PayPalDriver):
        attempt = AttemptRef(reference="R", provider_id="5O190127TN364715T")
        assert driver.gateway.lookup(attempt).outcome is PaymentOutcome.UNKNOWN
        assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.UNKNOWN

    @pytest.mark.parametrize("provider_id", ["../../v1/oauth2/token", "ABC?x=1", "..", "A" * 65, ""])
    def test_an_id_that_is_none_of_paypals_is_never_put_into_an_address(self, driver: PayPalDriver, provider_id: str):
        with pytest.raises(Rejected, match="order_id_unusable"):
            driver.gateway.lookup(AttemptRef(reference="R", provider_id=provider_id))
        assert driver.paypal.requests() == []

    @pytest.mark.parametrize(
        ("minor", "currency", "code"),
        [
            (0, "EUR", "amount_not_positive"),
            (-1, "EUR", "amount_not_positive"),
            (1250, "HUF", "amount_not_exact"),
            (100, "KWD", "currency_not_supported"),
        ],
    )
    def test_an_amount_that_paypal_can_not_hold_never_leaves(
        self, driver: PayPalDriver, minor: int, currency: str, code: str
    ):
        with pytest.raises(Rejected) as caught:
            driver.gateway.start(driver.request(minor, currency))
        assert (caught.value.code, caught.value.retry) == (code, RetryAdvice.NEVER)
        assert driver.paypal.requests() == []

    @pytest.mark.parametrize(
        ("minor", "currency", "value"),
        [(1, "EUR", "0.01"), (1200, "JPY", "1200"), (1_250_00, "HUF", "1250"), (300_00, "TWD", "300")],
    )
    def test_amounts_are_written_as_paypal_wants_them(
        self, driver: PayPalDriver, minor: int, currency: str, value: str
    ):
        request = driver.request(minor, currency)
        attempt = ref(request, driver.gateway.start(request))
        unit = driver.paypal.order(attempt.provider_id or "")["purchase_units"][0]
        assert unit["amount"] == {"currency_code": currency, "value": value}
        driver.paypal.act_as_payer(attempt.provider_id or "")
        driver.paypal.configure(capture_outcome="COMPLETED")
        assert driver.gateway.complete(attempt, "capture-1").paid == Money(minor, currency)

    def test_paypal_may_refuse_the_order(self, driver: PayPalDriver):
        gateway = driver.open_gateway(currencies=frozenset({"KWD"}))
        with pytest.raises(Rejected) as caught:
            gateway.start(driver.request(1_000, "KWD"))
        assert (caught.value.code, caught.value.retry) == ("INVALID_CURRENCY_CODE", RetryAdvice.NEVER)

    def test_nothing_unknown_and_nothing_superfluous_is_sent(self, driver: PayPalDriver):
        driver.gateway.refund(driver.refund_of(driver.paid(), 500, "refund-1"))
        assert driver.paypal.state()["unknown_fields"] == []


class TestTheMoney:
    @pytest.mark.parametrize("issue", PAYER_MUST_ACT)
    def test_a_declined_instrument_sends_the_payer_back_to_the_same_order(self, driver: PayPalDriver, issue: str):
        attempt = driver.approved()
        driver.paypal.configure(capture_outcome=issue)
        seen = driver.gateway.complete(attempt, "capture-1")
        assert (seen.outcome, seen.raw_status) == (PaymentOutcome.PAYER_ACTION, issue)
        assert seen.payer_url == f"{driver.paypal.base_url}/checkoutnow?token={attempt.provider_id}"
        driver.paypal.configure(capture_outcome="COMPLETED")
        driver.paypal.act_as_payer(attempt.provider_id or "", "other_method")
        assert (
            driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.PAYER_ACTION
        )  # the old key, the old no
        assert driver.gateway.complete(attempt, "capture-2").outcome is PaymentOutcome.PAID
        assert driver.captures(attempt) == ["COMPLETED"]

    @pytest.mark.parametrize("issue", FINAL)
    def test_some_refusals_are_final(self, driver: PayPalDriver, issue: str):
        driver.paypal.configure(capture_outcome=issue)
        seen = driver.gateway.complete(driver.approved(), "capture-1")
        assert (seen.outcome, seen.raw_status, seen.paid) == (PaymentOutcome.DECLINED, issue, None)

    @pytest.mark.parametrize("status", ["DECLINED", "FAILED"])
    def test_a_completed_order_with_a_declined_capture_is_not_paid(self, driver: PayPalDriver, status: str):
        driver.paypal.configure(capture_outcome=status)
        attempt = driver.approved()
        for seen in (driver.gateway.complete(attempt, "capture-1"), driver.gateway.lookup(attempt)):
            assert (seen.outcome, seen.raw_status, seen.paid) == (PaymentOutcome.DECLINED, status, None)
        assert driver.paypal.order(attempt.provider_id or "")["status"] == "COMPLETED"

    @pytest.mark.parametrize(
        ("end", "outcome"), [("COMPLETED", PaymentOutcome.PAID), ("DENIED", PaymentOutcome.DECLINED)]
    )
    def test_a_pending_capture_waits_for_its_end(self, driver: PayPalDriver, end: str, outcome: PaymentOutcome):
        driver.paypal.configure(capture_outcome="PENDING", capture_reason="ECHECK", pending_for_s=None)
        attempt = driver.approved()
        pending = driver.gateway.complete(attempt, "capture-1")
        assert (pending.outcome, pending.reason, pending.paid) == (PaymentOutcome.PENDING_FUNDS, "ECHECK", None)
        driver.paypal.end_capture(pending.capture_id or "", end)
        assert driver.gateway.lookup(attempt).outcome is outcome

    @pytest.mark.parametrize(
        ("behavior", "seen"),
        [
            ({"capture_value": "1.00"}, (Money(100, "EUR"), "SHQPMERCHANT2")),
            ({"capture_currency": "USD"}, (Money(1210, "USD"), "SHQPMERCHANT2")),
            ({"capture_payee": "SOMEBODYELSE2"}, (Money(1210, "EUR"), "SOMEBODYELSE2")),
        ],
    )
    def test_what_was_really_taken_is_told_and_not_what_was_asked(
        self, driver: PayPalDriver, behavior: dict[str, str], seen: Any
    ):
        attempt = driver.approved(1210)
        driver.paypal.configure(**behavior)
        for told in (driver.gateway.complete(attempt, "capture-1"), driver.gateway.lookup(attempt)):
            assert (told.outcome, (told.paid, told.payee)) == (PaymentOutcome.PAID, seen)

    def test_an_invoice_that_was_paid_before_is_not_paid_again(self, driver: PayPalDriver):
        driver.paypal.configure(block_duplicate_invoices=True)
        first = driver.paid()
        twin = driver.request(reference=first.reference, idempotency_key="twin")
        attempt = ref(twin, driver.gateway.start(twin))
        driver.paypal.act_as_payer(attempt.provider_id or "")
        with pytest.raises(Rejected) as caught:
            driver.gateway.complete(attempt, "capture-twin")
        assert (caught.value.code, caught.value.retry) == ("DUPLICATE_INVOICE_ID", RetryAdvice.NEW_ATTEMPT)

    def test_a_refusal_that_is_new_to_us_is_a_no(self, driver: PayPalDriver):
        driver.paypal.configure(capture_outcome="SOMETHING_NEW")
        with pytest.raises(Rejected, match="SOMETHING_NEW") as caught:
            driver.gateway.complete(driver.approved(), "capture-1")
        assert caught.value.retry is RetryAdvice.NEW_ATTEMPT

    @pytest.mark.parametrize("issue", ["PERMISSION_DENIED", "CONSENT_NEEDED"])
    def test_what_we_may_not_do_needs_a_review(self, driver: PayPalDriver, issue: str):
        driver.paypal.configure(capture_outcome=issue)
        with pytest.raises(Misconfigured, match=issue):
            driver.gateway.complete(driver.approved(), "capture-1")


class TestGivingBack:
    def test_a_capture_that_our_own_refund_used_up_is_told_as_that_refund(self, driver: PayPalDriver):
        paid = driver.paid(1210)
        request = driver.refund_of(paid, 1210, "refund-1")
        done = driver.gateway.refund(request)
        driver.paypal.advance(46 * 86_400)  # PayPal has forgotten the key
        again = driver.gateway.refund(request)
        assert (again.outcome, again.provider_refund_id) == (RefundOutcome.DONE, done.provider_refund_id)
        assert len(driver.paypal.state()["refunds"]) == 1

    @pytest.mark.parametrize(
        "issue", ["REFUND_FAILED_INSUFFICIENT_FUNDS", "TRANSACTION_DISPUTED", "PARTIAL_REFUND_NOT_ALLOWED"]
    )
    def test_refusals_are_told_by_their_code(self, driver: PayPalDriver, issue: str):
        paid = driver.paid()
        driver.paypal.configure(refund_outcome=issue)
        failed = driver.gateway.refund(driver.refund_of(paid, 500, "refund-1"))
        assert (failed.outcome, failed.reason) == (RefundOutcome.FAILED, issue)

    def test_money_that_is_not_there_yet_can_not_be_given_back(self, driver: PayPalDriver):
        driver.paypal.configure(capture_outcome="PENDING", pending_for_s=None)
        pending = driver.gateway.complete(driver.approved(), "capture-1")
        promised = msgspec.structs.replace(pending, paid=Money(1210, "EUR"))
        failed = driver.gateway.refund(driver.refund_of(promised, 500, "refund-1"))
        assert (failed.outcome, failed.reason) == (RefundOutcome.FAILED, "PENDING_CAPTURE")

    def test_money_on_its_way_back_is_not_back_yet(self, driver: PayPalDriver):
        driver.paypal.configure(refund_outcome="PENDING", pending_for_s=None)
        paid = driver.paid(1210)
        driver.gateway.refund(driver.refund_of(paid, 500, "refund-1"))
        seen = driver.gateway.lookup(AttemptRef(reference="R", provider_id=paid.provider_id))
        assert (seen.outcome, seen.refunded) == (PaymentOutcome.PAID, None)

    def test_the_whole_refund_shows_on_the_payment(self, driver: PayPalDriver):
        paid = driver.paid(1210)
        driver.gateway.refund(driver.refund_of(paid, 1210, "refund-1"))
        seen = driver.gateway.lookup(AttemptRef(reference="R", provider_id=paid.provider_id))
        assert (seen.outcome, seen.raw_status, seen.refunded) == (PaymentOutcome.PAID, "REFUNDED", Money(1210, "EUR"))
