"""Turn a request's body and query into declared structures, or name everything that is wrong with them."""

import re
from collections import defaultdict
from typing import Final, TypeVar
from urllib.parse import parse_qsl

import msgspec
from msgspec import inspect

from shop_domain.kernel.errors import ErrorKind, InvalidFields, ShopError
from shop_http.schemas.nested_errors import Path, nest_errors
from shop_http.schemas.strict_json import NO_FIELD, read_json, text_error
from shop_http.schemas.utc_fields import DateOutOfRange, to_utc
from shop_http.schemas.validation_errors import errors_in, kinds_of, schema_of

T = TypeVar("T")
MAX_PARAMETERS: Final = 100


class InvalidBody(ShopError):
    """The body as a whole is not what the route takes."""

    code = "invalid"
    kind = ErrorKind.INVALID
    message = "Invalid data."
    is_form_error = True


def read_body(body: bytes, kind: type[T]) -> T:
    """Read a JSON body; raise MalformedJson, InvalidBody or InvalidFields."""
    return _convert(read_json(body), kind)


def _convert(value: object, kind: type[T]) -> T:
    try:
        return to_utc(msgspec.convert(value, kind))
    except (msgspec.ValidationError, DateOutOfRange) as error:
        fields = nest_errors(errors_in(value, schema_of(kind)))
        whole = fields.get(NO_FIELD)
        if fields and not isinstance(whole, list):
            raise InvalidFields(fields) from error
        raise InvalidBody(whole[0] if isinstance(whole, list) else str(error)) from error


def read_query(query: bytes, kind: type[T]) -> T:
    """Read query parameters; raise InvalidFields that names each unknown, repeated or wrong one.

    A kind that allows unknown fields is not told of unknown parameters.
    """
    if not query:
        return _convert({}, kind)
    parameters = _Parameters(kind)
    unfit = parameters.take(_pairs(query))
    values = parameters.values()
    if unfit:
        told = {path[0] for path, _ in unfit}
        wrong = [(path, message) for path, message in errors_in(values, schema_of(kind)) if path[0] not in told]
        raise InvalidFields(nest_errors([*unfit, *wrong]))
    return _convert(values, kind)


def _pairs(query: bytes) -> list[tuple[str, str]]:
    try:
        text = query.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
    except ValueError as error:
        raise InvalidBody("The query is not valid.") from error


class _Parameters:
    """The parameters of one query, sorted into those that a route knows and what is wrong with the others."""

    def __init__(self, kind: type) -> None:
        shape = schema_of(kind)
        fields = shape.fields if isinstance(shape, inspect.StructType) else ()
        self._strict = not isinstance(shape, inspect.StructType) or shape.forbid_unknown_fields
        self._kinds = {field.encode_name: kinds_of(field.type) for field in fields}
        self._single = dict[str, object]()
        self._several = defaultdict[str, list[object]](list)

    def take(self, pairs: list[tuple[str, str]]) -> list[tuple[Path, str]]:
        """Sort parameters in; give those that no route could take, with the reason."""
        return [((_printable(name),), wrong) for name, text in pairs if (wrong := self._take(name, text))]

    def values(self) -> dict[str, object]:
        return {**self._single, **self._several}

    def _take(self, name: str, text: str) -> str | None:
        if name not in self._kinds:
            return "Unknown parameter." if self._strict else None
        if (flaw := text_error(text)) is not None:
            return flaw
        if name in self._single:
            return "This parameter is given more than once."
        items = [kind.item_type for kind in self._kinds[name] if isinstance(kind, inspect.VarTupleType)]
        if items:
            self._several[name].append(_value(text, kinds_of(items[0])))
        else:
            self._single[name] = _value(text, self._kinds[name])
        return None


def _printable(name: str) -> str:
    return ascii(name[:50])[1:-1]


_INTEGER: Final = re.compile(r"-?[0-9]{1,100}", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def _value(text: str, kinds: tuple[inspect.Type, ...]) -> object:
    """Give a number or a truth where one is declared, and of a plain day its first moment in UTC.

    Anything else stays text, for the shape to judge.
    """
    if any(isinstance(kind, inspect.IntType) for kind in kinds) and _INTEGER.fullmatch(text):
        return int(text)
    if any(isinstance(kind, inspect.BoolType) for kind in kinds):
        return _BOOLEANS.get(text.lower(), text)
    if any(isinstance(kind, inspect.DateTimeType) for kind in kinds) and _DATE.fullmatch(text):
        return f"{text}T00:00:00Z"
    return text
