"""Everything that one run of the simulator holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from shop_http.simulators.clock import VirtualClock
from shop_http.simulators.courier import Courier
from shop_http.simulators.deliveries import Deliveries, Delivery
from shop_http.simulators.faults import Faults
from shop_http.simulators.ids import IdSource
from shop_http.simulators.journal import Journal
from shop_http.simulators.paypal.config import PayPalConfig
from shop_http.simulators.paypal.documents import JsonObject, stamp
from shop_http.simulators.paypal.ledger import Ledger
from shop_http.simulators.paypal.request_memory import RequestMemory
from shop_http.simulators.paypal.retry_schedule import pause_after
from shop_http.simulators.paypal.showing import Documents
from shop_http.simulators.paypal.signing import CERTIFICATE_NAME, own_signer, transmission_headers

PAYER_ID_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """An address that wants to hear of some events; `*` is all."""

    id: str
    url: str
    event_types: tuple[str, ...] = ("*",)

    def wants(self, event_type: str) -> bool:
        return "*" in self.event_types or event_type in self.event_types


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened, as it is told."""

    id: str
    event_type: str
    document: JsonObject


class PayPalWorld:
    """One run: from one seed, with its own clock, knobs and memory."""

    def __init__(self, config: PayPalConfig, seed: int) -> None:
        self.config = config
        self.knobs = config.knobs
        self.ids = IdSource(seed)
        self.clock = VirtualClock(config.clock)
        self.faults = Faults()
        self.journal = Journal()
        self.deliveries = Deliveries()
        self.ledger = Ledger()
        self.memory = RequestMemory()
        self.documents = Documents(config)
        self.tokens: dict[str, datetime] = {}
        self.tokens_issued = 0
        self.events: dict[str, Event] = {}
        self.page_tokens: dict[str, str] = {}
        self.unknown_fields: list[str] = []
        self.payer_id = self.ids.text(13, PAYER_ID_LETTERS)
        self.webhooks: dict[str, Webhook] = {}
        if config.notify_url:
            self.webhooks[config.webhook_id] = Webhook(id=config.webhook_id, url=config.notify_url)
        self.courier = Courier(
            deliveries=self.deliveries,
            clock=self.clock,
            stamp=self._stamp,
            is_success=lambda status, _body: 200 <= status < 300,  # noqa: PLR2004
            pause_after=pause_after,
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

    def _stamp(self, delivery: Delivery, at: datetime) -> Mapping[str, str]:
        return transmission_headers(
            own_signer(),
            transmission_id=delivery.transmission_id,
            time=stamp(at),
            webhook_id=delivery.webhook_id,
            body=delivery.body,
            cert_url=self.cert_url,
        )
