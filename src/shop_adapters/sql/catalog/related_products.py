"""Related products, as catalog/related_products.py of the domain chooses and orders them."""

from typing import Any, Final

from sqlalchemy import Column, ColumnElement, FromClause, Uuid, bindparam, func, select, union

from shop_adapters.sql.catalog.filters import AnySelect
from shop_adapters.sql.catalog.tables import product_categories, product_tags, products
from shop_domain.catalog.related_products import MAX_CANDIDATES

_subject: Final = bindparam("product_id", type_=Uuid)


def _newest(carriers: FromClause, key: Column[Any], *only: ColumnElement[bool]) -> AnySelect:
    """Take the newest carriers of the subject's labels; ids sort by age."""
    mine = select(key).where(carriers.c.product_id == _subject, *only)
    others = carriers.alias("others")
    newest = select(others.c.product_id).where(others.c[str(key.key)].in_(mine), others.c.product_id != _subject)
    return select(newest.order_by(others.c.product_id.desc()).limit(MAX_CANDIDATES).subquery().c.product_id)


_alike: Final = union(
    _newest(product_categories, product_categories.c.category_id, product_categories.c.direct),
    _newest(product_tags, product_tags.c.tag_id),
).subquery("alike")
_own_tags: Final = product_tags.alias("own_tags")
_shared: Final = (
    select(func.count())
    .select_from(product_tags)
    .where(
        product_tags.c.product_id == products.c.id,
        product_tags.c.tag_id.in_(select(_own_tags.c.tag_id).where(_own_tags.c.product_id == _subject)),
    )
    .correlate(products)
    .scalar_subquery()
)
RELATED: Final = (
    select(
        products.c.summary,
        (products.c.sellable > 0).label("in_stock"),
        products.c.rating_average,
        products.c.rating_count,
    )
    .select_from(products.join(_alike, _alike.c.product_id == products.c.id))
    .where(products.c.is_active)
    .order_by(_shared.desc(), products.c.sold.desc(), products.c.id.desc())
    .limit(bindparam("limit"))
)
