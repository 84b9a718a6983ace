"""Which products does a list show, and in what order?"""

from shop_domain.catalog.product_query import Ordering, choose_ordering
from shop_domain.catalog.search import SearchWords, parse_query


def test_the_best_answers_come_first_where_words_are_searched():
    words = parse_query("mug")
    assert choose_ordering(None, SearchWords()) is Ordering.NEWEST
    assert choose_ordering(None, words) is Ordering.RELEVANCE
    assert choose_ordering(Ordering.RELEVANCE, SearchWords()) is Ordering.POPULARITY
    assert choose_ordering(Ordering.NAME_ASC, words) is Ordering.NAME_ASC
