"""What every storage knows of a customer's earlier orders, and what first-order coupons make of it."""

from shop_domain.pricing.customer import customer_of
from tests.builders import a_coupon, a_guest_owner, a_product, a_user_id, a_user_owner, put_on_sale
from tests.contract.storage.desk import Desk


def has_ordered(store, user_id=None, email=None) -> bool:
    with store.read() as tx:
        return tx.past_orders.any_of(customer_of(user_id, email))


def test_a_user_has_ordered_once_an_order_stands(store):
    desk = Desk(store)
    (mug,) = put_on_sale(store, a_product())
    owner = desk.fill_cart(mug)
    assert not has_ordered(store, owner.user_id)
    started = desk.start(owner)
    assert has_ordered(store, owner.user_id)
    assert not has_ordered(store, a_user_id())
    desk.turn_back(started)
    assert not has_ordered(store, owner.user_id)


def test_a_guest_is_known_by_the_address_whatever_its_case(store):
    desk = Desk(store)
    (mug,) = put_on_sale(store, a_product())
    guest = desk.fill_cart(mug, owner=a_guest_owner())
    desk.start(guest, account_email=None, email="Anna@Example.com")
    assert has_ordered(store, email="anna@example.COM")
    assert not has_ordered(store, email="ann@example.com")


def test_a_users_order_is_not_a_guests_of_the_same_address(store):
    desk = Desk(store)
    (mug,) = put_on_sale(store, a_product())
    desk.start(desk.fill_cart(mug), account_email="ada@example.com")
    assert not has_ordered(store, email="ada@example.com")


def test_a_first_order_coupon_counts_for_the_first_order_alone(store):
    desk = Desk(store)
    (mug,) = put_on_sale(store, a_product())
    with store.begin() as tx:
        tx.coupon_catalogue.save(a_coupon(first_order_only=True))
    owner = a_user_owner()
    totals = []
    for _ in range(2):
        desk.fill_cart(mug, owner=owner, coupon_codes=("TEN",))
        totals.append(desk.start(owner).order.grand_total.minor)
    assert totals == [900, 1_000]
