"""Orders are told to their owner, and outlive them without saying who that was."""

from tests.contract.http.callers import PASSWORD, a_staff_member
from tests.contract.http.purchase.checkout_steps import ADDRESS, create_payment, pay_order, stock_level
from tests.contract.storage.ledger_audit import LedgerAudit


def test_an_order_is_kept_without_what_names_its_owner(shop, client, user, provider, mug):
    user.add(mug)
    pay_order(user, provider, create_payment(user))

    assert user.request("DELETE", "/users/me/", {"password": PASSWORD}).status_code == 204

    (order,) = LedgerAudit(shop.store()).orders
    assert (order.status.value, str(order.grand_total)) == ("CONFIRMED", "19.99")
    assert (order.shipping_address, order.billing_address, order.note) == ({}, {}, "")
    assert "erased" in order.email
    assert stock_level(a_staff_member(shop, client), mug) == (9, 0)


def test_a_purchase_is_given_whole(user, provider, mug):
    user.add(mug)
    pay_order(user, provider, create_payment(user))
    user.add(mug, 2)
    user.request("PATCH", "/cart/", {"shipping_address": ADDRESS, "note": "Ring twice"})

    told = user.request("GET", "/users/me/export/").json()

    (order,) = told["orders"]
    assert [(move["order_id"], move["to_status"]) for move in told["order_history"]] == [
        (order["id"], "CONFIRMED"),
        (order["id"], "PENDING"),
    ]
    (payment,) = told["payments"]
    assert (payment["order_id"], payment["status"], payment["amount"]) == (order["id"], "COMPLETED", "19.99")
    cart, _sold = told["carts"]
    assert (cart["status"], cart["note"], cart["shipping_address"]["city"]) == ("ACTIVE", "Ring twice", "New York")
    assert [(item["variant_id"], item["quantity"]) for item in cart["items"]] == [(str(mug), 2)]
