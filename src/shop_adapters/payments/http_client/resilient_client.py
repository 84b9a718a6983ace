"""Repeat calls to a provider as far as that is safe, and stop calling one that fails."""

import logging
import re
from collections.abc import Callable
from typing import Final

import msgspec

from shop_adapters.payments.http_client.call_context import CallContext
from shop_adapters.payments.http_client.circuit_breaker import CircuitBreaker
from shop_adapters.payments.http_client.http_transport import HttpRequest, HttpResponse, HttpTransport
from shop_domain.payments.gateway import Ambiguous, GatewayError, NotSent, Throttled

_log = logging.getLogger(__name__)
_TOO_MANY_REQUESTS: Final = 429
_SERVER_ERROR: Final = 500
_CLIENT_ERROR: Final = 400
_REDIRECT: Final = range(300, 400)
_MAX_RETRY_AFTER: Final = 3_600
_WHOLE_SECONDS: Final = re.compile(r"[0-9]{1,9}")


class RequestInProgress(Ambiguous):
    """The provider works, and an earlier request with the same effect is still under way."""


class RetryPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How long to wait for a provider, and how often to repeat a call."""

    connect_timeout: float = 2
    total_timeout: float = 8
    """Of one operation with all its calls and repetitions: a client that waits is answered within ten."""
    retries: int = 2
    backoff_seconds: float = 0.25
    """Before the first repetition; doubled for the next, and shortened by jitter so that callers spread out."""


class ResilientClient:
    """A client of one provider. Everything sent by it may be repeated with the same key."""

    def __init__(
        self,
        transport: HttpTransport,
        circuit_breaker: CircuitBreaker,
        retry_policy: RetryPolicy,
        require_usable: Callable[[HttpResponse], None],
        *,
        sleep: Callable[[float], None],
        jitter: Callable[[], float],
    ) -> None:
        """Take the parts.

        `require_usable` raises Ambiguous for an answer that this provider's callers can't use, or RequestInProgress;
        `jitter` gives numbers from 0 to 1.
        """
        self._transport = transport
        self._circuit_breaker = circuit_breaker
        self._retry_policy = retry_policy
        self._require_usable = require_usable
        self._sleep = sleep
        self._jitter = jitter

    def send(self, request: HttpRequest, context: CallContext) -> HttpResponse:
        """Return an answer that can be relied on: usable to its provider's callers, below 500, no redirect, no 429.

        Raises NotSent, Ambiguous and Throttled.
        """
        attempts = 0
        while True:
            self._circuit_breaker.require_permission()
            try:
                return self._send_once(request, context)
            except (NotSent, Ambiguous):
                pause = self._retry_policy.backoff_seconds * 2**attempts * (0.5 + self._jitter() / 2)
                attempts += 1
                if attempts > self._retry_policy.retries or pause >= context.deadline.remaining():
                    raise
                self._sleep(pause)

    def trip_circuit(self) -> None:
        """Stop asking until a probe succeeds."""
        self._circuit_breaker.trip()

    def _send_once(self, request: HttpRequest, context: CallContext) -> HttpResponse:
        try:
            answer = self._send_within_deadline(request, context)
            _raise_for_status(answer)
            self._require_usable(answer)
        except RequestInProgress:
            self._circuit_breaker.record_success()
            context.may_have_taken_effect |= request.has_side_effects
            raise
        except (NotSent, Ambiguous) as error:
            _log.warning("%s %s: %s: %s", request.method, request.path, type(error).__name__, error)
            self._circuit_breaker.record_failure()
            context.may_have_taken_effect |= request.has_side_effects and isinstance(error, Ambiguous)
            raise
        self._circuit_breaker.record_success()
        context.may_have_taken_effect |= request.has_side_effects and answer.status < _CLIENT_ERROR
        return answer

    def _send_within_deadline(self, request: HttpRequest, context: CallContext) -> HttpResponse:
        try:
            answer = self._transport.send(request, context.deadline)
        except GatewayError as error:
            context.record(request, error)
            raise
        context.record(request, answer)
        trace = context.trace_id(answer)
        _log.info("%s %s -> %s debug_id=%s", request.method, request.path, answer.status, trace)
        return answer


def _raise_for_status(response: HttpResponse) -> None:
    if response.status == _TOO_MANY_REQUESTS:
        raise Throttled(_parse_retry_after(response.headers.get("retry-after", "")))
    if response.status >= _SERVER_ERROR or response.status in _REDIRECT:
        raise Ambiguous(f"HTTP {response.status}")


def _parse_retry_after(text: str) -> int | None:
    return min(int(text), _MAX_RETRY_AFTER) if _WHOLE_SECONDS.fullmatch(text) else None
