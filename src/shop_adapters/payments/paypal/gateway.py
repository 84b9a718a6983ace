"""PayPal as a payment provider."""

import base64
import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import msgspec

from shop_adapters.payments.http_client.bulkhead import Bulkhead
from shop_adapters.payments.http_client.circuit_breaker import CircuitBreaker, CircuitBreakerPolicy
from shop_adapters.payments.http_client.deadline import MonotonicClock
from shop_adapters.payments.http_client.http_transport import HttpTransport
from shop_adapters.payments.http_client.resilient_client import ResilientClient, RetryPolicy
from shop_adapters.payments.paypal.access_tokens import AccessTokenCache
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.api import PayPalClient, require_usable
from shop_adapters.payments.paypal.environment import PayPalEnvironment
from shop_adapters.payments.paypal.payments import PayPalPayments
from shop_adapters.payments.paypal.refunds import PayPalRefunds
from shop_adapters.payments.paypal.webhooks import PayPalWebhooks
from shop_domain.payments.gateway import (
    AttemptRef,
    CloseResult,
    ProviderCapabilities,
    RawWebhook,
    RefundRef,
    RefundRequest,
    Started,
    StartRequest,
    WebhookVerification,
)
from shop_domain.payments.observation import Observation, RefundObservation

ATTEMPT_LIFE: Final = timedelta(hours=6)
"""Three hours to reach PayPal's page, and three more to approve and capture."""
_SEED_BYTES: Final = 16


class ClientRuntime(msgspec.Struct, frozen=True, kw_only=True):
    """What the gateway takes from the machine."""

    clock: MonotonicClock = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random


class ConcurrencyLimits(msgspec.Struct, frozen=True, kw_only=True):
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
        retry_policy: RetryPolicy | None = None,
        circuit_breaker: CircuitBreakerPolicy | None = None,
        limits: ConcurrencyLimits | None = None,
        runtime: ClientRuntime | None = None,
    ) -> None:
        """Put the parts together; raise ValueError for a base that is neither https nor on this machine."""
        retry_policy, limits = retry_policy or RetryPolicy(), limits or ConcurrencyLimits()
        runtime = runtime or ClientRuntime()
        site = PayPalEnvironment(account.base_url, browser_url=account.browser_url)
        connections = limits.calls + limits.verifications
        connect_timeout = retry_policy.connect_timeout
        self._transport = HttpTransport(site.base_url, connect_timeout=connect_timeout, max_connections=connections)
        breaker = CircuitBreaker(circuit_breaker or CircuitBreakerPolicy(), runtime.clock)
        parts = (self._transport, breaker, retry_policy, require_usable)
        client = ResilientClient(*parts, sleep=runtime.sleep, jitter=runtime.jitter)
        tokens = AccessTokenCache(account, client, runtime.clock)

        def make_client(limit: int) -> PayPalClient:
            cap = Bulkhead(limit)
            return PayPalClient(client, tokens, cap, timeout=retry_policy.total_timeout, clock=runtime.clock)

        self._currencies = account.currencies
        calls = make_client(limits.calls)
        self._payments = PayPalPayments(calls, account, site)
        self._refunds = PayPalRefunds(calls)
        self._webhooks = PayPalWebhooks(make_client(limits.verifications), account, site)

    def capabilities(self) -> ProviderCapabilities:
        return ProviderCapabilities(
            currencies=self._currencies,
            needs_completion=True,
            can_close=False,
            refunds_are_idempotent=True,
            attempt_life=ATTEMPT_LIFE,
            webhooks_are_retried=True,
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

    def close(self, attempt: AttemptRef, idempotency_key: str) -> CloseResult:  # noqa: ARG002  the port's signature
        """Tell that PayPal closes no order: it expires."""
        return CloseResult.NOT_SUPPORTED

    def refund(self, request: RefundRequest) -> RefundObservation:
        return self._refunds.refund(request)

    def lookup_refund(self, refund: RefundRef) -> RefundObservation:
        return self._refunds.lookup_refund(refund)

    def read_webhook(self, raw: RawWebhook) -> WebhookVerification:
        return self._webhooks.read_webhook(raw)

    def close_connections(self) -> None:
        self._transport.close()
