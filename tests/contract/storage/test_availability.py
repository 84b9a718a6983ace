"""Whoever asks what can be sold, in whatever storage, gets the answer of inventory/availability.py."""

import pytest
from uuid_utils.compat import uuid7

from shop_domain.inventory.availability import can_sell
from shop_domain.inventory.errors import OutOfStock
from shop_domain.inventory.model import MovementId, MovementKind, Shortage, StockMovement
from shop_domain.inventory.reservation import reservations_for
from tests.availability_cases import AVAILABILITY_CASES
from tests.builders import NOW
from tests.catalog_driver import CatalogDriver, a_draft


class RolledBackError(Exception):
    """Raised by a test so that what it did leaves no trace."""


def a_variant_at(merchant: CatalogDriver, level):
    """Put a product on sale whose one variant has this level of stock."""
    (put,) = merchant.upsert(a_draft("mug"))
    variant_id = put.product.variants[0].id
    if level is not None:
        merchant.set_stock(put.product, level.on_hand, tracked=level.tracked, backorder=level.backorder)
        with merchant.store.begin() as tx:
            tx.stock.reserve(
                uuid7(), reservations_for({variant_id: level.reserved} if level.reserved else {}, uuid7), NOW
            )
    return variant_id


def done_and_undone(store, change):
    """Give what a change answers, or how it was refused."""

    def undo(answer):
        raise RolledBackError(answer)

    with pytest.raises((RolledBackError, OutOfStock)) as ended, store.begin() as tx:
        undo(change(tx))
    return ended.value.args[0] if isinstance(ended.value, RolledBackError) else ended.value.shortages


def reserved(store, variant_id, quantity):
    wanted = reservations_for({variant_id: quantity}, uuid7)
    return done_and_undone(store, lambda tx: tx.stock.reserve(uuid7(), wanted, NOW))


def taken_away(store, variant_id, quantity):
    movement = StockMovement(
        id=MovementId(uuid7()),
        variant_id=variant_id,
        kind=MovementKind.ADJUSTMENT,
        on_hand_change=-quantity,
        reserved_change=0,
        reason="broken",
        happened_at=NOW,
    )
    return done_and_undone(store, lambda tx: tx.stock.apply(movement))


@pytest.mark.parametrize(("level", "units"), AVAILABILITY_CASES)
def test_every_answer_is_that_of_the_decision(store, level, units):
    merchant = CatalogDriver(store)
    variant_id = a_variant_at(merchant, level)

    with store.read() as tx:
        assert tx.offers.for_variants([variant_id])[variant_id].available == units
    (shown,) = merchant.catalog.product("mug").variants
    assert (shown.available, shown.in_stock) == (units, can_sell(level, 1))
    (listed,) = merchant.page().items
    assert listed.in_stock == can_sell(level, 1)
    assert merchant.page(in_stock=True).count == can_sell(level, 1)

    for quantity in range(1, 5):
        shortage = None if can_sell(level, quantity) else (Shortage(variant_id=variant_id, available=units),)
        assert reserved(store, variant_id, quantity) == shortage
        assert (taken_away(store, variant_id, quantity) is not None) == can_sell(level, quantity)
