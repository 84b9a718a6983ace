"""Small decisions: bands of price, the order of sizes, pages of labels, what a draft may not be."""

import itertools
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shop_domain.catalog.draft_validation import draft_errors
from shop_domain.catalog.drafts import ImageDraft
from shop_domain.catalog.facet_value_pages import facet_value_page
from shop_domain.catalog.price_bands import band_of, band_starts, price_bands
from shop_domain.catalog.product_query import Ordering, choose_ordering
from shop_domain.catalog.search import SearchWords, parse_query
from shop_domain.catalog.size_order import size_position
from shop_domain.catalog.storefront_views import FacetValueCount
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.money import Money
from shop_domain.kernel.paging import Cursor, PageNotFound, PageRequest
from tests.catalog_driver import a_draft, a_variant, eur


@given(st.integers(0, 10**9), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_every_price_lies_in_exactly_one_band(minor, currency):
    starts = band_starts(currency)
    (band,) = price_bands({band_of(Money(minor, currency), starts): 1}, starts)
    assert band.least.minor <= minor
    assert band.below is None or minor < band.below.minor


def test_bands_without_products_are_left_out():
    starts = band_starts("EUR")
    assert [band.count for band in price_bands({3: 0, 1: 2}, starts)] == [2]
    assert str(band_starts("JPY")[1]) == "1000"


def test_sizes_stand_as_shoppers_expect():
    names = ["XXL", "small", "42", "One size", "XS", "36-39", "L", "M"]
    assert sorted(names, key=size_position) == ["36-39", "42", "XS", "small", "M", "L", "XXL", "One size"]


def test_the_best_answers_come_first_where_words_are_searched():
    words = parse_query("mug")
    assert choose_ordering(None, SearchWords()) is Ordering.NEWEST
    assert choose_ordering(None, words) is Ordering.RELEVANCE
    assert choose_ordering(Ordering.RELEVANCE, SearchWords()) is Ordering.POPULARITY
    assert choose_ordering(Ordering.NAME_ASC, words) is Ordering.NAME_ASC


class TestAPageOfFacetValues:
    VALUES = tuple(FacetValueCount(id=UUID(int=n), slug=f"s{n}", name="", count=0) for n in range(7))

    @given(st.integers(1, 8))
    def test_walks_over_every_value_once_and_back(self, size):
        page = facet_value_page(self.VALUES, PageRequest(size=size))
        met, pages = list(page.items), [page]
        while page.next:
            page = facet_value_page(self.VALUES, PageRequest(size=size, cursor=page.next))
            met += page.items
            pages.append(page)
        assert tuple(met) == self.VALUES
        for before, after in itertools.pairwise(pages):
            assert facet_value_page(self.VALUES, PageRequest(size=size, cursor=after.previous)).items == before.items

    def test_knows_its_numbers(self):
        assert [label.slug for label in facet_value_page(self.VALUES, PageRequest(number=3, size=3)).items] == ["s6"]
        assert facet_value_page(self.VALUES, PageRequest(with_count=False)).count is None
        with pytest.raises(PageNotFound):
            facet_value_page(self.VALUES, PageRequest(number=4, size=3))
        for key in ((), ("gone",), ("s1", "s2")):
            with pytest.raises(InvalidFields):
                facet_value_page(self.VALUES, PageRequest(cursor=Cursor(key=key)))


class TestADraft:
    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"slug": ""}, "slug"),
            ({"slug": "a b"}, "slug"),
            ({"slug": "x" * 161}, "slug"),
            ({"name": "  "}, "name"),
            ({"name": "x" * 256}, "name"),
            ({"name": "a\0"}, "name"),
            ({"name": "a\ud800"}, "name"),
            ({"description": "x" * 200_001}, "description"),
            ({"short_description": "x" * 501}, "short_description"),
            ({"tags": ("x" * 81,)}, "tags"),
            ({"tags": tuple(map(str, range(251)))}, "tags"),
            ({"categories": (("!",),)}, "categories"),
            ({"variants": ()}, "variants"),
            ({"variants": (a_variant(1, {"Size": "S"}), replace(a_variant(1), price=Money(1, "USD")))}, "variants"),
            ({"variants": (a_variant(sku="a", options={"Size": "S"}), a_variant(sku="a"))}, "sku"),
            ({"variants": (a_variant(-1),)}, "price"),
            ({"variants": (a_variant(compare_at=eur(-1)),)}, "price"),
            ({"variants": (a_variant(weight_grams=-1),)}, "weight_grams"),
            ({"variants": (a_variant(options={"Size": "x" * 81}),)}, "options"),
            ({"images": (ImageDraft(url="ftp://x/y"),)}, "images"),
            ({"images": (ImageDraft(url="//x/y"),)}, "images"),
            ({"images": (ImageDraft(url="https://x/a b"),)}, "images"),
            ({"images": (ImageDraft(url="https://["),)}, "images"),
        ],
    )
    def test_that_can_not_be_kept_is_named(self, changed, field):
        assert list(draft_errors(replace(a_draft(), **changed))) == [field]

    def test_that_fits_has_no_faults(self):
        assert (
            draft_errors(a_draft(images=(ImageDraft(url="/media/a.webp"), ImageDraft(url="https://x.example/a")))) == {}
        )
