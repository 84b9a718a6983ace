"""Carts that move on every storage: along at a login, back from an order."""

from datetime import timedelta

import pytest

from shop_domain.cart.model import CartStatus
from shop_domain.cart.resolved_cart import Shopper
from tests.builders import NOW, a_product, create_products, eur
from tests.cart_driver import CartDriver
from tests.contract.racing import all_at_once
from tests.contract.storage.cart_fixtures import (
    a_shopper,
    convert_cart,
    create_coupon,
    owner_of,
    reopen_cart,
    set_price,
)

DAY = timedelta(days=1)


@pytest.fixture
def shop(store) -> CartDriver:
    return CartDriver(store)


def test_a_guests_cart_goes_into_the_users_once_however_many_logins_run(shop):
    mug, cup, bowl = create_products(shop.store, *[a_product() for _ in range(3)], available=5)
    guest, user = shop.new_guest(), a_shopper()
    for shopper, variant_id, quantity in ((guest, mug, 3), (guest, cup, 1), (user, mug, 4), (user, bowl, 2)):
        shop.add(shopper, variant_id, quantity)
    all_at_once(8, lambda _: shop.merging.merge_guest_into_user(guest.guest_key, user.user_id))
    assert shop.quantities(user) == {mug: 5, bowl: 2, cup: 1}


def test_a_guests_key_is_dead_after_the_login_even_where_there_was_nothing_to_take_along(shop):
    (mug,) = create_products(shop.store, a_product())
    for put_in in (True, False):
        guest, user = shop.new_guest(), a_shopper()
        if put_in:
            shop.add(guest, mug)
        shop.merging.merge_guest_into_user(guest.guest_key, user.user_id)
        seen = shop.carts.show(guest)
        assert seen.new_guest_key not in {None, guest.guest_key}
        assert seen.priced.cart.lines == ()
        added = shop.add(guest, mug)
        assert added.new_guest_key not in {None, guest.guest_key}
        assert shop.quantities(user) == ({mug: 1} if put_in else {})


def test_a_login_with_a_made_up_key_changes_nothing(shop):
    user = a_shopper()
    shop.merging.merge_guest_into_user("x" * 48, user.user_id)
    with shop.store.read() as tx:
        assert tx.carts.get_active(owner_of(Shopper(guest_key="x" * 48))) is None


def test_coupons_come_along_at_a_login_if_they_are_still_valid(shop):
    (mug,) = create_products(shop.store, a_product())
    create_coupon(shop.store, code="TEN")
    create_coupon(shop.store, code="GONE", ends_at=NOW + DAY)
    guest, user = shop.new_guest(), a_shopper()
    shop.add(guest, mug)
    for code in ("ten", "gone"):
        shop.carts.apply_coupon(guest, code, expected_version=None)
    shop.pass_time(DAY)
    shop.merging.merge_guest_into_user(guest.guest_key, user.user_id)
    merged = shop.carts.show(user).priced
    assert merged.cart.coupon_codes == ("TEN",)
    assert merged.totals.grand_total == eur(900)


def test_a_login_does_not_pretend_that_new_prices_were_shown(shop):
    product = a_product()
    (mug,) = create_products(shop.store, product)
    guest, user = shop.new_guest(), a_shopper()
    shop.add(guest, mug)
    set_price(shop.store, product, 1_500)
    shop.merging.merge_guest_into_user(guest.guest_key, user.user_id)
    with shop.store.read() as tx:
        assert tx.carts.get_active(owner_of(user)).lines[0].shown_price == eur(1_000)


def test_a_cart_comes_back_with_what_it_held(shop):
    (mug,) = create_products(shop.store, a_product())
    create_coupon(shop.store)
    user = a_shopper()
    shop.add(user, mug, 2)
    before = shop.carts.apply_coupon(user, "TEN", expected_version=None).priced
    sold = convert_cart(shop.store, user)
    assert shop.quantities(user) == {}
    reopen_cart(shop.store, sold)
    reopen_cart(shop.store, sold)
    after = shop.carts.show(user).priced
    assert (after.cart.id, after.cart.lines, after.cart.coupon_codes) == (
        before.cart.id,
        before.cart.lines,
        before.cart.coupon_codes,
    )
    assert after.totals == before.totals


def test_a_cart_comes_back_into_one_that_was_begun_meanwhile(shop):
    mug, cup = create_products(shop.store, a_product(), a_product())
    user = a_shopper()
    shop.add(user, mug, 2)
    sold = convert_cart(shop.store, user)
    shop.add(user, mug, 1)
    newer = shop.add(user, cup, 1).priced.cart
    reopen_cart(shop.store, sold)
    assert shop.quantities(user) == {mug: 3, cup: 1}
    with shop.store.read() as tx:
        assert tx.carts.get(sold.id).status is CartStatus.MERGED
        assert tx.carts.get_active(owner_of(user)).id == newer.id


def test_a_guests_cart_comes_back_to_the_user_that_the_guest_turned_out_to_be(shop):
    mug, cup = create_products(shop.store, a_product(), a_product())
    for has_own in (True, False):
        guest, user = shop.new_guest(), a_shopper()
        shop.add(guest, mug, 2)
        sold = convert_cart(shop.store, guest)
        shop.merging.merge_guest_into_user(guest.guest_key, user.user_id)
        if has_own:
            shop.add(user, cup)
        reopen_cart(shop.store, sold)
        assert shop.quantities(user) == {mug: 2, **({cup: 1} if has_own else {})}


def test_what_a_login_cuts_off_is_told_until_the_shopper_changes_the_cart(shop):
    mug, cup = create_products(shop.store, a_product(name="Mug"), a_product(name="Cup"), available=5)
    create_coupon(shop.store, code="GONE", ends_at=NOW + DAY)
    guest, user = shop.new_guest(), a_shopper()
    shop.add(guest, mug, 4)
    shop.carts.apply_coupon(guest, "gone", expected_version=None)
    shop.add(user, mug, 3)
    shop.pass_time(2 * DAY)
    shop.merging.merge_guest_into_user(guest.guest_key, user.user_id)
    looks = [shop.carts.show(user).priced.warnings for _ in range(3)]
    for cut, coupon in looks:
        assert (cut.startswith("Mug ("), cut.endswith("2 were left out.")) == (True, True)
        assert coupon.startswith("Coupon GONE was left out")
    assert shop.add(user, cup).priced.warnings == looks[0]
    assert shop.carts.show(user).priced.warnings == ()
