"""Turn a request's body and query into declared structures, or name everything that is wrong with them."""

import re
from typing import Final, TypeVar
from urllib.parse import parse_qsl

import msgspec
from msgspec import inspect

from shop_domain.kernel.errors import InvalidFields, Kind, ShopError
from shop_http.wire.field_errors import Path, nested
from shop_http.wire.json_text import NO_FIELD, read_json, text_flaw
from shop_http.wire.shape_errors import errors_in, kinds_of, shape_of

T = TypeVar("T")
MOST_PARAMETERS: Final = 100


class InvalidBody(ShopError):
    """The body as a whole is not what the route takes."""

    code = "invalid"
    kind = Kind.INVALID
    message = "Invalid data."
    whole_form = True


def read_body(body: bytes, kind: type[T]) -> T:
    """Read a JSON body; raise MalformedJson, InvalidBody or InvalidFields."""
    return _shaped(read_json(body), kind)


def _shaped(value: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        fields = nested(errors_in(value, shape_of(kind)))
        whole = fields.get(NO_FIELD)
        if fields and not isinstance(whole, list):
            raise InvalidFields(fields) from error
        raise InvalidBody(whole[0] if isinstance(whole, list) else str(error)) from error


def read_query(query: bytes, kind: type[T]) -> T:
    """Read query parameters; raise InvalidFields that names each unknown, repeated or wrong one."""
    shape = shape_of(kind)
    if not isinstance(shape, inspect.StructType):
        msg = f"{kind} is no structure of query parameters"
        raise TypeError(msg)
    if not query:
        return _shaped({}, kind)
    return _shaped(_values(_pairs(query), {field.encode_name: field.type for field in shape.fields}), kind)


def _pairs(query: bytes) -> list[tuple[str, str]]:
    try:
        text = query.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        raise InvalidBody("The query is not valid.") from error


def _values(pairs: list[tuple[str, str]], shapes: dict[str, inspect.Type]) -> dict[str, object]:
    values, errors = dict[str, object](), list[tuple[Path, str]]()
    for name, text in pairs:
        if name not in shapes:
            errors.append(((ascii(name[:50])[1:-1],), "Unknown parameter."))
        elif (flaw := text_flaw(text)) is not None:
            errors.append(((name,), flaw))
        elif (items := _items_of(shapes[name])) is not None:
            listed = values.setdefault(name, [])
            assert isinstance(listed, list)
            listed.append(_value(text, items))
        elif name in values:
            errors.append(((name,), "This parameter is given more than once."))
        else:
            values[name] = _value(text, shapes[name])
    if errors:
        raise InvalidFields(nested(errors))
    return values


def _items_of(shape: inspect.Type) -> inspect.Type | None:
    return next((kind.item_type for kind in kinds_of(shape) if isinstance(kind, inspect.VarTupleType)), None)


_INTEGER: Final = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def _value(text: str, shape: inspect.Type) -> object:
    """Give a number or a truth where one is declared; anything else stays text, for the shape to judge."""
    kinds = kinds_of(shape)
    if any(isinstance(kind, inspect.IntType) for kind in kinds) and _INTEGER.fullmatch(text):
        return int(text)
    if any(isinstance(kind, inspect.BoolType) for kind in kinds):
        return _BOOLEANS.get(text.lower(), text)
    return text
