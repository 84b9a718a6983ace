"""Say everything that is wrong with a value of a declared shape, field by field, in words that people understand."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, TypeAlias

from msgspec import inspect

from shop_http.schemas.nested_errors import Path
from shop_http.schemas.strict_json import NO_FIELD
from shop_http.schemas.value_validation import error_in_value, is_list, is_object, kind_of

FieldErrors: TypeAlias = Iterator[tuple[Path, str]]
REQUIRED: Final = "This field is required."
NULL: Final = "This field may not be null."
UNKNOWN: Final = "Unknown field."

schema_of = lru_cache(maxsize=1024)(inspect.type_info)
"""What a type allows, as msgspec understands it."""


def errors_in(value: object, schema: inspect.Type, path: Path = ()) -> FieldErrors:
    """Walk over a value and yield each fault with its path."""
    if isinstance(schema, inspect.UnionType | inspect.Metadata):
        yield from _errors_in_union(value, kinds_of(schema), path)
    elif value is None and not isinstance(schema, inspect.NoneType | inspect.AnyType | inspect.CustomType):
        yield path or (NO_FIELD,), NULL
    elif isinstance(schema, inspect.StructType):
        yield from _errors_in_struct(value, schema, path)
    elif isinstance(schema, inspect.DictType):
        yield from _errors_in_dict(value, schema, path)
    elif isinstance(schema, inspect.ListType | inspect.VarTupleType | inspect.SetType | inspect.FrozenSetType):
        yield from _errors_in_list(value, schema, path)
    elif (message := error_in_value(value, schema)) is not None:
        yield path or (NO_FIELD,), message


def kinds_of(schema: inspect.Type) -> tuple[inspect.Type, ...]:
    """Give the kinds that a value may have: several for `A | B`."""
    if isinstance(schema, inspect.Metadata):
        return kinds_of(schema.type)
    return (
        tuple(chain.from_iterable(map(kinds_of, schema.types))) if isinstance(schema, inspect.UnionType) else (schema,)
    )


def _errors_in_union(value: object, kinds: tuple[inspect.Type, ...], path: Path) -> FieldErrors:
    found = [
        list(errors_in(value, kind, path)) for kind in kinds if value is None or not isinstance(kind, inspect.NoneType)
    ]
    if all(found):
        yield from found[0]


def _errors_in_struct(value: object, schema: inspect.StructType, path: Path) -> FieldErrors:
    if not is_object(value):
        yield path or (NO_FIELD,), f"Invalid data. Expected an object, but got {kind_of(value)}."
        return
    for field in schema.fields:
        if field.encode_name in value:
            yield from errors_in(value[field.encode_name], field.type, (*path, field.encode_name))
        elif field.required:
            yield (*path, field.encode_name), REQUIRED
    if schema.forbid_unknown_fields:
        known = {field.encode_name for field in schema.fields}
        yield from (((*path, name), UNKNOWN) for name in value if name not in known)


def _errors_in_dict(value: object, schema: inspect.DictType, path: Path) -> FieldErrors:
    if not is_object(value):
        yield path or (NO_FIELD,), f"Expected an object but got {kind_of(value)}."
        return
    yield from _errors_in_size(len(value), schema.min_length, schema.max_length, path)
    for name, inner in value.items():
        if (message := error_in_value(name, schema.key_type)) is not None:
            yield (*path, name), message
        yield from errors_in(inner, schema.value_type, (*path, name))


def _errors_in_list(
    value: object, schema: inspect.ListType | inspect.VarTupleType | inspect.SetType | inspect.FrozenSetType, path: Path
) -> FieldErrors:
    if not is_list(value):
        yield path or (NO_FIELD,), f"Expected a list of items but got {kind_of(value)}."
        return
    yield from _errors_in_size(len(value), schema.min_length, schema.max_length, path)
    for index, inner in enumerate(value):
        yield from errors_in(inner, schema.item_type, (*path, str(index)))


def _errors_in_size(size: int, minimum: int | None, maximum: int | None, path: Path) -> FieldErrors:
    if minimum is not None and size < minimum:
        yield (
            path or (NO_FIELD,),
            f"Ensure this field has at least {minimum} elements." if size else "This list may not be empty.",
        )
    if maximum is not None and size > maximum:
        yield path or (NO_FIELD,), f"Ensure this field has no more than {maximum} elements."
