"""What a payer does."""

from typing import Literal
from urllib.parse import urlencode, urlsplit

import msgspec

from provider_simulators.paypal.records import Funding, Order
from provider_simulators.paypal.state import PayPalState
from provider_simulators.paypal.webhook_events import emit_order_event

PayerAction = Literal["approve", "decline", "cancel", "leave", "other_method", "second_card"]
_FUNDING: dict[str, Funding] = {
    "approve": "balance",
    "decline": "declined",  # the payer agrees, but the means of payment will refuse
    "other_method": "bank",
    "second_card": "card",
}


def apply_payer_action(state: PayPalState, order: Order, action: PayerAction) -> str | None:
    """Do it, and return where the payer's browser goes; raise ValueError where the order lets no payer in."""
    if action == "leave":
        return None
    if action == "cancel":
        return _return_url(order.request.experience.cancel_url, token=order.id)
    if not order.waits_for_payer:
        raise ValueError(f"the order is {order.status}")
    approved = msgspec.structs.replace(
        order, status="APPROVED", approved_at=state.now, updated_at=state.now, funding=_FUNDING[action]
    )
    state.ledger.record(order.id, approved)
    emit_order_event(state, "CHECKOUT.ORDER.APPROVED", order.id)
    return _return_url(order.request.experience.return_url, token=order.id, PayerID=state.payer_id)


def _return_url(url: str | None, **added: str) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(added)) if part)
    return parts._replace(query=query).geturl()
