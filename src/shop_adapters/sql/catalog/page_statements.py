"""The statements that read a page of a list, one for each shape of filter and order, each built once.

Page ids come first, from an index alone, then the rows of that page: a page costs the same however many products there
are. Two plans find the ids. A walk follows the order's index and passes over what the filter leaves out: right where it
leaves out little. A gathering collects all that the filter lets through and sorts that: right where that is little.
"""

from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, FromClause, Label, Select, String, bindparam, func, literal, select

from shop_adapters.sql.catalog import sort_keys as orders
from shop_adapters.sql.catalog.filters import AnySelect, FilterParts, filter_conditions, known_slug_columns
from shop_adapters.sql.catalog.state_cache import NO_STATE
from shop_adapters.sql.catalog.tables import catalog_state, products
from shop_domain.catalog.product_query import Ordering

MAX_STATEMENTS: Final = 1024
STATE: Final[Label[str]] = func.coalesce(
    select(catalog_state.c.state).scalar_subquery(), literal(NO_STATE, String), type_=String
).label("state")


class PageShape(msgspec.Struct, frozen=True, kw_only=True):
    """All that makes one statement different from another."""

    parts: FilterParts
    ordering: Ordering
    backwards: bool = False
    from_cursor: bool = False
    gathered: bool = False


@lru_cache(MAX_STATEMENTS)
def page_statement(shape: PageShape) -> AnySelect:
    """Read the rows of one page, in the direction of reading; every row carries the state and the known slugs."""
    ids = (_gathered(shape) if shape.gathered else _walked(shape)).subquery("page")
    names = orders.sort_names(shape.ordering)
    return (
        select(
            products.c.summary,
            (products.c.sellable > 0).label("in_stock"),
            products.c.rating_average,
            products.c.rating_count,
            *(ids.c[name] for name in names),
            STATE,
            *known_slug_columns(shape.parts),
        )
        .select_from(ids.join(products, products.c.id == ids.c[names[-1]]))
        .order_by(*_order(shape, tuple(ids.c[name] for name in names)))
    )


@lru_cache(MAX_STATEMENTS)
def count_statement(parts: FilterParts) -> AnySelect:
    """Count what a filter lets through."""
    count = select(func.count()).select_from(products).where(*filter_conditions(parts, products.c))
    return select(count.scalar_subquery().label("count"), STATE, *known_slug_columns(parts))


def _walked(shape: PageShape) -> AnySelect:
    columns = orders.sort_columns(shape.ordering, products.c)
    return _cut(shape, _found(shape), columns, products)


def _gathered(shape: PageShape) -> AnySelect:
    matched = _found(shape).cte("matched").prefix_with("MATERIALIZED")
    columns = tuple(matched.c[name] for name in orders.sort_names(shape.ordering))
    return _cut(shape, select(*columns), columns, matched)


def _found(shape: PageShape) -> AnySelect:
    names = orders.sort_names(shape.ordering)
    columns = (c.label(n) for c, n in zip(orders.sort_columns(shape.ordering, products.c), names, strict=True))
    return select(*columns).where(*filter_conditions(shape.parts, products.c))


def _cut(shape: PageShape, found: Select[Any], columns: orders.SortColumns, source: FromClause) -> AnySelect:
    """Take one page out of what was found."""
    ordered = found.select_from(source).order_by(*_order(shape, columns)).limit(bindparam("limit"))
    if shape.from_cursor:
        return ordered.where(orders.after_cursor(shape.ordering, columns, backwards=shape.backwards))
    return ordered.offset(bindparam("offset"))


def _order(shape: PageShape, columns: orders.SortColumns) -> tuple[ColumnElement[Any], ...]:
    return orders.sorted_by(shape.ordering, columns, backwards=shape.backwards)
