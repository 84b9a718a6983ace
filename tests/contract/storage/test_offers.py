"""What every storage tells carts of the catalogue and the stock."""

import pytest
from uuid_utils.compat import uuid7

from shop_adapters.memory.store import MemoryStore
from shop_domain.cart.model import Offer
from shop_domain.catalog.model import VariantId
from shop_domain.kernel.money import Money
from tests.builders import a_picture, a_product, create_category, create_products


def offers(store, *variant_ids) -> dict[VariantId, Offer]:
    with store.read() as tx:
        return dict(tx.offers.for_variants(variant_ids))


def test_an_offer_says_what_the_catalogue_and_the_stock_say(store):
    outer = create_category(store)
    inner = create_category(store, parent_id=outer)
    side, front = a_picture("/side.png"), a_picture("/front.png", is_primary=True)
    product = a_product(name="Tasse", price=Money(1_500, "JPY"), category_ids=(inner,), images=(side, front))
    create_products(store, product, available=7)
    variant = product.variants[0]
    found = offers(store, variant.id)[variant.id]
    assert found == Offer(
        variant_id=variant.id,
        product_id=product.id,
        category_ids=frozenset({inner, outer}),
        sku=variant.sku,
        name="Tasse",
        color=None,
        size=None,
        image="/front.png",
        price=Money(1_500, "JPY"),
        weight_grams=0,
        is_for_sale=True,
        available=7,
    )


def test_unknown_variants_are_left_out_and_asking_for_none_finds_none(store):
    (known,) = create_products(store, a_product())
    assert set(offers(store, known, uuid7())) == {known}
    assert offers(store) == {}


@pytest.mark.parametrize("off", [{"is_active": False}, {"variant_active": False}], ids=["product", "variant"])
def test_what_was_taken_off_sale_says_so(store, off):
    (variant_id,) = create_products(store, a_product(**off))
    assert not offers(store, variant_id)[variant_id].is_for_sale


def test_stock_that_is_not_counted_has_no_limit(store):
    (variant_id,) = create_products(store, a_product(), available=None)
    assert offers(store, variant_id)[variant_id].available is None


def test_two_hundred_offers_take_one_statement(store):
    if isinstance(store, MemoryStore):
        return
    ids = create_products(store, *[a_product() for _ in range(200)])
    with store.read() as tx:
        counted = []
        execute = tx.source.execute
        tx.source.execute = lambda *given: counted.append(given) or execute(*given)
        assert len(tx.offers.for_variants(ids)) == 200
    assert len(counted) == 1
