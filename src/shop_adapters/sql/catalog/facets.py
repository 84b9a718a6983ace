"""How many of the listed products carry each label and lie in each price band."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Join,
    Row,
    String,
    Uuid,
    case,
    cast,
    distinct,
    func,
    literal,
    null,
    select,
    union_all,
)

from shop_adapters.sql.catalog.filters import AnySelect, FilterParts, filter_conditions, filter_parts, filter_values
from shop_adapters.sql.catalog.page_statements import MAX_STATEMENTS, STATE
from shop_adapters.sql.catalog.state_cache import StateCache
from shop_adapters.sql.catalog.tables import (
    categories,
    colors,
    product_categories,
    product_tags,
    products,
    sizes,
    tags,
    variants,
)
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.catalog.price_bands import band_starts, price_bands
from shop_domain.catalog.product_query import ProductFilter
from shop_domain.catalog.storefront_views import Facets, FacetValueCount
from shop_domain.kernel.money import Money

FACETS: Final = StateCache[tuple[ProductFilter, str], Facets](500)
_STATE: Final = select(STATE)


class SqlFacets(SqlRepository):
    """Counts by label and price band."""

    def count(self, wanted: ProductFilter, currency: str) -> Facets:
        """Count what the filter lets through, unless that is known for the state that the catalogue is in."""
        state, key = self._database.execute(_STATE).scalar_one(), (wanted, currency)
        if wanted.in_stock is None and (known := FACETS.get(state, key)) is not None:
            return known
        parts, starts = filter_parts(wanted), band_starts(currency)
        rows = self._database.execute(_statement(parts, starts), filter_values(wanted, parts)).all()
        return FACETS.put(state, key, _facets(rows, starts))


@lru_cache(MAX_STATEMENTS)
def _statement(parts: FilterParts, starts: tuple[Money, ...]) -> CompoundSelect[Any]:
    found = select(products.c.id, products.c.price_minor).where(*filter_conditions(parts, products.c))
    matched = found.cte("matched").prefix_with("MATERIALIZED")
    in_categories = product_categories.join(matched, matched.c.id == product_categories.c.product_id)
    with_tags = product_tags.join(matched, matched.c.id == product_tags.c.product_id)
    in_variants = variants.join(matched, matched.c.id == variants.c.product_id)
    return union_all(
        _labels("categories", categories, in_categories, product_categories.c.category_id, categories.c.is_active),
        _labels("tags", tags, with_tags, product_tags.c.tag_id),
        _labels("colors", colors, in_variants, variants.c.color_id, variants.c.is_active),
        _labels("sizes", sizes, in_variants, variants.c.size_id, variants.c.is_active),
        _bands(matched, starts),
    )


def _labels(
    kind: str, label: FromClause, carriers: Join, key: ColumnElement[Any], *only: ColumnElement[bool]
) -> AnySelect:
    return (
        select(
            literal(kind).label("kind"),
            label.c.id,
            label.c.slug,
            label.c.name,
            cast(label.c.hex if "hex" in label.c else null(), String).label("hex"),
            func.count(distinct(carriers.left.c.product_id)).label("number"),
        )
        .select_from(carriers.join(label, label.c.id == key))
        .where(*only)
        .group_by(label.c.id)
    )


def _bands(matched: CTE, starts: tuple[Money, ...]) -> AnySelect:
    steps = [
        (matched.c.price_minor >= start.minor, literal(n, Integer)) for n, start in reversed(list(enumerate(starts)))
    ]
    band = case(*steps)
    return select(
        literal("prices"), cast(null(), Uuid), cast(band, String), literal(""), cast(null(), String), func.count()
    ).group_by(band)


def _facets(rows: Iterable[Row[Any]], starts: tuple[Money, ...]) -> Facets:
    counts = dict[str, list[FacetValueCount]](categories=[], tags=[], colors=[], sizes=[])
    bands = dict[int, int]()
    for row in rows:
        if row.kind == "prices":
            bands[int(row.slug)] = row.number
        else:
            counts[row.kind].append(
                FacetValueCount(id=row.id, slug=row.slug, name=row.name, hex=row.hex, count=row.number)
            )
    ordered = {kind: tuple(sorted(found, key=lambda f: (-f.count, f.name, f.slug))) for kind, found in counts.items()}
    return Facets(**ordered, prices=price_bands(bands, starts))
