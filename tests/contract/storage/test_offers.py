"""What every storage tells carts of the catalogue and the stock."""

import pytest
from uuid_utils.compat import uuid7

from shop_adapters.memory.store import MemoryStore
from shop_domain.cart.model import Offer
from shop_domain.catalog.model import VariantId
from shop_domain.kernel.money import Money
from tests.builders import a_picture, a_product, put_category, put_on_sale


def offers(store, *variant_ids) -> dict[VariantId, Offer]:
    with store.read() as tx:
        return dict(tx.offers.of(variant_ids))


def test_an_offer_says_what_the_catalogue_and_the_stock_say(store):
    outer = put_category(store)
    inner = put_category(store, parent_id=outer)
    side, front = a_picture("/side.png"), a_picture("/front.png", is_primary=True)
    product = a_product(name="Tasse", price=Money(1_500, "JPY"), category_ids=(inner,), images=(side, front))
    put_on_sale(store, product, available=7)
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
        on_sale_now=True,
        available=7,
    )


def test_unknown_variants_are_left_out_and_asking_for_none_finds_none(store):
    (known,) = put_on_sale(store, a_product())
    assert set(offers(store, known, uuid7())) == {known}
    assert offers(store) == {}


@pytest.mark.parametrize("off", [{"is_active": False}, {"variant_active": False}], ids=["product", "variant"])
def test_what_was_taken_off_sale_says_so(store, off):
    (variant_id,) = put_on_sale(store, a_product(**off))
    assert not offers(store, variant_id)[variant_id].on_sale_now


def test_stock_that_is_not_counted_has_no_limit(store):
    (variant_id,) = put_on_sale(store, a_product(), available=None)
    assert offers(store, variant_id)[variant_id].available is None


def test_two_hundred_offers_take_one_statement(store):
    if isinstance(store, MemoryStore):
        return
    ids = put_on_sale(store, *[a_product() for _ in range(200)])
    with store.read() as tx:
        counted = []
        execute = tx._database.execute
        tx._database.execute = lambda *given: counted.append(given) or execute(*given)
        assert len(tx.offers.of(ids)) == 200
    assert len(counted) == 1
