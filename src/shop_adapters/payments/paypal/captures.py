"""Captures by their id: where PayPal named one that its order does not show (yet)."""

import re
from typing import Final

from shop_adapters.payments.paypal.api import PayPalOperation
from shop_adapters.payments.paypal.documents import Capture, read
from shop_adapters.payments.paypal.observations import outcome_of
from shop_domain.payments.gateway import AttemptRef, Rejected, RetryAdvice
from shop_domain.payments.observation import PaymentOutcome

RESOURCE_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_OK: Final = 200


def capture_path(capture_id: str) -> str:
    """Give a capture's address; raise Rejected where the id can't be part of one."""
    if not RESOURCE_ID.fullmatch(capture_id):
        raise Rejected("capture_id_unusable", RetryAdvice.NEVER)
    return f"/v2/payments/captures/{capture_id}"


def find_paid_capture(operation: PayPalOperation, capture_id: str | None) -> Capture | None:
    """Read a capture that brought money; None where PayPal shows no such one."""
    if capture_id is None or not RESOURCE_ID.fullmatch(capture_id):
        return None
    answer = operation.get(capture_path(capture_id))
    if answer.status != _OK:
        return None
    capture = read(answer.body, Capture)
    return capture if capture.id == capture_id and outcome_of(capture) is PaymentOutcome.PAID else None


def matching_references(capture: Capture, attempt: AttemptRef) -> tuple[bool, ...]:
    """Tell of each name that a capture bears whether it is the attempt's."""
    borne = (
        (capture.custom_id, attempt.reference),
        (capture.invoice_id, attempt.reference),
        (capture.supplementary_data.related_ids.order_id, attempt.provider_id),
    )
    return tuple(name == ours for name, ours in borne if name is not None)
