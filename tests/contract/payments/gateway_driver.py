"""What a test of a payment gateway works with: the gateway, its provider, and a clock that can be moved on."""

import threading
import time
from datetime import UTC, datetime
from typing import Any, Protocol, TypeAlias, TypeVar

from msgspec.structs import replace

from provider_simulators import PayPalSimulatorClient
from shop_adapters.payments.http_client.circuit_breaker import CircuitBreakerPolicy
from shop_adapters.payments.http_client.resilient_client import RetryPolicy
from shop_adapters.payments.in_memory import InMemoryPaymentProvider, ProviderFault
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.gateway import ClientRuntime, ConcurrencyLimits, PayPalGateway
from shop_domain.kernel.money import Money, parse_money
from shop_domain.payments.gateway import Ambiguous, AttemptRef, RawWebhook, RefundRequest, Started, StartRequest
from shop_domain.payments.observation import Observation, PaymentOutcome, RefundOutcome
from shop_domain.payments.ports import PaymentProvider

P = TypeVar("P", bound=PaymentProvider)
NOW = datetime(2025, 11, 23, 10, 0, tzinfo=UTC)
SECRET = "sim-secret"
PAYPAL_REFUND = {
    RefundOutcome.DONE: "COMPLETED",
    RefundOutcome.PENDING: "PENDING",
    RefundOutcome.FAILED: "FAILED",
}


class AdjustableClock:
    """Real time that a test can move on."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._stands_at: float | None = None

    def __call__(self) -> float:
        return (time.monotonic() if self._stands_at is None else self._stands_at) + self._ahead

    def pause(self) -> None:
        """Stand still: whatever is done meanwhile takes no time."""
        self._stands_at = time.monotonic()

    def resume(self) -> None:
        """Go on, without what has passed meanwhile."""
        assert self._stands_at is not None
        self._ahead -= time.monotonic() - self._stands_at
        self._stands_at = None

    def advance(self, seconds: float) -> None:
        self._ahead += seconds


class ProviderDriver(Protocol[P]):
    """A gateway, and its provider as a test sets it up and looks into it."""

    gateway: P
    _count: int = 0

    def approve(self, attempt: AttemptRef) -> None:
        """Let the payer agree to pay."""
        ...

    def attempts(self) -> int:
        """Count the attempts that the provider knows."""
        ...

    def captures(self, attempt: AttemptRef) -> list[str]:
        """The states of the captures that the provider holds for an attempt."""
        ...

    def refunded(self) -> list[Money]:
        """The refunds that the provider holds."""
        ...

    def failing_gateway(self, fault: ProviderFault) -> PaymentProvider:
        """A gateway whose next call that changes anything fails in this way."""
        ...

    def configure_refunds(self, outcome: RefundOutcome) -> None:
        """Set what becomes of the next refunds."""
        ...

    def end_refund(self, provider_refund_id: str, outcome: RefundOutcome) -> None:
        """Let a pending refund come to an end."""
        ...

    def request(self, value: int = 1210, currency: str = "EUR", **changed: Any) -> StartRequest:
        """A wish to pay that no other test shares."""
        self._count += 1
        reference = self.gateway.new_reference(self._count.to_bytes(16))
        wish = StartRequest(
            reference=reference,
            idempotency_key=f"{reference}-create",
            amount=Money(value, currency),
            description="Order 2511-0001",
            order_number="2511-0001",
            return_url="https://shop.example/return",
            cancel_url="https://shop.example/cancel",
            webhook_url="https://shop.example/webhook",
            expires_at=NOW,
        )
        return replace(wish, **changed)

    def approved(self, value: int = 1210) -> AttemptRef:
        """An attempt whose payer has approved it."""
        request = self.request(value)
        attempt = ref(request, self.gateway.start(request))
        self.approve(attempt)
        return attempt

    def paid(self, value: int = 1210) -> Observation:
        """A payment that is through."""
        seen = self.gateway.complete(self.approved(value), f"capture-{self._count}-{value}")
        assert seen.outcome is PaymentOutcome.PAID
        return seen

    def refund_of(self, paid: Observation, value: int, key: str, already: int = 0) -> RefundRequest:
        assert paid.paid is not None
        currency = paid.paid.currency
        return RefundRequest(
            idempotency_key=key,
            reference=paid.reference or "",
            capture_id=paid.capture_id or "",
            amount=Money(value, currency),
            captured=paid.paid,
            already_refunded=Money(already, currency),
            reason="the customer sent it back",
        )


GatewayDriver: TypeAlias = ProviderDriver[Any]


class PayPalDriver(ProviderDriver[PayPalGateway]):
    """A gateway at a PayPal that runs on this machine."""

    def __init__(self, paypal: PayPalSimulatorClient) -> None:
        self.paypal = paypal
        self.clock = AdjustableClock()
        self._made: list[PayPalGateway] = []
        self.gateway = self.open_gateway()

    def open_gateway(
        self,
        *,
        seconds: float = 5,
        retries: int = 2,
        limits: ConcurrencyLimits | None = None,
        circuit_breaker: CircuitBreakerPolicy | None = None,
        **account: Any,
    ) -> PayPalGateway:
        """Make another gateway to the same provider."""
        config = self.paypal.config
        known = PayPalAccount(
            base_url=self.paypal.base_url,
            client_id=config.client_id,
            client_secret=config.client_secret,
            webhook_id=config.webhook_id,
            brand_name="The shop",
        )
        gateway = PayPalGateway(
            replace(known, **account),
            retry_policy=RetryPolicy(
                connect_timeout=0.5, total_timeout=seconds, retries=retries, backoff_seconds=0.005
            ),
            circuit_breaker=circuit_breaker or CircuitBreakerPolicy(minimum_calls=1_000),
            limits=limits or ConcurrencyLimits(),
            runtime=ClientRuntime(clock=self.clock),
        )
        self._made.append(gateway)
        return gateway

    def impatient_gateway(self) -> PayPalGateway:
        """Make a gateway that waits only briefly, and has its token already."""
        gateway = self.open_gateway(seconds=0.3)
        self.clock.pause()
        gateway.lookup(AttemptRef(reference="R", provider_id="WARMUP"))
        self.clock.resume()
        return gateway

    def close(self) -> None:
        for gateway in self._made:
            gateway.close_connections()

    def approve(self, attempt: AttemptRef) -> None:
        self.paypal.act_as_payer(attempt.provider_id or "")

    def attempts(self) -> int:
        return len(self.paypal.state()["orders"])

    def captures(self, attempt: AttemptRef) -> list[str]:
        unit = self.paypal.order(attempt.provider_id or "")["purchase_units"][0]
        return [capture["status"] for capture in unit.get("payments", {}).get("captures", [])]

    def refunded(self) -> list[Money]:
        amounts = [refund["amount"] for refund in self.paypal.state()["refunds"]]
        return [parse_money(amount["value"], amount["currency_code"]) for amount in amounts]

    def failing_gateway(self, fault: ProviderFault) -> PayPalGateway:
        if fault is ProviderFault.NOT_SENT:
            return self.open_gateway(base_url="http://127.0.0.1:1")
        if fault is ProviderFault.REJECTED:
            self.paypal.configure(capture_outcome="SOMETHING_NEW")
            return self.gateway
        hasty = self.impatient_gateway()
        self.paypal.inject_fault("timeout_after", method="POST", path="/v2/*")
        return hasty

    def configure_refunds(self, outcome: RefundOutcome) -> None:
        self.paypal.configure(refund_outcome=PAYPAL_REFUND[outcome], pending_for_s=None)

    def end_refund(self, provider_refund_id: str, outcome: RefundOutcome) -> None:
        self.paypal.end_refund(provider_refund_id, PAYPAL_REFUND[outcome])

    def token(self) -> str:
        """The access token in use."""
        token = self.gateway._payments._client._tokens._token
        assert token is not None
        return token.text

    def calls(self, method: str, path: str) -> int:
        return len(self.paypal.requests(method=method, path=path))


class InMemoryDriver(ProviderDriver[InMemoryPaymentProvider]):
    """The provider in memory, which is its own gateway."""

    def __init__(self) -> None:
        self.gateway = InMemoryPaymentProvider()

    def approve(self, attempt: AttemptRef) -> None:
        self.gateway.approve(attempt.provider_id or "")

    def attempts(self) -> int:
        return len(self.gateway.payments)

    def captures(self, attempt: AttemptRef) -> list[str]:
        captured = self.gateway.payments[attempt.provider_id or ""].captured is not None
        assert self.gateway.capture_count == sum(p.captured is not None for p in self.gateway.payments.values())
        return ["COMPLETED"] if captured else []

    def refunded(self) -> list[Money]:
        refunds = [refund for payment in self.gateway.payments.values() for refund in payment.refunds.values()]
        return [refund.amount for refund in refunds if refund.amount is not None]

    def failing_gateway(self, fault: ProviderFault) -> InMemoryPaymentProvider:
        self.gateway.injected_faults.append(fault)
        return self.gateway

    def configure_refunds(self, outcome: RefundOutcome) -> None:
        self.gateway.refund_outcome = outcome

    def end_refund(self, provider_refund_id: str, outcome: RefundOutcome) -> None:
        self.gateway.end_refund(provider_refund_id, outcome)


def ref(request: StartRequest, started: Started) -> AttemptRef:
    return AttemptRef(reference=request.reference, provider_id=started.provider_id)


def raw(headers: dict[str, str], body: bytes) -> RawWebhook:
    lowered = {name.lower(): value for name, value in headers.items()}
    return RawWebhook(headers=lowered, body=body)


def run_concurrently(count: int, work: Any) -> list[Any]:
    """Do a thing in so many threads at once, and return what each came to, errors included."""
    gate = threading.Barrier(count)
    results: list[Any] = [None] * count

    def run(n: int) -> None:
        gate.wait()
        try:
            results[n] = work(n)
        except Exception as error:  # noqa: BLE001  the test looks at it
            results[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def outcome_of(result: Any) -> Any:
    """What a call came to: its outcome, or that nobody knows."""
    return Ambiguous if isinstance(result, Ambiguous) else result.outcome


def assert_captured_once_from_all_sides(driver: GatewayDriver, attempt: AttemptRef) -> None:
    results = run_concurrently(8, lambda _: driver.gateway.complete(attempt, "capture-1"))
    told = {outcome_of(result) for result in results}
    assert told <= {PaymentOutcome.PAID, Ambiguous}
    assert PaymentOutcome.PAID in told
    assert driver.captures(attempt) == ["COMPLETED"]
    assert driver.gateway.complete(attempt, "capture-1").outcome is PaymentOutcome.PAID
