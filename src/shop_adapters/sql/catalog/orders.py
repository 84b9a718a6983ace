"""The orders of a list as columns of SQL."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, Integer, Text, Uuid, bindparam, cast, tuple_
from sqlalchemy.types import TypeEngine

from shop_adapters.sql.catalog.conditions import Columns
from shop_adapters.sql.catalog.dialects import asked, has_words
from shop_adapters.sql.metadata import Utc
from shop_domain.catalog.listing import Ordering

Keys: TypeAlias = tuple[ColumnElement[Any], ...]


def _relevance(p: Columns) -> ColumnElement[int]:
    return cast(has_words(p.id, p.search_name, asked()), Integer)


_KEYS: Final[Mapping[Ordering, Callable[[Columns], Keys]]] = {
    Ordering.CHEAPEST: lambda p: (p.price_minor,),
    Ordering.DEAREST: lambda p: (p.price_minor,),
    Ordering.NAME: lambda p: (p.search_name,),
    Ordering.NAME_BACKWARDS: lambda p: (p.search_name,),
    Ordering.OLDEST: lambda p: (p.created_at,),
    Ordering.NEWEST: lambda p: (p.created_at,),
    Ordering.LEAST_LIKED: lambda p: (p.rating_average,),
    Ordering.MOST_LIKED: lambda p: (p.rating_average,),
    Ordering.RELEVANCE: lambda p: (_relevance(p), p.sold),
    Ordering.POPULARITY: lambda p: (p.sold,),
}
_TYPES: Final[Mapping[Ordering, tuple[TypeEngine[Any], ...]]] = {
    Ordering.CHEAPEST: (BigInteger(),),
    Ordering.DEAREST: (BigInteger(),),
    Ordering.NAME: (Text(),),
    Ordering.NAME_BACKWARDS: (Text(),),
    Ordering.OLDEST: (Utc(),),
    Ordering.NEWEST: (Utc(),),
    Ordering.LEAST_LIKED: (Integer(),),
    Ordering.MOST_LIKED: (Integer(),),
    Ordering.RELEVANCE: (Integer(), Integer()),
    Ordering.POPULARITY: (Integer(),),
}


def keys(ordering: Ordering, columns: Columns) -> Keys:
    """Name what the list is sorted by; the id is the last, so that no two rows share a place."""
    return (*_KEYS[ordering](columns), columns.id)


def key_names(ordering: Ordering) -> tuple[str, ...]:
    """Name the sort columns of a row and the parameters of a place."""
    return tuple(f"key_{n}" for n in range(len(_TYPES[ordering]) + 1))


def sorted_by(ordering: Ordering, columns: Keys, *, backwards: bool) -> tuple[ColumnElement[Any], ...]:
    """Read in the list's order, or against it."""
    down = ordering.is_descending != backwards
    return tuple(column.desc() if down else column.asc() for column in columns)


def beyond(ordering: Ordering, columns: Keys, *, backwards: bool) -> ColumnElement[bool]:
    """Begin after the place that the parameters name, in the direction of reading."""
    types = (*_TYPES[ordering], Uuid())
    here = tuple_(*columns)
    there = tuple_(*(bindparam(name, type_=type_) for name, type_ in zip(key_names(ordering), types, strict=True)))
    return here < there if ordering.is_descending != backwards else here > there
