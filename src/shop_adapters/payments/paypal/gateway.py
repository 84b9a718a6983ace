"""PayPal as a payment provider."""

import base64
import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import msgspec

from shop_adapters.payments.bulkhead import Bulkhead
from shop_adapters.payments.circuit import Circuit, CircuitPolicy
from shop_adapters.payments.deadline import Monotonic
from shop_adapters.payments.line import Line, Patience
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.api import PayPalApi
from shop_adapters.payments.paypal.notifications import PayPalNotifications
from shop_adapters.payments.paypal.payments import PayPalPayments
from shop_adapters.payments.paypal.refunds import PayPalRefunds
from shop_adapters.payments.paypal.site import Site
from shop_adapters.payments.paypal.tokens import AccessTokens
from shop_adapters.payments.wire import Wire
from shop_domain.payments.gateway import (
    AttemptRef,
    Capabilities,
    Closing,
    RawNotification,
    ReadNotification,
    RefundRef,
    RefundRequest,
    Started,
    StartRequest,
)
from shop_domain.payments.observation import Observation, RefundObservation

ATTEMPT_LIFE: Final = timedelta(hours=6)
"""Three hours to reach PayPal's page, and three more to approve and capture."""
_SEED_BYTES: Final = 16


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What the gateway takes from the machine."""

    monotonic: Monotonic = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


class Caps(msgspec.Struct, frozen=True, kw_only=True):
    """How many calls may be under way at once; the two do not take each other's places."""

    calls: int = 16
    verifications: int = 4
    """Anybody can send notifications, so checking them must not keep buyers from paying."""


class PayPalGateway:
    """PayPal: payers approve on its page, and we capture."""

    def __init__(
        self,
        account: PayPalAccount,
        *,
        patience: Patience | None = None,
        circuit: CircuitPolicy | None = None,
        caps: Caps | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        """Put the parts together; raise ValueError for a base that is neither https nor on this machine."""
        patience, caps, around = patience or Patience(), caps or Caps(), surroundings or Surroundings()
        site = Site(account.base, payer_pages=account.payer_pages)
        places = caps.calls + caps.verifications
        self._wire = Wire(site.base, connect_seconds=patience.connect_seconds, connections=places)
        breaker = Circuit(circuit or CircuitPolicy(), around.monotonic)
        line = Line(self._wire, breaker, patience, sleep=around.sleep, chance=around.chance)
        tokens = AccessTokens(account, line, around.monotonic)

        def api(most: int) -> PayPalApi:
            cap = Bulkhead(most)
            return PayPalApi(line, tokens, cap, seconds=patience.total_seconds, monotonic=around.monotonic)

        self._currencies = account.currencies
        calls = api(caps.calls)
        self._payments = PayPalPayments(calls, account, site)
        self._refunds = PayPalRefunds(calls)
        self._notifications = PayPalNotifications(api(caps.verifications), account, site)

    def capabilities(self) -> Capabilities:
        return Capabilities(
            currencies=self._currencies,
            needs_completion=True,
            can_close=False,
            refunds_are_idempotent=True,
            attempt_life=ATTEMPT_LIFE,
            notifications_repeat=True,
        )

    def new_reference(self, seed: bytes) -> str:
        """Write the seed in capitals and digits; raise ValueError for fewer than 16 bytes."""
        if len(seed) < _SEED_BYTES:
            raise ValueError("a reference needs at least 16 unpredictable bytes")
        return base64.b32encode(seed[:_SEED_BYTES]).decode("ascii").rstrip("=")

    def start(self, request: StartRequest) -> Started:
        return self._payments.start(request)

    def complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        return self._payments.complete(attempt, idempotency_key)

    def lookup(self, attempt: AttemptRef) -> Observation:
        return self._payments.lookup(attempt)

    def close(self, attempt: AttemptRef, idempotency_key: str) -> Closing:  # noqa: ARG002  the port's signature
        """Tell that PayPal closes no order: it expires."""
        return Closing.NOT_SUPPORTED

    def refund(self, request: RefundRequest) -> RefundObservation:
        return self._refunds.refund(request)

    def lookup_refund(self, refund: RefundRef) -> RefundObservation:
        return self._refunds.lookup_refund(refund)

    def read_notification(self, raw: RawNotification) -> ReadNotification:
        return self._notifications.read_notification(raw)

    def shut(self) -> None:
        """Close the connections to PayPal."""
        self._wire.close()
