"""Tell the registered addresses what happened."""

import msgspec

from shop_http.simulators.deliveries import Delivery
from shop_http.simulators.paypal.documents import JsonObject, stamp
from shop_http.simulators.paypal.showing import jsonable
from shop_http.simulators.paypal.world import Event, PayPalWorld, Webhook

_VERSIONS = {"capture": "2.0", "refund": "2.0", "checkout-order": "2.0"}


def tell(world: PayPalWorld, event_type: str, resource_type: str, resource: JsonObject) -> Event:
    """Write an event down, and queue it for every address that wants it."""
    event = event_about(world, event_type, resource_type, resource)
    world.events[event.id] = event
    for webhook in world.webhooks.values():
        if webhook.wants(event_type):
            send_to(world, event, webhook)
    return event


def event_about(world: PayPalWorld, event_type: str, resource_type: str, resource: JsonObject) -> Event:
    """Return a new event that nobody has heard of yet."""
    event_id = f"WH-{world.ids.text(17)}-{world.ids.text(17)}"
    path = f"/v1/notifications/webhooks-events/{event_id}"
    document: JsonObject = {
        "id": event_id,
        "event_version": "1.0",
        "create_time": stamp(world.now),
        "resource_type": resource_type,
        "resource_version": _VERSIONS[resource_type],
        "event_type": event_type,
        "summary": f"Simulated: {event_type.replace('.', ' ').replace('-', ' ').lower()}",
        "resource": resource,
        "links": [world.documents.link(path, "self"), world.documents.link(f"{path}/resend", "resend", "POST")],
    }
    return Event(id=event_id, event_type=event_type, document=jsonable(document))


def send_to(world: PayPalWorld, event: Event, webhook: Webhook) -> Delivery:
    """Queue an event for one address."""
    delivery = Delivery(
        n=0,
        event_id=event.id,
        kind=event.event_type,
        webhook_id=webhook.id,
        url=webhook.url,
        body=msgspec.json.encode(event.document),
        due=world.now,
        transmission_id=world.new_id(),
    )
    return world.deliveries.add(delivery)


def tell_of_order(world: PayPalWorld, event_type: str, order_id: str) -> None:
    """Tell what became of an order."""
    books = world.ledger.books
    resource = world.documents.order(books.orders[order_id], books, world.payer_id)
    tell(world, event_type, "checkout-order", resource)


def tell_of_capture(world: PayPalWorld, event_type: str, capture_id: str) -> None:
    """Tell what became of a capture."""
    capture = world.ledger.books.captures[capture_id]
    tell(world, event_type, "capture", world.documents.whole_capture(capture))


def tell_of_refund(world: PayPalWorld, event_type: str, refund_id: str) -> None:
    """Tell what became of a refund."""
    books = world.ledger.books
    tell(world, event_type, "refund", world.documents.refund(books.refunds[refund_id], books))
