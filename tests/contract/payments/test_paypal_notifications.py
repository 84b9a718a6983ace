"""A notification counts only once PayPal says that it sent it, and even then it only tells where to look."""

from typing import Any

import pytest

from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import Accepted, Forged, RawNotification, Reply, VerifyLater
from shop_domain.payments.observation import Outcome, RefundOutcome, Source
from shop_http.simulators.paypal.forging import FORGED_CERT_URLS
from tests.contract.payments.desk import Desk, raw
from tests.contract.payments.scripted import Scripted, says
from tests.contract.simulators.shop_inbox import Inbox

VERIFY = "/v1/notifications/verify-webhook-signature"
OF_PAYPAL = "cert_live_host"
"""A stand-in on this machine may name the real certificates, so only it can tell."""
STRANGE_CERT_URLS = [kind for kind in FORGED_CERT_URLS if kind != OF_PAYPAL]
COSTS_NOTHING = ["no_signature", *STRANGE_CERT_URLS, "huge_body", "deep_json", "duplicate_keys", "bad_utf8"]
ASKED = [OF_PAYPAL, "other_body", "amount_changed", "order_changed", "other_key", "other_webhook", "portal_simulator"]
GENUINE = ["replay_1h", "replay_3d", "refund_of_unpaid"]


def came(desk: Desk, inbox: Inbox) -> list[RawNotification]:
    """What PayPal has sent by now."""
    desk.paypal.settle_webhooks()
    return [raw(received.headers, received.body) for received in inbox.received]


def accepted(desk: Desk, notification: RawNotification) -> Accepted:
    read = desk.gateway.read_notification(notification)
    assert isinstance(read, Accepted)
    return read


def last(desk: Desk, inbox: Inbox) -> Accepted:
    return accepted(desk, came(desk, inbox)[-1])


def forged(desk: Desk, inbox: Inbox, kind: Any) -> RawNotification:
    order_id = desk.gateway.start(desk.request()).provider_id or ""
    desk.paypal.forge_webhook(kind, order_id)
    return raw(inbox.received[-1].headers, inbox.received[-1].body)


class TestGenuine:
    def test_an_approval_says_that_it_is_time_to_complete(self, desk: Desk, inbox: Inbox):
        attempt = desk.approved()
        read = last(desk, inbox)
        assert (read.event_type, read.stored, read.not_stored.status) == (
            "CHECKOUT.ORDER.APPROVED",
            Reply(status=200),
            503,
        )
        (seen,) = read.observations
        assert (seen.outcome, seen.source, seen.needs_lookup) == (Outcome.READY, Source.NOTIFICATION, True)
        assert (seen.reference, seen.provider_id) == (attempt.reference, attempt.provider_id)

    def test_a_capture_is_told_with_its_amount_and_is_still_no_proof(self, desk: Desk, inbox: Inbox):
        paid = desk.paid(1210)
        (seen,) = last(desk, inbox).observations
        assert (seen.outcome, seen.paid, seen.needs_lookup) == (Outcome.PAID, Money(1210, "EUR"), True)
        assert (seen.reference, seen.provider_id, seen.capture_id) == (
            paid.reference,
            paid.provider_id,
            paid.capture_id,
        )

    def test_a_completed_order_is_told_by_its_capture(self, desk: Desk, inbox: Inbox):
        desk.paypal.turn(order_completed_event=True)
        paid = desk.paid()
        read = last(desk, inbox)
        assert read.event_type == "CHECKOUT.ORDER.COMPLETED"
        (seen,) = read.observations
        assert (seen.outcome, seen.capture_id, seen.needs_lookup) == (Outcome.PAID, paid.capture_id, True)

    @pytest.mark.parametrize(("end", "outcome"), [("COMPLETED", Outcome.PAID), ("DENIED", Outcome.DECLINED)])
    def test_a_pending_capture_and_its_end_are_told(self, desk: Desk, inbox: Inbox, end: str, outcome: Outcome):
        desk.paypal.turn(capture_outcome="PENDING", pending_for_s=None)
        pending = desk.gateway.complete(desk.approved(), "capture-1")
        assert last(desk, inbox).observations[0].outcome is Outcome.PENDING_FUNDS
        desk.paypal.end_capture(pending.capture_id or "", end)
        assert last(desk, inbox).observations[0].outcome is outcome

    def test_a_declined_capture_is_told(self, desk: Desk, inbox: Inbox):
        desk.paypal.turn(capture_outcome="DECLINED")
        desk.gateway.complete(desk.approved(), "capture-1")
        assert last(desk, inbox).observations[0].outcome is Outcome.DECLINED

    def test_a_lost_approval_is_told(self, desk: Desk, inbox: Inbox):
        attempt = desk.approved()
        desk.paypal.advance(3 * 3600 + 1)
        read = last(desk, inbox)
        assert read.event_type == "CHECKOUT.PAYMENT-APPROVAL.REVERSED"
        assert (read.observations[0].outcome, read.observations[0].provider_id) == (
            Outcome.EXPIRED,
            attempt.provider_id,
        )

    def test_a_refund_is_told_with_our_key(self, desk: Desk, inbox: Inbox):
        paid = desk.paid()
        done = desk.gateway.refund(desk.refund_of(paid, 500, "refund-1"))
        read = last(desk, inbox)
        assert (read.event_type, read.observations) == ("PAYMENT.CAPTURE.REFUNDED", ())
        (seen,) = read.refunds
        assert (seen.outcome, seen.amount, seen.refund_key) == (RefundOutcome.DONE, Money(500, "EUR"), "refund-1")
        assert (seen.provider_refund_id, seen.capture_id) == (done.provider_refund_id, paid.capture_id)

    def test_a_refund_that_fails_later_is_told(self, desk: Desk, inbox: Inbox):
        desk.paypal.turn(refund_outcome="PENDING", pending_for_s=None)
        pending = desk.gateway.refund(desk.refund_of(desk.paid(), 500, "refund-1"))
        assert last(desk, inbox).refunds[0].outcome is RefundOutcome.PENDING
        desk.paypal.end_refund(pending.provider_refund_id or "", "FAILED")
        assert last(desk, inbox).refunds[0].outcome is RefundOutcome.FAILED

    def test_money_that_paypal_takes_back_is_told(self, desk: Desk, inbox: Inbox):
        paid = desk.paid()
        desk.paypal.end_capture(paid.capture_id or "", "REVERSED")
        (seen,) = last(desk, inbox).observations
        assert (seen.outcome, seen.capture_id, seen.needs_lookup) == (Outcome.REVERSED, paid.capture_id, False)

    def test_the_same_event_has_the_same_key_each_time(self, desk: Desk, inbox: Inbox):
        desk.approved()
        desk.paypal.settle_webhooks()
        desk.paypal.webhook(1, "duplicate")
        keys = {accepted(desk, notification).event_key for notification in came(desk, inbox)}
        assert len(inbox.received) == 2
        assert len(keys) == 1

    @pytest.mark.parametrize("kind", GENUINE)
    def test_an_old_or_odd_one_that_paypal_did_sign_is_only_a_signal(self, desk: Desk, inbox: Inbox, kind: str):
        read = accepted(desk, forged(desk, inbox, kind))
        assert all(seen.needs_lookup for seen in read.observations)


class TestForged:
    @pytest.mark.parametrize("kind", [*COSTS_NOTHING, "wrong_content_type"])
    def test_what_can_not_be_paypals_is_refused_without_asking_anybody(self, desk: Desk, inbox: Inbox, kind: str):
        assert isinstance(desk.gateway.read_notification(forged(desk, inbox, kind)), Forged)
        assert desk.calls("POST", VERIFY) == 0
        assert desk.calls("GET", "/v1/notifications/certs/*") == 0

    @pytest.mark.parametrize("kind", ASKED)
    def test_what_paypal_did_not_sign_is_refused(self, desk: Desk, inbox: Inbox, kind: str):
        assert isinstance(desk.gateway.read_notification(forged(desk, inbox, kind)), Forged)
        assert desk.calls("POST", VERIFY) <= 1

    @pytest.mark.parametrize(
        "header", ["transmission-id", "transmission-time", "transmission-sig", "cert-url", "auth-algo"]
    )
    @pytest.mark.parametrize("value", [None, "", "\x00", "x" * 600, "1234567890123456"])
    def test_each_header_must_be_there_and_in_shape(self, desk: Desk, inbox: Inbox, header: str, value: str | None):
        desk.approved()
        genuine = came(desk, inbox)[-1]
        headers = {name: old for name, old in genuine.headers.items() if name != f"paypal-{header}"}
        changed = headers if value is None else {**headers, f"paypal-{header}": value}
        assert isinstance(desk.gateway.read_notification(raw(changed, genuine.body)), Forged)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda body: body + b',"webhook_id":"WEBHOOKID2"',
            lambda body: body + b"}",
            lambda body: b"[" + body + b"]",
            lambda body: b'"' + body + b'"',
            lambda body: body.replace(b'"id"', b'"di"', 1),
            lambda body: b"\xef\xbb\xbf" + body,
            lambda _: b"",
            lambda _: b"null",
        ],
        ids=["other webhook", "closed early", "list", "text", "no id", "byte order mark", "empty", "null"],
    )
    def test_a_body_that_would_change_the_question_is_never_passed_on(self, desk: Desk, inbox: Inbox, spoil: Any):
        desk.approved()
        genuine = came(desk, inbox)[-1]
        assert isinstance(desk.gateway.read_notification(raw(dict(genuine.headers), spoil(genuine.body))), Forged)
        assert desk.calls("POST", VERIFY) == 0

    def test_the_bytes_that_came_are_the_bytes_that_are_checked(self, desk: Desk, inbox: Inbox):
        desk.approved()
        genuine = came(desk, inbox)[-1]
        desk.gateway.read_notification(genuine)
        (asked,) = desk.paypal.requests(path=VERIFY)
        assert asked["body"].endswith(f'"webhook_event":{genuine.body.decode()}}}')
        assert f'"webhook_id":"{desk.paypal.config.webhook_id}"' in asked["body"]


class TestOnlyPayPalCanTell:
    @pytest.mark.parametrize(
        ("header", "value"),
        [
            ("transmission-sig", "c2ln"),
            ("transmission-sig", "kekW_-" * 80),
            ("transmission-sig", "+/8=" * 86),
            ("auth-algo", "SHA1withRSA"),
            ("cert-url", "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77"),
            ("transmission-time", "2026-11-25T09:20:00.123456789+01:00"),
        ],
    )
    def test_whatever_has_the_published_shape_is_passed_on_and_its_word_counts(
        self, desk: Desk, odd: Scripted, header: str, value: str
    ):
        headers = {
            "paypal-transmission-id": "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
            "paypal-transmission-time": "2026-11-25T09:20:00Z",
            "paypal-transmission-sig": "c2lnbmF0dXJl",
            "paypal-cert-url": f"{odd.base}/v1/notifications/certs/CERT-1",
            "paypal-auth-algo": "SHA256withRSA",
        }
        odd.will(says(200, {"verification_status": "SUCCESS"}))
        changed = raw({**headers, f"paypal-{header}": value}, b'{"id": "WH-1", "event_type": "X"}')
        assert isinstance(desk.open(base=odd.base).read_notification(changed), Accepted)


class TestOurTrouble:
    @pytest.mark.parametrize(
        ("kind", "details"),
        [
            ("status", {"status": 500}),
            ("status", {"status": 401}),
            ("status", {"status": 403}),
            ("status", {"status": 404}),
            ("throttle", {}),
            ("reset_after", {}),
            ("html_error_page", {}),
            ("truncated", {}),
            ("timeout_before", {}),
        ],
    )
    def test_what_can_not_be_checked_now_is_to_be_repeated(self, desk: Desk, inbox: Inbox, kind: str, details: Any):
        desk.approved()
        genuine = came(desk, inbox)[-1]
        desk.paypal.fault(kind, path=VERIFY, times=None, **details)
        assert isinstance(desk.open(seconds=0.3).read_notification(genuine), VerifyLater)
        desk.paypal.clear_faults()
        assert isinstance(desk.gateway.read_notification(genuine), Accepted)

    @pytest.mark.parametrize("verdict", [{}, {"verification_status": "PERHAPS"}, {"verification_status": True}])
    def test_only_a_clear_word_counts(self, desk: Desk, odd: Scripted, inbox: Inbox, verdict: Any):
        desk.approved()
        genuine = came(desk, inbox)[-1]
        here = {**genuine.headers, "paypal-cert-url": f"{odd.base}/v1/notifications/certs/CERT-1"}
        odd.will(says(200, verdict))
        read = desk.open(base=odd.base, retries=0).read_notification(raw(here, genuine.body))
        assert isinstance(read, VerifyLater)
        assert len(odd.calls) == 1

    def test_without_a_webhook_of_our_own_nothing_can_be_checked(self, desk: Desk, inbox: Inbox):
        desk.approved()
        assert isinstance(desk.open(webhook_id=None).read_notification(came(desk, inbox)[-1]), VerifyLater)

    def test_paypal_repeats_what_we_could_not_take(self, desk: Desk, inbox: Inbox):
        inbox.answers.append(503)
        desk.approved()
        came(desk, inbox)
        desk.paypal.advance(3 * 86_400)
        first, *others = came(desk, inbox)
        assert others
        assert accepted(desk, first).event_key in {accepted(desk, other).event_key for other in others}
