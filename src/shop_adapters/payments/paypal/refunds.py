"""Give money back, and look up what became of it."""

import logging
from typing import Final

from shop_adapters.payments.http_client.http_transport import HttpResponse
from shop_adapters.payments.paypal.amounts import to_paypal_amount
from shop_adapters.payments.paypal.api import PayPalClient, PayPalOperation
from shop_adapters.payments.paypal.captures import RESOURCE_ID, capture_path
from shop_adapters.payments.paypal.documents import Capture, Order, Refund, read, read_failure
from shop_adapters.payments.paypal.observations import require_money
from shop_domain.payments.gateway import Ambiguous, RefundRef, RefundRequest, Rejected, RetryAdvice
from shop_domain.payments.observation import RefundObservation, RefundOutcome

_log = logging.getLogger(__name__)
_OK: Final = frozenset({200, 201})
_NOT_FOUND: Final = 404
_MAYBE_OURS: Final = frozenset({"CAPTURE_FULLY_REFUNDED", "DUPLICATE_INVOICE_ID"})
"""Our own earlier call may be the reason."""
_OUTCOME: Final = {
    "COMPLETED": RefundOutcome.DONE,
    "PENDING": RefundOutcome.PENDING,
    "FAILED": RefundOutcome.FAILED,
    "CANCELLED": RefundOutcome.FAILED,
}


class PayPalRefunds:
    """Refunds of captures."""

    def __init__(self, client: PayPalClient) -> None:
        self._client = client

    def refund(self, request: RefundRequest) -> RefundObservation:
        """Give the amount back, always named: "everything that is left" depends on who is first."""
        key = request.idempotency_key
        body = {"amount": to_paypal_amount(request.amount), "custom_id": key, "invoice_id": key}
        path = f"{capture_path(request.capture_id)}/refund"
        with self._client.operation() as operation:
            answer = operation.post(path, key, body)
            if answer.status in _OK:
                return _made(operation, answer, request)
            return _refused(operation, answer, request)

    def lookup_refund(self, refund: RefundRef) -> RefundObservation:
        """Read the refund by its id or, where that never reached us, find it by our key."""
        with self._client.operation() as operation:
            found = (
                _find_by_key(operation, refund.capture_id, refund.idempotency_key)
                if refund.provider_refund_id is None
                else _by_id(operation, refund.provider_refund_id)
            )
            if found is None:
                return RefundObservation(
                    outcome=RefundOutcome.CANNOT_TELL,
                    capture_id=refund.capture_id,
                    refund_key=refund.idempotency_key,
                    evidence=operation.provider_log(),
                )
            return observe_refund(found, refund.capture_id, refund.idempotency_key, operation.provider_log())


def observe_refund(refund: Refund, capture_id: str | None, key: str | None, provider_log: bytes) -> RefundObservation:
    """Say in the shop's words what a refund says; a status that is new to us leaves it undecided."""
    return RefundObservation(
        outcome=_OUTCOME.get(refund.status, RefundOutcome.PENDING),
        provider_refund_id=refund.id,
        capture_id=capture_id,
        refund_key=key,
        amount=require_money(refund.amount),
        reason=refund.status_details.reason,
        evidence=provider_log,
    )


def capture_id_of(refund: Refund) -> str | None:
    """Tell which capture a refund belongs to, by its link upwards."""
    ups = (link.href.rpartition("/captures/")[2] for link in refund.links if link.rel == "up")
    return next((capture_id for capture_id in ups if RESOURCE_ID.fullmatch(capture_id)), None)


def _made(operation: PayPalOperation, response: HttpResponse, request: RefundRequest) -> RefundObservation:
    refund = read(response.body, Refund)
    whole = refund if refund.amount is not None else _by_id(operation, refund.id)
    if whole is None:
        raise Ambiguous("the refund is not shown yet")
    return observe_refund(whole, request.capture_id, request.idempotency_key, operation.provider_log())


def _refused(operation: PayPalOperation, response: HttpResponse, request: RefundRequest) -> RefundObservation:
    """Read a refused refund: failed for good, unless an earlier try of ours made it."""
    code = read_failure(response.body).code
    _log.warning("refund of %s refused: %s", request.capture_id, code)
    if code in _MAYBE_OURS:
        operation.mark_possible_effect()
        if ours := _find_by_key(operation, request.capture_id, request.idempotency_key):
            return observe_refund(ours, request.capture_id, request.idempotency_key, operation.provider_log())
    return RefundObservation(
        outcome=RefundOutcome.FAILED,
        capture_id=request.capture_id,
        refund_key=request.idempotency_key,
        reason=code,
        evidence=operation.provider_log(),
    )


def _by_id(operation: PayPalOperation, refund_id: str) -> Refund | None:
    if not RESOURCE_ID.fullmatch(refund_id):
        raise Rejected("refund_id_unusable", RetryAdvice.NEVER)
    answer = _read(operation, f"/v2/payments/refunds/{refund_id}")
    return None if answer is None else read(answer.body, Refund)


def _find_by_key(operation: PayPalOperation, capture_id: str, key: str) -> Refund | None:
    """Find a refund by our key: PayPal lists refunds only in the order of their capture."""
    answer = _read(operation, capture_path(capture_id))
    order_id = None if answer is None else read(answer.body, Capture).supplementary_data.related_ids.order_id
    if order_id is None or not RESOURCE_ID.fullmatch(order_id):
        return None
    answer = _read(operation, f"/v2/checkout/orders/{order_id}")
    refunds = () if answer is None else read(answer.body, Order).unit.payments.refunds
    return next((refund for refund in refunds if refund.custom_id == key), None)


def _read(operation: PayPalOperation, path: str) -> HttpResponse | None:
    answer = operation.get(path)
    if answer.status == _NOT_FOUND:
        return None
    if answer.status not in _OK:
        raise Ambiguous(f"it can't be read: HTTP {answer.status} {read_failure(answer.body).code}")
    return answer
