"""Examples of requests and answers: those of the main operations as a shop gave them, all others from their schemas."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

EXAMPLES_FILE: Final = Path(__file__).with_name("examples.json")
"""By the operation's id, `request` and `response`; a test makes each request and compares the answer."""

BY_NAME: Final[dict[str, str]] = {
    "currency": "EUR",
    "country": "ES",
    "email": "ana@example.com",
    "username": "ana",
    "password": "correct horse battery",
    "current_password": "correct horse battery",
    "new_password": "wrong donkey engine",
    "first_name": "Ana",
    "last_name": "García",
    "phone": "+34600000000",
    "address_line_1": "Calle Mayor 1",
    "city": "Madrid",
    "state_province": "Madrid",
    "postal_code": "28013",
    "slug": "linen-shirt",
    "sku": "SHIRT-LINEN-M",
    "name": "Linen shirt",
    "code": "SPRING10",
    "order_number": "SO-2026-7K3M9QXA",
    "ip_address": "203.0.113.7",
    "payment_method": "PAYPAL",
    "version": "1.0.0",
    "access": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTk5OGY0ZSJ9.c2lnbmF0dXJl",
    "user_agent": "Mozilla/5.0",
    "device_info": "Chrome on Windows",
    "preferred_language": "en-GB",
    "preferred_currency": "EUR",
}
BY_FORMAT: Final = {
    "uuid": "01998f4e-7b1a-7c3d-9e2f-0a1b2c3d4e5f",
    "date-time": "2026-05-01T12:00:00Z",
    "date": "1990-05-01",
    "uri": "https://shop.example/",
}
BY_PATTERN: Final = {
    r"^\S+\Z": "SHIRT-LINEN-M",
    r"^[-a-zA-Z0-9_]+\Z": "linen-shirt",
    r"^[0-9]{1,12}(\.[0-9]{1,4})?\Z": "19.99",
    r"^[A-Z]{3}\Z": "EUR",
    r"^[A-Z]{2}\Z": "ES",
    r"^(https?://\S+)?\Z": "https://shop.example/ana.webp",
}
MONEY: Final = ("price", "total", "amount", "subtotal", "value", "discount", "tax", "shipping")


@cache
def recorded_examples() -> dict[str, dict[str, Any]]:
    """Read the examples of the main operations."""
    return json.loads(EXAMPLES_FILE.read_bytes())


class Examples:
    """Makes an example that fits its schema."""

    def __init__(self, components: dict[str, Any]) -> None:
        self._components = components

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        return self._components[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

    def of(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:  # noqa: ANN401 - any JSON
        """Make an example of a schema; lists of things inside themselves end."""
        own = self.resolved(schema)
        for key in ("examples", "enum"):
            if own.get(key):
                return own[key][0]
        if "anyOf" in own:
            return self.of(own["anyOf"][0], name, depth)
        make = {"object": self._object, "array": self._array, "string": self._text}.get(own.get("type", ""))
        return _SCALARS.get(own.get("type", ""), _number)(own) if make is None else make(own, name, depth)

    def _object(self, own: dict[str, Any], _name: str, depth: int) -> dict[str, Any]:
        return {key: self.of(part, key, depth + 1) for key, part in own.get("properties", {}).items()}

    def _array(self, own: dict[str, Any], name: str, depth: int) -> list[Any]:
        if depth > _MAX_DEPTH and not own.get("minItems"):
            return []
        return [self.of(own["items"], name, depth + 1)] if own.get("items") else []

    def _text(self, own: dict[str, Any], name: str, _depth: int) -> str:
        if own.get("format") in BY_FORMAT:
            return BY_FORMAT[own["format"]]
        words = name.replace("_", " ").capitalize() or "Text"
        filled = words[: own.get("maxLength")].ljust(own.get("minLength", 0), "x")
        money = "19.99" if name.endswith(MONEY) else filled
        candidates = (BY_NAME.get(name), BY_PATTERN.get(own.get("pattern", "")), money, filled)
        return next((text for text in candidates if text is not None and _fits(text, own)), filled)


def _fits(text: str, own: dict[str, Any]) -> bool:
    is_long_enough = own.get("minLength", 0) <= len(text) <= own.get("maxLength", len(text))
    return is_long_enough and re.search(own.get("pattern", ""), text) is not None


_MAX_DEPTH: Final = 6


def _number(own: dict[str, Any]) -> int:
    return max(own.get("minimum", 1), 1 if own.get("maximum", 1) >= 1 else 0)


def _boolean(_own: dict[str, Any]) -> bool:
    return True


def _nothing(_own: dict[str, Any]) -> None:
    return None


def _anything(_own: dict[str, Any]) -> dict[str, Any]:
    return {}


_SCALARS: Final[dict[str, Callable[[dict[str, Any]], Any]]] = {
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
    "null": _nothing,
    "": _anything,
}
