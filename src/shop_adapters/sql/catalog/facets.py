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

from shop_adapters.sql.catalog.conditions import AnySelect, Parts, conditions, parts_of, values_of
from shop_adapters.sql.catalog.page_statements import SHAPES, STATE
from shop_adapters.sql.catalog.remembered import Remembered
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
from shop_adapters.sql.database import Database
from shop_domain.catalog.listing import ProductFilter
from shop_domain.catalog.price_bands import band_starts, price_bands
from shop_domain.catalog.shown import Facets, LabelCount
from shop_domain.kernel.money import Money

FACETS: Final = Remembered[tuple[ProductFilter, str], Facets](500)
_STATE: Final = select(STATE)


class SqlFacets:
    """Counts by label and price band."""

    def __init__(self, database: Database) -> None:
        """Read through this conversation."""
        self._database = database

    def of(self, wanted: ProductFilter, currency: str) -> Facets:
        """Count what the filter lets through, unless that is known for the state that the catalogue is in."""
        state, key = self._database.execute(_STATE).scalar_one(), (wanted, currency)
        if wanted.in_stock is None and (known := FACETS.under(state, key)) is not None:
            return known
        parts, starts = parts_of(wanted), band_starts(currency)
        rows = self._database.execute(_statement(parts, starts), values_of(wanted, parts)).all()
        return FACETS.keep(state, key, _facets(rows, starts))


@lru_cache(SHAPES)
def _statement(parts: Parts, starts: tuple[Money, ...]) -> CompoundSelect[Any]:
    found = select(products.c.id, products.c.price_minor).where(*conditions(parts, products.c))
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
    counts = dict[str, list[LabelCount]](categories=[], tags=[], colors=[], sizes=[])
    bands = dict[int, int]()
    for row in rows:
        if row.kind == "prices":
            bands[int(row.slug)] = row.number
        else:
            counts[row.kind].append(LabelCount(id=row.id, slug=row.slug, name=row.name, hex=row.hex, count=row.number))
    ordered = {kind: tuple(sorted(found, key=lambda f: (-f.count, f.name, f.slug))) for kind, found in counts.items()}
    return Facets(**ordered, prices=price_bands(bands, starts))
