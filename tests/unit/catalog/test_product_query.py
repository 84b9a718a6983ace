"""Which products does a list show, and in what order?"""

import pytest

from shop_domain.catalog.product_query import KnownSlugs, Ordering, ProductFilter, choose_ordering, require_known_slugs
from shop_domain.catalog.search import SearchWords, parse_query
from shop_domain.kernel.errors import InvalidFields


def test_the_best_answers_come_first_where_words_are_searched():
    words = parse_query("mug")
    assert choose_ordering(None, SearchWords()) is Ordering.NEWEST
    assert choose_ordering(None, words) is Ordering.RELEVANCE
    assert choose_ordering(Ordering.RELEVANCE, SearchWords()) is Ordering.POPULARITY
    assert choose_ordering(Ordering.NAME_ASC, words) is Ordering.NAME_ASC


def test_a_filter_passes_whose_every_slug_exists():
    wanted = ProductFilter(categories=("mugs",), tags=("clay", "blue"))
    require_known_slugs(wanted, KnownSlugs(categories=("mugs", "cups"), tags=("blue", "clay")))


def test_every_unknown_slug_is_named_under_its_parameter():
    wanted = ProductFilter(categories=("mugs",), colors=("red",), sizes=("s", "m"))
    with pytest.raises(InvalidFields) as wrong:
        require_known_slugs(wanted, KnownSlugs(categories=("mugs",), sizes=("s",)))
    assert wrong.value.fields == {"color": ["There is no color “red”."], "size": ["There is no size “m”."]}


@pytest.mark.parametrize("ordering", Ordering)
def test_an_ordering_descends_as_its_name_says(ordering):
    best_first = {Ordering.RELEVANCE, Ordering.POPULARITY}
    assert ordering.is_descending == (ordering.value.startswith("-") or ordering in best_first)
