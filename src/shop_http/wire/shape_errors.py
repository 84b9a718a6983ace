"""Say everything that is wrong with a value of a declared shape, field by field, in words that people understand."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, TypeAlias

from msgspec import inspect

from shop_http.wire.field_errors import Path
from shop_http.wire.json_text import NO_FIELD
from shop_http.wire.value_errors import error_in_value, is_list, is_object, kind_of

Found: TypeAlias = Iterator[tuple[Path, str]]
REQUIRED: Final = "This field is required."
NULL: Final = "This field may not be null."
UNKNOWN: Final = "Unknown field."

shape_of = lru_cache(maxsize=1024)(inspect.type_info)
"""What a type allows, as msgspec understands it."""


def errors_in(value: object, shape: inspect.Type, path: Path = ()) -> Found:
    """Walk over a value and yield each fault with its path."""
    if isinstance(shape, inspect.UnionType | inspect.Metadata):
        yield from _errors_in_union(value, kinds_of(shape), path)
    elif value is None and not isinstance(shape, inspect.NoneType | inspect.AnyType | inspect.CustomType):
        yield path or (NO_FIELD,), NULL
    elif isinstance(shape, inspect.StructType):
        yield from _errors_in_struct(value, shape, path)
    elif isinstance(shape, inspect.DictType):
        yield from _errors_in_dict(value, shape, path)
    elif isinstance(shape, inspect.ListType | inspect.VarTupleType | inspect.SetType | inspect.FrozenSetType):
        yield from _errors_in_list(value, shape, path)
    elif (message := error_in_value(value, shape)) is not None:
        yield path or (NO_FIELD,), message


def kinds_of(shape: inspect.Type) -> tuple[inspect.Type, ...]:
    """Give the kinds that a value may have: several for `A | B`."""
    if isinstance(shape, inspect.Metadata):
        return kinds_of(shape.type)
    return tuple(chain.from_iterable(map(kinds_of, shape.types))) if isinstance(shape, inspect.UnionType) else (shape,)


def _errors_in_union(value: object, kinds: tuple[inspect.Type, ...], path: Path) -> Found:
    found = [
        list(errors_in(value, kind, path)) for kind in kinds if value is None or not isinstance(kind, inspect.NoneType)
    ]
    if all(found):
        yield from found[0]


def _errors_in_struct(value: object, shape: inspect.StructType, path: Path) -> Found:
    if not is_object(value):
        yield path or (NO_FIELD,), f"Invalid data. Expected an object, but got {kind_of(value)}."
        return
    for field in shape.fields:
        if field.encode_name in value:
            yield from errors_in(value[field.encode_name], field.type, (*path, field.encode_name))
        elif field.required:
            yield (*path, field.encode_name), REQUIRED
    if shape.forbid_unknown_fields:
        known = {field.encode_name for field in shape.fields}
        yield from (((*path, name), UNKNOWN) for name in value if name not in known)


def _errors_in_dict(value: object, shape: inspect.DictType, path: Path) -> Found:
    if not is_object(value):
        yield path or (NO_FIELD,), f"Expected an object but got {kind_of(value)}."
        return
    yield from _errors_in_size(len(value), shape.min_length, shape.max_length, path)
    for name, inner in value.items():
        if (message := error_in_value(name, shape.key_type)) is not None:
            yield (*path, name), message
        yield from errors_in(inner, shape.value_type, (*path, name))


def _errors_in_list(
    value: object, shape: inspect.ListType | inspect.VarTupleType | inspect.SetType | inspect.FrozenSetType, path: Path
) -> Found:
    if not is_list(value):
        yield path or (NO_FIELD,), f"Expected a list of items but got {kind_of(value)}."
        return
    yield from _errors_in_size(len(value), shape.min_length, shape.max_length, path)
    for index, inner in enumerate(value):
        yield from errors_in(inner, shape.item_type, (*path, str(index)))


def _errors_in_size(size: int, least: int | None, most: int | None, path: Path) -> Found:
    if least is not None and size < least:
        yield (
            path or (NO_FIELD,),
            f"Ensure this field has at least {least} elements." if size else "This list may not be empty.",
        )
    if most is not None and size > most:
        yield path or (NO_FIELD,), f"Ensure this field has no more than {most} elements."
