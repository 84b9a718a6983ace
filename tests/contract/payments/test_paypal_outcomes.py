"""What PayPal's many words for yes, no and not yet come to."""

from typing import Any

import msgspec
import pytest

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import (
    AttemptRef,
    Misconfigured,
    Rejected,
    Retry,
)
from shop_domain.payments.observation import Outcome, RefundOutcome
from tests.contract.payments.desk import Desk, ref

TO_THE_PAYER = ["INSTRUMENT_DECLINED", "PAYER_ACTION_REQUIRED", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING"]
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
    def test_nothing_is_taken_before_the_payer_approves(self, desk: Desk):
        request = desk.request()
        attempt = ref(request, desk.gateway.start(request))
        seen = desk.gateway.complete(attempt, "capture-1")
        assert (seen.outcome, seen.raw_status) == (Outcome.WAITING, "ORDER_NOT_APPROVED")
        desk.paypal.payer(attempt.provider_id or "")
        assert desk.gateway.complete(attempt, "capture-1").outcome is Outcome.PAID

    @pytest.mark.parametrize(("shown", "outcome"), [("404", Outcome.UNKNOWN), ("VOIDED", Outcome.EXPIRED)])
    def test_an_order_that_nobody_approves_is_gone_after_three_hours(self, desk: Desk, shown: str, outcome: Outcome):
        desk.paypal.turn(expired_orders=shown)
        request = desk.request()
        attempt = ref(request, desk.gateway.start(request))
        desk.paypal.advance(3 * 3600 + 1)
        assert desk.gateway.lookup(attempt).outcome is outcome

    def test_of_an_order_that_never_was_nothing_is_known(self, desk: Desk):
        attempt = AttemptRef(reference="R", provider_id="5O190127TN364715T")
        assert desk.gateway.lookup(attempt).outcome is Outcome.UNKNOWN
        assert desk.gateway.complete(attempt, "capture-1").outcome is Outcome.UNKNOWN

    @pytest.mark.parametrize("provider_id", ["../../v1/oauth2/token", "ABC?x=1", "..", "A" * 65, ""])
    def test_an_id_that_is_none_of_paypals_is_never_put_into_an_address(self, desk: Desk, provider_id: str):
        with pytest.raises(Rejected, match="order_id_unusable"):
            desk.gateway.lookup(AttemptRef(reference="R", provider_id=provider_id))
        assert desk.paypal.requests() == []

    @pytest.mark.parametrize(
        ("minor", "currency", "code"),
        [
            (0, "EUR", "amount_not_positive"),
            (-1, "EUR", "amount_not_positive"),
            (1250, "HUF", "amount_not_exact"),
            (100, "KWD", "currency_not_supported"),
        ],
    )
    def test_an_amount_that_paypal_can_not_hold_never_leaves(self, desk: Desk, minor: int, currency: str, code: str):
        with pytest.raises(Rejected) as caught:
            desk.gateway.start(desk.request(minor, currency))
        assert (caught.value.code, caught.value.retry) == (code, Retry.NEVER)
        assert desk.paypal.requests() == []

    @pytest.mark.parametrize(
        ("minor", "currency", "value"),
        [(1, "EUR", "0.01"), (1200, "JPY", "1200"), (1_250_00, "HUF", "1250"), (300_00, "TWD", "300")],
    )
    def test_amounts_are_written_as_paypal_wants_them(self, desk: Desk, minor: int, currency: str, value: str):
        request = desk.request(minor, currency)
        attempt = ref(request, desk.gateway.start(request))
        unit = desk.paypal.order(attempt.provider_id or "")["purchase_units"][0]
        assert unit["amount"] == {"currency_code": currency, "value": value}
        desk.paypal.payer(attempt.provider_id or "")
        desk.paypal.turn(capture_outcome="COMPLETED")
        assert desk.gateway.complete(attempt, "capture-1").paid == Money(minor, currency)

    def test_paypal_may_refuse_the_order(self, desk: Desk):
        gateway = desk.open(currencies=frozenset({"KWD"}))
        with pytest.raises(Rejected) as caught:
            gateway.start(desk.request(1_000, "KWD"))
        assert (caught.value.code, caught.value.retry) == ("INVALID_CURRENCY_CODE", Retry.NEVER)

    def test_nothing_unknown_and_nothing_superfluous_is_sent(self, desk: Desk):
        desk.gateway.refund(desk.refund_of(desk.paid(), 500, "refund-1"))
        assert desk.paypal.state()["unknown_fields"] == []


class TestTheMoney:
    @pytest.mark.parametrize("issue", TO_THE_PAYER)
    def test_a_declined_instrument_sends_the_payer_back_to_the_same_order(self, desk: Desk, issue: str):
        attempt = desk.approved()
        desk.paypal.turn(capture_outcome=issue)
        seen = desk.gateway.complete(attempt, "capture-1")
        assert (seen.outcome, seen.raw_status) == (Outcome.PAYER_ACTION, issue)
        assert seen.payer_url == f"{desk.paypal.base_url}/checkoutnow?token={attempt.provider_id}"
        desk.paypal.turn(capture_outcome="COMPLETED")
        desk.paypal.payer(attempt.provider_id or "", "other_method")
        assert desk.gateway.complete(attempt, "capture-1").outcome is Outcome.PAYER_ACTION  # the old key, the old no
        assert desk.gateway.complete(attempt, "capture-2").outcome is Outcome.PAID
        assert desk.captures(attempt) == ["COMPLETED"]

    @pytest.mark.parametrize("issue", FINAL)
    def test_some_refusals_are_final(self, desk: Desk, issue: str):
        desk.paypal.turn(capture_outcome=issue)
        seen = desk.gateway.complete(desk.approved(), "capture-1")
        assert (seen.outcome, seen.raw_status, seen.paid) == (Outcome.DECLINED, issue, None)

    @pytest.mark.parametrize("status", ["DECLINED", "FAILED"])
    def test_a_completed_order_with_a_declined_capture_is_not_paid(self, desk: Desk, status: str):
        desk.paypal.turn(capture_outcome=status)
        attempt = desk.approved()
        for seen in (desk.gateway.complete(attempt, "capture-1"), desk.gateway.lookup(attempt)):
            assert (seen.outcome, seen.raw_status, seen.paid) == (Outcome.DECLINED, status, None)
        assert desk.paypal.order(attempt.provider_id or "")["status"] == "COMPLETED"

    @pytest.mark.parametrize(("end", "outcome"), [("COMPLETED", Outcome.PAID), ("DENIED", Outcome.DECLINED)])
    def test_a_pending_capture_waits_for_its_end(self, desk: Desk, end: str, outcome: Outcome):
        desk.paypal.turn(capture_outcome="PENDING", capture_reason="ECHECK", pending_for_s=None)
        attempt = desk.approved()
        pending = desk.gateway.complete(attempt, "capture-1")
        assert (pending.outcome, pending.reason, pending.paid) == (Outcome.PENDING_FUNDS, "ECHECK", None)
        desk.paypal.end_capture(pending.capture_id or "", end)
        assert desk.gateway.lookup(attempt).outcome is outcome

    @pytest.mark.parametrize(
        ("knobs", "seen"),
        [
            ({"capture_value": "1.00"}, (Money(100, "EUR"), "SHQPMERCHANT2")),
            ({"capture_currency": "USD"}, (Money(1210, "USD"), "SHQPMERCHANT2")),
            ({"capture_payee": "SOMEBODYELSE2"}, (Money(1210, "EUR"), "SOMEBODYELSE2")),
        ],
    )
    def test_what_was_really_taken_is_told_and_not_what_was_asked(self, desk: Desk, knobs: dict[str, str], seen: Any):
        attempt = desk.approved(1210)
        desk.paypal.turn(**knobs)
        for told in (desk.gateway.complete(attempt, "capture-1"), desk.gateway.lookup(attempt)):
            assert (told.outcome, (told.paid, told.payee)) == (Outcome.PAID, seen)

    def test_an_invoice_that_was_paid_before_is_not_paid_again(self, desk: Desk):
        desk.paypal.turn(block_duplicate_invoices=True)
        first = desk.paid()
        twin = desk.request(reference=first.reference, idempotency_key="twin")
        attempt = ref(twin, desk.gateway.start(twin))
        desk.paypal.payer(attempt.provider_id or "")
        with pytest.raises(Rejected) as caught:
            desk.gateway.complete(attempt, "capture-twin")
        assert (caught.value.code, caught.value.retry) == ("DUPLICATE_INVOICE_ID", Retry.NEW_ATTEMPT)

    def test_a_refusal_that_is_new_to_us_is_a_no(self, desk: Desk):
        desk.paypal.turn(capture_outcome="SOMETHING_NEW")
        with pytest.raises(Rejected, match="SOMETHING_NEW") as caught:
            desk.gateway.complete(desk.approved(), "capture-1")
        assert caught.value.retry is Retry.NEW_ATTEMPT

    @pytest.mark.parametrize("issue", ["PERMISSION_DENIED", "CONSENT_NEEDED"])
    def test_what_we_may_not_do_is_for_a_person_to_settle(self, desk: Desk, issue: str):
        desk.paypal.turn(capture_outcome=issue)
        with pytest.raises(Misconfigured, match=issue):
            desk.gateway.complete(desk.approved(), "capture-1")


class TestGivingBack:
    def test_a_capture_that_our_own_refund_used_up_is_told_as_that_refund(self, desk: Desk):
        paid = desk.paid(1210)
        request = desk.refund_of(paid, 1210, "refund-1")
        done = desk.gateway.refund(request)
        desk.paypal.advance(46 * 86_400)  # PayPal has forgotten the key
        again = desk.gateway.refund(request)
        assert (again.outcome, again.provider_refund_id) == (RefundOutcome.DONE, done.provider_refund_id)
        assert len(desk.paypal.state()["refunds"]) == 1

    @pytest.mark.parametrize(
        "issue", ["REFUND_FAILED_INSUFFICIENT_FUNDS", "TRANSACTION_DISPUTED", "PARTIAL_REFUND_NOT_ALLOWED"]
    )
    def test_refusals_are_told_by_their_code(self, desk: Desk, issue: str):
        paid = desk.paid()
        desk.paypal.turn(refund_outcome=issue)
        failed = desk.gateway.refund(desk.refund_of(paid, 500, "refund-1"))
        assert (failed.outcome, failed.reason) == (RefundOutcome.FAILED, issue)

    def test_money_that_is_not_there_yet_can_not_be_given_back(self, desk: Desk):
        desk.paypal.turn(capture_outcome="PENDING", pending_for_s=None)
        pending = desk.gateway.complete(desk.approved(), "capture-1")
        promised = msgspec.structs.replace(pending, paid=Money(1210, "EUR"))
        failed = desk.gateway.refund(desk.refund_of(promised, 500, "refund-1"))
        assert (failed.outcome, failed.reason) == (RefundOutcome.FAILED, "PENDING_CAPTURE")

    def test_money_on_its_way_back_is_not_back_yet(self, desk: Desk):
        desk.paypal.turn(refund_outcome="PENDING", pending_for_s=None)
        paid = desk.paid(1210)
        desk.gateway.refund(desk.refund_of(paid, 500, "refund-1"))
        seen = desk.gateway.lookup(AttemptRef(reference="R", provider_id=paid.provider_id))
        assert (seen.outcome, seen.refunded) == (Outcome.PAID, None)

    def test_the_whole_refund_shows_on_the_payment(self, desk: Desk):
        paid = desk.paid(1210)
        desk.gateway.refund(desk.refund_of(paid, 1210, "refund-1"))
        seen = desk.gateway.lookup(AttemptRef(reference="R", provider_id=paid.provider_id))
        assert (seen.outcome, seen.raw_status, seen.refunded) == (Outcome.PAID, "REFUNDED", Money(1210, "EUR"))
