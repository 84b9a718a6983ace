"""Moments that a client may say in any zone, and the shop says in UTC."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, TypeVar

import msgspec
from msgspec import inspect

from shop_http.schemas.request_types import QuerySchema
from shop_http.schemas.validation_errors import kinds_of, schema_of
from shop_http.schemas.value_validation import YEARS

T = TypeVar("T")
EARLIEST: Final = datetime(YEARS.start, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(YEARS.stop - 1, 12, 31, 23, 59, 59, tzinfo=UTC)


class DateOutOfRange(ValueError):
    """A moment lies too early or too late to be put in UTC."""


def to_utc(value: T) -> T:
    """Give a structure with each of its moments in UTC; raise OutOfCalendar.

    A moment that only bounds a list is moved into the calendar instead, where nothing lies beyond it.
    """
    moments = {name: getattr(value, name) for name in _datetime_fields(type(value))}
    said = {name: moment for name, moment in moments.items() if isinstance(moment, datetime)}
    if not said:
        return value
    put = _bounding if isinstance(value, QuerySchema) else _exact
    structure: Any = value
    return msgspec.structs.replace(structure, **{name: put(moment) for name, moment in said.items()})


def _exact(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise DateOutOfRange
    return moment.astimezone(UTC)


def _bounding(moment: datetime) -> datetime:
    if moment.year < YEARS.start:
        return EARLIEST
    return LATEST if moment.year >= YEARS.stop else moment.astimezone(UTC)


@lru_cache(maxsize=512)
def _datetime_fields(kind: type) -> tuple[str, ...]:
    shape = schema_of(kind)
    fields = shape.fields if isinstance(shape, inspect.StructType) else ()
    return tuple(
        field.name for field in fields if any(isinstance(kind, inspect.DateTimeType) for kind in kinds_of(field.type))
    )
