"""A notification counts only once PayPal says that it sent it, and even then it only tells where to look."""

from typing import Any

import pytest

from provider_simulators.paypal.forged_webhooks import FORGED_CERT_URLS
from shop_domain.kernel.money import Money
from shop_domain.payments.gateway import (
    ForgedWebhook,
    RawWebhook,
    UnverifiableWebhook,
    VerifiedWebhook,
    WebhookResponse,
)
from shop_domain.payments.observation import ObservationSource, PaymentOutcome, RefundOutcome
from tests.contract.payments.gateway_driver import PayPalDriver, raw
from tests.contract.payments.scripted_server import ScriptedPayPal, json_reply
from tests.contract.simulators.webhook_inbox import WebhookInbox

VERIFY_PATH = "/v1/notifications/verify-webhook-signature"
REAL_CERT_URL = "cert_live_host"
"""A stand-in on this machine may name the real certificates, so only it can tell."""
STRANGE_CERT_URLS = [kind for kind in FORGED_CERT_URLS if kind != REAL_CERT_URL]
REJECTED_LOCALLY = ["no_signature", *STRANGE_CERT_URLS, "huge_body", "deep_json", "duplicate_keys", "bad_utf8"]
VERIFIED_REMOTELY = [
    REAL_CERT_URL,
    "other_body",
    "amount_changed",
    "order_changed",
    "other_key",
    "other_webhook",
    "portal_simulator",
]
GENUINE = ["replay_1h", "replay_3d", "refund_of_unpaid"]


def received_webhooks(driver: PayPalDriver, inbox: WebhookInbox) -> list[RawWebhook]:
    """What PayPal has sent by now."""
    driver.paypal.drain_webhooks()
    return [raw(received.headers, received.body) for received in inbox.received]


def read_accepted(driver: PayPalDriver, notification: RawWebhook) -> VerifiedWebhook:
    read = driver.gateway.read_webhook(notification)
    assert isinstance(read, VerifiedWebhook)
    return read


def read_last(driver: PayPalDriver, inbox: WebhookInbox) -> VerifiedWebhook:
    return read_accepted(driver, received_webhooks(driver, inbox)[-1])


def forged_webhook(driver: PayPalDriver, inbox: WebhookInbox, kind: Any) -> RawWebhook:
    order_id = driver.gateway.start(driver.request()).provider_id or ""
    driver.paypal.forge_webhook(kind, order_id)
    return raw(inbox.received[-1].headers, inbox.received[-1].body)


class TestGenuine:
    def test_an_approval_says_that_it_is_time_to_complete(self, driver: PayPalDriver, inbox: WebhookInbox):
        attempt = driver.approved()
        read = read_last(driver, inbox)
        assert (read.event_type, read.response, read.response_if_not_stored.status) == (
            "CHECKOUT.ORDER.APPROVED",
            WebhookResponse(status=200),
            503,
        )
        (seen,) = read.observations
        assert (seen.outcome, seen.source, seen.needs_lookup) == (PaymentOutcome.READY, ObservationSource.WEBHOOK, True)
        assert (seen.reference, seen.provider_id) == (attempt.reference, attempt.provider_id)

    def test_a_capture_is_told_with_its_amount_and_is_still_no_proof(self, driver: PayPalDriver, inbox: WebhookInbox):
        paid = driver.paid(1210)
        (seen,) = read_last(driver, inbox).observations
        assert (seen.outcome, seen.paid, seen.needs_lookup) == (PaymentOutcome.PAID, Money(1210, "EUR"), True)
        assert (seen.reference, seen.provider_id, seen.capture_id) == (
            paid.reference,
            paid.provider_id,
            paid.capture_id,
        )

    def test_a_completed_order_is_told_by_its_capture(self, driver: PayPalDriver, inbox: WebhookInbox):
        driver.paypal.configure(order_completed_event=True)
        paid = driver.paid()
        read = read_last(driver, inbox)
        assert read.event_type == "CHECKOUT.ORDER.COMPLETED"
        (seen,) = read.observations
        assert (seen.outcome, seen.capture_id, seen.needs_lookup) == (PaymentOutcome.PAID, paid.capture_id, True)

    @pytest.mark.parametrize(
        ("end", "outcome"), [("COMPLETED", PaymentOutcome.PAID), ("DENIED", PaymentOutcome.DECLINED)]
    )
    def test_a_pending_capture_and_its_end_are_told(
        self, driver: PayPalDriver, inbox: WebhookInbox, end: str, outcome: PaymentOutcome
    ):
        driver.paypal.configure(capture_outcome="PENDING", pending_for_s=None)
        pending = driver.gateway.complete(driver.approved(), "capture-1")
        assert read_last(driver, inbox).observations[0].outcome is PaymentOutcome.PENDING_FUNDS
        driver.paypal.end_capture(pending.capture_id or "", end)
        assert read_last(driver, inbox).observations[0].outcome is outcome

    def test_a_declined_capture_is_told(self, driver: PayPalDriver, inbox: WebhookInbox):
        driver.paypal.configure(capture_outcome="DECLINED")
        driver.gateway.complete(driver.approved(), "capture-1")
        assert read_last(driver, inbox).observations[0].outcome is PaymentOutcome.DECLINED

    def test_a_lost_approval_is_told(self, driver: PayPalDriver, inbox: WebhookInbox):
        attempt = driver.approved()
        driver.paypal.advance(3 * 3600 + 1)
        read = read_last(driver, inbox)
        assert read.event_type == "CHECKOUT.PAYMENT-APPROVAL.REVERSED"
        assert (read.observations[0].outcome, read.observations[0].provider_id) == (
            PaymentOutcome.EXPIRED,
            attempt.provider_id,
        )

    def test_a_refund_is_told_with_our_key(self, driver: PayPalDriver, inbox: WebhookInbox):
        paid = driver.paid()
        done = driver.gateway.refund(driver.refund_of(paid, 500, "refund-1"))
        read = read_last(driver, inbox)
        assert (read.event_type, read.observations) == ("PAYMENT.CAPTURE.REFUNDED", ())
        (seen,) = read.refunds
        assert (seen.outcome, seen.amount, seen.refund_key) == (RefundOutcome.DONE, Money(500, "EUR"), "refund-1")
        assert (seen.provider_refund_id, seen.capture_id) == (done.provider_refund_id, paid.capture_id)

    def test_a_refund_that_fails_later_is_told(self, driver: PayPalDriver, inbox: WebhookInbox):
        driver.paypal.configure(refund_outcome="PENDING", pending_for_s=None)
        pending = driver.gateway.refund(driver.refund_of(driver.paid(), 500, "refund-1"))
        assert read_last(driver, inbox).refunds[0].outcome is RefundOutcome.PENDING
        driver.paypal.end_refund(pending.provider_refund_id or "", "FAILED")
        assert read_last(driver, inbox).refunds[0].outcome is RefundOutcome.FAILED

    def test_money_that_paypal_takes_back_is_told(self, driver: PayPalDriver, inbox: WebhookInbox):
        paid = driver.paid()
        driver.paypal.end_capture(paid.capture_id or "", "REVERSED")
        (seen,) = read_last(driver, inbox).observations
        assert (seen.outcome, seen.capture_id, seen.needs_lookup) == (PaymentOutcome.REVERSED, paid.capture_id, False)

    def test_the_same_event_has_the_same_key_each_time(self, driver: PayPalDriver, inbox: WebhookInbox):
        driver.approved()
        driver.paypal.drain_webhooks()
        driver.paypal.webhook_action(1, "duplicate")
        keys = {read_accepted(driver, notification).event_key for notification in received_webhooks(driver, inbox)}
        assert len(inbox.received) == 2
        assert len(keys) == 1

    @pytest.mark.parametrize("kind", GENUINE)
    def test_an_old_or_odd_one_that_paypal_did_sign_is_only_a_signal(
        self, driver: PayPalDriver, inbox: WebhookInbox, kind: str
    ):
        read = read_accepted(driver, forged_webhook(driver, inbox, kind))
        assert all(seen.needs_lookup for seen in read.observations)


class TestForged:
    @pytest.mark.parametrize("kind", [*REJECTED_LOCALLY, "wrong_content_type"])
    def test_what_can_not_be_paypals_is_refused_without_asking_anybody(
        self, driver: PayPalDriver, inbox: WebhookInbox, kind: str
    ):
        assert isinstance(driver.gateway.read_webhook(forged_webhook(driver, inbox, kind)), ForgedWebhook)
        assert driver.calls("POST", VERIFY_PATH) == 0
        assert driver.calls("GET", "/v1/notifications/certs/*") == 0

    @pytest.mark.parametrize("kind", VERIFIED_REMOTELY)
    def test_what_paypal_did_not_sign_is_refused(self, driver: PayPalDriver, inbox: WebhookInbox, kind: str):
        assert isinstance(driver.gateway.read_webhook(forged_webhook(driver, inbox, kind)), ForgedWebhook)
        assert driver.calls("POST", VERIFY_PATH) <= 1

    @pytest.mark.parametrize(
        "header", ["transmission-id", "transmission-time", "transmission-sig", "cert-url", "auth-algo"]
    )
    @pytest.mark.parametrize("value", [None, "", "\x00", "x" * 600, "1234567890123456"])
    def test_each_header_must_be_there_and_in_shape(
        self, driver: PayPalDriver, inbox: WebhookInbox, header: str, value: str | None
    ):
        driver.approved()
        genuine = received_webhooks(driver, inbox)[-1]
        headers = {name: old for name, old in genuine.headers.items() if name != f"paypal-{header}"}
        changed = headers if value is None else {**headers, f"paypal-{header}": value}
        assert isinstance(driver.gateway.read_webhook(raw(changed, genuine.body)), ForgedWebhook)

    @pytest.mark.parametrize(
        "corrupt",
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
    def test_a_body_that_would_change_the_question_is_never_passed_on(
        self, driver: PayPalDriver, inbox: WebhookInbox, corrupt: Any
    ):
        driver.approved()
        genuine = received_webhooks(driver, inbox)[-1]
        assert isinstance(driver.gateway.read_webhook(raw(dict(genuine.headers), corrupt(genuine.body))), ForgedWebhook)
        assert driver.calls("POST", VERIFY_PATH) == 0

    def test_the_bytes_that_came_are_the_bytes_that_are_checked(self, driver: PayPalDriver, inbox: WebhookInbox):
        driver.approved()
        genuine = received_webhooks(driver, inbox)[-1]
        driver.gateway.read_webhook(genuine)
        (asked,) = driver.paypal.requests(path=VERIFY_PATH)
        assert asked["body"].endswith(f'"webhook_event":{genuine.body.decode()}}}')
        assert f'"webhook_id":"{driver.paypal.config.webhook_id}"' in asked["body"]


class TestPassedToPayPal:
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
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal, header: str, value: str
    ):
        headers = {
            "paypal-transmission-id": "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
            "paypal-transmission-time": "2026-11-25T09:20:00Z",
            "paypal-transmission-sig": "c2lnbmF0dXJl",
            "paypal-cert-url": f"{scripted_paypal.base_url}/v1/notifications/certs/CERT-1",
            "paypal-auth-algo": "SHA256withRSA",
        }
        scripted_paypal.script(json_reply(200, {"verification_status": "SUCCESS"}))
        changed = raw({**headers, f"paypal-{header}": value}, b'{"id": "WH-1", "event_type": "X"}')
        assert isinstance(driver.open_gateway(base_url=scripted_paypal.base_url).read_webhook(changed), VerifiedWebhook)


class TestVerificationUnavailable:
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
    def test_what_can_not_be_checked_now_is_to_be_repeated(
        self, driver: PayPalDriver, inbox: WebhookInbox, kind: str, details: Any
    ):
        driver.approved()
        genuine = received_webhooks(driver, inbox)[-1]
        driver.paypal.inject_fault(kind, path=VERIFY_PATH, times=None, **details)
        assert isinstance(driver.open_gateway(seconds=0.3).read_webhook(genuine), UnverifiableWebhook)
        driver.paypal.clear_faults()
        assert isinstance(driver.gateway.read_webhook(genuine), VerifiedWebhook)

    @pytest.mark.parametrize("verdict", [{}, {"verification_status": "PERHAPS"}, {"verification_status": True}])
    def test_only_a_clear_word_counts(
        self, driver: PayPalDriver, scripted_paypal: ScriptedPayPal, inbox: WebhookInbox, verdict: Any
    ):
        driver.approved()
        genuine = received_webhooks(driver, inbox)[-1]
        here = {**genuine.headers, "paypal-cert-url": f"{scripted_paypal.base_url}/v1/notifications/certs/CERT-1"}
        scripted_paypal.script(json_reply(200, verdict))
        read = driver.open_gateway(base_url=scripted_paypal.base_url, retries=0).read_webhook(raw(here, genuine.body))
        assert isinstance(read, UnverifiableWebhook)
        assert len(scripted_paypal.calls) == 1

    def test_without_a_webhook_of_our_own_nothing_can_be_checked(self, driver: PayPalDriver, inbox: WebhookInbox):
        driver.approved()
        assert isinstance(
            driver.open_gateway(webhook_id=None).read_webhook(received_webhooks(driver, inbox)[-1]), UnverifiableWebhook
        )

    def test_paypal_repeats_what_we_could_not_take(self, driver: PayPalDriver, inbox: WebhookInbox):
        inbox.statuses.append(503)
        driver.approved()
        received_webhooks(driver, inbox)
        driver.paypal.advance(3 * 86_400)
        first, *others = received_webhooks(driver, inbox)
        assert others
        assert read_accepted(driver, first).event_key in {read_accepted(driver, other).event_key for other in others}
