"""Webhooks: register addresses, list events, send again, hand out the certificate."""

from collections.abc import Callable
from typing import TypeVar, cast

import msgspec

from shop_http.simulators.messages import Reply, Request, as_json
from shop_http.simulators.paypal.authentication import require_token
from shop_http.simulators.paypal.documents import JsonObject
from shop_http.simulators.paypal.problems import Flaw, Problem, not_found
from shop_http.simulators.paypal.reading import read_json
from shop_http.simulators.paypal.shape import Fields, Many, Text
from shop_http.simulators.paypal.signing import CERTIFICATE_NAME, own_signer
from shop_http.simulators.paypal.telling import send_to
from shop_http.simulators.paypal.verifying import verify
from shop_http.simulators.paypal.world import Event, PayPalWorld, Webhook

_MOST_WEBHOOKS = 10
_EVENT_TYPE = Fields(known={"name": Text(least=1)}, required=("name",))
_WEBHOOK = Fields(
    known={"url": Text(most=2048, is_url=True), "event_types": Many(of=_EVENT_TYPE, most=500)},
    required=("url", "event_types"),
)
_RESEND = Fields(known={"webhook_ids": Many(of=Text(), most=500)})


class _EventType(msgspec.Struct, frozen=True):
    name: str


class _NewWebhook(msgspec.Struct, frozen=True):
    url: str
    event_types: tuple[_EventType, ...]


class WebhooksApi:
    """`/v1/notifications`."""

    def __init__(self, world: PayPalWorld) -> None:
        self._world = world

    def verify(self, request: Request) -> Reply:
        return verify(self._world, request)

    def register(self, request: Request) -> Reply:
        wish = msgspec.convert(read_json(self._world, request, _WEBHOOK), _NewWebhook)
        if any(known.url == wish.url for known in self._world.webhooks.values()):
            raise Problem(400, Flaw(issue="WEBHOOK_URL_ALREADY_EXISTS", field="/url", value=wish.url))
        if len(self._world.webhooks) >= _MOST_WEBHOOKS:
            raise Problem(400, Flaw(issue="WEBHOOK_NUMBER_LIMIT_EXCEEDED"))
        types = tuple(kind.name for kind in wish.event_types)
        webhook = Webhook(id=self._world.ids.text(17), url=wish.url, event_types=types)
        self._world.webhooks[webhook.id] = webhook
        return as_json(self._shown(webhook), status=201)

    def list_webhooks(self, request: Request) -> Reply:
        require_token(self._world, request)
        return as_json({"webhooks": [self._shown(webhook) for webhook in self._world.webhooks.values()]})

    def get_webhook(self, request: Request) -> Reply:
        require_token(self._world, request)
        return as_json(self._shown(self._webhook(request)))

    def delete(self, request: Request) -> Reply:
        require_token(self._world, request)
        del self._world.webhooks[self._webhook(request).id]
        return Reply(status=204)

    def list_events(self, request: Request) -> Reply:
        require_token(self._world, request)
        events = [event.document for event in self._world.events.values()]
        return as_json({"events": events, "count": len(events), "links": []})

    def get_event(self, request: Request) -> Reply:
        require_token(self._world, request)
        return as_json(self._event(request).document)

    def resend(self, request: Request) -> Reply:
        body = cast("dict[str, list[str]]", read_json(self._world, request, _RESEND))
        event = self._event(request)
        wanted = body.get("webhook_ids", list(self._world.webhooks))
        for webhook_id in wanted:
            if webhook := self._world.webhooks.get(webhook_id):
                send_to(self._world, event, webhook)
        return as_json(event.document, status=202)

    def certificate(self, request: Request) -> Reply:
        if request.named["name"] != CERTIFICATE_NAME:
            raise not_found("name", request.named["name"])
        return Reply(status=200, headers={"Content-Type": "text/plain"}, body=own_signer().certificate_pem)

    def _webhook(self, request: Request) -> Webhook:
        return _found(self._world.webhooks.get, request, "webhook_id")

    def _event(self, request: Request) -> Event:
        return _found(self._world.events.get, request, "event_id")

    def _shown(self, webhook: Webhook) -> JsonObject:
        path = f"/v1/notifications/webhooks/{webhook.id}"
        types = [{"name": name} for name in webhook.event_types]
        links = [self._world.documents.link(path, "self"), self._world.documents.link(path, "delete", "DELETE")]
        return {"id": webhook.id, "url": webhook.url, "event_types": types, "links": links}


T = TypeVar("T")


def _found(get: Callable[[str], T | None], request: Request, name: str) -> T:
    found = get(request.named["id"])
    if found is None:
        raise not_found(name, request.named["id"])
    return found
