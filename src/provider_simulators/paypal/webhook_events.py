"""Tell the registered addresses what happened."""

import msgspec

from provider_simulators.delivery_queue import Delivery
from provider_simulators.paypal.documents import JsonObject, format_time
from provider_simulators.paypal.serializers import to_builtins
from provider_simulators.paypal.state import PayPalState, Webhook, WebhookEvent

_VERSIONS = {"capture": "2.0", "refund": "2.0", "checkout-order": "2.0"}


def emit_event(state: PayPalState, event_type: str, resource_type: str, resource: JsonObject) -> WebhookEvent:
    """Write an event down, and queue it for every address that wants it."""
    event = build_event(state, event_type, resource_type, resource)
    state.events[event.id] = event
    for webhook in state.webhooks.values():
        if webhook.wants(event_type):
            queue_delivery(state, event, webhook)
    return event


def build_event(state: PayPalState, event_type: str, resource_type: str, resource: JsonObject) -> WebhookEvent:
    """Return a new event that nobody has heard of yet."""
    event_id = f"WH-{state.ids.text(17)}-{state.ids.text(17)}"
    path = f"/v1/notifications/webhooks-events/{event_id}"
    document: JsonObject = {
        "id": event_id,
        "event_version": "1.0",
        "create_time": format_time(state.now),
        "resource_type": resource_type,
        "resource_version": _VERSIONS[resource_type],
        "event_type": event_type,
        "summary": f"Simulated: {event_type.replace('.', ' ').replace('-', ' ').lower()}",
        "resource": resource,
        "links": [state.serializer.link(path, "self"), state.serializer.link(f"{path}/resend", "resend", "POST")],
    }
    return WebhookEvent(id=event_id, event_type=event_type, document=to_builtins(document))


def queue_delivery(state: PayPalState, event: WebhookEvent, webhook: Webhook) -> Delivery:
    """Queue an event for one address."""
    delivery = Delivery(
        n=0,
        event_id=event.id,
        kind=event.event_type,
        webhook_id=webhook.id,
        url=webhook.url,
        body=msgspec.json.encode(event.document),
        due=state.now,
        transmission_id=state.new_id(),
    )
    return state.delivery_queue.add(delivery)


def emit_order_event(state: PayPalState, event_type: str, order_id: str) -> None:
    """Tell what became of an order."""
    books = state.ledger.current
    resource = state.serializer.order(books.orders[order_id], books, state.payer_id)
    emit_event(state, event_type, "checkout-order", resource)


def emit_capture_event(state: PayPalState, event_type: str, capture_id: str) -> None:
    """Tell what became of a capture."""
    capture = state.ledger.current.captures[capture_id]
    emit_event(state, event_type, "capture", state.serializer.full_capture(capture))


def emit_refund_event(state: PayPalState, event_type: str, refund_id: str) -> None:
    """Tell what became of a refund."""
    books = state.ledger.current
    emit_event(state, event_type, "refund", state.serializer.refund(books.refunds[refund_id], books))
