"""Small decisions: bands of price, the order of sizes, pages of labels, what can be had, what a draft may not be."""

import itertools
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shop_domain.catalog.availability import Level, availability
from shop_domain.catalog.draft_limits import faults_of
from shop_domain.catalog.drafts import ImageDraft
from shop_domain.catalog.label_list import label_page
from shop_domain.catalog.listing import Ordering, order_for
from shop_domain.catalog.price_bands import band_of, band_starts, price_bands
from shop_domain.catalog.search import SearchWords, asked_for
from shop_domain.catalog.shown import LabelCount
from shop_domain.catalog.size_order import size_position
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.money import Money
from shop_domain.kernel.paging import Cursor, PageNotFound, PageRequest
from tests.merchandise import a_draft, a_variant, eur


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


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (None, (False, 0)),
        (Level(on_hand=0, reserved=0, tracked=False, backorder=False), (True, None)),
        (Level(on_hand=3, reserved=3, tracked=True, backorder=False), (False, 0)),
        (Level(on_hand=3, reserved=1, tracked=True, backorder=False), (True, 2)),
        (Level(on_hand=0, reserved=2, tracked=True, backorder=True), (True, 0)),
    ],
)
def test_what_can_be_had(level, expected):
    found = availability(level)
    assert (found.in_stock, found.available) == expected


def test_the_best_answers_come_first_where_words_are_searched():
    words = asked_for("mug")
    assert order_for(None, SearchWords()) is Ordering.NEWEST
    assert order_for(None, words) is Ordering.RELEVANCE
    assert order_for(Ordering.RELEVANCE, SearchWords()) is Ordering.POPULARITY
    assert order_for(Ordering.NAME, words) is Ordering.NAME


class TestAPageOfLabels:
    LABELS = tuple(LabelCount(id=UUID(int=n), slug=f"s{n}", name="", count=0) for n in range(7))

    @given(st.integers(1, 8))
    def test_walks_over_every_label_once_and_back(self, size):
        page = label_page(self.LABELS, PageRequest(size=size))
        met, pages = list(page.items), [page]
        while page.next:
            page = label_page(self.LABELS, PageRequest(size=size, cursor=page.next))
            met += page.items
            pages.append(page)
        assert tuple(met) == self.LABELS
        for before, after in itertools.pairwise(pages):
            assert label_page(self.LABELS, PageRequest(size=size, cursor=after.previous)).items == before.items

    def test_knows_its_numbers(self):
        assert [label.slug for label in label_page(self.LABELS, PageRequest(number=3, size=3)).items] == ["s6"]
        assert label_page(self.LABELS, PageRequest(counted=False)).count is None
        with pytest.raises(PageNotFound):
            label_page(self.LABELS, PageRequest(number=4, size=3))
        for key in ((), ("gone",), ("s1", "s2")):
            with pytest.raises(InvalidFields):
                label_page(self.LABELS, PageRequest(cursor=Cursor(key=key)))


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
        assert list(faults_of(replace(a_draft(), **changed))) == [field]

    def test_that_fits_has_no_faults(self):
        assert faults_of(a_draft(images=(ImageDraft(url="/media/a.webp"), ImageDraft(url="https://x.example/a")))) == {}
