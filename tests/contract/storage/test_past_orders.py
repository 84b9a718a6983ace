"""What every storage knows of a customer's earlier orders, and what first-order coupons make of it."""

from shop_domain.pricing.customer_key import customer_key
from tests.builders import a_coupon, a_guest_owner, a_product, a_user_id, a_user_owner, create_products
from tests.contract.storage.checkout_driver import CheckoutDriver


def has_ordered(store, user_id=None, email=None) -> bool:
    with store.read() as tx:
        return tx.past_orders.has_ordered(customer_key(user_id, email))


def test_a_user_has_ordered_once_an_order_stands(store):
    driver = CheckoutDriver(store)
    (mug,) = create_products(store, a_product())
    owner = driver.fill_cart(mug)
    assert not has_ordered(store, owner.user_id)
    started = driver.start(owner)
    assert has_ordered(store, owner.user_id)
    assert not has_ordered(store, a_user_id())
    driver.return_cancelled(started)
    assert not has_ordered(store, owner.user_id)


def test_a_guest_is_known_by_the_address_whatever_its_case(store):
    driver = CheckoutDriver(store)
    (mug,) = create_products(store, a_product())
    guest = driver.fill_cart(mug, owner=a_guest_owner())
    driver.start(guest, account_email=None, email="Anna@Example.com")
    assert has_ordered(store, email="anna@example.COM")
    assert not has_ordered(store, email="ann@example.com")


def test_a_users_order_is_not_a_guests_of_the_same_address(store):
    driver = CheckoutDriver(store)
    (mug,) = create_products(store, a_product())
    driver.start(driver.fill_cart(mug), account_email="ada@example.com")
    assert not has_ordered(store, email="ada@example.com")


def test_a_first_order_coupon_counts_for_the_first_order_alone(store):
    driver = CheckoutDriver(store)
    (mug,) = create_products(store, a_product())
    with store.begin() as tx:
        tx.coupon_admin.save(a_coupon(first_order_only=True))
    owner = a_user_owner()
    totals = []
    for _ in range(2):
        driver.fill_cart(mug, owner=owner, coupon_codes=("TEN",))
        totals.append(driver.start(owner).order.grand_total.minor)
    assert totals == [900, 1_000]
