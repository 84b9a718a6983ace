"""The orders of a list as columns of SQL."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, Integer, Text, Uuid, bindparam, cast, tuple_
from sqlalchemy.types import TypeEngine

from shop_adapters.sql.catalog.dialects import has_words, search_words_parameter
from shop_adapters.sql.catalog.filters import Columns
from shop_adapters.sql.engine.metadata import UtcDateTime
from shop_domain.catalog.product_query import Ordering

SortColumns: TypeAlias = tuple[ColumnElement[Any], ...]


def _relevance(p: Columns) -> ColumnElement[int]:
    return cast(has_words(p.id, p.search_name, search_words_parameter()), Integer)


_KEYS: Final[Mapping[Ordering, Callable[[Columns], SortColumns]]] = {
    Ordering.PRICE_ASC: lambda p: (p.price_minor,),
    Ordering.PRICE_DESC: lambda p: (p.price_minor,),
    Ordering.NAME_ASC: lambda p: (p.search_name,),
    Ordering.NAME_DESC: lambda p: (p.search_name,),
    Ordering.OLDEST: lambda p: (p.created_at,),
    Ordering.NEWEST: lambda p: (p.created_at,),
    Ordering.RATING_ASC: lambda p: (p.rating_average,),
    Ordering.RATING_DESC: lambda p: (p.rating_average,),
    Ordering.RELEVANCE: lambda p: (_relevance(p), p.sold),
    Ordering.POPULARITY: lambda p: (p.sold,),
}
_TYPES: Final[Mapping[Ordering, tuple[TypeEngine[Any], ...]]] = {
    Ordering.PRICE_ASC: (BigInteger(),),
    Ordering.PRICE_DESC: (BigInteger(),),
    Ordering.NAME_ASC: (Text(),),
    Ordering.NAME_DESC: (Text(),),
    Ordering.OLDEST: (UtcDateTime(),),
    Ordering.NEWEST: (UtcDateTime(),),
    Ordering.RATING_ASC: (Integer(),),
    Ordering.RATING_DESC: (Integer(),),
    Ordering.RELEVANCE: (Integer(), Integer()),
    Ordering.POPULARITY: (Integer(),),
}


def sort_columns(ordering: Ordering, columns: Columns) -> SortColumns:
    """Name what the list is sorted by; the id is the last, so that no two rows share a place."""
    return (*_KEYS[ordering](columns), columns.id)


def sort_names(ordering: Ordering) -> tuple[str, ...]:
    """Name the sort columns of a row and the parameters of a place."""
    return tuple(f"key_{n}" for n in range(len(_TYPES[ordering]) + 1))


def sorted_by(ordering: Ordering, columns: SortColumns, *, backwards: bool) -> tuple[ColumnElement[Any], ...]:
    """Read in the list's order, or against it."""
    down = ordering.is_descending != backwards
    return tuple(column.desc() if down else column.asc() for column in columns)


def after_cursor(ordering: Ordering, columns: SortColumns, *, backwards: bool) -> ColumnElement[bool]:
    """Begin after the place that the parameters name, in the direction of reading."""
    types = (*_TYPES[ordering], Uuid())
    here = tuple_(*columns)
    there = tuple_(*(bindparam(name, type_=type_) for name, type_ in zip(sort_names(ordering), types, strict=True)))
    return here < there if ordering.is_descending != backwards else here > there
