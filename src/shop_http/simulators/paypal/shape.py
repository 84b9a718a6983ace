"""A small language for the shape of a request, whose findings carry PayPal's codes."""

import re
from collections.abc import Iterator, Mapping
from typing import Protocol, cast
from urllib.parse import urlsplit

import msgspec

from shop_http.simulators.paypal.problems import Flaw


class Shape(Protocol):
    """Something that a JSON value may be like."""

    def flaws(self, value: object, pointer: str) -> Iterator[Flaw]:
        """Yield what is wrong with the value."""
        ...

    def unknown(self, value: object, pointer: str) -> Iterator[str]:
        """Yield the pointers of the fields that the provider does not know."""
        ...


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A string with limits."""

    least: int = 0
    most: int | None = None
    pattern: str | None = None
    one_of: tuple[str, ...] = ()
    is_url: bool = False

    def flaws(self, value: object, pointer: str) -> Iterator[Flaw]:
        if not isinstance(value, str):
            yield _flaw("INVALID_PARAMETER_SYNTAX", pointer, value)
        elif len(value) < self.least or (self.most is not None and len(value) > self.most):
            yield _flaw("INVALID_STRING_LENGTH", pointer, value)
        elif (self.pattern and not re.search(self.pattern, value)) or (self.is_url and not _is_url(value)):
            yield _flaw("INVALID_PARAMETER_SYNTAX", pointer, value)
        elif self.one_of and value not in self.one_of:
            yield _flaw("INVALID_PARAMETER_VALUE", pointer, value)

    def unknown(self, value: object, pointer: str) -> Iterator[str]:  # noqa: ARG002  part of the protocol
        yield from ()


class Many(msgspec.Struct, frozen=True, kw_only=True):
    """An array with limits."""

    of: Shape
    least: int = 0
    most: int | None = None

    def flaws(self, value: object, pointer: str) -> Iterator[Flaw]:
        if not isinstance(value, list):
            yield _flaw("INVALID_PARAMETER_SYNTAX", pointer, value)
            return
        items = cast("list[object]", value)
        if len(items) < self.least:
            yield _flaw("INVALID_ARRAY_MIN_ITEMS", pointer, items)
        if self.most is not None and len(items) > self.most:
            yield _flaw("INVALID_ARRAY_MAX_ITEMS", pointer, items)
        for position, item in enumerate(items):
            yield from self.of.flaws(item, f"{pointer}/{position}")

    def unknown(self, value: object, pointer: str) -> Iterator[str]:
        if isinstance(value, list):
            for position, item in enumerate(cast("list[object]", value)):
                yield from self.of.unknown(item, f"{pointer}/{position}")


class Fields(msgspec.Struct, frozen=True, kw_only=True):
    """An object; fields that it does not name are accepted, but told."""

    known: Mapping[str, Shape]
    required: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    """Fields of the real provider that are not simulated."""

    def flaws(self, value: object, pointer: str) -> Iterator[Flaw]:
        if not isinstance(value, dict):
            yield _flaw("INVALID_PARAMETER_SYNTAX", pointer or "/", value)
            return
        given = cast("dict[str, object]", value)
        for name in self.required:
            if name not in given:
                yield _flaw("MISSING_REQUIRED_PARAMETER", f"{pointer}/{name}", "")
        for name, inner in given.items():
            if name in self.refused:
                yield _flaw("NOT_SUPPORTED", f"{pointer}/{name}", "")
            elif shape := self.known.get(name):
                yield from shape.flaws(inner, f"{pointer}/{name}")

    def unknown(self, value: object, pointer: str) -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in cast("dict[str, object]", value).items():
                if shape := self.known.get(name):
                    yield from shape.unknown(inner, f"{pointer}/{name}")
                elif name not in self.refused:
                    yield f"{pointer}/{name}"


class Anything(msgspec.Struct, frozen=True):
    """A part that the simulator takes as it comes."""

    def flaws(self, value: object, pointer: str) -> Iterator[Flaw]:  # noqa: ARG002  part of the protocol
        yield from ()

    def unknown(self, value: object, pointer: str) -> Iterator[str]:  # noqa: ARG002  part of the protocol
        yield from ()


def _flaw(issue: str, pointer: str, value: object) -> Flaw:
    shown = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return Flaw(issue=issue, field=pointer, value=shown)


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
