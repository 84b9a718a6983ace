"""A small language for the shape of a request, whose findings carry PayPal's codes."""

import re
from collections.abc import Iterator, Mapping
from typing import Protocol, cast
from urllib.parse import urlsplit

import msgspec

from provider_simulators.paypal.errors import ErrorDetail


class Schema(Protocol):
    """Something that a JSON value may be like."""

    def errors(self, value: object, pointer: str) -> Iterator[ErrorDetail]:
        """Yield what is wrong with the value."""
        ...

    def unknown_fields(self, value: object, pointer: str) -> Iterator[str]:
        """Yield the pointers of the fields that the provider does not know."""
        ...


class StringSchema(msgspec.Struct, frozen=True, kw_only=True):
    """A string with limits."""

    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    is_url: bool = False

    def errors(self, value: object, pointer: str) -> Iterator[ErrorDetail]:
        if not isinstance(value, str):
            yield _error("INVALID_PARAMETER_SYNTAX", pointer, value)
        elif len(value) < self.min_length or (self.max_length is not None and len(value) > self.max_length):
            yield _error("INVALID_STRING_LENGTH", pointer, value)
        elif (self.pattern and not re.search(self.pattern, value)) or (self.is_url and not _is_url(value)):
            yield _error("INVALID_PARAMETER_SYNTAX", pointer, value)
        elif self.enum and value not in self.enum:
            yield _error("INVALID_PARAMETER_VALUE", pointer, value)

    def unknown_fields(self, value: object, pointer: str) -> Iterator[str]:  # noqa: ARG002  part of the protocol
        yield from ()


class ArraySchema(msgspec.Struct, frozen=True, kw_only=True):
    """An array with limits."""

    items: Schema
    min_items: int = 0
    max_items: int | None = None

    def errors(self, value: object, pointer: str) -> Iterator[ErrorDetail]:
        if not isinstance(value, list):
            yield _error("INVALID_PARAMETER_SYNTAX", pointer, value)
            return
        items = cast("list[object]", value)
        if len(items) < self.min_items:
            yield _error("INVALID_ARRAY_MIN_ITEMS", pointer, items)
        if self.max_items is not None and len(items) > self.max_items:
            yield _error("INVALID_ARRAY_MAX_ITEMS", pointer, items)
        for position, item in enumerate(items):
            yield from self.items.errors(item, f"{pointer}/{position}")

    def unknown_fields(self, value: object, pointer: str) -> Iterator[str]:
        if isinstance(value, list):
            for position, item in enumerate(cast("list[object]", value)):
                yield from self.items.unknown_fields(item, f"{pointer}/{position}")


class ObjectSchema(msgspec.Struct, frozen=True, kw_only=True):
    """An object; fields that it does not name are accepted, but told."""

    properties: Mapping[str, Schema]
    required: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()
    """Fields of the real provider that are not simulated."""

    def errors(self, value: object, pointer: str) -> Iterator[ErrorDetail]:
        if not isinstance(value, dict):
            yield _error("INVALID_PARAMETER_SYNTAX", pointer or "/", value)
            return
        given = cast("dict[str, object]", value)
        for name in self.required:
            if name not in given:
                yield _error("MISSING_REQUIRED_PARAMETER", f"{pointer}/{name}", "")
        for name, inner in given.items():
            if name in self.unsupported:
                yield _error("NOT_SUPPORTED", f"{pointer}/{name}", "")
            elif shape := self.properties.get(name):
                yield from shape.errors(inner, f"{pointer}/{name}")

    def unknown_fields(self, value: object, pointer: str) -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in cast("dict[str, object]", value).items():
                if shape := self.properties.get(name):
                    yield from shape.unknown_fields(inner, f"{pointer}/{name}")
                elif name not in self.unsupported:
                    yield f"{pointer}/{name}"


class AnySchema(msgspec.Struct, frozen=True):
    """A part that the simulator takes as it comes."""

    def errors(self, value: object, pointer: str) -> Iterator[ErrorDetail]:  # noqa: ARG002  part of the protocol
        yield from ()

    def unknown_fields(self, value: object, pointer: str) -> Iterator[str]:  # noqa: ARG002  part of the protocol
        yield from ()


def _error(issue: str, pointer: str, value: object) -> ErrorDetail:
    shown = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return ErrorDetail(issue=issue, field=pointer, value=shown)


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
