"""Say what is wrong with a single value: a text, a number, a choice, a moment."""

import operator
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, TypeGuard
from uuid import UUID

import msgspec
from msgspec import Meta, inspect

from shop_domain.kernel.one_line import VISIBLE_CHARACTER, one_line

BLANK: Final = "This field may not be blank."
YEARS: Final = range(2, 9_999)
"""Where a moment may lie: within Python's and the databases' calendars in every zone."""


def error_in_value(value: object, schema: inspect.Type) -> str | None:
    """Tell what is wrong with a value that has no parts, or None."""
    rule = _RULES.get(type(schema))
    return None if rule is None else rule(value, schema)


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Tell whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Tell whether a JSON value is a list."""
    return isinstance(value, list)


def kind_of(value: object) -> str:
    """Name a JSON value's kind as its reader would."""
    names: dict[type[Any], str] = {
        dict: "an object",
        list: "a list",
        str: "a string",
        bool: "a boolean",
        int: "an integer",
        float: "a number",
    }
    return names.get(type(value), "null")


def _text(value: object, schema: inspect.StrType) -> str | None:
    if not isinstance(value, str):
        return "Not a valid string."
    if schema.min_length and _is_blank(value, schema):
        return BLANK
    if schema.min_length is not None and len(value) < schema.min_length:
        return f"Ensure this field has at least {schema.min_length} characters."
    if schema.max_length is not None and len(value) > schema.max_length:
        return f"Ensure this field has no more than {schema.max_length} characters."
    if schema.pattern is not None and re.search(schema.pattern, value) is None:
        return "This value does not match the required pattern."
    return None


def _is_blank(value: str, schema: inspect.StrType) -> bool:
    return not value or (schema.pattern == VISIBLE_CHARACTER and not one_line(value))


def _integer(value: object, schema: inspect.IntType) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return "A valid integer is required."
    return _bound(value, schema)


def _number(value: object, schema: inspect.FloatType) -> str | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "A valid number is required."
    return _bound(value, schema)


def _bound(value: float, schema: inspect.IntType | inspect.FloatType) -> str | None:
    checks = (
        (schema.ge, operator.ge, "greater than or equal to"),
        (schema.gt, operator.gt, "greater than"),
        (schema.le, operator.le, "less than or equal to"),
        (schema.lt, operator.lt, "less than"),
    )
    for limit, holds, words in checks:
        if limit is not None and not holds(value, limit):
            return f"Ensure this value is {words} {limit}."
    return None


def _boolean(value: object, _schema: inspect.Type) -> str | None:
    return None if isinstance(value, bool) else "Must be a valid boolean."


def _choice(value: object, schema: inspect.EnumType | inspect.LiteralType) -> str | None:
    choices = schema.values if isinstance(schema, inspect.LiteralType) else [member.value for member in schema.cls]
    if isinstance(value, str | int) and not isinstance(value, bool) and value in choices:
        return None
    return f'"{str(value)[:50]}" is not a valid choice.'


def _readable_as(kind: Any, message: str) -> Callable[[object, inspect.Type], str | None]:  # noqa: ANN401 - any type that msgspec reads
    def check(value: object, _schema: inspect.Type) -> str | None:
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError:
            return message
        return None

    return check


def _datetime(value: object, schema: inspect.DateTimeType) -> str | None:
    message = "Datetime has wrong format. Use ISO 8601 with a time zone, such as 2026-01-31T09:30:00Z."
    kind = datetime if schema.tz is None else Annotated[datetime, Meta(tz=schema.tz)]
    try:
        moment: datetime = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return message
    return None if moment.year in YEARS else f"Must lie in the years {YEARS.start} to {YEARS.stop - 1}."


_RULES: Final[dict[type[inspect.Type], Callable[[Any, Any], str | None]]] = {
    inspect.StrType: _text,
    inspect.IntType: _integer,
    inspect.FloatType: _number,
    inspect.BoolType: _boolean,
    inspect.EnumType: _choice,
    inspect.LiteralType: _choice,
    inspect.UUIDType: _readable_as(UUID, "Must be a valid UUID."),
    inspect.DateTimeType: _datetime,
    inspect.DateType: _readable_as(date, "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."),
    inspect.DecimalType: _readable_as(Decimal, "A valid number is required."),
}
