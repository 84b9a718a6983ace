"""Which products are related to one, and which of them come first?"""

from uuid_utils.compat import uuid7

from shop_domain.catalog.category_tree import CategoryTree
from shop_domain.catalog.model import Category, CategoryId, TagId
from shop_domain.catalog.related_products import MAX_CANDIDATES, related_products
from tests.builders import a_product

HOME, MUGS, SMALL = (CategoryId(uuid7()) for _ in range(3))
BLUE, CLAY = TagId(uuid7()), TagId(uuid7())
TREE = CategoryTree(
    [
        Category(id=HOME, slug="home", name="Home"),
        Category(id=MUGS, slug="mugs", name="Mugs", parent_id=HOME),
        Category(id=SMALL, slug="small", name="Small", parent_id=MUGS),
    ]
)
SUBJECT = a_product(category_ids=(MUGS,), tag_ids=(BLUE, CLAY))


def related(*products, limit=9, **sold):
    by_name = {product.name: product.id for product in products}
    counts = {by_name[name]: count for name, count in sold.items()}
    found = related_products(SUBJECT, (SUBJECT, *products), tree=TREE, sold=lambda id_: counts.get(id_, 0), limit=limit)
    return [product.name for product in found]


def test_a_tag_in_common_or_a_place_in_its_category_makes_a_product_related():
    assert related(
        a_product(name="same tag", tag_ids=(BLUE,)),
        a_product(name="below its category", category_ids=(SMALL,)),
        a_product(name="above its category", category_ids=(HOME,)),
        a_product(name="nothing in common", tag_ids=(TagId(uuid7()),)),
        a_product(name="off sale", tag_ids=(BLUE,), is_active=False),
    ) == ["same tag", "below its category"]


def test_tags_count_more_than_sales_and_sales_more_than_age():
    products = (
        a_product(name="both_tags", tag_ids=(BLUE, CLAY)),
        a_product(name="much_sold", category_ids=(MUGS,)),
        a_product(name="old", category_ids=(MUGS,)),
        a_product(name="new", category_ids=(MUGS,)),
        a_product(name="one_tag", tag_ids=(CLAY,)),
    )
    assert related(*products, much_sold=7) == ["both_tags", "one_tag", "much_sold", "new", "old"]
    assert related(*products, much_sold=7, limit=2) == ["both_tags", "one_tag"]


def test_only_the_newest_of_a_group_are_considered():
    oldest = a_product(name="oldest", tag_ids=(BLUE,))
    crowd = [a_product(tag_ids=(BLUE,)) for _ in range(MAX_CANDIDATES)]
    assert "oldest" not in related(oldest, *crowd, limit=999)
    assert "oldest" in related(oldest, *crowd[1:], limit=999)
