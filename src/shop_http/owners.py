"""Whose cart or order is meant by a caller?"""

from shop_domain.cart.guest_key import hash_guest_key
from shop_domain.cart.model import CartOwner
from shop_domain.orders.access import OrderViewer
from shop_http.authentication import Caller, NotAuthenticated


def owner_of(caller: Caller) -> CartOwner:
    """Name the user, else the guest by the hash of the key; raise NotAuthenticated where there is neither."""
    if caller.user is not None:
        return CartOwner(user_id=caller.user.user_id)
    if caller.guest_key is None:
        raise NotAuthenticated
    return CartOwner(guest=hash_guest_key(caller.guest_key))


def visitor_of(caller: Caller, token: str | None) -> OrderViewer:
    """Name whoever looks at an order, perhaps with its token."""
    if caller.user is None and caller.guest_key is None:
        return OrderViewer(owner=CartOwner(), token=token)
    session_id = None if caller.user is None else caller.user.session_id
    return OrderViewer(owner=owner_of(caller), token=token, session_id=session_id)
