"""Webhooks: register addresses, list events, send again, hand out the certificate."""

from collections.abc import Callable
from typing import TypeVar, cast

import msgspec

from provider_simulators.http_messages import Request, Response, json_response
from provider_simulators.paypal.authentication import require_token
from provider_simulators.paypal.documents import JsonObject
from provider_simulators.paypal.errors import ErrorDetail, PayPalError, not_found
from provider_simulators.paypal.parse_request import read_json
from provider_simulators.paypal.schema import ArraySchema, ObjectSchema, StringSchema
from provider_simulators.paypal.state import PayPalState, Webhook, WebhookEvent
from provider_simulators.paypal.webhook_events import queue_delivery
from provider_simulators.paypal.webhook_signing import CERTIFICATE_NAME, own_signer
from provider_simulators.paypal.webhook_verification import verify_webhook

_MAX_WEBHOOKS = 10
_EVENT_TYPE = ObjectSchema(properties={"name": StringSchema(min_length=1)}, required=("name",))
_WEBHOOK = ObjectSchema(
    properties={
        "url": StringSchema(max_length=2048, is_url=True),
        "event_types": ArraySchema(items=_EVENT_TYPE, max_items=500),
    },
    required=("url", "event_types"),
)
_RESEND = ObjectSchema(properties={"webhook_ids": ArraySchema(items=StringSchema(), max_items=500)})


class _EventType(msgspec.Struct, frozen=True):
    name: str


class _NewWebhook(msgspec.Struct, frozen=True):
    url: str
    event_types: tuple[_EventType, ...]


class WebhooksApi:
    """`/v1/notifications`."""

    def __init__(self, state: PayPalState) -> None:
        self._state = state

    def verify(self, request: Request) -> Response:
        return verify_webhook(self._state, request)

    def register(self, request: Request) -> Response:
        wish = msgspec.convert(read_json(self._state, request, _WEBHOOK), _NewWebhook)
        if any(known.url == wish.url for known in self._state.webhooks.values()):
            raise PayPalError(400, ErrorDetail(issue="WEBHOOK_URL_ALREADY_EXISTS", field="/url", value=wish.url))
        if len(self._state.webhooks) >= _MAX_WEBHOOKS:
            raise PayPalError(400, ErrorDetail(issue="WEBHOOK_NUMBER_LIMIT_EXCEEDED"))
        types = tuple(kind.name for kind in wish.event_types)
        webhook = Webhook(id=self._state.ids.text(17), url=wish.url, event_types=types)
        self._state.webhooks[webhook.id] = webhook
        return json_response(self._webhook_document(webhook), status=201)

    def list_webhooks(self, request: Request) -> Response:
        require_token(self._state, request)
        return json_response(
            {"webhooks": [self._webhook_document(webhook) for webhook in self._state.webhooks.values()]}
        )

    def get_webhook(self, request: Request) -> Response:
        require_token(self._state, request)
        return json_response(self._webhook_document(self._webhook(request)))

    def delete(self, request: Request) -> Response:
        require_token(self._state, request)
        del self._state.webhooks[self._webhook(request).id]
        return Response(status=204)

    def list_events(self, request: Request) -> Response:
        require_token(self._state, request)
        events = [event.document for event in self._state.events.values()]
        return json_response({"events": events, "count": len(events), "links": []})

    def get_event(self, request: Request) -> Response:
        require_token(self._state, request)
        return json_response(self._event(request).document)

    def resend(self, request: Request) -> Response:
        body = cast("dict[str, list[str]]", read_json(self._state, request, _RESEND))
        event = self._event(request)
        wanted = body.get("webhook_ids", list(self._state.webhooks))
        for webhook_id in wanted:
            if webhook := self._state.webhooks.get(webhook_id):
                queue_delivery(self._state, event, webhook)
        return json_response(event.document, status=202)

    def certificate(self, request: Request) -> Response:
        if request.path_params["name"] != CERTIFICATE_NAME:
            raise not_found("name", request.path_params["name"])
        return Response(status=200, headers={"Content-Type": "text/plain"}, body=own_signer().certificate_pem)

    def _webhook(self, request: Request) -> Webhook:
        return _get_or_404(self._state.webhooks.get, request, "webhook_id")

    def _event(self, request: Request) -> WebhookEvent:
        return _get_or_404(self._state.events.get, request, "event_id")

    def _webhook_document(self, webhook: Webhook) -> JsonObject:
        path = f"/v1/notifications/webhooks/{webhook.id}"
        types = [{"name": name} for name in webhook.event_types]
        links = [self._state.serializer.link(path, "self"), self._state.serializer.link(path, "delete", "DELETE")]
        return {"id": webhook.id, "url": webhook.url, "event_types": types, "links": links}


T = TypeVar("T")


def _get_or_404(get: Callable[[str], T | None], request: Request, name: str) -> T:
    found = get(request.path_params["id"])
    if found is None:
        raise not_found(name, request.path_params["id"])
    return found
