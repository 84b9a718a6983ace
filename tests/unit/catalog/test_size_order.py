"""Which size comes first?"""

from shop_domain.catalog.size_order import size_position


def test_sizes_stand_as_shoppers_expect():
    names = ["XXL", "small", "42", "One size", "XS", "36-39", "L", "M"]
    assert sorted(names, key=size_position) == ["36-39", "42", "XS", "small", "M", "L", "XXL", "One size"]
