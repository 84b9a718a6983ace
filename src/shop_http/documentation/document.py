"""The whole OpenAPI document: Litestar's, with msgspec's schemas and what only the shop knows of its operations."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any, Final

import msgspec
from litestar import Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme, Server

from shop_http.documentation.client_schemas import for_clients
from shop_http.documentation.descriptions import descriptions
from shop_http.documentation.error_responses import errors_of
from shop_http.documentation.error_schemas import DETAILS, REF, error_schemas
from shop_http.documentation.examples import Examples
from shop_http.documentation.operations import Schemas, complete_operation, content_type_of
from shop_http.guards import closed
from shop_http.health import VERSION
from shop_http.litestar_internals import body_type_of, handlers_of
from shop_http.request_validation import input_of

_PAGE_OF: Final = re.compile(rb"\bResults_(\w+?)_(?=[\"'])")

_END_OF_TEXT: Final = re.compile(rb'("pattern":"[^"]*)\\\\Z"')
r"""Patterns end in `\Z` here, and in `$` in JSON Schema, where that is not also the place before a last line's end."""


SECURITY_SCHEMES: Final = {
    "bearer": SecurityScheme(
        type="http",
        scheme="bearer",
        bearer_format="JWT",
        description="The `access` token that logging in gives.",
    ),
    "guest": SecurityScheme(
        type="apiKey",
        security_scheme_in="header",
        name="X-Session-Key",
        description="The key that a guest's first cart call answers with.",
    ),
}


def openapi_config(public_url: str) -> OpenAPIConfig:
    """Describe the API as a whole; Litestar's own pages, which load from elsewhere, are closed."""
    return OpenAPIConfig(
        title="Shop",
        version=VERSION,
        license=License(name="MIT"),
        servers=[Server(url=public_url)],
        components=Components(security_schemes=dict(SECURITY_SCHEMES)),
        openapi_router=Router("/api/docs/litestar", route_handlers=[], guards=[closed], include_in_schema=False),
        render_plugins=[JsonRenderPlugin()],
    )


class OpenApiDocument:
    """The document in each of its forms; made when it is first asked for."""

    def __init__(self) -> None:
        self._app: Litestar | None = None

    def describe(self, app: Litestar) -> None:
        self._app = app

    @cached_property
    def as_json(self) -> bytes:
        written = msgspec.json.encode(self._document())
        return _END_OF_TEXT.sub(rb'\1$"', _PAGE_OF.sub(rb"\1Page", written))

    @cached_property
    def as_yaml(self) -> bytes:
        import yaml

        return yaml.safe_dump(msgspec.json.decode(self.as_json), sort_keys=False, allow_unicode=True).encode()

    def _document(self) -> dict[str, Any]:
        if self._app is None:
            msg = "no application was named"
            raise LookupError(msg)
        handlers = _handlers(self._app)
        schemas, components = _schemas(handlers.values())
        document: dict[str, Any] = dict(self._app.openapi_schema.to_schema())
        document["components"]["schemas"] = components
        document["paths"] = {
            f"{path.rstrip('/')}/": {
                method: complete_operation(own, handlers[own["operationId"]], schemas)
                for method, own in operations.items()
            }
            for path, operations in document["paths"].items()
        }
        document["tags"] = [{"name": tag} for tag in _tags(document["paths"].values())]
        return descriptions().apply(document)


def _handlers(app: Litestar) -> dict[str, HTTPRouteHandler]:
    """Gather the handlers that the document tells of, by the ids of their operations."""
    own = (handler for route in app.routes for handler in handlers_of(route) if isinstance(handler, HTTPRouteHandler))
    return {str(handler.operation_id): handler for handler in own if handler.resolve_include_in_schema()}


def _tags(paths: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    return dict.fromkeys(tag for operations in paths for own in operations.values() for tag in own["tags"])


def _schemas(handlers: Collection[HTTPRouteHandler]) -> tuple[Schemas, dict[str, Any]]:
    """Describe all types; query parameters stand with their routes, so their structures are no components."""
    types, queries = _types_of(handlers), list({takes.query for takes in map(input_of, handlers) if takes is not None})
    written, components = msgspec.json.schema_components(
        [*types, *queries], ref_template=REF + "{name}", schema_hook=_anything
    )
    names = [schema["$ref"].rpartition("/")[2] for schema in written[len(types) :]]
    described = {query: components.pop(name) for query, name in zip(queries, names, strict=True)}
    errors = {error: None for handler in handlers for error in errors_of(handler)}
    all_schemas = {
        **error_schemas(errors, components),
        **components,
    }  # sorted, since msgspec's order is another each time
    components = for_clients(descriptions().with_fields(dict(sorted(all_schemas.items()))))
    schemas = Schemas(
        by_type=dict(zip(map(repr, types), written, strict=False)), queries=described, examples=Examples(components)
    )
    return schemas, components


def _anything(_kind: type) -> dict[str, Any]:
    """Describe what has no shape of its own, such as the values of an export."""
    return {"description": "Any value."}


def _types_of(handlers: Collection[HTTPRouteHandler]) -> list[Any]:
    """Gather every type that a route reads or writes, each once."""
    types = [kind for handler in handlers for kind in (body_type_of(handler), content_type_of(handler)) if kind]
    return list({repr(kind): kind for kind in (*types, *DETAILS.values())}.values())
