"""Stock: never sold twice, never lost, and the ledger sums to the level."""

import pytest
from uuid_utils.compat import uuid7

from shop_domain.inventory.errors import OutOfStock
from shop_domain.inventory.model import MovementId, MovementKind, ReservationEnd, Shortage, StockLevel, StockMovement
from shop_domain.inventory.reservation import reservations_for
from shop_domain.kernel.paging import PageRequest
from tests.builders import NOW, a_product, create_products
from tests.contract.racing import all_at_once


def level(store, variant_id) -> StockLevel:
    with store.read() as tx:
        return tx.stock.level(variant_id)


def reserve(store, order_id, wanted) -> None:
    with store.begin() as tx:
        tx.stock.reserve(order_id, reservations_for(wanted, uuid7), NOW)


def end(store, order_id, how) -> bool:
    with store.begin() as tx:
        return tx.stock.end_reservations(order_id, how, NOW)


def change(store, variant_id, quantity, kind=MovementKind.ADJUSTMENT) -> StockLevel | None:
    with store.begin() as tx:
        return tx.stock.apply(
            StockMovement(
                id=MovementId(uuid7()),
                variant_id=variant_id,
                kind=kind,
                on_hand_change=quantity,
                reserved_change=0,
                reason="counted",
                happened_at=NOW,
            )
        )


def ledger(store, variant_id, size=100):
    with store.read() as tx:
        return tx.stock_ledger.movements(variant_id, PageRequest(size=size))


def test_a_reservation_holds_the_goods_and_its_consumption_takes_them(store):
    (mug,) = create_products(store, a_product(), available=5)
    order_id = uuid7()

    reserve(store, order_id, {mug: 3})
    assert (level(store, mug).on_hand, level(store, mug).reserved) == (5, 3)

    assert end(store, order_id, ReservationEnd.CONSUMED)
    assert (level(store, mug).on_hand, level(store, mug).reserved) == (2, 0)


@pytest.mark.parametrize("how", [ReservationEnd.RELEASED, ReservationEnd.EXPIRED])
def test_a_reservation_that_is_released_or_expires_frees_the_goods(store, how):
    (mug,) = create_products(store, a_product(), available=5)
    order_id = uuid7()
    reserve(store, order_id, {mug: 3})

    assert end(store, order_id, how)

    assert (level(store, mug).on_hand, level(store, mug).reserved) == (5, 0)


def test_a_reservation_ends_once(store):
    (mug,) = create_products(store, a_product(), available=5)
    order_id = uuid7()
    reserve(store, order_id, {mug: 3})
    end(store, order_id, ReservationEnd.RELEASED)

    assert not end(store, order_id, ReservationEnd.CONSUMED)

    assert (level(store, mug).on_hand, level(store, mug).reserved) == (5, 0)


def test_all_or_nothing_is_reserved_and_what_lacks_is_named(store):
    mug, plate = create_products(store, a_product(), available=5) + create_products(store, a_product(), available=1)

    with pytest.raises(OutOfStock) as refusal:
        reserve(store, uuid7(), {mug: 2, plate: 2})

    assert refusal.value.shortages == (Shortage(variant_id=plate, available=1),)
    assert level(store, mug).reserved == 0


def test_what_is_not_tracked_is_always_available(store):
    (gift_card,) = create_products(store, a_product(), available=None)

    reserve(store, uuid7(), {gift_card: 500})

    assert level(store, gift_card).reserved == 500


def test_one_unit_among_twenty_buyers_is_sold_once(store):
    (mug,) = create_products(store, a_product(), available=1)

    def buy(_number: int) -> bool:
        try:
            reserve(store, uuid7(), {mug: 1})
        except OutOfStock:
            return False
        return True

    assert sum(all_at_once(20, buy)) == 1
    assert level(store, mug).available == 0


def test_buyers_of_the_same_two_things_in_opposite_order_do_not_block_each_other(store):
    mug, plate = create_products(store, a_product(), available=100) + create_products(store, a_product(), available=100)

    def buy(number: int) -> None:
        wanted = {mug: 1, plate: 1} if number % 2 else {plate: 1, mug: 1}
        for _ in range(3):
            order_id = uuid7()
            reserve(store, order_id, wanted)
            end(store, order_id, ReservationEnd.CONSUMED)

    all_at_once(20, buy)

    assert (level(store, mug).on_hand, level(store, plate).on_hand) == (40, 40)


def test_twenty_endings_of_one_reservation_count_once(store):
    (mug,) = create_products(store, a_product(), available=5)
    order_id = uuid7()
    reserve(store, order_id, {mug: 2})

    endings = all_at_once(20, lambda n: end(store, order_id, list(ReservationEnd)[n % 3]))

    assert sum(endings) == 1
    assert level(store, mug).reserved == 0


def test_a_correction_can_take_no_more_than_is_free(store):
    (mug,) = create_products(store, a_product(), available=5)
    reserve(store, uuid7(), {mug: 3})

    assert change(store, mug, -3) is None
    assert change(store, mug, -2) == StockLevel(variant_id=mug, on_hand=3, reserved=3)


def test_corrections_and_sales_at_once_lose_no_unit(store):
    (mug,) = create_products(store, a_product(), available=100)

    def act(number: int) -> int:
        if number % 2:
            change(store, mug, 2)
            return 2
        order_id = uuid7()
        reserve(store, order_id, {mug: 1})
        end(store, order_id, ReservationEnd.CONSUMED)
        return -1

    moved = sum(all_at_once(20, act))

    assert level(store, mug).on_hand == 100 + moved


def test_the_ledger_sums_to_the_level(store):
    (mug,) = create_products(store, a_product(), available=0)
    change(store, mug, 10, MovementKind.RECEIPT)
    sold, released = uuid7(), uuid7()
    reserve(store, sold, {mug: 3})
    reserve(store, released, {mug: 2})
    end(store, sold, ReservationEnd.CONSUMED)
    end(store, released, ReservationEnd.RELEASED)
    change(store, mug, -1)

    moves = ledger(store, mug).items

    assert [m.kind.value for m in moves] == [
        "ADJUSTMENT",
        "RELEASE",
        "SALE",
        "RESERVATION",
        "RESERVATION",
        "RECEIPT",
    ]
    now = level(store, mug)
    assert sum(m.on_hand_change for m in moves) == now.on_hand == 6
    assert sum(m.reserved_change for m in moves) == now.reserved == 0


def test_the_ledger_is_walked_without_gaps(store):
    (mug,) = create_products(store, a_product(), available=0)
    for quantity in range(1, 8):
        change(store, mug, quantity, MovementKind.RECEIPT)

    first = ledger(store, mug, size=3)
    with store.read() as tx:
        second = tx.stock_ledger.movements(mug, PageRequest(size=3, cursor=first.next))
        back = tx.stock_ledger.movements(mug, PageRequest(size=3, cursor=second.previous))

    assert [m.on_hand_change for m in (*first.items, *second.items)] == [7, 6, 5, 4, 3, 2]
    assert (first.count, back.items) == (7, first.items)


def test_stock_is_kept_from_its_first_mention_and_only_its_limits_change_later(store):
    (mug,) = create_products(store, a_product(), available=4)

    def keep(**given) -> bool:
        with store.begin() as tx:
            return tx.stock.upsert(StockLevel(variant_id=mug, on_hand=9, reserved=0, **given))

    assert not keep()
    assert keep(backorder=True)
    assert level(store, mug) == StockLevel(variant_id=mug, on_hand=4, reserved=0, backorder=True)
