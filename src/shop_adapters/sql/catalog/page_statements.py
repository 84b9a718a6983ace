"""The statements that read a page of a list, one for each shape of filter and order, each built once.

Page ids come first, from an index alone, then the rows of that page: a page costs the same however many products there
are. Two plans find the ids. A walk follows the order's index and passes over what the filter leaves out: right where it
leaves out little. A gathering collects all that the filter lets through and sorts that: right where that is little.
"""

from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, FromClause, Label, Select, String, bindparam, func, literal, select

from shop_adapters.sql.catalog import orders
from shop_adapters.sql.catalog.conditions import AnySelect, Parts, conditions, known_slugs
from shop_adapters.sql.catalog.remembered import NO_STATE
from shop_adapters.sql.catalog.tables import catalogue, products
from shop_domain.catalog.listing import Ordering

SHAPES: Final = 1024
STATE: Final[Label[str]] = func.coalesce(
    select(catalogue.c.state).scalar_subquery(), literal(NO_STATE, String), type_=String
).label("state")


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """All that makes one statement different from another."""

    parts: Parts
    ordering: Ordering
    backwards: bool = False
    from_place: bool = False
    gathered: bool = False


@lru_cache(SHAPES)
def page_statement(shape: Shape) -> AnySelect:
    """Read the rows of one page, in the direction of reading; every row carries the state and the known slugs."""
    ids = (_gathered(shape) if shape.gathered else _walked(shape)).subquery("page")
    names = orders.key_names(shape.ordering)
    return (
        select(
            products.c.face,
            (products.c.sellable > 0).label("in_stock"),
            products.c.rating_average,
            products.c.rating_count,
            *(ids.c[name] for name in names),
            STATE,
            *known_slugs(shape.parts),
        )
        .select_from(ids.join(products, products.c.id == ids.c[names[-1]]))
        .order_by(*_order(shape, tuple(ids.c[name] for name in names)))
    )


@lru_cache(SHAPES)
def count_statement(parts: Parts) -> AnySelect:
    """Count what a filter lets through."""
    count = select(func.count()).select_from(products).where(*conditions(parts, products.c))
    return select(count.scalar_subquery().label("count"), STATE, *known_slugs(parts))


def _walked(shape: Shape) -> AnySelect:
    columns = orders.keys(shape.ordering, products.c)
    return _cut(shape, _found(shape), columns, products)


def _gathered(shape: Shape) -> AnySelect:
    matched = _found(shape).cte("matched").prefix_with("MATERIALIZED")
    columns = tuple(matched.c[name] for name in orders.key_names(shape.ordering))
    return _cut(shape, select(*columns), columns, matched)


def _found(shape: Shape) -> AnySelect:
    names = orders.key_names(shape.ordering)
    columns = (c.label(n) for c, n in zip(orders.keys(shape.ordering, products.c), names, strict=True))
    return select(*columns).where(*conditions(shape.parts, products.c))


def _cut(shape: Shape, found: Select[Any], columns: orders.Keys, source: FromClause) -> AnySelect:
    """Take one page out of what was found."""
    ordered = found.select_from(source).order_by(*_order(shape, columns)).limit(bindparam("limit"))
    if shape.from_place:
        return ordered.where(orders.beyond(shape.ordering, columns, backwards=shape.backwards))
    return ordered.offset(bindparam("offset"))


def _order(shape: Shape, columns: orders.Keys) -> tuple[ColumnElement[Any], ...]:
    return orders.sorted_by(shape.ordering, columns, backwards=shape.backwards)
