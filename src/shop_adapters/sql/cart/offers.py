"""The catalogue and the stock as carts see them."""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    FromClause,
    Function,
    Row,
    Select,
    String,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)

from shop_adapters.sql.catalog.tables import colors, product_categories, products, sizes, variants
from shop_adapters.sql.engine.metadata import encode_json
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.inventory.tables import SELLABLE_UNITS, stock
from shop_domain.cart.cart_pricing import NO_CATEGORIES
from shop_domain.cart.model import Offer
from shop_domain.catalog.model import CategoryId, ProductId, VariantId
from shop_domain.kernel.money import Money

_FROM: Final[FromClause] = (
    variants.join(products, variants.c.product_id == products.c.id)
    .outerjoin(stock, stock.c.variant_id == variants.c.id)
    .outerjoin(colors, colors.c.id == variants.c.color_id)
    .outerjoin(sizes, sizes.c.id == variants.c.size_id)
)


def _offers(join: Callable[..., Function[str]]) -> Select[*tuple[Any, ...]]:
    """Read what is offered; `join` is the dialect's way to put texts together."""
    joined = join(cast(product_categories.c.category_id, String), literal_column("','"))
    categories = select(joined).where(product_categories.c.product_id == products.c.id).scalar_subquery()
    return select(
        variants.c.id,
        variants.c.product_id,
        variants.c.sku,
        variants.c.price_minor,
        variants.c.currency,
        variants.c.weight_grams,
        and_(variants.c.is_active, products.c.is_active).label("is_for_sale"),
        products.c.name,
        products.c.cover["url"].as_string().label("image"),
        colors.c.name.label("color"),
        sizes.c.name.label("size"),
        SELLABLE_UNITS.label("available"),
        categories.label("category_ids"),
    ).select_from(_FROM)


# One parameter holds all ids, so that the statement is the same for one line and for two hundred. PostgreSQL would
# count them and plan anew each time, which takes seven times as long as the rest; for a subquery it plans once.
_IDS: Final = func.array(select(func.unnest(bindparam("ids", type_=ARRAY(Uuid)))).scalar_subquery(), type_=ARRAY(Uuid))
_BY_ARRAY: Final = _offers(func.string_agg).where(variants.c.id == any_(_IDS))
_BY_JSON: Final = _offers(func.group_concat).where(
    variants.c.id.in_(select(func.json_each(bindparam("ids", type_=String)).table_valued("value").c.value))
)


class SqlOffers(SqlRepository):
    def for_variants(self, variant_ids: Collection[VariantId]) -> Mapping[VariantId, Offer]:
        if not variant_ids:
            return {}
        if self._database.is_sqlite:
            rows = self._database.execute(_BY_JSON, {"ids": encode_json([i.hex for i in variant_ids]).decode()})
        else:
            rows = self._database.execute(_BY_ARRAY, {"ids": list(variant_ids)})
        return {offer.variant_id: offer for offer in map(_offer, rows)}


def _offer(row: Row[*tuple[Any, ...]]) -> Offer:
    # By place: to look each column up by its name would cost more than the query.
    variant_id, product_id, sku, price_minor, currency, weight_grams, is_for_sale, *shown = row
    name, image, color, size, available, categories = shown
    return Offer(
        variant_id=VariantId(variant_id),
        product_id=ProductId(product_id),
        category_ids=_category_ids(categories) if categories else NO_CATEGORIES,
        sku=sku,
        name=name,
        color=color,
        size=size,
        image=image,
        price=Money(price_minor, currency),
        weight_grams=weight_grams,
        is_for_sale=is_for_sale,
        available=available,
    )


@lru_cache(maxsize=4_096)  # products that lie together lie in the same few
def _category_ids(joined: str) -> frozenset[CategoryId]:
    return frozenset(CategoryId(UUID(text)) for text in joined.split(","))
