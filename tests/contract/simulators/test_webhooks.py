import base64
import time
import zlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from provider_simulators import PayPalConfig, serve
from tests.contract.simulators.caller import Caller, issues

EVENTS = [{"name": "PAYMENT.CAPTURE.COMPLETED"}]


def test_a_purchase_tells_of_approval_and_capture(caller, inbox):
    order_id = caller.approved()
    caller.capture(order_id)
    caller.paypal.drain_webhooks()
    assert inbox.kinds == ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"]
    approved, captured = (received.event["resource"] for received in inbox.received)
    assert (approved["id"], approved["status"]) == (order_id, "APPROVED")
    assert captured["supplementary_data"]["related_ids"]["order_id"] == order_id
    assert captured["custom_id"] == "attempt-1"


def test_a_completed_order_is_told_only_where_asked_for(caller, inbox):
    caller.paypal.configure(order_completed_event=True)
    caller.captured()
    caller.paypal.drain_webhooks()
    assert inbox.kinds[-1] == "CHECKOUT.ORDER.COMPLETED"


def test_a_refund_event_holds_the_refund(caller, inbox):
    capture = caller.captured()
    refund = caller.refund(capture["id"], "1.00").json()
    caller.paypal.drain_webhooks()
    assert inbox.kinds[-1] == "PAYMENT.CAPTURE.REFUNDED"
    assert inbox.received[-1].event["resource"] == refund


def test_every_webhook_is_signed_over_its_bytes(caller, inbox):
    caller.captured()
    caller.paypal.drain_webhooks()
    for received in inbox.received:
        headers = received.headers
        assert headers["PAYPAL-AUTH-ALGO"] == "SHA256withRSA"
        pem = caller.http.get(headers["PAYPAL-CERT-URL"]).content
        certificate = x509.load_pem_x509_certificate(pem)
        assert certificate.subject.rfc4514_string() == "CN=messageverificationcerts.sandbox.paypal.com"
        message = "|".join(
            (
                headers["PAYPAL-TRANSMISSION-ID"],
                headers["PAYPAL-TRANSMISSION-TIME"],
                caller.paypal.config.webhook_id,
                str(zlib.crc32(received.body)),
            )
        )
        signature = base64.b64decode(headers["PAYPAL-TRANSMISSION-SIG"])
        key = certificate.public_key()
        assert isinstance(key, rsa.RSAPublicKey)
        key.verify(signature, message.encode(), padding.PKCS1v15(), hashes.SHA256())


@pytest.mark.parametrize("status", [302, 400, 500])
def test_anything_but_success_is_tried_again_with_the_same_event(caller, inbox, status):
    inbox.statuses = [status, 204]
    caller.approved()
    caller.paypal.drain_webhooks()
    assert len(inbox.received) == 1
    caller.paypal.advance(60)
    first, second = inbox.received
    assert first.event["id"] == second.event["id"]
    [delivery] = caller.paypal.webhooks()
    assert (delivery["state"], [attempt["status"] for attempt in delivery["attempts"]]) == ("delivered", [status, 204])


def test_after_25_repeats_in_three_days_paypal_gives_up(caller, inbox):
    inbox.statuses = [500] * 100
    caller.approved()
    caller.paypal.drain_webhooks()
    for _ in range(74):
        caller.paypal.advance(3_600)
    assert inbox.kinds.count("CHECKOUT.ORDER.APPROVED") == 26
    [delivery, *_] = caller.paypal.webhooks()
    assert delivery["state"] == "failed"
    assert (delivery["attempts"][0]["at"][:13], delivery["attempts"][-1]["at"][:13]) == (
        "2025-11-23T10",
        "2025-11-26T10",
    )


def test_a_shop_that_is_away_is_a_failure_with_its_reason(caller):
    caller.paypal.reset()
    caller.token = caller.authenticate().json()["access_token"]
    caller.post("/v1/notifications/webhooks", {"url": "http://127.0.0.1:1/gone", "event_types": [{"name": "*"}]})
    caller.approved()
    caller.paypal.drain_webhooks()
    away = next(delivery for delivery in caller.paypal.webhooks() if delivery["url"].endswith("/gone"))
    assert "ConnectError" in away["attempts"][0]["problem"]


@pytest.mark.parametrize(
    ("order", "seed", "expected"),
    [("fifo", 0, [0, 1, 2, 3]), ("lifo", 0, [3, 2, 1, 0]), ("shuffle", 7, None)],
)
def test_held_webhooks_go_in_the_order_that_is_chosen(caller, inbox, order, seed, expected):
    caller.paypal.hold_webhooks()
    ids = [caller.approved() for _ in range(4)]
    caller.paypal.drain_webhooks()
    assert inbox.received == []
    caller.paypal.release_webhooks(order, seed)
    told = [ids.index(received.event["resource"]["id"]) for received in inbox.received]
    assert told == expected if expected else sorted(told) == [0, 1, 2, 3] and told != [0, 1, 2, 3]
    caller.approved()
    caller.paypal.drain_webhooks()
    assert len(inbox.received) == 5


def test_single_deliveries_are_dropped_delayed_duplicated_and_sent(caller, inbox):
    caller.paypal.hold_webhooks()
    for _ in range(2):
        caller.approved()
    assert caller.paypal.webhook_action(1, "drop")["state"] == "dropped"
    caller.paypal.webhook_action(2, "delay", seconds=3_600)
    assert caller.paypal.advance(3_599)["deliveries"] == []
    assert len(caller.paypal.advance(1)["deliveries"]) == 1
    again = caller.paypal.webhook_action(2, "duplicate")
    assert again["attempts"][0]["status"] == 200
    assert [received.event["id"] for received in inbox.received] == [again["event_id"]] * 2
    assert inbox.received[0].headers["PAYPAL-TRANSMISSION-ID"] != inbox.received[1].headers["PAYPAL-TRANSMISSION-ID"]
    assert caller.paypal.webhook_action(1, "deliver")["state"] == "delivered"


def test_events_reach_a_slow_shop_one_after_the_other(caller, inbox):
    inbox.pause_s = 0.05
    for _ in range(2):
        caller.captured()
    caller.paypal.drain_webhooks()
    assert inbox.kinds == ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"] * 2
    assert inbox.most_at_work == 1


def test_webhooks_may_come_before_the_answer(caller, inbox):
    caller.paypal.configure(webhooks_first=True)
    order_id = caller.order()
    caller.paypal.hold_webhooks()
    caller.paypal.act_as_payer(order_id)
    caller.paypal.release_webhooks()
    inbox.pause_s = 0.1
    caller.capture(order_id)
    assert inbox.at_work == 0
    assert inbox.kinds == ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"]


def test_an_address_receives_only_the_events_it_subscribed_to(caller, inbox):
    caller.http.delete(f"/v1/notifications/webhooks/{caller.paypal.config.webhook_id}", headers=bearer(caller))
    made = caller.post("/v1/notifications/webhooks", {"url": inbox.url, "event_types": EVENTS})
    assert made.status_code == 201
    caller.captured()
    caller.paypal.drain_webhooks()
    assert inbox.kinds == ["PAYMENT.CAPTURE.COMPLETED"]
    assert [hook["id"] for hook in caller.get("/v1/notifications/webhooks").json()["webhooks"]] == [made.json()["id"]]
    assert caller.get(f"/v1/notifications/webhooks/{made.json()['id']}").json()["url"] == inbox.url


def test_an_address_is_registered_once_and_ten_are_the_most(caller, inbox):
    path = "/v1/notifications/webhooks"
    twice = caller.post(path, {"url": inbox.url, "event_types": EVENTS})
    assert issues(twice) == ["WEBHOOK_URL_ALREADY_EXISTS"]
    for n in range(9):
        assert caller.post(path, {"url": f"{inbox.url}/{n}", "event_types": EVENTS}).status_code == 201
    assert issues(caller.post(path, {"url": f"{inbox.url}/9", "event_types": EVENTS})) == [
        "WEBHOOK_NUMBER_LIMIT_EXCEEDED"
    ]


def test_events_are_listed_and_sent_again(caller, inbox):
    caller.approved()
    caller.paypal.drain_webhooks()
    [event] = caller.get("/v1/notifications/webhooks-events").json()["events"]
    assert caller.get(f"/v1/notifications/webhooks-events/{event['id']}").json() == event
    assert caller.post(f"/v1/notifications/webhooks-events/{event['id']}/resend", {}).status_code == 202
    caller.paypal.drain_webhooks()
    assert [received.event for received in inbox.received] == [event, event]


def test_a_running_clock_repeats_by_itself(inbox):
    inbox.statuses = [500]
    with serve(PayPalConfig(clock="running", notify_url=inbox.url)) as paypal:
        caller = Caller(paypal)
        caller.validates = False
        caller.approved()
        paypal.drain_webhooks()
        [delivery] = paypal.webhooks()
        paypal.webhook_action(delivery["n"], "delay", seconds=0.2)
        paypal.state()  # no call later than this one
        give_up = time.monotonic() + 5
        while len(inbox.received) < 2 and time.monotonic() < give_up:
            time.sleep(0.02)
        caller.close()
    assert len(inbox.received) == 2


def bearer(caller):
    return {"Authorization": f"Bearer {caller.token}"}
