"""Hostile and odd webhooks, made to be refused (or, where genuine, to do no harm)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal

import msgspec

from provider_simulators.paypal.documents import JsonObject, format_time
from provider_simulators.paypal.records import Order
from provider_simulators.paypal.state import PayPalState
from provider_simulators.paypal.webhook_events import build_event
from provider_simulators.paypal.webhook_signing import Signer, foreign_signer, own_signer, transmission_headers

ForgeryKind = Literal[
    "no_signature",
    "other_body",
    "amount_changed",
    "order_changed",
    "other_key",
    "other_webhook",
    "portal_simulator",
    "cert_foreign_host",
    "cert_user_info",
    "cert_http",
    "cert_internal",
    "cert_live_host",
    "replay_1h",
    "replay_3d",
    "refund_of_unpaid",
    "huge_body",
    "deep_json",
    "duplicate_keys",
    "wrong_content_type",
    "bad_utf8",
    "flood",
]
FORGED_CERT_URLS: dict[str, str] = {
    "cert_foreign_host": "https://api.sandbox.paypal.com.attacker.example/v1/notifications/certs/CERT-1",
    "cert_user_info": "https://api.sandbox.paypal.com@attacker.example/v1/notifications/certs/CERT-1",
    "cert_http": "http://api.sandbox.paypal.com/v1/notifications/certs/CERT-1",
    "cert_internal": "https://127.0.0.1:1/v1/notifications/certs/CERT-1",
    "cert_live_host": "https://api.paypal.com/v1/notifications/certs/CERT-1",
}
_FORGED_WEBHOOK_IDS = {"other_webhook": "8PT597110X687430L", "portal_simulator": "WEBHOOK_ID"}
_AGES = {"replay_1h": timedelta(hours=1), "replay_3d": timedelta(days=3)}
_HUGE, _DEEP = 1_100_000, 100_000


class ForgedWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """One message, ready to be sent."""

    body: bytes
    headers: dict[str, str]


def forge_webhook(state: PayPalState, kind: ForgeryKind, order: Order, webhook_id: str) -> ForgedWebhook:
    """Return a message of that kind, about a payment of the order that need not exist."""
    claim = _claimed_refund if kind == "refund_of_unpaid" else _claimed_payment
    signed, sent = _bodies(kind, claim(state, order))
    signature = transmission_headers(
        _key(kind),
        transmission_id=state.new_id(),
        time=format_time(state.now - _AGES.get(kind, timedelta())),
        webhook_id=_FORGED_WEBHOOK_IDS.get(kind, webhook_id),
        body=signed,
        cert_url=FORGED_CERT_URLS.get(kind, state.cert_url),
    )
    content_type = "text/plain" if kind == "wrong_content_type" else "application/json"
    headers: dict[str, str] = {} if kind == "no_signature" else dict(signature)
    return ForgedWebhook(body=sent, headers={"Content-Type": content_type, **headers})


def _claimed_payment(state: PayPalState, order: Order) -> JsonObject:
    """Return an event that says the order is paid in full."""
    real = state.ledger.current.captures_of(order.id)
    related = {"related_ids": {"order_id": order.id}}
    made_up: JsonObject = {**_claimed_event(state, order), "final_capture": True, "supplementary_data": related}
    resource = state.serializer.full_capture(real[0]) if real else made_up
    return build_event(state, "PAYMENT.CAPTURE.COMPLETED", "capture", resource).document


def _claimed_refund(state: PayPalState, order: Order) -> JsonObject:
    """Return an event that says the order's money was given back, whether it was ever paid or not."""
    real = state.ledger.current.captures_of(order.id)
    capture_id = real[0].id if real else state.ids.text(17)
    up = state.serializer.link(f"/v2/payments/captures/{capture_id}", "up")
    resource: JsonObject = {**_claimed_event(state, order), "links": [up]}
    return build_event(state, "PAYMENT.CAPTURE.REFUNDED", "refund", resource).document


def _claimed_event(state: PayPalState, order: Order) -> JsonObject:
    unit = order.request.purchase_units[0]
    return {
        "id": state.ids.text(17),
        "status": "COMPLETED",
        "amount": {"currency_code": unit.amount.currency_code, "value": unit.amount.value},
        "custom_id": unit.custom_id or "",
        "create_time": format_time(state.now),
        "links": [],
    }


def _key(kind: ForgeryKind) -> Signer:
    return foreign_signer() if kind in ("other_key", "flood") or kind in FORGED_CERT_URLS else own_signer()


def _bodies(kind: ForgeryKind, event: JsonObject) -> tuple[bytes, bytes]:
    """Return what is signed and what is sent."""
    honest = msgspec.json.encode(event)
    if kind in _CHANGED_AFTER_SIGNING:
        return honest, _CHANGED_AFTER_SIGNING[kind](honest)
    odd = _ODD.get(kind, _unchanged)(honest)
    return odd, odd


def _unchanged(body: bytes) -> bytes:
    return body


def _other_payment(body: bytes) -> bytes:
    return body.replace(b'"custom_id":"', b'"custom_id":"X').replace(b'"order_id":"', b'"order_id":"X')


_CHANGED_AFTER_SIGNING: dict[str, Callable[[bytes], bytes]] = {
    "other_body": lambda _body: b"{}",
    "amount_changed": lambda body: body.replace(b'"value":"', b'"value":"9'),
    "order_changed": _other_payment,
}
_ODD: dict[str, Callable[[bytes], bytes]] = {
    "huge_body": lambda body: body[:-1] + b',"padding":"' + b"x" * _HUGE + b'"}',
    "deep_json": lambda body: body[:-1] + b',"deep":' + b"[" * _DEEP + b"]" * _DEEP + b"}",
    "duplicate_keys": lambda body: body[:-1] + b',"event_type":"PAYMENT.CAPTURE.DENIED"}',
    "bad_utf8": lambda body: body.replace(b'"summary":"', b'"summary":"\xff\xfe'),
}
