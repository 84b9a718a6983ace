"""Read JSON without being fooled: no duplicate keys, no bottomless nesting, no text that a database can't hold."""

import json
import math
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final, TypeAlias, cast

from shop_domain.kernel.errors import ErrorKind, InvalidFields, ShopError
from shop_http.schemas.nested_errors import Path, nest_errors

MAX_DEPTH: Final = 64
MAX_VALUES: Final = 50_000
MAX_ITEMS: Final = 1_000
MAX_TEXT_LENGTH: Final = 100_000
MAX_INTEGER: Final = 2**63 - 1
_SMALL: Final = 4_096

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | JsonFault | None"


class MalformedJson(ShopError):
    """The body is not JSON, or not JSON that is safe to read."""

    code = "parse_error"
    kind = ErrorKind.INVALID
    message = "The body is not valid JSON."


class JsonFault:
    """Stands in a value's place where the text of the body was wrong there."""

    def __init__(self, message: str) -> None:
        self.message = message


def read_json(body: bytes) -> Json:
    """Read a JSON text; raise MalformedJson, or InvalidFields that names each duplicate key and unusable value."""
    _reject_bulk(body)
    reading = _StrictDecoder()
    try:
        value = reading.of(body)
    except (ValueError, RecursionError) as error:
        raise MalformedJson from error
    if reading.has_faults or len(body) > _SMALL or _SUSPICIOUS.search(body):
        _reject_faults(value)
    return value


_SUSPICIOUS: Final = re.compile(rb"\\u|[0-9]{19}")
_MINUS_ZERO: Final = b"-0"


class _StrictDecoder:
    """One pass over a body, which notes what the standard reader would let pass."""

    def __init__(self) -> None:
        self.has_faults = False

    def of(self, body: bytes) -> Json:
        integer = self._integer if _MINUS_ZERO in body else None
        return cast(
            "Json",
            json.loads(
                body.decode(),
                object_pairs_hook=self._object,
                parse_float=self._number,
                parse_constant=self._constant,
                parse_int=integer,
            ),
        )

    def _object(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        value = dict(pairs)
        if len(value) != len(pairs):
            seen = set[str]()
            value.update(
                {
                    name: self._add_fault("This field is given more than once.")
                    for name, _ in pairs
                    if name in seen or seen.add(name)
                }
            )
        return value

    def _number(self, digits: str) -> float | JsonFault:
        number = float(digits)
        return number if math.isfinite(number) else self._add_fault("A valid number is required.")

    def _integer(self, digits: str) -> int | JsonFault:
        return self._add_fault("A valid integer is required.") if digits == "-0" else int(digits)

    def _constant(self, _name: str) -> JsonFault:
        return self._add_fault("A valid number is required.")

    def _add_fault(self, message: str) -> JsonFault:
        self.has_faults = True
        return JsonFault(message)


_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKETS: Final = bytes(set(range(256)) - set(_STEPS))
_TEXT: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)


def _reject_bulk(body: bytes) -> None:
    """Refuse what would take long to read, by counting alone: commas and brackets, those inside of texts included."""
    brackets = body.count(b"[") + body.count(b"{")
    if body.count(b",") > MAX_VALUES or brackets > MAX_VALUES:
        raise MalformedJson(f"The body has more than {MAX_VALUES} values.")
    if brackets > MAX_DEPTH and _deeper_than(MAX_DEPTH, body):
        raise MalformedJson(f"The body is nested more than {MAX_DEPTH} levels deep.")


def _deeper_than(levels: int, body: bytes) -> bool:
    brackets = _TEXT.sub(b"", body).translate(None, _NO_BRACKETS)
    return any(depth > levels for depth in accumulate(map(_STEPS.__getitem__, brackets)))


def _reject_faults(value: Json) -> None:
    if errors := nest_errors(_faults_in(value, ())):
        raise InvalidFields(errors)


def _faults_in(value: Json, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        yield from _faults_in_object(value, path)
    elif isinstance(value, list):
        yield from _faults_in_list(value, path)
    elif (message := _fault_of(value)) is not None:
        yield path or (NO_FIELD,), message


NO_FIELD: Final = "non_field_errors"


def _faults_in_object(value: dict[str, Json], path: Path) -> Iterator[tuple[Path, str]]:
    if len(value) > MAX_ITEMS:
        yield path or (NO_FIELD,), f"Ensure this field has no more than {MAX_ITEMS} elements."
        return
    for name, inner in value.items():
        if (message := _fault_of(name)) is None:
            yield from _faults_in(inner, (*path, name))
        else:
            yield (*path, ascii(name[:50])), message


def _faults_in_list(value: list[Json], path: Path) -> Iterator[tuple[Path, str]]:
    if len(value) > MAX_ITEMS:
        yield path or (NO_FIELD,), f"Ensure this field has no more than {MAX_ITEMS} elements."
        return
    for index, inner in enumerate(value):
        yield from _faults_in(inner, (*path, str(index)))


_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _fault_of(value: str | float | JsonFault | None) -> str | None:
    if isinstance(value, JsonFault):
        return value.message
    if isinstance(value, str):
        return text_error(value)
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        return "A valid integer is required."
    return None


def text_error(text: str) -> str | None:
    """Tell what keeps a text from being stored as it is, or None."""
    if "\0" in text:
        return "Null characters are not allowed."
    if len(text) > MAX_TEXT_LENGTH:
        return f"Ensure this field has no more than {MAX_TEXT_LENGTH} characters."
    return "Surrogate characters are not allowed." if _SURROGATE.search(text) else None
