"""What the catalogue promises, on every storage."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from shop_domain.catalog.drafts import UpsertOutcome
from shop_domain.catalog.errors import CategoryTooDeep, ProductNotFound, SkuTaken
from shop_domain.catalog.model import Seo
from shop_domain.catalog.product_query import ProductFilter
from shop_domain.kernel.errors import ConcurrentUpdate
from tests.catalog_driver import CatalogDriver, a_draft, a_picture, a_variant, eur, slugs


@pytest.fixture
def merchant(store) -> CatalogDriver:
    return CatalogDriver(store)


FULL = a_draft(
    "linen-shirt",
    name="Linen shirt",
    description="<p>Cool in <b>summer</b>.</p><script>alert(1)</script>",
    variants=(
        a_variant(
            4_000, {"Size": "Small", "Colour": "Sea blue"}, sku="LS-S", barcode="4006381333931", weight_grams=200
        ),
        a_variant(4_500, {"Size": "Large", "Colour": "Sea blue"}, sku="LS-L", compare_at=eur(5_500)),
    ),
    images=(a_picture("/media/a.webp"), a_picture("/media/b.webp")),
    categories=(("Clothes", "Shirts"),),
    tags=("Summer", "Linen"),
    attributes={"Material": "Linen"},
    seo=Seo(title="Linen shirt", description="A shirt"),
    metadata={"vendor": "Weaver & Sons"},
)


class TestAProduct:
    def test_is_shown_as_it_was_put_in_by_slug_and_by_id(self, merchant):
        (product,) = merchant.put_up_for_sale(FULL, on_hand=3)
        shown = merchant.catalog.product("linen-shirt")
        assert shown == merchant.catalog.product(str(product.id)) == merchant.catalog.product(product.id.hex.upper())
        assert shown.description == "<p>Cool in <b>summer</b>.</p>"
        assert (shown.summary.price, shown.summary.max_price, shown.summary.on_sale) == (eur(4_000), eur(4_500), True)
        assert shown.summary.short_description == "Cool in summer."
        assert [label.name for label in shown.summary.categories] == ["Shirts"]
        assert [label.slug for label in shown.summary.tags] == ["linen", "summer"]
        assert shown.summary.options == {"Size": ("Small", "Large"), "Colour": ("Sea blue",)}
        assert [image.url for image in shown.images] == ["/media/a.webp", "/media/b.webp"]
        assert shown.summary.image == shown.images[0]
        assert (shown.attributes, shown.metadata) == ({"Material": "Linen"}, {"vendor": "Weaver & Sons"})
        assert shown.seo == Seo(title="Linen shirt", description="A shirt")

    def test_shows_its_variants_with_what_can_be_bought(self, merchant):
        (product,) = merchant.upsert(FULL)
        small, large = product.product.variants
        merchant.set_stock(msgspec.structs.replace(product.product, variants=(small,)), 3)
        merchant.set_stock(msgspec.structs.replace(product.product, variants=(large,)), 0, tracked=False)
        shown = merchant.catalog.product("linen-shirt").variants
        assert [(v.sku, v.color, v.size, v.in_stock, v.available) for v in shown] == [
            ("LS-S", "Sea blue", "Small", True, 3),
            ("LS-L", "Sea blue", "Large", True, None),
        ]
        assert (shown[0].barcode, shown[0].weight_grams, shown[0].compare_at) == ("4006381333931", 200, None)
        assert (shown[1].price, shown[1].compare_at) == (eur(4_500), eur(5_500))

    def test_that_is_put_in_twice_changes_nothing_the_second_time(self, merchant):
        (first,) = merchant.upsert(FULL)
        before = merchant.catalog.catalog_state(), merchant.catalog.product_state("linen-shirt")
        (second,) = merchant.upsert(FULL)
        assert (first.outcome, second.outcome) == (UpsertOutcome.CREATED, UpsertOutcome.UNCHANGED)
        assert second.product == first.product
        assert (merchant.catalog.catalog_state(), merchant.catalog.product_state("linen-shirt")) == before

    def test_keeps_its_id_and_its_variants_ids_when_it_changes(self, merchant):
        (first,) = merchant.upsert(FULL)
        renamed = msgspec.structs.replace(FULL, name="Linen summer shirt", variants=FULL.variants[1:], tags=("Linen",))
        (second,) = merchant.upsert(renamed)
        assert second.outcome is UpsertOutcome.CHANGED
        assert second.product.id == first.product.id
        assert [v.id for v in second.product.variants if v.is_active] == [first.product.variants[1].id]
        shown = merchant.catalog.product("linen-shirt")
        assert (shown.summary.name, [v.sku for v in shown.variants]) == ("Linen summer shirt", ["LS-L"])
        assert shown.summary.created_at == first.product.created_at < shown.summary.updated_at
        assert merchant.upsert(renamed)[0].outcome is UpsertOutcome.UNCHANGED
        assert merchant.upsert(FULL)[0].outcome is UpsertOutcome.CHANGED
        assert [v.id for v in merchant.upsert(FULL)[0].product.variants] == [v.id for v in first.product.variants]

    def test_that_was_taken_off_sale_is_not_there(self, merchant):
        (product,) = merchant.put_up_for_sale(a_draft(is_active=False))
        for key in ("mug", str(product.id), "another"):
            with pytest.raises(ProductNotFound):
                merchant.catalog.product(key)
            with pytest.raises(ProductNotFound):
                merchant.catalog.product_state(key)
        assert merchant.page().items == ()

    def test_whose_slug_looks_like_an_id_is_found_by_it(self, merchant):
        slug = "01234567-89ab-7cde-8f01-23456789abcd"
        merchant.upsert(a_draft(slug))
        assert merchant.catalog.product(slug).summary.slug == slug

    def test_can_not_take_another_products_sku(self, merchant):
        merchant.upsert(a_draft("mug", variants=(a_variant(sku="M-1"),)))
        with pytest.raises(SkuTaken):
            merchant.upsert(a_draft("cup", variants=(a_variant(sku="M-1"),)))
        assert merchant.names() == ["mug"]

    def test_that_moved_on_is_not_overwritten(self, merchant, store):
        (put,) = merchant.upsert(a_draft())
        merchant.upsert(a_draft(price=2_000))
        with pytest.raises(ConcurrentUpdate), store.begin() as tx:
            tx.products.save(put.product)
        assert merchant.catalog.product("mug").summary.price == eur(2_000)

    def test_that_many_put_in_at_once_is_there_once(self, merchant):
        drafts = [a_draft("mug", tags=("a", "b"), categories=(("Kitchen", "Mugs"),), price=n) for n in range(1, 9)]
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda draft: merchant.importer.upsert_product(draft).product.id, drafts))
        assert len(set(done)) == 1
        assert merchant.page().count == 1
        (kitchen,) = merchant.catalog.taxonomy().categories
        assert [shelf.category.slug for shelf in kitchen.children] == ["mugs"]

    def test_can_not_stand_too_deep(self, merchant):
        with pytest.raises(CategoryTooDeep):
            merchant.upsert(a_draft(categories=(tuple(f"Level {n}" for n in range(40)),)))
        assert merchant.catalog.taxonomy().categories == ()


class TestItsState:
    def test_changes_with_its_stock_and_its_words(self, merchant):
        (product,) = merchant.put_up_for_sale(a_draft(tags=("Blue",)), on_hand=2)
        states = [merchant.catalog.product_state("mug")]
        for change in (
            lambda: merchant.stock.receive(product.variants[0].id, 1, "more"),
            lambda: merchant.upsert(a_draft(price=1_200)),
        ):
            change()
            states.append(merchant.catalog.product_state("mug"))
        assert len(set(states)) == 3
        assert merchant.catalog.product("mug").state == states[-1]

    def test_of_one_product_is_no_matter_of_another(self, merchant):
        merchant.put_up_for_sale(a_draft("mug"), a_draft("cup"))
        before = merchant.catalog.product_state("mug")
        merchant.upsert(a_draft("cup", price=7))
        assert merchant.catalog.product_state("mug") == before


class TestWhatSorts:
    def test_categories_form_a_tree_with_the_products_in_each(self, merchant):
        merchant.upsert(
            a_draft("mug", categories=(("Home", "Kitchen", "Mugs"),)),
            a_draft("pan", categories=(("Home", "Kitchen"),)),
            a_draft("lamp", categories=(("Home",), ("Lights",))),
            a_draft("hidden", categories=(("Lights",),), is_active=False),
        )
        home, lights = merchant.catalog.taxonomy().categories
        (kitchen,) = home.children
        (mugs,) = kitchen.children
        found = [(s.category.slug, s.depth, s.product_count) for s in (home, kitchen, mugs, lights)]
        assert found == [("home", 0, 3), ("kitchen", 1, 2), ("mugs", 2, 1), ("lights", 0, 1)]
        assert merchant.catalog.category("kitchen") == kitchen

    def test_labels_are_counted_and_sizes_stand_in_their_order(self, merchant):
        sizes = ("XL", "Small", "10", "Medium", "2", "Odd")
        variants = tuple(a_variant(options={"Size": size, "Color": "Red"}) for size in sizes)
        merchant.upsert(a_draft("shirt", variants=variants, tags=("New",)), a_draft("mug", tags=("New", "Blue")))
        catalogue = merchant.catalog.taxonomy()
        assert [s.name for s in catalogue.sizes] == ["2", "10", "Small", "Medium", "XL", "Odd"]
        assert [(c.slug, c.count) for c in catalogue.colors] == [("red", 1)]
        assert [(t.slug, t.count) for t in catalogue.tags] == [("blue", 1), ("new", 2)]

    def test_a_label_written_in_two_ways_is_one(self, merchant):
        merchant.upsert(a_draft("a", tags=("Café", "CAFE", "!!")), a_draft("b", tags=("cafe",)))
        assert [(tag.name, tag.count) for tag in merchant.catalog.taxonomy().tags] == [("Café", 2)]

    def test_the_state_changes_with_the_catalogue_but_not_with_stock(self, merchant):
        (product,) = merchant.put_up_for_sale(a_draft())
        before = merchant.catalog.catalog_state()
        merchant.stock.receive(product.variants[0].id, 1, "more")
        assert merchant.catalog.catalog_state() == before
        merchant.upsert(a_draft("cup"))
        assert merchant.catalog.catalog_state() != before


class TestFacets:
    def test_count_what_the_filter_lets_through(self, merchant):
        red, blue = ({"Color": "Red", "Size": "S"}, {"Color": "Blue", "Size": "S"})
        merchant.upsert(
            a_draft(
                "a", variants=(a_variant(500, red), a_variant(600, blue)), categories=(("Home", "Mugs"),), tags=("x",)
            ),
            a_draft("b", variants=(a_variant(1_500, red),), categories=(("Home",),), tags=("x", "y")),
            a_draft("c", variants=(a_variant(90_000, blue),)),
        )
        facets = merchant.catalog.facets(ProductFilter(tags=("x",)))
        assert [(f.slug, f.count) for f in facets.categories] == [("home", 2), ("mugs", 1)]
        assert [(f.slug, f.count) for f in facets.colors] == [("red", 2), ("blue", 1)]
        assert [(f.slug, f.count) for f in facets.sizes] == [("s", 2)]
        assert [(f.slug, f.count) for f in facets.tags] == [("x", 2), ("y", 1)]
        assert [(b.least, b.below, b.count) for b in facets.prices] == [
            (eur(0), eur(1_000), 1),
            (eur(1_000), eur(2_500), 1),
        ]

    def test_change_with_the_catalogue_and_with_the_stock(self, merchant):
        (product,) = merchant.put_up_for_sale(a_draft("a", tags=("x",)), on_hand=0)
        asked = (ProductFilter(), ProductFilter(in_stock=True))
        assert [len(merchant.catalog.facets(wanted).tags) for wanted in asked] == [1, 0]
        merchant.stock.receive(product.variants[0].id, 1, "more")
        merchant.upsert(a_draft("b", tags=("y",)))
        assert [len(merchant.catalog.facets(wanted).tags) for wanted in asked] == [2, 1]


class TestRelated:
    def test_are_those_with_the_most_tags_in_common_then_those_of_the_same_category(self, merchant):
        shelf = (("Home", "Mugs"),)
        merchant.upsert(
            a_draft("mug", categories=shelf, tags=("blue", "clay")),
            a_draft("twin", tags=("blue", "clay")),
            a_draft("cousin", tags=("clay",)),
            a_draft("neighbour", categories=shelf),
            a_draft("inmate", categories=(("Home", "Mugs", "Small"),)),
            a_draft("stranger", categories=(("Home",),), tags=("steel",)),
            a_draft("gone", tags=("blue", "clay"), is_active=False),
        )
        assert slugs(merchant.catalog.related("mug")) == ["twin", "cousin", "inmate", "neighbour"]

    def test_of_nothing_is_not_found(self, merchant):
        with pytest.raises(ProductNotFound):
            merchant.catalog.related("mug")
