"""Which page of a short list of facet values is wanted?"""

import itertools
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.catalog.facet_value_pages import facet_value_page
from shop_domain.catalog.storefront_views import FacetValueCount
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Cursor, PageNotFound, PageRequest


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
