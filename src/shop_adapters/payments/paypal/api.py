"""Calls to PayPal's API, signed in."""

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final

import msgspec

from shop_adapters.payments.http_client.bulkhead import Bulkhead
from shop_adapters.payments.http_client.call_context import CallContext, call_context
from shop_adapters.payments.http_client.deadline import Deadline, MonotonicClock
from shop_adapters.payments.http_client.http_transport import HttpRequest, HttpResponse
from shop_adapters.payments.http_client.json_object import decode_object
from shop_adapters.payments.http_client.resilient_client import RequestInProgress, ResilientClient
from shop_adapters.payments.paypal.access_tokens import AccessTokenCache
from shop_adapters.payments.paypal.documents import read_failure
from shop_adapters.payments.paypal.log_format import PAYPAL_LOG_FORMAT
from shop_domain.payments.gateway import Ambiguous, Misconfigured, Rejected, RetryAdvice

_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_CONFLICT: Final = 409
_JSON_STATUSES: Final = frozenset({200, 201, 400, 404, 409, 422})
"""Answers that say something only by their content."""
_KEY: Final = re.compile(r"[!-~]{1,108}")
_JSON: Final = {"Content-Type": "application/json"}


def require_usable(response: HttpResponse) -> None:
    """Raise Ambiguous unless an answer is JSON where its content matters, and RequestInProgress for a 409."""
    if response.status in _JSON_STATUSES and decode_object(response.body) is None:
        raise Ambiguous("the answer is no JSON object")
    if response.status == _CONFLICT:
        raise RequestInProgress("an earlier request with the same effect is still under way")


class PayPalClient:
    """PayPal's API; every operation has its own deadline, and a slot among the calls under way."""

    def __init__(
        self,
        client: ResilientClient,
        tokens: AccessTokenCache,
        bulkhead: Bulkhead,
        *,
        timeout: float,
        clock: MonotonicClock,
    ) -> None:
        self._client = client
        self._tokens = tokens
        self._bulkhead = bulkhead
        self._timeout = timeout
        self._clock = clock

    @contextmanager
    def operation(self) -> Generator["PayPalOperation"]:
        """Open an operation of as many calls as it takes. Raises Throttled where too many are under way."""
        deadline = Deadline(self._timeout, self._clock)
        with self._bulkhead.slot(), call_context(deadline, PAYPAL_LOG_FORMAT) as context:
            yield PayPalOperation(self, context)

    def send(self, request: HttpRequest, context: CallContext) -> HttpResponse:
        """Return an answer that is neither 401 nor 403; renew the token once where it is refused."""
        for _ in range(2):
            token = self._tokens.get(context)
            signed = msgspec.structs.replace(request, headers={**request.headers, "Authorization": f"Bearer {token}"})
            answer = self._client.send(signed, context)
            if answer.status != _UNAUTHORIZED:
                break
            self._tokens.invalidate(token)
        else:
            self._client.trip_circuit()
            raise Misconfigured("a new access token is refused")
        if answer.status == _FORBIDDEN:
            raise Misconfigured(f"not allowed: {read_failure(answer.body).code}")
        return answer


class PayPalOperation:
    """One operation at PayPal. Every call raises NotSent, Ambiguous, Throttled or Misconfigured."""

    def __init__(self, api: PayPalClient, context: CallContext) -> None:
        self._api = api
        self._context = context

    def get(self, path: str) -> HttpResponse:
        return self._api.send(
            HttpRequest(method="GET", path=path, headers={}, body=b"", has_side_effects=False), self._context
        )

    def post(self, path: str, idempotency_key: str, body: Mapping[str, object]) -> HttpResponse:
        """Make something happen, once per key."""
        if not _KEY.fullmatch(idempotency_key):
            raise Rejected("idempotency_key_unusable", RetryAdvice.NEVER)
        headers = {**_JSON, "PayPal-Request-Id": idempotency_key, "Prefer": "return=representation"}
        call = HttpRequest(
            method="POST", path=path, headers=headers, body=msgspec.json.encode(body), has_side_effects=True
        )
        return self._api.send(call, self._context)

    def query(self, path: str, body: bytes) -> HttpResponse:
        """Ask something that takes a body and changes nothing."""
        return self._api.send(
            HttpRequest(method="POST", path=path, headers=_JSON, body=body, has_side_effects=False), self._context
        )

    def mark_possible_effect(self) -> None:
        """Remember that something may have happened, whatever the next call says."""
        self._context.may_have_taken_effect = True

    def provider_log(self) -> bytes:
        """Write down what was exchanged so far."""
        return self._context.provider_log()
