"""What variants say about their product, and which are still the same after a change."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shop_domain.catalog.drafts import VariantDraft
from shop_domain.catalog.model import ColorId, SizeId
from shop_domain.catalog.variants import (
    MAX_SKU_LENGTH,
    OptionIds,
    color_of,
    price_range,
    size_of,
    skus_for,
    variants_from_drafts,
)
from tests.catalog_driver import a_variant, eur

OPTION_IDS = OptionIds(colors={"red": ColorId(UUID(int=1))}, sizes={"s": SizeId(UUID(int=2))})
OPTIONS = st.dictionaries(st.sampled_from(["Size", "Color", "Stoff"]), st.text(max_size=90), max_size=3)


def variants_of(drafts, kept=(), slug="mug"):
    numbers = iter(range(10, 1_000))
    return variants_from_drafts(slug, drafts, kept, OPTION_IDS, lambda: UUID(int=next(numbers)))


class TestThePriceRange:
    def price_range(self, *variants):
        return price_range(variants_of([*variants]))

    def test_shows_the_cheapest_variant_and_what_it_cost_before(self):
        tag = self.price_range(a_variant(900, {"Size": "S"}, compare_at=eur(1_200)), a_variant(1_500, {"Size": "M"}))
        assert (tag.price, tag.max_price, tag.compare_at, tag.on_sale) == (eur(900), eur(1_500), eur(1_200), True)

    def test_does_not_show_another_variants_earlier_price(self):
        tag = self.price_range(a_variant(900, {"Size": "S"}), a_variant(1_500, {"Size": "M"}, compare_at=eur(2_000)))
        assert (tag.price, tag.compare_at, tag.on_sale) == (eur(900), None, True)

    def test_is_no_sale_where_the_earlier_price_was_not_higher(self):
        tag = self.price_range(a_variant(900, compare_at=eur(900)))
        assert (tag.compare_at, tag.on_sale) == (None, False)

    def test_leaves_out_what_is_no_longer_offered(self):
        cheap, dear = variants_of([a_variant(100, {"Size": "S"}), a_variant(900, {"Size": "M"})])
        assert price_range([replace(cheap, is_active=False), dear]).price == eur(900)
        assert price_range([replace(cheap, is_active=False)]).price == eur(100)


class TestOptions:
    def test_that_are_colours_and_sizes_are_known_in_any_spelling(self):
        assert [color_of({name: "Red"}) for name in ("Color", "colour", "COLOUR", "Stoff")] == [
            "Red",
            "Red",
            "Red",
            None,
        ]
        assert size_of({"Color": "Red", "SIZE": "S"}) == "S"
        (variant,) = variants_of([a_variant(options={"Colour": " Red ", "size": "s"})])
        assert (variant.color_id, variant.size_id) == (UUID(int=1), UUID(int=2))


class TestSkus:
    @given(
        st.lists(OPTIONS, max_size=6, unique_by=lambda options: tuple(sorted(options.items()))),
        st.text("ab-", max_size=160),
    )
    def test_that_are_derived_differ_are_stable_and_fit(self, options, slug):
        drafts = [a_variant(options=one) for one in options]
        skus = skus_for(slug, drafts)
        assert len(set(skus)) == len(drafts)
        assert all(len(sku) <= MAX_SKU_LENGTH for sku in skus)
        assert sorted(skus_for(slug, drafts[::-1])) == sorted(skus)

    def test_of_the_merchant_are_kept(self):
        assert skus_for("mug", [VariantDraft(sku="M-1", options={}, price=eur(1)), a_variant()]) == ("M-1", "mug")


class TestAChange:
    def test_keeps_the_id_of_what_is_still_there_and_offers_no_more_what_is_gone(self):
        before = variants_of([a_variant(1, {"Size": "S"}), a_variant(2, {"Size": "M"})])
        after = variants_of([a_variant(3, {"Size": "M"}), a_variant(4, {"Size": "L"})], before)
        assert [(v.sku, v.price.minor, v.is_active, v.position) for v in after] == [
            ("mug/m", 3, True, 0),
            ("mug/l", 4, True, 1),
            ("mug/s", 1, False, 0),
        ]
        assert after[0].id == before[1].id
        assert after[2].id == before[0].id

    @given(
        st.lists(st.sampled_from("abcdef"), min_size=1, unique=True),
        st.lists(st.sampled_from("abcdef"), min_size=1, unique=True),
    )
    def test_there_and_back_again_is_the_same(self, first, second):
        drafts, others = ([a_variant(options={"Size": name}) for name in names] for names in (first, second))
        once = variants_of(drafts)
        back = variants_of(drafts, variants_of(others, once))
        assert back[: len(once)] == once
        assert variants_of(drafts, back) == back
