"""What every payment gateway promises, shown against its provider over real HTTP."""

import pytest

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import Ambiguous, AttemptRef, NotSent, Redirect, RefundRef, Throttled
from shop_domain.payments.observation import Outcome, RefundOutcome, Source
from tests.contract.payments.desk import Desk, ref, together

HEALED = [
    ("reset_before", {}),
    ("reset_after", {}),
    ("bad_json", {}),
    ("truncated", {}),
    ("html_error_page", {}),
    *[("status", {"status": status, "moment": moment}) for status in (500, 502, 503) for moment in ("before", "after")],
]
"""Misfortunes of one call that repeating it with the same key heals."""
HARMLESS = [("slow", {"ms": 30}), ("wrong_content_type", {}), ("unknown_field", {})]
UNHEARD = ["timeout_before", "timeout_after"]
EVERY_CALL = "/v2/*"


def named(fault):
    kind, details = fault
    return "-".join([kind, *map(str, details.values())])


class TestPaying:
    def test_a_payment_goes_from_the_link_to_the_money(self, desk: Desk):
        request = desk.request(1210)
        started = desk.gateway.start(request)
        attempt = ref(request, started)
        assert isinstance(started.action, Redirect)
        assert started.expected == Money(1210, "EUR")
        assert desk.gateway.lookup(attempt).outcome is Outcome.WAITING
        desk.paypal.payer(attempt.provider_id or "")
        assert desk.gateway.lookup(attempt).outcome is Outcome.READY
        paid = desk.gateway.complete(attempt, "capture-1")
        assert (paid.outcome, paid.source, paid.paid) == (Outcome.PAID, Source.COMPLETE, Money(1210, "EUR"))
        assert (paid.reference, paid.provider_id, paid.payee) == (*_ids(attempt), started.payee)
        assert desk.captures(attempt) == ["COMPLETED"]
        again = desk.gateway.lookup(attempt)
        assert (again.outcome, again.paid, again.capture_id) == (Outcome.PAID, paid.paid, paid.capture_id)

    def test_starting_again_with_the_same_key_gives_the_same_attempt(self, desk: Desk):
        request = desk.request()
        first, second = desk.gateway.start(request), desk.gateway.start(request)
        assert (first.provider_id, first.action) == (second.provider_id, second.action)
        assert len(desk.paypal.state()["orders"]) == 1

    @pytest.mark.parametrize("second_key", ["capture-1", "capture-2"])
    def test_completing_twice_takes_the_money_once(self, desk: Desk, second_key: str):
        attempt = desk.approved()
        first = desk.gateway.complete(attempt, "capture-1")
        second = desk.gateway.complete(attempt, second_key)
        assert (first.outcome, first.paid, first.capture_id) == (second.outcome, second.paid, second.capture_id)
        assert desk.captures(attempt) == ["COMPLETED"]

    @pytest.mark.parametrize("parallel", ["409", "422"])
    def test_completing_from_all_sides_at_once_takes_the_money_once(self, desk: Desk, parallel: str):
        desk.paypal.turn(parallel=parallel)
        desk.paypal.fault("slow", path="/v2/checkout/orders/*", method="POST", times=2, ms=40)
        attempt = desk.approved()
        results = together(8, lambda _: desk.gateway.complete(attempt, "capture-1"))
        told = {_told(result) for result in results}
        assert told <= {Outcome.PAID, Ambiguous}
        assert Outcome.PAID in told
        assert desk.captures(attempt) == ["COMPLETED"]
        assert desk.gateway.complete(attempt, "capture-1").outcome is Outcome.PAID

    def test_nothing_is_known_of_an_attempt_that_the_provider_never_confirmed(self, desk: Desk):
        attempt = AttemptRef(reference="R", provider_id=None)
        assert desk.gateway.lookup(attempt).outcome is Outcome.UNKNOWN
        assert desk.gateway.complete(attempt, "capture-1").outcome is Outcome.UNKNOWN
        assert desk.paypal.requests() == []

    def test_closing_follows_the_capabilities(self, desk: Desk):
        request = desk.request()
        attempt = ref(request, desk.gateway.start(request))
        assert not desk.gateway.capabilities().can_close
        assert desk.gateway.close(attempt, "close-1").value == "not_supported"

    def test_references_are_accepted_and_differ(self, desk: Desk):
        references = {desk.gateway.new_reference(n.to_bytes(16)) for n in range(200)}
        assert len(references) == 200
        with pytest.raises(ValueError, match="16"):
            desk.gateway.new_reference(b"too short")


class TestMisfortune:
    @pytest.mark.parametrize("fault", HEALED + HARMLESS, ids=named)
    def test_a_misfortune_at_the_start_is_healed(self, desk: Desk, fault):
        kind, details = fault
        desk.paypal.fault(kind, path=EVERY_CALL, **details)
        request = desk.request()
        attempt = ref(request, desk.gateway.start(request))
        assert [order["id"] for order in desk.paypal.state()["orders"]] == [attempt.provider_id]
        assert _keys(desk, "/v2/checkout/orders") == {request.idempotency_key}

    @pytest.mark.parametrize("fault", [*HEALED, *HARMLESS, ("unknown_enum", {})], ids=named)
    def test_a_misfortune_while_completing_is_healed(self, desk: Desk, fault):
        kind, details = fault
        attempt = desk.approved()
        desk.paypal.fault(kind, path=EVERY_CALL, **details)
        assert desk.gateway.complete(attempt, "capture-1").paid == Money(1210, "EUR")
        assert desk.captures(attempt) == ["COMPLETED"]
        assert _keys(desk, f"/v2/checkout/orders/{attempt.provider_id}/capture") == {"capture-1"}

    @pytest.mark.parametrize("fault", HEALED + HARMLESS, ids=named)
    def test_a_misfortune_while_refunding_is_healed(self, desk: Desk, fault):
        kind, details = fault
        paid = desk.paid()
        desk.paypal.fault(kind, path=EVERY_CALL, **details)
        done = desk.gateway.refund(desk.refund_of(paid, 1210, "refund-1"))
        assert (done.outcome, done.amount) == (RefundOutcome.DONE, Money(1210, "EUR"))
        assert [refund["amount"]["value"] for refund in desk.paypal.state()["refunds"]] == ["12.10"]

    @pytest.mark.parametrize("fault", HEALED + HARMLESS, ids=named)
    def test_a_misfortune_while_looking_is_healed(self, desk: Desk, fault):
        kind, details = fault
        attempt = desk.approved()
        desk.paypal.fault(kind, path=EVERY_CALL, **details)
        assert desk.gateway.lookup(attempt).outcome is Outcome.READY

    @pytest.mark.parametrize("fault", HEALED, ids=named)
    def test_a_lasting_misfortune_leaves_the_outcome_open(self, desk: Desk, fault):
        kind, details = fault
        attempt = desk.approved()
        desk.paypal.fault(kind, path=EVERY_CALL, times=None, **details)
        with pytest.raises(Ambiguous):
            desk.gateway.complete(attempt, "capture-1")
        assert desk.calls("POST", f"/v2/checkout/orders/{attempt.provider_id}/capture") == 3
        desk.paypal.clear_faults()
        assert desk.gateway.complete(attempt, "capture-1").outcome is Outcome.PAID
        assert desk.captures(attempt) == ["COMPLETED"]

    @pytest.mark.parametrize("kind", UNHEARD)
    def test_an_unheard_answer_at_the_start_makes_no_second_order(self, desk: Desk, kind: str):
        hasty = desk.hasty()
        desk.paypal.fault(kind, path="/v2/checkout/orders")
        request = desk.request()
        with pytest.raises(Ambiguous):
            hasty.start(request)
        assert desk.gateway.start(request).provider_id == desk.paypal.state()["orders"][0]["id"]
        assert len(desk.paypal.state()["orders"]) == 1

    @pytest.mark.parametrize("kind", UNHEARD)
    def test_an_unheard_answer_while_completing_takes_no_money_twice(self, desk: Desk, kind: str):
        hasty = desk.hasty()
        attempt = desk.approved()
        desk.paypal.fault(kind, path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            hasty.complete(attempt, "capture-1")
        assert desk.captures(attempt) == (["COMPLETED"] if kind == "timeout_after" else [])
        assert desk.gateway.complete(attempt, "capture-1").paid == Money(1210, "EUR")
        assert desk.captures(attempt) == ["COMPLETED"]

    @pytest.mark.parametrize("kind", UNHEARD)
    def test_an_unheard_answer_while_refunding_gives_nothing_back_twice(self, desk: Desk, kind: str):
        hasty = desk.hasty()
        request = desk.refund_of(desk.paid(), 500, "refund-1")
        desk.paypal.fault(kind, path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            hasty.refund(request)
        assert desk.gateway.refund(request).outcome is RefundOutcome.DONE
        assert len(desk.paypal.state()["refunds"]) == 1

    @pytest.mark.parametrize("retry_after", [7, None])
    def test_throttling_is_passed_on_and_nothing_is_repeated(self, desk: Desk, retry_after: int | None):
        attempt = desk.approved()
        desk.paypal.fault("throttle", path=EVERY_CALL, retry_after=retry_after)
        with pytest.raises(Throttled) as caught:
            desk.gateway.complete(attempt, "capture-1")
        assert caught.value.retry_after == retry_after
        assert desk.calls("POST", f"/v2/checkout/orders/{attempt.provider_id}/capture") == 1
        assert desk.gateway.complete(attempt, "capture-1").outcome is Outcome.PAID

    def test_throttling_after_an_unheard_answer_still_says_that_something_may_have_happened(self, desk: Desk):
        attempt = desk.approved()
        desk.paypal.fault("reset_after", path=EVERY_CALL)
        desk.paypal.fault("throttle", path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            desk.gateway.complete(attempt, "capture-1")
        assert desk.captures(attempt) == ["COMPLETED"]

    def test_a_provider_that_can_not_be_reached_was_sent_nothing(self, desk: Desk):
        lost = desk.open(base="http://127.0.0.1:1")
        attempt = desk.approved()
        for call in (
            lambda: lost.start(desk.request()),
            lambda: lost.complete(attempt, "capture-1"),
            lambda: lost.lookup(attempt),
            lambda: lost.refund(desk.refund_of(desk.paid(), 1, "refund-1")),
        ):
            with pytest.raises(NotSent):
                call()

    def test_a_stale_read_never_undoes_what_was_captured(self, desk: Desk):
        attempt = desk.approved()
        desk.gateway.complete(attempt, "capture-1")
        desk.paypal.fault("stale_read", method="GET", path=EVERY_CALL)
        with pytest.raises(Ambiguous):
            desk.gateway.complete(attempt, "capture-2")
        assert desk.gateway.complete(attempt, "capture-2").outcome is Outcome.PAID

    def test_a_status_that_is_new_to_us_decides_nothing(self, desk: Desk):
        attempt = desk.approved()
        desk.paypal.fault("unknown_enum", method="GET", path=EVERY_CALL)
        assert desk.gateway.lookup(attempt).outcome is Outcome.WAITING
        request = desk.refund_of(desk.paid(), 500, "refund-1")
        desk.paypal.fault("unknown_enum", method="POST", path=EVERY_CALL)
        assert desk.gateway.refund(request).outcome is RefundOutcome.PENDING
        assert desk.gateway.refund(request).outcome is RefundOutcome.DONE


class TestRefunds:
    def test_parts_add_up_to_the_exact_total_and_no_cent_more(self, desk: Desk):
        paid = desk.paid(1210)
        for n, part in enumerate((1000, 209, 1)):
            assert desk.gateway.refund(desk.refund_of(paid, part, f"refund-{n}")).outcome is RefundOutcome.DONE
        assert desk.gateway.lookup(_attempt(paid)).refunded == Money(1210, "EUR")
        last = desk.gateway.refund(desk.refund_of(paid, 1, "refund-last"))
        assert (last.outcome, last.reason) == (RefundOutcome.FAILED, "CAPTURE_FULLY_REFUNDED")

    def test_one_cent_too_much_is_refused_whole(self, desk: Desk):
        paid = desk.paid(1210)
        assert desk.gateway.refund(desk.refund_of(paid, 1200, "refund-1")).outcome is RefundOutcome.DONE
        failed = desk.gateway.refund(desk.refund_of(paid, 11, "refund-2"))
        assert (failed.outcome, failed.reason) == (RefundOutcome.FAILED, "REFUND_AMOUNT_EXCEEDED")
        assert len(desk.paypal.state()["refunds"]) == 1

    def test_ten_equal_requests_at_once_give_back_once(self, desk: Desk):
        paid = desk.paid(1210)
        desk.paypal.fault("slow", path="/v2/payments/*", times=2, ms=30)
        results = together(10, lambda _: desk.gateway.refund(desk.refund_of(paid, 500, "refund-1")))
        told = {_told(result) for result in results}
        assert told <= {RefundOutcome.DONE, Ambiguous}
        assert RefundOutcome.DONE in told
        assert len(desk.paypal.state()["refunds"]) == 1

    def test_parts_at_once_never_give_back_more_than_was_paid(self, desk: Desk):
        paid = desk.paid(1000)
        results = together(10, lambda n: desk.gateway.refund(desk.refund_of(paid, 300, f"refund-{n}")))
        done = [result for result in results if getattr(result, "outcome", None) is RefundOutcome.DONE]
        assert len(done) == len(desk.paypal.state()["refunds"]) == 3

    def test_a_refund_is_found_by_its_id_and_by_our_key_alone(self, desk: Desk):
        paid = desk.paid()
        done = desk.gateway.refund(desk.refund_of(paid, 500, "refund-1"))
        for provider_refund_id in (done.provider_refund_id, None):
            found = desk.gateway.lookup_refund(_refund_ref(paid.capture_id, "refund-1", provider_refund_id))
            assert (found.outcome, found.amount, found.provider_refund_id) == (
                RefundOutcome.DONE, Money(500, "EUR"), done.provider_refund_id,
            )  # fmt: skip

    def test_of_a_refund_that_never_arrived_nothing_is_told(self, desk: Desk):
        paid = desk.paid()
        found = desk.gateway.lookup_refund(_refund_ref(paid.capture_id, "refund-1", None))
        assert found.outcome is RefundOutcome.CANNOT_TELL
        assert desk.paypal.state()["refunds"] == []

    @pytest.mark.parametrize(("end", "outcome"), [("COMPLETED", RefundOutcome.DONE), ("FAILED", RefundOutcome.FAILED)])
    def test_a_refund_that_takes_time_ends_one_way_or_the_other(self, desk: Desk, end: str, outcome: RefundOutcome):
        desk.paypal.turn(refund_outcome="PENDING", pending_for_s=None)
        paid = desk.paid()
        pending = desk.gateway.refund(desk.refund_of(paid, 500, "refund-1"))
        assert pending.outcome is RefundOutcome.PENDING
        desk.paypal.end_refund(pending.provider_refund_id or "", end)
        found = desk.gateway.lookup_refund(_refund_ref(paid.capture_id, "refund-1", pending.provider_refund_id))
        assert found.outcome is outcome

    @pytest.mark.parametrize("state", ["FAILED", "CANCELLED"])
    def test_a_refund_may_fail_at_once(self, desk: Desk, state: str):
        desk.paypal.turn(refund_outcome=state)
        failed = desk.gateway.refund(desk.refund_of(desk.paid(), 500, "refund-1"))
        assert failed.outcome is RefundOutcome.FAILED


def _told(result):
    return Ambiguous if isinstance(result, Ambiguous) else result.outcome


def _ids(attempt: AttemptRef):
    return attempt.reference, attempt.provider_id


def _attempt(paid):
    return AttemptRef(reference=paid.reference, provider_id=paid.provider_id)


def _refund_ref(capture_id, key, provider_refund_id):
    return RefundRef(idempotency_key=key, provider_refund_id=provider_refund_id, capture_id=capture_id)


def _keys(desk: Desk, path: str):
    return {entry["headers"].get("paypal-request-id") for entry in desk.paypal.requests(method="POST", path=path)}
