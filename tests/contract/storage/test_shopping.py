"""Shopping on every storage: what many do at once, and what it costs in statements."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_adapters.memory.store import MemoryStore
from shop_domain.cart.cart_details import CartDetails
from shop_domain.cart.conversion import converted, reopened
from shop_domain.cart.errors import InsufficientStock
from shop_domain.cart.guest_key import hash_of
from shop_domain.cart.model import CartOwner, CartStatus
from shop_domain.cart.visit import Shopper
from shop_domain.kernel.errors import Stale
from tests.builders import NOW, a_coupon, a_product, a_user_id, eur, put_on_sale
from tests.contract.racing import all_at_once
from tests.shopping import Shopping

RACERS = 20
DAY = timedelta(days=1)


@pytest.fixture
def shop(store) -> Shopping:
    return Shopping(store)


def a_user() -> Shopper:
    return Shopper(user_id=a_user_id())


def put_coupon(store, **terms):
    with store.begin() as tx:
        return tx.coupon_catalogue.save(a_coupon(**terms))


def owner_of(shopper: Shopper) -> CartOwner:
    return CartOwner(user_id=shopper.user_id, guest=None if shopper.user_id else hash_of(shopper.guest_key or ""))


def sell(store, shopper: Shopper):
    """Close a cart for an order."""
    with store.begin() as tx:
        return tx.carts.save(converted(tx.carts.lock_active_of(owner_of(shopper)), NOW))


def reopen(store, cart) -> None:
    with store.begin() as tx:
        held, owner = tx.carts.lock(cart.id), tx.guest_keys.present_owner(cart.owner)
        for changed in reopened(held, owner=owner, newer=tx.carts.lock_active_of(owner), now=NOW):
            tx.carts.save(changed)


@pytest.mark.parametrize("who", ["user", "guest"])
def test_of_many_first_items_at_once_none_is_lost_and_one_cart_holds_them(shop, who):
    (mug,) = put_on_sale(shop.store, a_product())
    shopper = a_user() if who == "user" else shop.new_guest()
    views = all_at_once(RACERS, lambda _: shop.add(shopper, mug, 2))
    assert len({view.priced.cart.id for view in views}) == 1
    assert len({view.priced.cart.lines[0].id for view in views}) == 1
    assert shop.quantities(shopper) == {mug: 2 * RACERS}


def test_of_many_who_want_more_than_there_is_as_many_get_it_as_there_is(shop):
    (mug,) = put_on_sale(shop.store, a_product(), available=7)
    shopper = a_user()

    def add(_: int) -> str:
        try:
            shop.add(shopper, mug)
        except InsufficientStock as refusal:
            return str(refusal.details["available"])
        return "added"

    assert sorted(all_at_once(RACERS, add)) == ["7"] * 13 + ["added"] * 7
    assert shop.quantities(shopper) == {mug: 7}


def test_a_request_that_comes_again_adds_once(shop):
    (mug,) = put_on_sale(shop.store, a_product())
    shopper, request_id = a_user(), uuid7()
    first, *again = [shop.add(shopper, mug, 3, request_id) for _ in range(3)]
    assert {view.priced.cart for view in again} == {first.priced.cart}
    assert shop.quantities(shopper) == {mug: 3}


def test_a_request_that_was_refused_may_come_again(shop):
    (mug,) = put_on_sale(shop.store, a_product(), available=0)
    shopper, request_id = a_user(), uuid7()
    for _ in range(2):
        with pytest.raises(InsufficientStock):
            shop.add(shopper, mug, 1, request_id)


def test_a_guests_cart_goes_into_the_users_once_however_many_logins_run(shop):
    mug, cup, bowl = put_on_sale(shop.store, *[a_product() for _ in range(3)], available=5)
    guest, user = shop.new_guest(), a_user()
    for shopper, variant_id, quantity in ((guest, mug, 3), (guest, cup, 1), (user, mug, 4), (user, bowl, 2)):
        shop.add(shopper, variant_id, quantity)
    all_at_once(8, lambda _: shop.merging.merge_guest_into_user(guest.guest_key, user.user_id))
    assert shop.quantities(user) == {mug: 5, bowl: 2, cup: 1}


def test_a_guests_key_is_dead_after_the_login_even_where_there_was_nothing_to_take_along(shop):
    (mug,) = put_on_sale(shop.store, a_product())
    for put_in in (True, False):
        guest, user = shop.new_guest(), a_user()
        if put_in:
            shop.add(guest, mug)
        shop.merging.merge_guest_into_user(guest.guest_key, user.user_id)
        seen = shop.carts.show(guest)
        assert seen.new_key not in {None, guest.guest_key}
        assert seen.priced.cart.lines == ()
        added = shop.add(guest, mug)
        assert added.new_key not in {None, guest.guest_key}
        assert shop.quantities(user) == ({mug: 1} if put_in else {})


def test_a_login_with_a_made_up_key_changes_nothing(shop):
    user = a_user()
    shop.merging.merge_guest_into_user("x" * 48, user.user_id)
    with shop.store.read() as tx:
        assert tx.carts.active_of(owner_of(Shopper(guest_key="x" * 48))) is None


def test_coupons_come_along_at_a_login_if_they_are_still_valid(shop):
    (mug,) = put_on_sale(shop.store, a_product())
    put_coupon(shop.store, code="TEN")
    put_coupon(shop.store, code="GONE", ends_at=NOW + DAY)
    guest, user = shop.new_guest(), a_user()
    shop.add(guest, mug)
    for code in ("ten", "gone"):
        shop.carts.apply_coupon(guest, code, expected=None)
    shop.wait(DAY)
    shop.merging.merge_guest_into_user(guest.guest_key, user.user_id)
    merged = shop.carts.show(user).priced
    assert merged.cart.coupon_codes == ("TEN",)
    assert merged.totals.grand_total == eur(900)


def test_a_login_does_not_pretend_that_new_prices_were_shown(shop):
    product = a_product()
    (mug,) = put_on_sale(shop.store, product)
    guest, user = shop.new_guest(), a_user()
    shop.add(guest, mug)
    set_price(shop.store, product, 1_500)
    shop.merging.merge_guest_into_user(guest.guest_key, user.user_id)
    with shop.store.read() as tx:
        assert tx.carts.active_of(owner_of(user)).lines[0].shown_price == eur(1_000)


def test_a_cart_comes_back_with_what_it_held(shop):
    (mug,) = put_on_sale(shop.store, a_product())
    put_coupon(shop.store)
    user = a_user()
    shop.add(user, mug, 2)
    before = shop.carts.apply_coupon(user, "TEN", expected=None).priced
    sold = sell(shop.store, user)
    assert shop.quantities(user) == {}
    reopen(shop.store, sold)
    reopen(shop.store, sold)
    after = shop.carts.show(user).priced
    assert (after.cart.id, after.cart.lines, after.cart.coupon_codes) == (
        before.cart.id,
        before.cart.lines,
        before.cart.coupon_codes,
    )
    assert after.totals == before.totals


def test_a_cart_comes_back_into_one_that_was_begun_meanwhile(shop):
    mug, cup = put_on_sale(shop.store, a_product(), a_product())
    user = a_user()
    shop.add(user, mug, 2)
    sold = sell(shop.store, user)
    shop.add(user, mug, 1)
    newer = shop.add(user, cup, 1).priced.cart
    reopen(shop.store, sold)
    assert shop.quantities(user) == {mug: 3, cup: 1}
    with shop.store.read() as tx:
        assert tx.carts.get(sold.id).status is CartStatus.MERGED
        assert tx.carts.active_of(owner_of(user)).id == newer.id


def test_a_guests_cart_comes_back_to_the_user_that_the_guest_turned_out_to_be(shop):
    mug, cup = put_on_sale(shop.store, a_product(), a_product())
    for has_own in (True, False):
        guest, user = shop.new_guest(), a_user()
        shop.add(guest, mug, 2)
        sold = sell(shop.store, guest)
        shop.merging.merge_guest_into_user(guest.guest_key, user.user_id)
        if has_own:
            shop.add(user, cup)
        reopen(shop.store, sold)
        assert shop.quantities(user) == {mug: 2, **({cup: 1} if has_own else {})}


def test_adds_that_race_a_checkout_land_in_the_order_or_in_the_next_cart_never_nowhere(shop):
    (mug,) = put_on_sale(shop.store, a_product())
    user = a_user()
    shop.add(user, mug)

    def act(number: int) -> int:
        if number:
            shop.add(user, mug)
            return 0
        return sell(shop.store, user).lines[0].quantity

    ordered = sum(all_at_once(RACERS, act))
    assert ordered + shop.quantities(user).get(mug, 0) == RACERS


def test_of_two_who_change_the_same_version_one_is_told_that_it_is_stale(shop):
    (mug,) = put_on_sale(shop.store, a_product())
    user = a_user()
    version = shop.add(user, mug).priced.cart.version

    def note(number: int) -> str:
        try:
            shop.carts.change_details(user, CartDetails(note=str(number)), expected=version)
        except Stale:
            return "stale"
        return "changed"

    assert sorted(all_at_once(8, note)) == ["changed"] + ["stale"] * 7


def set_price(store, product, minor: int) -> None:
    with store.begin() as tx:
        if isinstance(store, MemoryStore):
            (variant,) = product.variants
            tx._state.products.put(product.id, replace(product, variants=(replace(variant, price=eur(minor)),)))
        else:
            from sqlalchemy import update

            from shop_adapters.sql.catalog.tables import variants

            tx._database.execute(update(variants).values(price_minor=minor))


def test_looking_writes_only_when_a_price_changed(shop):
    product = a_product()
    (mug,) = put_on_sale(shop.store, product)
    user = a_user()
    added = shop.add(user, mug).priced.cart
    assert shop.carts.show(user).priced.cart == added
    set_price(shop.store, product, 1_500)
    seen = shop.carts.show(user).priced
    assert (seen.cart.version, seen.cart.lines[0].shown_price) == (added.version + 1, eur(1_500))
    assert seen.cart.lines[0].snapshot.unit_price == eur(1_000)
    assert seen.totals.grand_total == eur(1_500)
    assert shop.carts.show(user).priced == seen


def test_looking_at_no_cart_writes_nothing(shop):
    for shopper in (a_user(), shop.new_guest(), Shopper()):
        view = shop.carts.show(shopper)
        assert (view.priced.cart.version, view.priced.cart.status, view.priced.cart.lines) == (0, CartStatus.ACTIVE, ())
    if isinstance(shop.store, MemoryStore):
        assert len(shop.store.state.carts) == 0


def test_tidying_gives_up_idle_carts_and_forgets_guests(shop):
    (mug,) = put_on_sale(shop.store, a_product())
    user, guest = a_user(), shop.new_guest()
    shop.add(user, mug)
    shop.add(guest, mug)
    assert shop.tidying.tidy().abandoned == 0
    shop.wait(31 * DAY)
    assert shop.tidying.tidy().abandoned == 2
    shop.wait(91 * DAY)
    assert shop.tidying.tidy().forgotten == 1
    seen = shop.carts.show(guest)
    assert (shop.quantities(user), seen.priced.cart.lines) == ({}, ())
    assert seen.new_key is not None


@pytest.mark.postgres
def test_the_statements_of_a_cart_do_not_grow_with_its_lines(postgres_url):
    from shop_adapters.sql.engine import make_engines
    from shop_adapters.sql.store import SqlStore
    from tests.counting import counted

    store = SqlStore(make_engines(postgres_url, pool_size=2, durable=False))
    shop, user = Shopping(store), a_user()
    put_coupon(store)
    ids = put_on_sale(store, *[a_product() for _ in range(60)])
    for variant_id in ids[:58]:
        shop.add(user, variant_id)
    with counted(store) as add:
        shop.add(user, ids[58])
    with counted(store) as look:
        shop.carts.show(user)
    with counted(store) as change:
        shop.set(user, ids[0], 5)
    with counted(store) as first:
        shop.add(a_user(), ids[0])
    shop.carts.apply_coupon(user, "TEN", expected=None)
    with counted(store) as with_coupon:
        shop.carts.show(user)
    store.close()
    assert [len(c) for c in (add, look, change, first, with_coupon)] == [3, 2, 2 + 3, 3, 3]
