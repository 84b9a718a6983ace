"""Whose cart or order is meant by a caller?"""

from shop_domain.cart.guest_key import hash_of
from shop_domain.cart.model import CartOwner
from shop_domain.orders.access import Visitor
from shop_http.authentication import Caller, NotAuthenticated


def owner_of(caller: Caller) -> CartOwner:
    """Name the user, else the guest by the hash of the key; raise NotAuthenticated where there is neither."""
    if caller.user is not None:
        return CartOwner(user_id=caller.user.user_id)
    if caller.guest_key is None:
        raise NotAuthenticated
    return CartOwner(guest=hash_of(caller.guest_key))


def visitor_of(caller: Caller, token: str | None) -> Visitor:
    """Name whoever looks at an order, perhaps with its token."""
    if caller.user is None and caller.guest_key is None:
        return Visitor(owner=CartOwner(), token=token)
    session_id = None if caller.user is None else caller.user.session_id
    return Visitor(owner=owner_of(caller), token=token, session_id=session_id)
