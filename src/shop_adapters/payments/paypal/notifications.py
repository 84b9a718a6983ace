"""Verify PayPal's notifications by asking PayPal, and read them."""

import logging
import re
from typing import Final

import msgspec

from shop_adapters.payments.json_text import unambiguous_object
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.api import PayPalApi
from shop_adapters.payments.paypal.documents import Document, read, read_failure
from shop_adapters.payments.paypal.notification_events import told_by
from shop_adapters.payments.paypal.notification_headers import flaw_in, transmission
from shop_adapters.payments.paypal.site import Site
from shop_domain.payments.gateway import (
    Accepted,
    Forged,
    GatewayError,
    RawNotification,
    ReadNotification,
    Reply,
    VerifyLater,
)
from shop_domain.payments.observation import Observation, RefundObservation

_log = logging.getLogger(__name__)
LARGEST_BODY: Final = 1_048_576
VERIFY: Final = "/v1/notifications/verify-webhook-signature"
_NAME: Final = re.compile(r"[!-~]{1,100}")
_OK: Final = 200
_MALFORMED: Final = frozenset({400, 422})
_TAKEN: Final = Reply(status=200)
_NOT_TAKEN: Final = Reply(status=503)


class Event(Document, frozen=True, kw_only=True):
    """What every notification has."""

    id: str
    event_type: str
    resource: object = None


class Verdict(Document, frozen=True, kw_only=True):
    """PayPal's word on whether it sent a notification."""

    verification_status: str = ""


class PayPalNotifications:
    """Notifications of one webhook."""

    def __init__(self, api: PayPalApi, account: PayPalAccount, site: Site) -> None:
        self._api = api
        self._webhook_id = account.webhook_id
        self._site = site

    def read_notification(self, raw: RawNotification) -> ReadNotification:
        """Accept what PayPal says it sent; a notification that can't be PayPal's costs no call."""
        flaw = flaw_in(raw.headers, self._site)
        event = None if flaw or len(raw.body) > LARGEST_BODY else _event(raw.body)
        if event is None:
            return Forged(reason=flaw or "the body is no event")
        if self._webhook_id is None:
            return VerifyLater(reason="no webhook id is set")
        try:
            verdict = self._verdict(raw, self._webhook_id)
        except GatewayError as error:
            _log.warning("a notification can't be verified now: %s: %s", type(error).__name__, error)
            return VerifyLater(reason=f"{type(error).__name__}: {error}")
        return _accepted(event) if verdict is None else verdict

    def _verdict(self, raw: RawNotification, webhook_id: str) -> Forged | VerifyLater | None:
        """Ask PayPal; None where the notification is genuine."""
        question = msgspec.json.encode(transmission(raw.headers, webhook_id))
        # The signature is over the bytes that came: decoded and encoded again they would be others.
        body = question[:-1] + b',"webhook_event":' + raw.body + b"}"
        with self._api.talk() as talk:
            answer = talk.check(VERIFY, body)
        if answer.status in _MALFORMED:
            return Forged(reason=f"PayPal can't read it: {read_failure(answer.body).code}")
        if answer.status != _OK:
            return VerifyLater(reason=f"the check answers HTTP {answer.status}")
        word = read(answer.body, Verdict).verification_status
        if word == "SUCCESS":
            return None
        return Forged(reason="PayPal did not send it") if word == "FAILURE" else VerifyLater(reason="no clear verdict")


def _event(body: bytes) -> Event | None:
    """Read an event; None for anything that is not exactly one JSON object with an id and a type.

    Because the body is put into another document unchanged, it must not be able to end it early.
    """
    document = unambiguous_object(body)
    try:
        event = None if document is None else msgspec.convert(document, type=Event)
    except msgspec.ValidationError:
        return None
    return event if event and _NAME.fullmatch(event.id) and _NAME.fullmatch(event.event_type) else None


def _accepted(event: Event) -> Accepted:
    told = told_by(event.event_type, event.resource)
    if not told:
        _log.warning("notification %s of kind %s says nothing that we can use", event.id, event.event_type)
    return Accepted(
        event_key=event.id,
        event_type=event.event_type,
        observations=tuple(seen for seen in told if isinstance(seen, Observation)),
        refunds=tuple(seen for seen in told if isinstance(seen, RefundObservation)),
        stored=_TAKEN,
        not_stored=_NOT_TAKEN,
    )
