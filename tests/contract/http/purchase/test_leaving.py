"""Orders outlive their owner, without saying who that was."""

from tests.contract.http.people import PASSWORD, a_clerk
from tests.contract.http.purchase.buying import create, pay, stock
from tests.contract.storage.books import Books


def test_an_order_is_kept_without_what_names_its_owner(shop, client, user, provider, mug):
    user.add(mug)
    pay(user, provider, create(user))

    assert user.ask("DELETE", "/users/me/", {"password": PASSWORD}).status_code == 204

    (order,) = Books(shop.store()).orders
    assert (order.status.value, str(order.grand_total)) == ("CONFIRMED", "19.99")
    assert (order.shipping_address, order.billing_address, order.note) == ({}, {}, "")
    assert "erased" in order.email
    assert stock(a_clerk(shop, client), mug) == (9, 0)
