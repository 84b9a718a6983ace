"""Whether a product is in stock follows its variants, whatever happens to them at once."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.inventory.errors import OutOfStock
from shop_domain.inventory.model import MovementId, Reservation, ReservationEnd, StockLevel
from tests.catalog_driver import START, CatalogDriver, a_draft, a_variant
from tests.contract.racing import all_at_once

SIZES = ("S", "M", "L")


@pytest.fixture
def merchant(store) -> CatalogDriver:
    return CatalogDriver(store)


def a_shirt(*sizes: str, price: int = 1_000):
    return a_draft("shirt", variants=tuple(a_variant(price, {"Size": size}) for size in sizes))


def a_reservation(variant_id) -> Reservation:
    return Reservation(
        variant_id=variant_id,
        quantity=1,
        opening_movement_id=MovementId(uuid7()),
        closing_movement_id=MovementId(uuid7()),
    )


def reserve(merchant: CatalogDriver, variant_id, order_id=None) -> None:
    with merchant.store.begin() as tx:
        tx.stock.reserve(order_id or uuid7(), [a_reservation(variant_id)], START)


def _reserve_one_after_the_other(merchant: CatalogDriver, promises: list[Reservation]) -> None:
    with merchant.store.begin() as tx:
        for promise in promises:
            tx.stock.reserve(uuid7(), [promise], START)


def is_consistent(merchant: CatalogDriver) -> bool:
    """Compare what lists, filters and the page say with the variants themselves."""
    shown = merchant.catalog.product("shirt")
    truth = any(variant.in_stock for variant in shown.variants)
    (card,) = merchant.page().items
    return [shown.in_stock, card.in_stock, merchant.page(in_stock=True).count == 1] == [truth] * 3


def test_a_product_is_out_of_stock_with_its_last_variant_and_back_with_the_first(merchant):
    (shirt,) = merchant.put_up_for_sale(a_shirt("S", "M"), on_hand=1)
    small, medium = (variant.id for variant in shirt.variants)
    order = uuid7()
    reserve(merchant, small, order)
    assert merchant.page(in_stock=True).count == 1
    reserve(merchant, medium)
    assert merchant.page(in_stock=True).count == 0
    with merchant.store.begin() as tx:
        assert tx.stock.end_reservations(order, ReservationEnd.RELEASED, START)
    assert merchant.page(in_stock=True).count == 1
    assert is_consistent(merchant)


def test_a_failed_transaction_leaves_it_as_it_was(merchant):
    (shirt,) = merchant.put_up_for_sale(a_shirt("S"), on_hand=1)
    twice = [a_reservation(shirt.variants[0].id) for _ in range(2)]
    with pytest.raises(OutOfStock):
        _reserve_one_after_the_other(merchant, twice)
    assert merchant.page(in_stock=True).count == 1
    assert is_consistent(merchant)


@pytest.mark.parametrize("trial", range(8))
def test_variants_that_are_sold_out_at_the_same_moment_do_not_hide_each_other(merchant, trial):
    (shirt,) = merchant.put_up_for_sale(a_shirt(*SIZES), on_hand=1)
    all_at_once(3, lambda n: reserve(merchant, shirt.variants[(n + trial) % 3].id))
    assert not merchant.catalog.product("shirt").in_stock
    assert is_consistent(merchant)


def test_a_variant_that_is_given_up_while_it_sells_out_is_not_counted(merchant):
    (shirt,) = merchant.put_up_for_sale(a_shirt(*SIZES), on_hand=1)
    first, second, last = shirt.variants
    with ThreadPoolExecutor(1) as pool:
        with merchant.store.begin() as tx:
            given_up = replace(last, is_active=False)
            tx.products.save(replace(tx.products.by_slug("shirt"), variants=(first, second, given_up)))
            sale = pool.submit(reserve, merchant, last.id)
            time.sleep(0.3)  # let the sale reach the product's row, which is held here
        sale.result()
    for variant in (first, second):
        assert merchant.page(in_stock=True).count == 1
        reserve(merchant, variant.id)
    assert merchant.page(in_stock=True).count == 0
    assert is_consistent(merchant)


@pytest.mark.parametrize("seed", range(6))
def test_no_sequence_of_moves_leaves_it_wrong(merchant, seed):
    chance = random.Random(seed)
    (shirt,) = merchant.put_up_for_sale(a_shirt(*SIZES), on_hand=chance.randint(0, 2))
    orders = []
    for _ in range(25):
        variant = chance.choice(shirt.variants)
        _move(merchant, variant.id, orders, chance)
        assert is_consistent(merchant)


def _move(merchant: CatalogDriver, variant_id, orders, chance: random.Random) -> None:
    match chance.randrange(6):
        case 0 | 1:
            order = uuid7()
            try:
                reserve(merchant, variant_id, order)
            except OutOfStock:
                return
            orders.append(order)
        case 2:
            if orders:
                how = chance.choice([ReservationEnd.RELEASED, ReservationEnd.CONSUMED])
                with merchant.store.begin() as tx:
                    tx.stock.end_reservations(orders.pop(chance.randrange(len(orders))), how, START)
        case 3:
            merchant.stock.receive(variant_id, 1, "more")
        case 4:
            level = merchant.stock.level(variant_id)
            merchant.stock.upsert_level(
                StockLevel(
                    variant_id=variant_id,
                    on_hand=level.on_hand,
                    reserved=level.reserved,
                    tracked=chance.random() < 0.8,
                    backorder=chance.random() < 0.2 or level.available < 0,
                )
            )
        case _:
            sizes = chance.sample(SIZES, chance.randint(1, 3))
            merchant.upsert(a_shirt(*sizes, price=chance.randint(1, 9_999)))
