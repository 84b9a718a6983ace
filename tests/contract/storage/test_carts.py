"""What every storage promises about carts."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.cart.errors import CartNotFound, GuestKeyRetired
from shop_domain.cart.model import Cart, CartOwner, CartStatus
from shop_domain.kernel.errors import ConcurrentUpdate, StorageBusy
from tests.builders import NOW, a_cart, a_guest_owner, a_line, a_user_id, a_user_owner
from tests.contract.racing import all_at_once

RACERS = 20
HOUR = timedelta(hours=1)


def save(store, cart: Cart) -> Cart:
    with store.begin() as tx:
        return tx.carts.save(cart)


def active_of(store, owner: CartOwner) -> Any:
    with store.read() as tx:
        return tx.carts.get_active(owner)


@pytest.mark.parametrize("owner", [a_user_owner(), a_guest_owner()], ids=["user", "guest"])
def test_a_cart_comes_back_as_it_was_saved(store, owner):
    cart = a_cart(
        a_line(quantity=3),
        a_line(),
        owner=owner,
        coupon_codes=("TEN", "FIVE"),
        email="anna@example.com",
        note="Ring twice ☎",
        shipping_address={"city": "Málaga"},
        billing_address={"city": "Köln"},
    )
    saved = save(store, cart)
    assert saved == replace(cart, version=1)
    assert active_of(store, owner) == saved
    with store.begin() as tx:
        assert tx.carts.lock_active(owner) == tx.carts.lock(cart.id) == tx.carts.get(cart.id) == saved


def test_a_change_replaces_the_whole_cart(store):
    cart = save(store, a_cart(a_line(), note="Old"))
    changed = save(store, replace(cart, lines=(), note=None, updated_at=NOW + HOUR))
    assert (
        active_of(store, cart.owner) == changed == replace(cart, lines=(), note=None, updated_at=NOW + HOUR, version=2)
    )


def test_a_cart_that_moved_on_is_not_overwritten(store):
    cart = save(store, a_cart())
    newer = save(store, replace(cart, note="First"))
    with pytest.raises(ConcurrentUpdate):
        save(store, replace(cart, note="Second"))
    assert active_of(store, cart.owner) == newer


def test_an_unknown_cart_is_not_found(store):
    with store.begin() as tx:
        assert tx.carts.get_active(a_user_owner()) is None
        with pytest.raises(CartNotFound):
            tx.carts.get(uuid7())
        with pytest.raises(CartNotFound):
            tx.carts.lock(uuid7())


@pytest.mark.parametrize("owner", [a_user_owner(), a_guest_owner()], ids=["user", "guest"])
def test_an_owner_has_one_active_cart(store, owner):
    first = save(store, a_cart(owner=owner))
    with pytest.raises(StorageBusy):
        save(store, a_cart(owner=owner))
    assert active_of(store, owner) == first


def test_a_finished_cart_makes_room_for_the_next_and_can_only_come_back_when_that_is_gone(store):
    first = save(store, a_cart())
    sold = save(store, replace(first, status=CartStatus.CONVERTED))
    assert active_of(store, first.owner) is None
    second = save(store, a_cart(owner=first.owner))
    with pytest.raises(StorageBusy):
        save(store, replace(sold, status=CartStatus.ACTIVE))
    save(store, replace(second, status=CartStatus.MERGED))
    back = save(store, replace(sold, status=CartStatus.ACTIVE))
    assert active_of(store, first.owner) == back


def test_a_retired_guest_key_opens_nothing_and_can_not_get_a_cart_again(store):
    guest, merged_into_user_id = a_guest_owner(), a_user_id()
    save(store, a_cart(owner=guest, status=CartStatus.MERGED, merged_into_user_id=merged_into_user_id))
    with store.begin() as tx, pytest.raises(GuestKeyRetired) as refusal:
        tx.carts.lock_active(guest)
    assert refusal.value.merged_into_user_id == merged_into_user_id
    with pytest.raises(StorageBusy):
        save(store, a_cart(owner=guest))


def test_what_a_guest_had_belongs_to_the_user_who_took_it_over(store):
    guest, user, merged_into_user_id = a_guest_owner(), a_user_owner(), a_user_id()
    with store.begin() as tx:
        assert (tx.guest_keys.current_owner(guest), tx.guest_keys.current_owner(user)) == (guest, user)
        tx.carts.save(a_cart(owner=guest, status=CartStatus.MERGED, merged_into_user_id=merged_into_user_id))
        assert tx.guest_keys.current_owner(guest) == CartOwner(user_id=merged_into_user_id)


def test_a_cart_can_change_hands(store):
    cart = save(store, a_cart(owner=a_guest_owner(), status=CartStatus.CONVERTED))
    user = a_user_owner()
    taken = save(store, replace(cart, owner=user, status=CartStatus.ACTIVE))
    assert active_of(store, user) == taken
    assert active_of(store, cart.owner) is None


def test_nothing_survives_a_failed_transaction(store):
    kept = save(store, a_cart(note="Kept"))

    def fail_half_way() -> None:
        with store.begin() as tx:
            tx.carts.save(replace(kept, status=CartStatus.CONVERTED))
            tx.carts.save(a_cart(owner=kept.owner))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert active_of(store, kept.owner) == kept


def test_of_many_who_open_the_first_cart_at_once_one_does_and_the_others_find_it(store):
    owner = a_user_owner()

    def open_cart(_: int) -> bool:
        try:
            save(store, a_cart(owner=owner))
        except StorageBusy:
            return active_of(store, owner) is not None
        return True

    assert all_at_once(RACERS, open_cart) == [True] * RACERS


def test_whoever_holds_a_cart_changes_it_alone(store):
    cart = save(store, a_cart(a_line(quantity=0)))

    def add_one(_: int) -> None:
        with store.begin() as tx:
            held = tx.carts.lock_active(cart.owner)
            line = replace(held.lines[0], quantity=held.lines[0].quantity + 1)
            tx.carts.save(replace(held, lines=(line,)))

    all_at_once(RACERS, add_one)
    assert active_of(store, cart.owner).lines[0].quantity == RACERS


def test_idle_carts_with_something_in_them_are_abandoned_the_oldest_first(store):
    old, older, fresh = (save(store, a_cart(a_line(), updated_at=NOW - HOUR * age)) for age in (5, 6, 1))
    empty = save(store, a_cart(updated_at=NOW - HOUR * 9))
    with store.begin() as tx:
        assert tx.cart_cleanup.abandon(NOW - HOUR * 2, NOW, limit=1) == 1
        assert tx.carts.get(older.id).status is CartStatus.ABANDONED
        assert tx.cart_cleanup.abandon(NOW - HOUR * 2, NOW, limit=10) == 1
        assert tx.cart_cleanup.abandon(NOW - HOUR * 2, NOW, limit=10) == 0
        states = [tx.carts.get(cart.id).status for cart in (old, fresh, empty)]
    assert states == [CartStatus.ABANDONED, CartStatus.ACTIVE, CartStatus.ACTIVE]


def test_guests_carts_and_empty_ones_are_forgotten_unless_an_order_came_from_them(store):
    long_ago = {"updated_at": NOW - HOUR * 9}
    gone = [
        save(store, a_cart(a_line(), owner=a_guest_owner(), **long_ago)),
        save(
            store, a_cart(owner=a_guest_owner(), status=CartStatus.MERGED, merged_into_user_id=a_user_id(), **long_ago)
        ),
        save(store, a_cart(**long_ago)),
    ]
    kept = [
        save(store, a_cart(a_line(), owner=a_guest_owner(), status=CartStatus.CONVERTED, **long_ago)),
        save(store, a_cart(a_line(), **long_ago)),
        save(store, a_cart(a_line(), owner=a_guest_owner(), updated_at=NOW)),
    ]
    with store.begin() as tx:
        assert tx.cart_cleanup.purge(NOW - HOUR, limit=2) == 2
        assert tx.cart_cleanup.purge(NOW - HOUR, limit=9) == 1
        assert [tx.carts.get(cart.id) for cart in kept] == kept
        for cart in gone:
            with pytest.raises(CartNotFound):
                tx.carts.get(cart.id)
