"""Which products are related to one, and which of them come first?"""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

from shop_domain.catalog.category_tree import CategoryTree
from shop_domain.catalog.model import Product, ProductId

MAX_CANDIDATES: Final = 200
"""Only the newest of each category and tag are considered, so that a large one costs no more than a small one."""


def related_products(
    subject: Product, products: Iterable[Product], *, tree: CategoryTree, sold: Callable[[ProductId], int], limit: int
) -> tuple[Product, ...]:
    """Give those on sale that have a tag of the subject, or lie in a category that it was put in.

    First come those with the most tags in common, then the most sold, then the newest.
    """
    others = sorted((product for product in products if product.id != subject.id), key=_by_id, reverse=True)
    candidates = (
        product
        for group in (*subject.category_ids, *subject.tag_ids)
        for product in islice((other for other in others if group in _groups(other, tree)), MAX_CANDIDATES)
    )
    tags = frozenset(subject.tag_ids)
    on_sale = {product.id: product for product in candidates if product.is_active}.values()
    ranked = sorted(on_sale, key=lambda p: (len(tags.intersection(p.tag_ids)), sold(p.id), p.id), reverse=True)
    return tuple(ranked[:limit])


def _groups(product: Product, tree: CategoryTree) -> frozenset[object]:
    return frozenset({*tree.with_ancestors(product.category_ids), *product.tag_ids})


def _by_id(product: Product) -> ProductId:
    return product.id
