"""What shoppers see of the catalogue."""

from shop_domain.catalog.category_tree import CategoryTree
from shop_domain.catalog.storefront_views import Taxonomy
from tests.unit.catalog.test_category_tree import a_category

TREE = CategoryTree([a_category(1), a_category(2, 1), a_category(3, 2), a_category(4)])
TAXONOMY = Taxonomy(state="1", categories=TREE.nodes({}), colors=(), sizes=(), tags=())


def test_a_category_is_found_by_its_slug_however_deep_it_lies_with_those_inside_it():
    for number in range(1, 5):
        found = TAXONOMY.category(f"c{number}")
        assert found is not None
        assert found.category.id.int == number
    inner = TAXONOMY.category("c2")
    assert inner is not None
    assert [child.slug for child in inner.children] == ["c3"]


def test_an_unknown_slug_finds_none():
    assert TAXONOMY.category("c9") is None
