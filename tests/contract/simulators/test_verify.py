import json

import pytest

from tests.contract.simulators.caller import issues

VERIFY = "/v1/notifications/verify-webhook-signature"


@pytest.fixture
def received(caller, inbox):
    caller.captured()
    caller.paypal.drain_webhooks()
    return inbox.received[-1]


def question(caller, received, *, body=None, **changes):
    """Build the request as text, so that the event stays the bytes that were received."""
    fields = {
        "auth_algo": received.headers["PAYPAL-AUTH-ALGO"],
        "cert_url": received.headers["PAYPAL-CERT-URL"],
        "transmission_id": received.headers["PAYPAL-TRANSMISSION-ID"],
        "transmission_sig": received.headers["PAYPAL-TRANSMISSION-SIG"],
        "transmission_time": received.headers["PAYPAL-TRANSMISSION-TIME"],
        "webhook_id": caller.paypal.config.webhook_id,
        **changes,
    }
    head = json.dumps({name: value for name, value in fields.items() if value is not None})
    return head[:-1].encode() + b', "webhook_event": ' + (received.body if body is None else body) + b"}"


def verdict(caller, text):
    answer = caller.post(VERIFY, text)
    assert answer.status_code == 200, answer.text
    return answer.json()["verification_status"]


def test_a_genuine_webhook_is_a_success(caller, received):
    assert verdict(caller, question(caller, received)) == "SUCCESS"


def test_the_bytes_count_and_not_their_meaning(caller, received):
    spaced = json.dumps(json.loads(received.body), indent=1).encode()
    assert verdict(caller, question(caller, received, body=spaced)) == "FAILURE"


@pytest.mark.parametrize(
    "change",
    [
        {"webhook_id": "8PT597110X687430L"},
        {"webhook_id": "WEBHOOK"},
        {"transmission_id": "b2c9e4f0-c855-11f0-9d0a-0242ac120002"},
        {"transmission_time": "2025-11-23T10:15:02Z"},
        {"transmission_sig": "Yw+kmUNaFFn68wpq9iYFkiNJuG3tFPCYtJ2TxQDXGEY5"},
        {"transmission_sig": "no base64!!"},
        {"auth_algo": "SHA1withRSA"},
        {"cert_url": "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1"},
    ],
    ids=str,
)
def test_anything_changed_is_a_failure(caller, received, change):
    assert verdict(caller, question(caller, received, **change)) == "FAILURE"


def test_a_changed_amount_is_a_failure(caller, received):
    changed = received.body.replace(b'"value":"12.10"', b'"value":"00.10"', 1)
    assert changed != received.body
    assert verdict(caller, question(caller, received, body=changed)) == "FAILURE"


def test_a_webhook_that_is_no_longer_registered_is_a_failure(caller, received):
    headers = {"Authorization": f"Bearer {caller.token}"}
    caller.http.delete(f"/v1/notifications/webhooks/{caller.paypal.config.webhook_id}", headers=headers)
    assert verdict(caller, question(caller, received)) == "FAILURE"


def test_asking_needs_a_token_and_all_fields(caller, received):
    missing = caller.post(VERIFY, question(caller, received, transmission_sig=None))
    assert (missing.status_code, issues(missing)) == (400, ["MISSING_REQUIRED_PARAMETER"])
    caller.token = "gone"
    assert caller.post(VERIFY, question(caller, received)).status_code == 401


def test_an_event_may_hold_fields_that_nobody_counts(caller, received):
    verdict(caller, question(caller, received))
    assert caller.paypal.state()["unknown_fields"] == []


GENUINE = {"replay_1h", "replay_3d", "refund_of_unpaid", "duplicate_keys", "wrong_content_type", "huge_body"}
REFUSED = {
    *(
        "no_signature",
        "other_body",
        "amount_changed",
        "order_changed",
        "other_key",
        "other_webhook",
        "portal_simulator",
    ),
    *("cert_foreign_host", "cert_user_info", "cert_http", "cert_internal", "cert_live_host", "flood"),
}


@pytest.mark.parametrize("kind", sorted(GENUINE | REFUSED))
def test_forgeries_are_seen_through_and_odd_but_genuine_ones_are_not(caller, inbox, kind):
    order_id = caller.order(invoice_id="2511-0001")
    [answer] = caller.paypal.forge_webhook(kind, order_id)
    assert answer["status"] == 200
    [forgery] = inbox.received
    if kind == "no_signature":
        assert not any(name.startswith("PAYPAL-") for name in forgery.headers)
        return
    webhook_id = "WEBHOOKxID" if kind == "portal_simulator" else caller.paypal.config.webhook_id
    expected = "SUCCESS" if kind in GENUINE else "FAILURE"
    assert verdict(caller, question(caller, forgery, webhook_id=webhook_id)) == expected


@pytest.mark.parametrize("kind", ["bad_utf8", "deep_json"])
def test_what_cannot_be_read_cannot_be_verified(caller, inbox, kind):
    caller.paypal.forge_webhook(kind, caller.order())
    assert issues(caller.post(VERIFY, question(caller, inbox.received[0]))) == ["MALFORMED_REQUEST_JSON"]


def test_forgeries_speak_of_the_order_they_attack(caller, inbox):
    order_id = caller.order("12.10")
    caller.paypal.forge_webhook("other_key", order_id)
    caller.paypal.forge_webhook("amount_changed", order_id)
    claimed, changed = (received.event["resource"] for received in inbox.received)
    assert claimed["supplementary_data"]["related_ids"]["order_id"] == order_id
    assert (claimed["amount"]["value"], changed["amount"]["value"]) == ("12.10", "912.10")
    assert caller.status_of(order_id) == "PAYER_ACTION_REQUIRED"


def test_a_flood_comes_all_at_once(caller, inbox):
    answers = caller.paypal.forge_webhook("flood", caller.order(), count=100)
    assert [answer["status"] for answer in answers] == [200] * 100
    assert len(inbox.received) == 100
