"""Who may see an order?"""

from hmac import compare_digest

import msgspec

from shop_domain.auth.model import SessionId
from shop_domain.cart.model import CartOwner
from shop_domain.orders.errors import OrderNotFound
from shop_domain.orders.model import Order


class OrderViewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asking: a user or a guest, perhaps with the token of the order."""

    owner: CartOwner
    token: str | None = None
    session_id: SessionId | None = None
    """The session of a user who is signed in."""


def require_access(order: Order, viewer: OrderViewer, expected_token: str) -> None:
    """Allow whoever placed the order and whoever has its token; for all others it does not exist.

    Raises OrderNotFound.
    """
    owner = viewer.owner
    by_user = owner.user_id is not None and owner.user_id == order.owner.user_id
    by_guest = (
        owner.guest is not None and order.owner.guest is not None and compare_digest(owner.guest, order.owner.guest)
    )
    by_token = viewer.token is not None and compare_digest(viewer.token.encode(), expected_token.encode())
    if not (by_user or by_guest or by_token):
        raise OrderNotFound
