"""A filter as conditions of SQL: the parts that are set pick the statement, their values are its parameters."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, FromClause, Integer, Label, RowMapping, Select, bindparam, select

from shop_adapters.sql.catalog.dialects import has_words, in_texts, json_rows, search_words_parameter
from shop_adapters.sql.catalog.tables import categories, colors, product_categories, product_tags, sizes, tags, variants
from shop_domain.catalog.product_query import KnownSlugs, ProductFilter

FilterParts: TypeAlias = frozenset[str]
"""The parts of a filter that are set."""
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
Columns: TypeAlias = Any
"""The columns of `products`, or of an alias of it."""

KINDS: Final[Mapping[str, FromClause]] = {"categories": categories, "colors": colors, "sizes": sizes, "tags": tags}


def _wanted(kind: str) -> AnySelect:
    table = KINDS[kind]
    ids = select(table.c.id).where(in_texts(table.c.slug, kind))
    return ids.where(table.c.is_active) if "is_active" in table.c else ids


_CARRIERS: Final[Mapping[str, AnySelect]] = {
    "categories": select(product_categories.c.product_id).where(
        product_categories.c.category_id.in_(_wanted("categories"))
    ),
    "colors": select(variants.c.product_id).where(variants.c.color_id.in_(_wanted("colors")), variants.c.is_active),
    "sizes": select(variants.c.product_id).where(variants.c.size_id.in_(_wanted("sizes")), variants.c.is_active),
    "tags": select(product_tags.c.product_id).where(product_tags.c.tag_id.in_(_wanted("tags"))),
}
"""By the kind of label: the products that carry one that is wanted."""

_OWN: Final[Mapping[str, Callable[[Columns], ColumnElement[bool]]]] = {
    "words": lambda p: has_words(p.id, p.search_text, search_words_parameter()),
    "min_price": lambda p: p.price_minor >= bindparam("min_price", type_=BigInteger),
    "max_price": lambda p: p.price_minor <= bindparam("max_price", type_=BigInteger),
    "min_rating": lambda p: p.rating_average >= bindparam("min_rating", type_=Integer),
    "in_stock": lambda p: p.sellable > 0,
    "sold_out": lambda p: p.sellable <= 0,
    "on_sale": lambda p: p.on_sale,
    "full_price": lambda p: p.on_sale.is_(False),
}
"""By the part: what the product's own row must say."""


def filter_parts(wanted: ProductFilter) -> FilterParts:
    """Name the parts that are set."""
    given = {
        **{kind: bool(getattr(wanted, kind)) for kind in KINDS},
        "words": bool(wanted.words),
        "min_price": wanted.min_price is not None,
        "max_price": wanted.max_price is not None,
        "min_rating": wanted.min_rating is not None,
        "in_stock": wanted.in_stock is True,
        "sold_out": wanted.in_stock is False,
        "on_sale": wanted.on_sale is True,
        "full_price": wanted.on_sale is False,
    }
    return frozenset(part for part, is_set in given.items() if is_set)


def filter_values(wanted: ProductFilter, parts: FilterParts) -> dict[str, object]:
    """Give the parameters of the parts that are set."""
    values = {
        **{kind: getattr(wanted, kind) for kind in KINDS},
        "words": wanted.words,
        "min_price": wanted.min_price and wanted.min_price.minor,
        "max_price": wanted.max_price and wanted.max_price.minor,
        "min_rating": wanted.min_rating,
    }
    return {name: value for name, value in values.items() if name in parts}


def filter_conditions(parts: FilterParts, columns: Columns) -> tuple[ColumnElement[bool], ...]:
    """Say what the products of a list have in common, in a fixed order."""
    carried = (columns.id.in_(carriers) for part, carriers in _CARRIERS.items() if part in parts)
    own = (condition(columns) for part, condition in _OWN.items() if part in parts)
    return (columns.is_active, *own, *carried)


def known_slug_columns(parts: FilterParts) -> tuple[Label[Any], ...]:
    """Read which of the slugs exist: a JSON array a kind, null for kinds that the filter leaves out."""
    return tuple(_known(kind).label(f"known_{kind}") for kind in KINDS if kind in parts)


def read_known_slugs(row: RowMapping, decode: Callable[[str], list[str]]) -> KnownSlugs:
    """Read the known slugs of a row."""
    found = {kind: tuple(decode(row[f"known_{kind}"])) for kind in KINDS if f"known_{kind}" in row}
    return KnownSlugs(**found)


def _known(kind: str) -> ColumnElement[Any]:
    table = KINDS[kind]
    slugs = select(json_rows(table.c.slug)).where(in_texts(table.c.slug, kind))
    return (slugs.where(table.c.is_active) if "is_active" in table.c else slugs).scalar_subquery()
