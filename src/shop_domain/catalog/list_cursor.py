"""Where in an ordered list does a cursor stand?

A place is the order's name, the row's sort values as text, and its id: a cursor made for one order is refused by
another.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final, TypeAlias
from uuid import UUID

from shop_domain.catalog.product_query import Ordering
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Cursor

SortValue: TypeAlias = int | str | datetime | UUID
MAX_INT64: Final = 2**63


def _number(text: str) -> int:
    number = int(text)
    if not -MAX_INT64 <= number < MAX_INT64:
        raise ValueError(text)
    return number


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_Reader: TypeAlias = Callable[[str], SortValue]
_READERS: Final[Mapping[Ordering, tuple[_Reader, ...]]] = {
    Ordering.PRICE_ASC: (_number,),
    Ordering.PRICE_DESC: (_number,),
    Ordering.NAME_ASC: (str,),
    Ordering.NAME_DESC: (str,),
    Ordering.OLDEST: (_moment,),
    Ordering.NEWEST: (_moment,),
    Ordering.RATING_ASC: (_number,),
    Ordering.RATING_DESC: (_number,),
    Ordering.RELEVANCE: (_number, _number),
    Ordering.POPULARITY: (_number,),
}


def cursor_key(ordering: Ordering, *values: SortValue) -> tuple[str, ...]:
    """Name the place of a row, by its sort values and id."""
    return (ordering.value, *map(str, values))


def parse_cursor(ordering: Ordering, cursor: Cursor) -> tuple[SortValue, ...]:
    """Read the sort values and the id of a cursor; raise InvalidFields where it isn't one of this order."""
    readers = (*_READERS[ordering], UUID)
    name, *values = cursor.key or ("",)
    if name == ordering.value and len(values) == len(readers):
        try:
            return tuple(read(value) for read, value in zip(readers, values, strict=True))
        except (ValueError, OverflowError):
            pass
    raise InvalidFields({"cursor": ["This cursor doesn't belong to this list."]})
