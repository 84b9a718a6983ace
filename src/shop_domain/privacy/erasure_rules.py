"""What is erased of a user outside of the account, and what is kept without saying whose it was?

Deleted are addresses, the profile, links, and the carts and events below. Orders, other carts, sessions and deliveries
are kept, with the values below written over what they say of the user. The audit log and the security log keep what
they have, since their entries are chained.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from shop_domain.accounts.erasure import ERASED_EMAIL
from shop_domain.accounts.model import UserId, user_reference
from shop_domain.auth.model import ClientInfo
from shop_domain.cart.model import CartStatus
from shop_domain.orders.model import OrderId, order_reference

DELETED_CART_STATUSES: Final = frozenset({CartStatus.ACTIVE, CartStatus.ABANDONED})
"""Carts that no order came from and that went into no other cart."""
ERASED_ORDER: Final[Mapping[str, object]] = {
    "email": ERASED_EMAIL,
    "note": "",
    "shipping_address": {},
    "billing_address": {},
}
ERASED_CART: Final[Mapping[str, object]] = {
    "email": None,
    "note": None,
    "shipping_address": None,
    "billing_address": None,
}
ERASED_CLIENT: Final = ClientInfo(ip_address="")
"""Whoever was given the newest tokens of a session."""
ERASED_SESSION: Final[Mapping[str, object]] = {"ip_address": "", "user_agent": "", "device_info": ""}
ERASED_REFUSAL: Final = "erased"
"""Why a mail could not be delivered; a mail server quotes its address."""


def ordering_keys_of(user_id: UserId, order_ids: Iterable[OrderId]) -> frozenset[str]:
    """Name the events about a user and about the user's orders; those that were delivered or given up are deleted."""
    return frozenset({user_reference(user_id), *map(order_reference, order_ids)})
