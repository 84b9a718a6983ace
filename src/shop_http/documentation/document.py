"""The whole OpenAPI document, made from the routes themselves."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from shop_http.binding import Binding
from shop_http.documentation.error_responses import ERROR_SCHEMAS
from shop_http.documentation.examples import Examples
from shop_http.documentation.operations import Schemas, describe_operation
from shop_http.health import VERSION

DESCRIPTION: Final = """An open e-commerce backend.

- Bodies are JSON in UTF-8; unknown fields and duplicate keys are refused.
- Money is a text with exactly its currency's decimals, next to its `currency`; times are ISO 8601 in UTC.
- Wrong fields are named: `{"items": {"0": {"quantity": ["…"]}}}`; other errors carry a stable `code`.
  `Accept: application/problem+json` brings them as RFC 9457.
- Lists walk by `next` and `previous`; both are whole addresses.
- `Idempotency-Key` makes a POST safe to send again; `If-None-Match` and `If-Match` work with `ETag`.
"""
REF: Final = "#/components/schemas/{name}"
_PATH_PARAMETER: Final = re.compile(r"\{(\w+):\w+\}")
_PAGE_OF: Final = re.compile(rb"\bResults_(\w+?)_(?=[\"'])")

_END_OF_TEXT: Final = re.compile(rb'("pattern":"[^"]*)\\\\Z"')
r"""Patterns end in `\Z` here, and in `$` in JSON Schema, where that is not also the place before a last line's end."""


class OpenApiDocument:
    """The document in each of its forms; made when it is first asked for."""

    def __init__(self, bindings: Iterable[Binding], *, public_url: str) -> None:
        """Describe these routes, which answer below this address; they may be filled in until it is first asked for."""
        self._bindings = bindings
        self._public_url = public_url
        self._json: bytes | None = None

    def as_json(self) -> bytes:
        """Write it as JSON."""
        if self._json is None:
            written = msgspec.json.encode(self._document())
            self._json = _END_OF_TEXT.sub(rb'\1$"', _PAGE_OF.sub(rb"\1Page", written))
        return self._json

    def as_yaml(self) -> bytes:
        """Write it as YAML."""
        from shop_http.documentation.yaml_text import to_yaml

        return to_yaml(msgspec.json.decode(self.as_json())).encode()

    def _document(self) -> dict[str, Any]:
        bindings = [binding for binding in self._bindings if binding.endpoint.in_schema]
        schemas, components = _schemas(bindings)
        return {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": VERSION, "description": DESCRIPTION, "license": {"name": "MIT"}},
            "servers": [{"url": self._public_url}],
            "tags": [{"name": tag} for tag in dict.fromkeys(binding.endpoint.tag for binding in bindings)],
            "paths": _paths(bindings, schemas),
            "components": {"schemas": components, "securitySchemes": SECURITY_SCHEMES},
        }


def _paths(bindings: Iterable[Binding], schemas: Schemas) -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = {}
    for binding in bindings:
        path = _PATH_PARAMETER.sub(r"{\1}", binding.endpoint.path)
        paths.setdefault(path, {})[binding.endpoint.method.lower()] = describe_operation(binding, schemas)
    return paths


SECURITY_SCHEMES: Final = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The `access` token that logging in gives.",
    },
    "guest": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Session-Key",
        "description": "The key that a guest's first cart call answers with.",
    },
}


def _schemas(bindings: Sequence[Binding]) -> tuple[Schemas, dict[str, Any]]:
    """Describe all types; query parameters stand with their routes, so their structures are no components."""
    types, queries = _types_of(bindings), list({binding.query for binding in bindings})
    written, components = msgspec.json.schema_components([*types, *queries], ref_template=REF, schema_hook=_anything)
    names = [schema["$ref"].rpartition("/")[2] for schema in written[len(types) :]]
    schemas = Schemas(
        by_type=dict(zip(map(repr, types), written, strict=False)),
        queries={query: components.pop(name) for query, name in zip(queries, names, strict=True)},
        examples=Examples(components),
    )
    return schemas, components


def _anything(_kind: type) -> dict[str, Any]:
    """Describe what has no shape of its own, such as the values of an export."""
    return {"description": "Any value."}


def _types_of(bindings: Sequence[Binding]) -> list[Any]:
    """Gather every type that a route reads or writes, each once."""
    types = [kind for binding in bindings for kind in (binding.body, binding.content) if kind]
    return list({repr(kind): kind for kind in (*types, *ERROR_SCHEMAS)}.values())
