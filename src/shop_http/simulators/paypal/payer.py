"""What a payer does."""

from typing import Literal
from urllib.parse import urlencode, urlsplit

import msgspec

from shop_http.simulators.paypal.records import Funding, Order
from shop_http.simulators.paypal.telling import tell_of_order
from shop_http.simulators.paypal.world import PayPalWorld

PayerAction = Literal["approve", "decline", "cancel", "leave", "other_method", "second_card"]
_FUNDING: dict[str, Funding] = {
    "approve": "balance",
    "decline": "declined",  # the payer agrees, but the means of payment will refuse
    "other_method": "bank",
    "second_card": "card",
}


def act(world: PayPalWorld, order: Order, action: PayerAction) -> str | None:
    """Do it, and return where the payer's browser goes; raise ValueError where the order lets no payer in."""
    if action == "leave":
        return None
    if action == "cancel":
        return _back(order.wish.experience.cancel_url, token=order.id)
    if not order.waits_for_payer:
        raise ValueError(f"the order is {order.status}")
    approved = msgspec.structs.replace(
        order, status="APPROVED", approved_at=world.now, updated_at=world.now, funding=_FUNDING[action]
    )
    world.ledger.record(order.id, approved)
    tell_of_order(world, "CHECKOUT.ORDER.APPROVED", order.id)
    return _back(order.wish.experience.return_url, token=order.id, PayerID=world.payer_id)


def _back(url: str | None, **added: str) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(added)) if part)
    return parts._replace(query=query).geturl()
