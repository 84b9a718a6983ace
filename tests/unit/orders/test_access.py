"""Who may see an order?"""

import pytest

from shop_domain.cart.model import CartOwner
from shop_domain.orders.access import OrderViewer, require_access
from shop_domain.orders.errors import OrderNotFound
from tests.builders import a_guest_owner, a_user_owner, an_order

USER, GUEST, OTHER_USER, OTHER_GUEST = a_user_owner(), a_guest_owner(), a_user_owner(), a_guest_owner()


def may_see(of: CartOwner, owner: CartOwner, token: str | None = None) -> bool:
    try:
        require_access(an_order(owner=of), OrderViewer(owner=owner, token=token), "secret")
    except OrderNotFound:
        return False
    return True


@pytest.mark.parametrize(
    ("of", "owner", "expected"),
    [
        (USER, USER, True),
        (USER, OTHER_USER, False),
        (USER, GUEST, False),
        (GUEST, GUEST, True),
        (GUEST, OTHER_GUEST, False),
        (GUEST, USER, False),
        (USER, CartOwner(), False),
        (GUEST, CartOwner(), False),
    ],
)
def test_whoever_placed_the_order_may_see_it(of, owner, expected):
    assert may_see(of, owner) is expected


@pytest.mark.parametrize("of", [USER, GUEST])
@pytest.mark.parametrize(("token", "expected"), [("secret", True), ("secreT", False), ("", False), ("sécret", False)])
def test_whoever_holds_its_token_may_see_it(of, token, expected):
    assert may_see(of, OTHER_GUEST, token) is expected
