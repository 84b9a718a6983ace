"""Start, complete and look up attempts to pay."""

import logging
from typing import Final
from urllib.parse import quote

from shop_adapters.payments.http_client.http_transport import HttpResponse
from shop_adapters.payments.paypal.account import PayPalAccount
from shop_adapters.payments.paypal.api import PayPalClient, PayPalOperation
from shop_adapters.payments.paypal.capture_errors import ALREADY_CAPTURED, is_merchant_error, outcome_of_error
from shop_adapters.payments.paypal.captures import find_paid_capture, matching_references
from shop_adapters.payments.paypal.documents import Capture, Failure, Link, Order, read, read_failure
from shop_adapters.payments.paypal.environment import PayPalEnvironment
from shop_adapters.payments.paypal.observations import observe_capture, observe_order
from shop_adapters.payments.paypal.order_request import build_order_request
from shop_domain.payments.gateway import Ambiguous, AttemptRef, Redirect, Rejected, RetryAdvice, Started, StartRequest
from shop_domain.payments.observation import Observation, ObservationSource, PaymentOutcome

_log = logging.getLogger(__name__)
ORDERS_PATH: Final = "/v2/checkout/orders"
_OK: Final = frozenset({200, 201})
_NOT_FOUND: Final = 404
_REFUSED: Final = 422
_TO_PAY: Final = ("payer-action", "approve")
_TO_PAY_AGAIN: Final = ("redirect", *_TO_PAY)


class PayPalPayments:
    """Attempts to pay, which PayPal calls orders."""

    def __init__(self, client: PayPalClient, account: PayPalAccount, environment: PayPalEnvironment) -> None:
        self._client = client
        self._account = account
        self._environment = environment

    def start(self, request: StartRequest) -> Started:
        """Create an order, and learn where the payer approves it."""
        body = build_order_request(request, self._account)
        with self._client.operation() as operation:
            answer = operation.post(ORDERS_PATH, request.idempotency_key, body)
            if answer.status not in _OK:
                raise Rejected(read_failure(answer.body).code, RetryAdvice.NEVER)
            order = self._created(operation, answer)
            url = self._payer_page(order.links, _TO_PAY)
            if url is None:
                raise Ambiguous("there is no page to send the payer to")
            return Started(
                provider_id=order.id,
                action=Redirect(url=url),
                expected=request.amount,
                payee=order.unit.payee.merchant_id,
                evidence=operation.provider_log(),
            )

    def lookup(self, attempt: AttemptRef) -> Observation:
        """Read the order and, where it shows no money yet, the capture that PayPal has named."""
        order_id = self._order_id(attempt)
        if order_id is None:
            return _observe_nothing(attempt, ObservationSource.LOOKUP, "no order was ever confirmed", b"")
        with self._client.operation() as operation:
            order = _existing(operation, order_id)
            if (capture := self._unlisted_capture(operation, attempt, order)) is not None:
                return observe_capture(
                    capture, order or Order(id=order_id), ObservationSource.LOOKUP, operation.provider_log()
                )
            if order is None:
                return _observe_nothing(
                    attempt, ObservationSource.LOOKUP, "RESOURCE_NOT_FOUND", operation.provider_log()
                )
            return observe_order(order, ObservationSource.LOOKUP, operation.provider_log())

    def complete(self, attempt: AttemptRef, idempotency_key: str) -> Observation:
        """Capture the order, and read what became of the money."""
        order_id = self._order_id(attempt)
        if order_id is None:
            return _observe_nothing(attempt, ObservationSource.COMPLETE, "no order was ever confirmed", b"")
        with self._client.operation() as operation:
            answer = operation.post(f"{_path(order_id)}/capture", idempotency_key, {})
            if answer.status in _OK:
                return _captured(operation, order_id, read(answer.body, Order))
            if answer.status == _NOT_FOUND:
                return _observe_nothing(
                    attempt, ObservationSource.COMPLETE, "RESOURCE_NOT_FOUND", operation.provider_log()
                )
            return self._refused(operation, attempt, order_id, answer)

    def _unlisted_capture(self, operation: PayPalOperation, attempt: AttemptRef, order: Order | None) -> Capture | None:
        """Read a capture that PayPal has named before its order shows it; it must bear the attempt's own name.

        Every capture of PayPal's does, since each order is given one; a stand-in may leave it out, but not be wrong.
        """
        if order is not None and order.unit.payments.captures:
            return None
        capture = find_paid_capture(operation, attempt.capture_id)
        tied = () if capture is None else matching_references(capture, attempt)
        return capture if all(tied) and (tied or self._environment.is_local) else None

    def _created(self, operation: PayPalOperation, response: HttpResponse) -> Order:
        """Read a new order; ask for it where the answer was cut down to the least."""
        order = read(response.body, Order)
        if not self._environment.accepts_order_id(order.id):
            raise Ambiguous("the order has no usable id")
        if order.purchase_units:
            return order
        return _existing(operation, order.id) or order

    def _order_id(self, attempt: AttemptRef) -> str | None:
        """Give the id of the attempt's order; None where it was never confirmed."""
        order_id = attempt.provider_id
        if order_id is not None and not self._environment.accepts_order_id(order_id):
            raise Rejected("order_id_unusable", RetryAdvice.NEVER)
        return order_id

    def _refused(
        self, operation: PayPalOperation, attempt: AttemptRef, order_id: str, response: HttpResponse
    ) -> Observation:
        """Read a refused capture; what is new to us is decided by the order itself."""
        failure = read_failure(response.body)
        _log.warning("capture of %s refused: %s", order_id, failure.code)
        meaning = outcome_of_error(failure.code) if response.status == _REFUSED else None
        if meaning is None:
            return _observe_after_failure(operation, order_id, failure)
        return Observation(
            outcome=meaning,
            source=ObservationSource.COMPLETE,
            reference=attempt.reference,
            provider_id=order_id,
            raw_status=failure.code,
            reason="our own account is the cause" if is_merchant_error(failure.code) else "",
            payer_url=self._payer_page(failure.links, _TO_PAY_AGAIN)
            if meaning is PaymentOutcome.PAYER_ACTION
            else None,
            evidence=operation.provider_log(),
        )

    def _payer_page(self, links: tuple[Link, ...], rels: tuple[str, ...]) -> str | None:
        """Find where to send the payer, and never anywhere but to PayPal."""
        pages = {link.rel: link.href for link in links if self._environment.accepts_payer_page(link.href)}
        return next((pages[rel] for rel in rels if rel in pages), None)


def _captured(operation: PayPalOperation, order_id: str, order: Order) -> Observation:
    """Read a captured order; ask for it where it came without its capture. Raises Ambiguous where that shows none."""
    whole = order if order.unit.payments.captures else _existing(operation, order_id)
    if whole is None or not whole.unit.payments.captures:
        raise Ambiguous("the capture is not shown yet")
    return observe_order(whole, ObservationSource.COMPLETE, operation.provider_log())


def _observe_after_failure(operation: PayPalOperation, order_id: str, failure: Failure) -> Observation:
    """Let the order tell what became of it, where a refusal does not."""
    operation.mark_possible_effect()
    order = _existing(operation, order_id)
    if order is not None and order.unit.payments.captures:
        return observe_order(order, ObservationSource.COMPLETE, operation.provider_log())
    if failure.code in ALREADY_CAPTURED:
        raise Ambiguous("the capture is not shown yet")
    raise Rejected(failure.code, RetryAdvice.NEW_ATTEMPT)


def _existing(operation: PayPalOperation, order_id: str) -> Order | None:
    """Read an order; None where PayPal knows no such order."""
    answer = operation.get(_path(order_id))
    if answer.status == _NOT_FOUND:
        return None
    if answer.status not in _OK:
        raise Ambiguous(f"the order can't be read: HTTP {answer.status} {read_failure(answer.body).code}")
    return read(answer.body, Order)


def _path(order_id: str) -> str:
    return f"{ORDERS_PATH}/{quote(order_id, safe='')}"


def _observe_nothing(attempt: AttemptRef, source: ObservationSource, reason: str, provider_log: bytes) -> Observation:
    return Observation(
        outcome=PaymentOutcome.UNKNOWN,
        source=source,
        reference=attempt.reference,
        provider_id=attempt.provider_id,
        reason=reason,
        evidence=provider_log,
    )
