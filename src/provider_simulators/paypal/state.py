"""Everything that one run of the simulator holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from provider_simulators.clock import VirtualClock
from provider_simulators.delivery_queue import Delivery, DeliveryQueue
from provider_simulators.faults import FaultRules
from provider_simulators.ids import IdGenerator
from provider_simulators.paypal.config import PayPalConfig
from provider_simulators.paypal.documents import JsonObject, format_time
from provider_simulators.paypal.idempotency_store import IdempotencyStore
from provider_simulators.paypal.ledger import Ledger
from provider_simulators.paypal.serializers import PayPalSerializer
from provider_simulators.paypal.webhook_retry_schedule import delay_after
from provider_simulators.paypal.webhook_signing import CERTIFICATE_NAME, own_signer, transmission_headers
from provider_simulators.request_journal import RequestJournal
from provider_simulators.webhook_delivery import WebhookSender

PAYER_ID_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """An address that wants to hear of some events; `*` is all."""

    id: str
    url: str
    event_types: tuple[str, ...] = ("*",)

    def wants(self, event_type: str) -> bool:
        return "*" in self.event_types or event_type in self.event_types


class WebhookEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened, as it is told."""

    id: str
    event_type: str
    document: JsonObject


class PayPalState:
    """One run: from one seed, with its own clock, behavior and memory."""

    def __init__(self, config: PayPalConfig, seed: int) -> None:
        self.config = config
        self.behavior = config.behavior
        self.ids = IdGenerator(seed)
        self.clock = VirtualClock(config.clock)
        self.faults = FaultRules()
        self.request_journal = RequestJournal()
        self.delivery_queue = DeliveryQueue()
        self.ledger = Ledger()
        self.idempotency_store = IdempotencyStore()
        self.serializer = PayPalSerializer(config)
        self.tokens: dict[str, datetime] = {}
        self.tokens_issued = 0
        self.events: dict[str, WebhookEvent] = {}
        self.page_tokens: dict[str, str] = {}
        self.unknown_fields: list[str] = []
        self.payer_id = self.ids.text(13, PAYER_ID_LETTERS)
        self.webhooks: dict[str, Webhook] = {}
        if config.notify_url:
            self.webhooks[config.webhook_id] = Webhook(id=config.webhook_id, url=config.notify_url)
        self.webhook_sender = WebhookSender(
            queue=self.delivery_queue,
            clock=self.clock,
            make_headers=self._signature_headers,
            is_success=lambda status, _body: 200 <= status < 300,  # noqa: PLR2004
            delay_after=delay_after,
        )

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def cert_url(self) -> str:
        return f"{self.config.base_url.rstrip('/')}/v1/notifications/certs/{CERTIFICATE_NAME}"

    def new_id(self) -> str:
        return self.ids.uuid()

    def in_seconds(self, seconds: float | None) -> datetime | None:
        return None if seconds is None else self.now + timedelta(seconds=seconds)

    def _signature_headers(self, delivery: Delivery, at: datetime) -> Mapping[str, str]:
        return transmission_headers(
            own_signer(),
            transmission_id=delivery.transmission_id,
            time=format_time(at),
            webhook_id=delivery.webhook_id,
            body=delivery.body,
            cert_url=self.cert_url,
        )
