"""Verify PayPal's notifications by asking PayPal, and read them."""

import logging
import re
from typing import Final

import msgspec

from shop_adapters.payments.http_client.json_object import decode_object_strictly
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.api import PayPalClient
from shop_adapters.payments.paypal.documents import Document, read, read_failure
from shop_adapters.payments.paypal.environment import PayPalEnvironment
from shop_adapters.payments.paypal.webhook_events import observations_from
from shop_adapters.payments.paypal.webhook_headers import header_error, verification_headers
from shop_domain.payments.gateway import (
    ForgedWebhook,
    GatewayError,
    RawWebhook,
    UnverifiableWebhook,
    VerifiedWebhook,
    WebhookResponse,
    WebhookVerification,
)
from shop_domain.payments.observation import Observation, RefundObservation

_log = logging.getLogger(__name__)
MAX_BODY_BYTES: Final = 1_048_576
VERIFY_PATH: Final = "/v1/notifications/verify-webhook-signature"
_NAME: Final = re.compile(r"[!-~]{1,100}")
_OK: Final = 200
_MALFORMED: Final = frozenset({400, 422})
_STORED: Final = WebhookResponse(status=200)
_NOT_STORED: Final = WebhookResponse(status=503)


class PayPalEvent(Document, frozen=True, kw_only=True):
    """What every notification has."""

    id: str
    event_type: str
    resource: object = None


class VerificationResult(Document, frozen=True, kw_only=True):
    """PayPal's word on whether it sent a notification."""

    verification_status: str = ""


class PayPalWebhooks:
    """Notifications of one webhook."""

    def __init__(self, client: PayPalClient, account: PayPalAccount, environment: PayPalEnvironment) -> None:
        self._client = client
        self._webhook_id = account.webhook_id
        self._environment = environment

    def read_webhook(self, raw: RawWebhook) -> WebhookVerification:
        """Accept what PayPal says it sent; a notification that can't be PayPal's costs no call."""
        flaw = header_error(raw.headers, self._environment)
        event = None if flaw or len(raw.body) > MAX_BODY_BYTES else _event(raw.body)
        if event is None:
            return ForgedWebhook(reason=flaw or "the body is no event")
        if self._webhook_id is None:
            return UnverifiableWebhook(reason="no webhook id is set")
        try:
            verdict = self._verify(raw, self._webhook_id)
        except GatewayError as error:
            _log.warning("a notification can't be verified now: %s: %s", type(error).__name__, error)
            return UnverifiableWebhook(reason=f"{type(error).__name__}: {error}")
        return _accepted(event) if verdict is None else verdict

    def _verify(self, raw: RawWebhook, webhook_id: str) -> ForgedWebhook | UnverifiableWebhook | None:
        """Ask PayPal; None where the notification is genuine."""
        question = msgspec.json.encode(verification_headers(raw.headers, webhook_id))
        # The signature is over the bytes that came: decoded and encoded again they would be others.
        body = question[:-1] + b',"webhook_event":' + raw.body + b"}"
        with self._client.operation() as operation:
            answer = operation.query(VERIFY_PATH, body)
        if answer.status in _MALFORMED:
            return ForgedWebhook(reason=f"PayPal can't read it: {read_failure(answer.body).code}")
        if answer.status != _OK:
            return UnverifiableWebhook(reason=f"the check answers HTTP {answer.status}")
        word = read(answer.body, VerificationResult).verification_status
        if word == "SUCCESS":
            return None
        return (
            ForgedWebhook(reason="PayPal did not send it")
            if word == "FAILURE"
            else UnverifiableWebhook(reason="no clear verdict")
        )


def _event(body: bytes) -> PayPalEvent | None:
    """Read an event; None for anything that is not exactly one JSON object with an id and a type.

    Because the body is put into another document unchanged, it must not be able to end it early.
    """
    document = decode_object_strictly(body)
    try:
        event = None if document is None else msgspec.convert(document, type=PayPalEvent)
    except msgspec.ValidationError:
        return None
    return event if event and _NAME.fullmatch(event.id) and _NAME.fullmatch(event.event_type) else None


def _accepted(event: PayPalEvent) -> VerifiedWebhook:
    told = observations_from(event.event_type, event.resource)
    if not told:
        _log.warning("notification %s of kind %s says nothing that we can use", event.id, event.event_type)
    return VerifiedWebhook(
        event_key=event.id,
        event_type=event.event_type,
        observations=tuple(seen for seen in told if isinstance(seen, Observation)),
        refunds=tuple(seen for seen in told if isinstance(seen, RefundObservation)),
        response=_STORED,
        response_if_not_stored=_NOT_STORED,
    )
