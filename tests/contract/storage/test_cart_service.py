"""Shopping on every storage: what many do at once, and what it costs in statements."""

from datetime import timedelta

import pytest
from uuid_utils.compat import uuid7

from shop_adapters.memory.store import MemoryStore
from shop_domain.cart.cart_details import CartDetails
from shop_domain.cart.errors import InsufficientStock
from shop_domain.cart.model import CartStatus
from shop_domain.cart.resolved_cart import Shopper
from shop_domain.kernel.errors import StaleVersion
from tests.builders import a_product, create_products, eur
from tests.cart_driver import CartDriver
from tests.contract.racing import all_at_once
from tests.contract.storage.cart_fixtures import a_shopper, convert_cart, create_coupon, set_price

RACERS = 20


DAY = timedelta(days=1)


@pytest.fixture
def shop(store) -> CartDriver:
    return CartDriver(store)


@pytest.mark.parametrize("who", ["user", "guest"])
def test_of_many_first_items_at_once_none_is_lost_and_one_cart_holds_them(shop, who):
    (mug,) = create_products(shop.store, a_product())
    shopper = a_shopper() if who == "user" else shop.new_guest()
    views = all_at_once(RACERS, lambda _: shop.add(shopper, mug, 2))
    assert len({view.priced.cart.id for view in views}) == 1
    assert len({view.priced.cart.lines[0].id for view in views}) == 1
    assert shop.quantities(shopper) == {mug: 2 * RACERS}


def test_of_many_who_want_more_than_there_is_as_many_get_it_as_there_is(shop):
    (mug,) = create_products(shop.store, a_product(), available=7)
    shopper = a_shopper()

    def add(_: int) -> str:
        try:
            shop.add(shopper, mug)
        except InsufficientStock as refusal:
            return str(refusal.details["available"])
        return "added"

    assert sorted(all_at_once(RACERS, add)) == ["7"] * 13 + ["added"] * 7
    assert shop.quantities(shopper) == {mug: 7}


def test_a_request_that_comes_again_adds_once(shop):
    (mug,) = create_products(shop.store, a_product())
    shopper, request_id = a_shopper(), uuid7()
    first, *again = [shop.add(shopper, mug, 3, request_id) for _ in range(3)]
    assert {view.priced.cart for view in again} == {first.priced.cart}
    assert shop.quantities(shopper) == {mug: 3}


def test_a_request_that_was_refused_may_come_again(shop):
    (mug,) = create_products(shop.store, a_product(), available=0)
    shopper, request_id = a_shopper(), uuid7()
    for _ in range(2):
        with pytest.raises(InsufficientStock):
            shop.add(shopper, mug, 1, request_id)


def test_adds_that_race_a_checkout_land_in_the_order_or_in_the_next_cart_never_nowhere(shop):
    (mug,) = create_products(shop.store, a_product())
    user = a_shopper()
    shop.add(user, mug)

    def act(number: int) -> int:
        if number:
            shop.add(user, mug)
            return 0
        return convert_cart(shop.store, user).lines[0].quantity

    ordered = sum(all_at_once(RACERS, act))
    assert ordered + shop.quantities(user).get(mug, 0) == RACERS


def test_of_two_who_change_the_same_version_one_is_told_that_it_is_stale(shop):
    (mug,) = create_products(shop.store, a_product())
    user = a_shopper()
    version = shop.add(user, mug).priced.cart.version

    def note(number: int) -> str:
        try:
            shop.carts.change_details(user, CartDetails(note=str(number)), expected_version=version)
        except StaleVersion:
            return "stale"
        return "changed"

    assert sorted(all_at_once(8, note)) == ["changed"] + ["stale"] * 7


def test_looking_writes_only_when_a_price_changed(shop):
    product = a_product()
    (mug,) = create_products(shop.store, product)
    user = a_shopper()
    added = shop.add(user, mug).priced.cart
    assert shop.carts.show(user).priced.cart == added
    set_price(shop.store, product, 1_500)
    seen = shop.carts.show(user).priced
    assert (seen.cart.version, seen.cart.lines[0].shown_price) == (added.version + 1, eur(1_500))
    assert seen.cart.lines[0].snapshot.unit_price == eur(1_000)
    assert seen.totals.grand_total == eur(1_500)
    assert shop.carts.show(user).priced == seen


def test_looking_at_no_cart_writes_nothing(shop):
    for shopper in (a_shopper(), shop.new_guest(), Shopper()):
        view = shop.carts.show(shopper)
        assert (view.priced.cart.version, view.priced.cart.status, view.priced.cart.lines) == (0, CartStatus.ACTIVE, ())
    if isinstance(shop.store, MemoryStore):
        assert len(shop.store.state.carts) == 0


def test_cleanup_abandons_idle_carts_and_deletes_guests(shop):
    (mug,) = create_products(shop.store, a_product())
    user, guest = a_shopper(), shop.new_guest()
    shop.add(user, mug)
    shop.add(guest, mug)
    assert shop.cleanup.clean_up().abandoned == 0
    shop.pass_time(31 * DAY)
    assert shop.cleanup.clean_up().abandoned == 2
    shop.pass_time(91 * DAY)
    assert shop.cleanup.clean_up().deleted == 1
    seen = shop.carts.show(guest)
    assert (shop.quantities(user), seen.priced.cart.lines) == ({}, ())
    assert seen.new_guest_key is not None


@pytest.mark.postgres
def test_the_statements_of_a_cart_do_not_grow_with_its_lines(postgres_url):
    from shop_adapters.sql.engine.engines import make_engines
    from shop_adapters.sql.store import SqlStore
    from tests.statement_counting import count_statements

    store = SqlStore(make_engines(postgres_url, pool_size=2, durable=False))
    shop, user = CartDriver(store), a_shopper()
    create_coupon(store)
    ids = create_products(store, *[a_product() for _ in range(60)])
    for variant_id in ids[:58]:
        shop.add(user, variant_id)
    with count_statements(store) as add:
        shop.add(user, ids[58])
    with count_statements(store) as look:
        shop.carts.show(user)
    with count_statements(store) as change:
        shop.set_quantity(user, ids[0], 5)
    with count_statements(store) as first:
        shop.add(a_shopper(), ids[0])
    shop.carts.apply_coupon(user, "TEN", expected_version=None)
    with count_statements(store) as with_coupon:
        shop.carts.show(user)
    store.close()
    assert [len(c) for c in (add, look, change, first, with_coupon)] == [3, 2, 2 + 3, 3, 3]
